"""How likely a comment speaks of the page (comments, moderation, headline, author, a slip).

Weighted signs, each of a plain meaning, summed to a logit: whoever wonders about a figure can
read why. A bare word such as "editor" weighs little; it must point at this page. A remark counts
for the passage that makes it; what else is said must be on the subject by itself.
"""

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from rejoinder.engine.tables import read_table


@dataclass(frozen=True, slots=True)
class Sign:
    """What a sign adds to the logit where it is found, how to find it, and what it speaks of."""

    weight: float
    pattern: re.Pattern[str]
    subject: str


# How many words to either side of a sign belong to its remark. Praise is over soon: what follows
# may be an advert. Who asks where a comment went may need a sentence for it.
_REACH = {"praise": 4, "author": 9}
_FARTHEST = 40
# Where such a remark ends at the latest; the others go on to the end of their sentence.
_CLAUSE_END = re.compile(
    r"[.!?…\n,;:()–—]+|\s-+\s|(?<![\w'])(?:and|but|also|plus|btw|anyway|meanwhile)(?![\w'])"
)
_SENTENCE_END = re.compile(r"[.!?…\n]+")
_WORD = re.compile(r"\S+")

# Letters of a word by which signs are looked up.
_BEGINNING = 4
_BEGINNINGS = re.compile(rf"\b\w{{1,{_BEGINNING}}}")


def _signs_by_beginning() -> Mapping[str, tuple[Sign, ...]]:
    """The signs of data/meta_signs.tsv by how one of their words begins."""
    parts = read_table("meta_parts.tsv")
    signs: dict[str, tuple[Sign, ...]] = {}
    for subject, weight, beginnings, pattern in read_table("meta_signs.tsv"):
        for name, part in parts:
            pattern = pattern.replace(f"<{name}>", part)  # noqa: PLW2901 - filled step by step
        sign = Sign(float(weight), re.compile(rf"\b(?:{pattern})"), subject)
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


# From here on a comment is taken for a remark.
_REMARK_FROM = 0.5
# So few words beside a remark are part of it: "Well done!"
_FEWEST_WORDS = 3


def meta_probability(text: str) -> float:
    """From 0 to 1: does this folded text speak of its page, be it beside the article's subject?

    The page is its comments, their moderation, the headline, the author, the paper, a slip.
    """
    return _probability(text, _signs_in(text))


def with_remarks(
    text: str, on_topic: float, on_topic_alone: Callable[[str], float]
) -> tuple[float, float]:
    """The probabilities, 0 to 1, that this folded text is on-topic, and that it is a remark.

    A remark on the page says nothing for or against the rest of a comment: where there is one,
    the rest is judged by itself, by `on_topic_alone`, and neither is likelier than that is.
    """
    signs = _signs_in(text)
    meta = _probability(text, signs)
    if meta < _REMARK_FROM:
        return on_topic, meta
    rest = _rest(text, [sign for sign in signs if sign.weight > 0])
    if not rest:
        return on_topic, meta
    alone = on_topic_alone(rest)
    return min(on_topic, alone), min(meta, alone)


def _signs_in(text: str) -> list[Sign]:
    beginnings = _SIGNS.keys() & set(_BEGINNINGS.findall(text))
    signs = {sign for beginning in beginnings for sign in _SIGNS[beginning]}
    return [sign for sign in signs if sign.pattern.search(text)]


def _probability(text: str, signs: list[Sign]) -> float:
    logit = _BIAS + math.fsum(sign.weight for sign in signs)
    logit -= _DILUTION * max(0, min(text.count(" ") - _LONG_WORDS, 60))
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))


def _rest(text: str, signs: list[Sign]) -> str:
    """What a folded text says beside its remarks; nothing where it is only a few words."""
    words = [match.span() for match in _WORD.finditer(text)]
    said = [False] * len(words)
    for first, last in _remarks(text, signs, words):
        said[first:last] = [True] * (last - first)
    rest = [
        text[start:end]
        for (start, end), covered in zip(words, said, strict=True)
        if not covered and any(letter.isalnum() for letter in text[start:end])
    ]
    return " ".join(rest) if len(rest) >= _FEWEST_WORDS else ""


def _remarks(
    text: str, signs: list[Sign], words: list[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """Which words, from the first to before the last, make a remark."""
    clauses, sentences = (_edges(text, end) for end in (_CLAUSE_END, _SENTENCE_END))
    starts = [start for start, _ in words]
    for sign in signs:
        reach = _REACH.get(sign.subject, _FARTHEST)
        edges = clauses if sign.subject in _REACH else sentences
        covered = 0
        for match in sign.pattern.finditer(text):
            if match.start() < covered:
                continue
            begin = edges[bisect_right(edges, match.start()) - 1]
            end = edges[bisect_left(edges, match.end())]
            first = max(bisect_left(starts, begin), bisect_right(starts, match.start()) - 1 - reach)
            last = min(bisect_left(starts, end), bisect_left(starts, match.end()) + reach)
            yield first, last
            covered = words[last - 1][1] if last else 0


def _edges(text: str, end: re.Pattern[str]) -> list[int]:
    """Where the parts of a text begin, and its end."""
    return list(chain((0,), (match.end() for match in end.finditer(text)), (len(text),)))
