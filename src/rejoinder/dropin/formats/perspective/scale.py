"""Moves our probabilities to where Perspective's familiar thresholds cut.

Publishers have set 0.7 or 0.8 somewhere and shall not have to set it anew. So each attribute may
have a table of points (our score, Perspective's score), both rising, between which lines run;
an attribute without a table keeps our calibrated probability as it is.

A table is set from comments that were scored by both: at each of Perspective's scores 0.1, 0.2 …
0.9 stands that score of ours above which the same share of the comments lies. It begins at (0, 0)
and ends at (1, 1), so that nothing is ever out of 0 to 1, and an order never turns round.

Tables lie in a file, `scale.json` beside this one, and hold for one model only: with another they
are passed over. `python -m training.calibration.perspective` makes the packaged file, `rejoinder
compare-perspective --fit` a publisher's own.
"""

import logging
from bisect import bisect_right
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import msgspec

from rejoinder.errors import Invalid, N_

log = logging.getLogger(__name__)

Point = tuple[float, float]
"""Our score, and the score that a client of Perspective's is told."""
Table = tuple[Point, ...]
Tables = Mapping[str, Table]
"""By Perspective's name of the attribute, without a version."""

NO_TABLES: Tables = {}
UNSCALED = "none"
"""In place of a file: every score is told as it was measured."""


class Scale(msgspec.Struct, frozen=True):
    """A file of tables: for which model they hold, and from what they were set."""

    model: str
    tables: dict[str, Table]
    set_from: str = ""


def scaled(attribute: str, score: float, tables: Tables) -> float:
    """The score to tell, 0 to 1, with as many digits as the single precision that Google sent."""
    table = tables.get(attribute)
    score = min(1.0, max(0.0, score))
    return round(score if table is None else _along(table, score), 7)


def tables_for(model: str, path: str = "") -> Tables:
    """The tables that hold for this model.

    `path` is a file of the publisher's own, whose tables stand before the packaged ones, or `none`.
    Those made for another model are passed over, and the log says so. Raises Invalid.
    """
    if path == UNSCALED:
        return NO_TABLES
    scales = [packaged(), *([read_scale(Path(path))] if path else [])]
    tables: dict[str, Table] = {}
    for scale in scales:
        if scale.model == model:
            tables |= scale.tables
        elif model:  # without a model there is nothing to tell either way
            log.warning(
                "perspective: the scale for %s does not hold for %s and is passed over",
                scale.model,
                model,
            )
    return tables


@cache
def packaged() -> Scale:
    """The scale that comes with the packaged judge."""
    path = files("rejoinder.dropin.formats.perspective").joinpath("scale.json")
    return msgspec.json.decode(path.read_bytes(), type=Scale)


def read_scale(path: Path) -> Scale:
    """A file of tables.

    Raises:
        Invalid: it cannot be read, or a table is none; the message names the attribute.
    """
    try:
        scale = msgspec.json.decode(path.read_bytes(), type=Scale)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise Invalid(N_("%(path)s is not a file of Perspective's scale."), path=path) from None
    for name, table in scale.tables.items():
        if problem := problem_of(table):
            raise Invalid(
                N_("%(path)s: the table of %(name)s cannot be used. %(problem)s"),
                path=path,
                name=name[:80],
                problem=problem,
            )
    return scale


def written(scale: Scale) -> str:
    """A scale as a file."""
    return msgspec.json.format(msgspec.json.encode(scale), indent=1).decode() + "\n"


def problem_of(table: Table) -> str:
    """Why this is no table; empty when it is one."""
    if len(table) < 2 or table[0] != (0.0, 0.0) or table[-1] != (1.0, 1.0):
        return N_("It must begin at (0, 0) and end at (1, 1).")
    ours, theirs = zip(*table, strict=True)
    if any(a >= b for a, b in pairwise(ours)):
        return N_("Our scores must rise from point to point.")
    if any(a > b for a, b in pairwise(theirs)):
        return N_("The scores told must not fall.")
    return ""


def _along(table: Table, score: float) -> float:
    after = min(len(table) - 1, bisect_right(table, score, key=lambda point: point[0]))
    (left, low), (right, high) = table[after - 1], table[after]
    return low + (high - low) * (score - left) / (right - left)
