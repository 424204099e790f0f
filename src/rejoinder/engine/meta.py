"""How likely a comment speaks of the page (comments, moderation, headline, author, a slip).

Weighted signs, each of a plain meaning, summed to a logit: whoever wonders about a figure can
read why. A bare word such as "editor" weighs little; it must point at this page.
"""

import math
import re
from collections.abc import Mapping

from rejoinder.engine.tables import read_table

# What a sign adds to the logit where it is found, and how to find it.
Sign = tuple[float, re.Pattern[str]]

# Letters of a word by which signs are looked up.
_BEGINNING = 4
_BEGINNINGS = re.compile(rf"\b\w{{1,{_BEGINNING}}}")


def _signs_by_beginning() -> Mapping[str, tuple[Sign, ...]]:
    """The signs of data/meta_signs.tsv by how one of their words begins."""
    parts = read_table("meta_parts.tsv")
    signs: dict[str, tuple[Sign, ...]] = {}
    for _subject, weight, beginnings, pattern in read_table("meta_signs.tsv"):
        for name, part in parts:
            pattern = pattern.replace(f"<{name}>", part)  # noqa: PLW2901 - filled step by step
        sign = (float(weight), re.compile(rf"\b(?:{pattern})"))
        for beginning in beginnings.split("|"):
            known = signs.get(beginning[:_BEGINNING], ())
            if sign not in known:
                signs[beginning[:_BEGINNING]] = (*known, sign)
    return signs


# Few comments have any of these words, so most cost no more than a look at how words begin.
_SIGNS = _signs_by_beginning()
# The logit of a comment without any sign.
_BIAS = -3.2
# Words beyond thirty mostly speak of something else: each takes so much from the logit.
_LONG_WORDS = 30
_DILUTION = 0.03


def meta_probability(text: str) -> float:
    """From 0 to 1: does this folded text speak of its page rather than of the article's subject?

    The page is its comments, their moderation, the headline, the author, the paper, a slip.
    """
    beginnings = _SIGNS.keys() & set(_BEGINNINGS.findall(text))
    signs = {sign for beginning in beginnings for sign in _SIGNS[beginning]}
    logit = _BIAS + math.fsum(weight for weight, pattern in signs if pattern.search(text))
    logit -= _DILUTION * max(0, min(text.count(" ") - _LONG_WORDS, 60))
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))
