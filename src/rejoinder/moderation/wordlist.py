"""Finds the words of a policy's lists in a text, through disguise; compiled once a policy."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress

from ahocorasick_rs import AhoCorasick

from rejoinder.engine import Folded, fold
from rejoinder.engine.folding import grown
from rejoinder.moderation.model import Span

# What may stand between the words of a phrase: space, hyphens, and the marks of emphasis.
_GAP = re.compile(r"[\s*_\-\u2010-\u2015]")
# Scripts without spaces between words (Thai to Khmer, kana, Han): there no boundary can be asked.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\U00020000-\U0003ffff]"
)


_GAPS = re.compile(" {2,}")
# Folding shortens a stretched word to what spelling allows: "idiooot" becomes "idioot".
_STRETCHED = re.compile(r"([^\W\d_])\1{2,}")
_DOUBLED = re.compile(r"([^\W\d_])\1+")


@dataclass(frozen=True, slots=True)
class _Pattern:
    text: str
    list_name: str
    is_prefix: bool


class WordMatcher:
    """The lists of a policy, ready to search a text in one pass each way of reading it."""

    def __init__(self, lists: Mapping[str, Sequence[str]], allowed: Sequence[str] = ()) -> None:
        """`lists` by name; what an entry of `allowed` covers is not found. Entries are checked."""
        entries = [(name, _composed(entry)) for name in lists for entry in lists[name]]
        self._names = tuple(lists)
        self._is_empty = not entries
        self._plain = _Search([_pattern(name, entry, plain(entry)) for name, entry in entries])
        folded = [(name, entry, fold(entry)) for name, entry in entries]
        self._folded = _Search([_pattern(*each) for each in folded])
        self._squeezed = _Search(
            [_pattern(name, entry, _squeezed(read)) for name, entry, read in folded]
        )
        excepted = [_composed(entry) for entry in allowed]
        # Not folded: an exception for "año" must not let its look-alike pass.
        self._allowed = _Search([_pattern("", entry, plain(entry)) for entry in excepted])

    def find(self, text: str) -> Mapping[str, tuple[Span, ...]]:
        """Where words of each list stand in `text`: in order, none within another."""
        if self._is_empty:
            return dict.fromkeys(self._names, ())  # most papers list nothing
        as_written = _with_single_spaces(plain(text))
        excepted = _outermost({span for _, span in self._allowed.find(as_written)})
        matches: dict[str, set[Span]] = {name: set() for name in self._names}
        for name, span in self._all(text, as_written):
            if not _covered(span, excepted):
                matches[name].add(span)
        return {name: _outermost(spans) for name, spans in matches.items()}

    def _all(self, text: str, as_written: Folded) -> Iterator[tuple[str, Span]]:
        folded = _with_single_spaces(fold(text))
        yield from self._plain.find(as_written)
        yield from self._folded.find(folded)
        if _STRETCHED.search(as_written.text):
            for name, (start, end) in self._squeezed.find(_squeezed(folded)):
                # Else "as" would be found where the list has "ass".
                if _STRETCHED.search(text[start:end].casefold()):
                    yield name, (start, end)


def plain(text: str) -> Folded:
    """The text in small letters, nothing else undone: words of every script stay themselves."""
    small = text.casefold()
    if len(small) == len(text):
        return Folded(small, range(len(text)), range(1, len(text) + 1))
    return grown(text, {letter: letter.casefold() for letter in set(text)})


class _Search:
    """One automaton over all patterns; the neighbours of each match say if it is a word."""

    def __init__(self, patterns: list[_Pattern]) -> None:
        self._patterns = [pattern for pattern in patterns if pattern.text]
        self._automaton = AhoCorasick([pattern.text for pattern in self._patterns])

    def find(self, read: Folded) -> Iterator[tuple[str, Span]]:
        """The list and the place in the original of every word found; gaps are single spaces."""
        if not self._patterns:
            return
        text = read.text
        for index, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            pattern = self._patterns[index]
            if start and _joined_before(text[start - 1], text[start]):
                continue
            if pattern.is_prefix:
                yield pattern.list_name, read.original(start, _word_end(text, end))
            elif end == len(text) or not _joined_after(text[end - 1], text[end]):
                yield pattern.list_name, read.original(start, end)


def _pattern(list_name: str, entry: str, read: Folded) -> _Pattern:
    text = _with_single_spaces(read).text.strip()
    return _Pattern(text, list_name, is_prefix=entry.endswith("*"))


def _composed(entry: str) -> str:
    """As comments are kept, so that both are read alike."""
    return unicodedata.normalize("NFC", entry.strip())


def _with_single_spaces(read: Folded) -> Folded:
    """Every run of gaps as one space, so that a phrase is found across lines."""
    spaced = Folded(_GAP.sub(" ", read.text), read.starts, read.ends)
    return _runs_as_one(spaced, _GAPS)


def _squeezed(read: Folded) -> Folded:
    """Every letter once where it stands several times in a row."""
    return _runs_as_one(read, _DOUBLED)


def _runs_as_one(read: Folded, runs: re.Pattern[str]) -> Folded:
    """The first character of each run in place of it, standing for the whole of it."""
    if runs.search(read.text) is None:
        return read
    is_first = bytearray(b"\x01") * len(read.text)
    is_last = bytearray(is_first)
    for run in runs.finditer(read.text):
        start, end = run.span()
        others = bytes(end - start - 1)
        is_first[start + 1 : end] = others
        is_last[start : end - 1] = others
    return Folded(
        "".join(compress(read.text, is_first)),
        [*compress(read.starts, is_first)],
        [*compress(read.ends, is_last)],
    )


def _joined_before(neighbour: str, edge: str) -> bool:
    """Whether a match that begins with `edge` begins in the middle of a word."""
    return _in_word(edge) and _in_word(neighbour) and not _either_unspaced(edge, neighbour)


def _joined_after(edge: str, neighbour: str) -> bool:
    """Whether a match that ends with `edge` ends in the middle of a word."""
    if _is_mark(neighbour):
        return True  # a vowel sign belongs to the letter before it
    return _in_word(edge) and neighbour.isalnum() and not _either_unspaced(edge, neighbour)


def _word_end(text: str, end: int) -> int:
    while end < len(text) and _joined_after(text[end - 1], text[end]):
        end += 1
    return end


def _either_unspaced(one: str, other: str) -> bool:
    return bool(_UNSPACED.match(one) or _UNSPACED.match(other))


def _in_word(letter: str) -> bool:
    return letter.isalnum() or _is_mark(letter)


def _is_mark(letter: str) -> bool:
    return unicodedata.category(letter)[0] == "M"


def _outermost(spans: set[Span]) -> tuple[Span, ...]:
    outermost: list[Span] = []
    for span in sorted(spans, key=lambda each: (each[0], -each[1])):
        if not outermost or span[1] > outermost[-1][1]:
            outermost.append(span)
    return tuple(outermost)


def _covered(span: Span, outermost: tuple[Span, ...]) -> bool:
    """Whether one of the spans, none within another, holds `span` whole."""
    last = bisect_right(outermost, span[0], key=lambda each: each[0]) - 1
    return last >= 0 and span[1] <= outermost[last][1]
