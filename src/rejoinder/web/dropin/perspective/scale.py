"""Moves our probabilities to where Perspective's familiar thresholds cut.

Publishers have set 0.7 or 0.8 somewhere and shall not have to set it anew. So each attribute may
have a table of points (our score, Perspective's score), both rising, between which lines run;
an attribute without a table keeps our calibrated probability as it is.

A table is set from comments that were scored by both: at each of Perspective's scores 0.1, 0.2 …
0.9 stands that score of ours above which the same share of the comments lies. It begins at (0, 0)
and ends at (1, 1), so that nothing is ever out of 0 to 1, and an order never turns round. No table
is set until that was measured with the judge's present weights: all are still as they are.
"""

from bisect import bisect_right
from collections.abc import Mapping
from itertools import pairwise

Point = tuple[float, float]
"""Our score, and the score that a client of Perspective's is told."""

TABLES: Mapping[str, tuple[Point, ...]] = {}
"""By Perspective's name of the attribute, without a version."""


def scaled(
    attribute: str, score: float, tables: Mapping[str, tuple[Point, ...]] | None = None
) -> float:
    """The score to tell, 0 to 1, with as many digits as the single precision that Google sent."""
    table = (TABLES if tables is None else tables).get(attribute)
    score = min(1.0, max(0.0, score))
    return round(score if table is None else _along(table, score), 7)


def problem_of(table: tuple[Point, ...]) -> str:
    """Why this is no table; empty when it is one."""
    if len(table) < 2 or table[0] != (0.0, 0.0) or table[-1] != (1.0, 1.0):
        return "It must begin at (0, 0) and end at (1, 1)."
    ours, theirs = zip(*table, strict=True)
    if any(a >= b for a, b in pairwise(ours)):
        return "Our scores must rise from point to point."
    if any(a > b for a, b in pairwise(theirs)):
        return "The scores told must not fall."
    return ""


def _along(table: tuple[Point, ...], score: float) -> float:
    after = min(len(table) - 1, bisect_right(table, score, key=lambda point: point[0]))
    (left, low), (right, high) = table[after - 1], table[after]
    return low + (high - low) * (score - left) / (right - left)
