"""Finds plain abuse in other languages, by lists: the model reads English only, and one to four
words of another language are too few to tell it by.

What is found is likely enough for a person to look, and never for a program to decline.
"""

import re
from collections.abc import Iterator, Mapping

from rejoinder.engine.folding import Folded, fold_characters
from rejoinder.engine.model import AbuseScore, Span
from rejoinder.engine.tables import read_table

# What a word of each kind speaks for, and how likely that is.
_LIKELY: Mapping[str, Mapping[str, float]] = {
    "insult": {"toxicity": 0.86, "insult": 0.86},
    "slur": {"toxicity": 0.86, "insult": 0.86, "identity_attack": 0.8},
    "profanity": {"toxicity": 0.75, "profanity": 0.86},
}
# Written without spaces, or with endings and signs on their words: found anywhere.
_ANYWHERE = frozenset(("zh", "ja", "ko", "th", "bn"))
_WORD = re.compile(r"[^\W\d_]+")
_MARKED = re.compile(r"[\u0900-\u0dff]")

Phrase = tuple[str, ...]


def _entries() -> Iterator[tuple[str, str, str]]:
    for code, kind, words in read_table("foreign_abuse.tsv"):
        for entry in words.split():
            yield code, kind, fold_characters(entry.replace("_", " ")).text


def _is_anywhere(code: str, entry: str) -> bool:
    is_unspaced = code in _ANYWHERE and not entry.isascii()
    return is_unspaced or _MARKED.search(entry) is not None


_KIND_OF = {entry: kind for code, kind, entry in _entries()}
_PHRASES: dict[str, list[Phrase]] = {}
for _code, _, _entry in _entries():
    if not _is_anywhere(_code, _entry):
        _PHRASES.setdefault(_entry.split()[0], []).append(tuple(_entry.split()))
for _phrases in _PHRASES.values():
    _phrases.sort(key=len, reverse=True)
_SIGNS = re.compile(
    "|".join(
        sorted(
            (re.escape(entry) for code, _, entry in _entries() if _is_anywhere(code, entry)),
            key=len,
            reverse=True,
        )
    )
)


def with_foreign_abuse(scores: Mapping[str, AbuseScore], folded: Folded) -> dict[str, AbuseScore]:
    """The scores, none lower than what the lists say of the text, and the words for which."""
    raised = dict(scores)
    for start, end, kind in _found(folded.text):
        for attribute, likely in _LIKELY[kind].items():
            measured = raised.get(attribute, AbuseScore(0.0))
            span = folded.original(start, end)
            raised[attribute] = AbuseScore(max(measured.score, likely), _with(measured.spans, span))
    return raised


# Spans of one attribute; whoever writes such a word a thousand times is shown some of them.
_MOST_SPANS = 50


def _with(spans: tuple[Span, ...], span: Span) -> tuple[Span, ...]:
    if len(spans) >= _MOST_SPANS or any(
        start <= span[0] and span[1] <= end for start, end in spans
    ):
        return spans
    apart = (each for each in spans if each[1] <= span[0] or span[1] <= each[0])
    return tuple(sorted((*apart, span)))


def _found(text: str) -> Iterator[tuple[int, int, str]]:
    """Where in a folded text such words stand, and of which kind they are."""
    letters = _WORD.findall(text)
    if not _PHRASES.keys().isdisjoint(letters):
        words = list(_WORD.finditer(text))
        for at, word in enumerate(letters):
            for phrase in _PHRASES.get(word, ()):
                if tuple(letters[at : at + len(phrase)]) == phrase:
                    last = words[at + len(phrase) - 1]
                    yield words[at].start(), last.end(), _KIND_OF[" ".join(phrase)]
                    break
    if not text.isascii():
        yield from ((*match.span(), _KIND_OF[match[0]]) for match in _SIGNS.finditer(text))
