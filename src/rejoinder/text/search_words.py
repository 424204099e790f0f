"""The words of a text as they are searched for: the same for the same word, however it is written.

Both stores index what stands here, so that both find the same: capitals, accents and letters of
other widths are put aside here and not by a store, and scripts that leave no space between words
are taken apart letter by letter.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

import regex

# Nobody searches for a longer one; PostgreSQL takes no word of more than 2,046 bytes.
LONGEST_WORD: Final = 60
# More than the longest comment has, unless its letters are whole sentences (U+FDFA).
MOST_WORDS: Final = 20_000
# From so many letters on, a word that somebody searches for is also the beginning of others.
SHORTEST_BEGINNING: Final = 3
# More words find little that these do not.
MOST_TERMS: Final = 8
# Characters of what somebody searches for; more is not looked at.
LONGEST_SEARCH: Final = 200

# BM25's usual constants, and how many words a comment usually has.
_K: Final = 1.2
_B: Final = 0.75
_USUAL_LENGTH: Final = 50

# Without spaces between words: each letter is one, and those that stand together are a phrase.
_UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}\p{Tibetan}"
_ONE_LETTER = regex.compile(rf"([{_UNSPACED}]\p{{M}}*)")
_WORD = regex.compile(r"[\p{L}\p{N}][\p{L}\p{N}\p{M}]*")
# Accents of Latin, Greek and Cyrillic; other scripts' marks are vowels.
_ACCENTS = regex.compile("[\u0300-\u036f]+")
_QUOTED = regex.compile(r'["“”„«»]([^"“”„«»]*)["“”„«»]')
_SAME_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}
)


@dataclass(frozen=True, slots=True)
class Term:
    """Something that must stand in a text: words one after the other, the last perhaps begun."""

    words: tuple[str, ...]
    begins: bool = False
    """Whether the last word may go on."""


def words_in(text: str) -> list[str]:
    """Its words in their order, folded; what has no letter and no figure is none."""
    found = islice(_WORD.finditer(_folded(text)), MOST_WORDS)
    return [each.group()[:LONGEST_WORD] for each in found]


def terms_in(searched: str) -> tuple[Term, ...]:
    """What somebody searches for: words, each also as the beginning of others, and “phrases”.

    Everything else in it means nothing: there is no syntax in which somebody could go wrong.
    """
    searched = searched[:LONGEST_SEARCH]
    phrases = [Term(tuple(words_in(each))) for each in _QUOTED.findall(searched)]
    single = [_single(each) for each in _QUOTED.sub(" ", searched).split()]
    found = [each for term in (phrases, single) for each in term if each.words]
    return tuple(dict.fromkeys(found))[:MOST_TERMS]


def _single(word: str) -> Term:
    words = tuple(words_in(word))
    begins = bool(words) and len(words[-1]) >= SHORTEST_BEGINNING
    return Term(words, begins)


def _folded(text: str) -> str:
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKC", text)[: 2 * len(text)].casefold()
    plain = _ACCENTS.sub("", unicodedata.normalize("NFD", plain)).translate(_SAME_LETTERS)
    return str(_ONE_LETTER.sub(r" \1 ", unicodedata.normalize("NFC", plain)))


def how_well(words: Sequence[str], terms: Sequence[Term]) -> float:
    """How much a text with these words is about the terms: 0 and more.

    As BM25 has it, without what it takes from a whole collection: more of a term counts for more,
    but ever less, and in a short text for more than in a long one.
    """
    length = _K * (1 - _B + _B * len(words) / _USUAL_LENGTH)
    counts = (_count(words, each) for each in terms)
    return sum(count * (_K + 1) / (count + length) for count in counts)


def _count(words: Sequence[str], term: Term) -> int:
    *before, last = term.words
    if not before:
        return sum(word == last for word in words) if not term.begins else _begun(words, last)
    size = len(term.words)
    runs = (words[at : at + size] for at in range(len(words) - size + 1))
    return sum(
        list(run[:-1]) == before and (run[-1].startswith(last) if term.begins else run[-1] == last)
        for run in runs
    )


def _begun(words: Sequence[str], beginning: str) -> int:
    return sum(word.startswith(beginning) for word in words)


def places_of(text: str, terms: tuple[Term, ...]) -> Iterator[tuple[int, int]]:
    """Where in a text stands what was searched for, in characters: from, up to but not with."""
    for found in _WORD.finditer(text):
        words = words_in(found.group())
        if len(words) == 1:
            if any(_is_in(words[0], term) for term in terms):
                yield found.span()
            continue
        for term in terms:  # letters without spaces between: the term stands somewhere in them
            together = "".join(term.words)
            at = found.group().find(together)
            if at >= 0:
                yield found.start() + at, found.start() + at + len(together)


def _is_in(word: str, term: Term) -> bool:
    return word in term.words or (term.begins and word.startswith(term.words[-1]))
