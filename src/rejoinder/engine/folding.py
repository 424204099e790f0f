"""Reads through disguise: the text as its writer meant it to be read, with the way back.

The judge measures folded text, and moderation's word lists search it. Every place in the folded
text maps to a place in the text as given, so that what is shown is what was written.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, repeat

from rejoinder.engine.abbreviations import has_abbreviations, read_abbreviations
from rejoinder.engine.borrowed_alphabets import read_drawn, read_shapes
from rejoinder.engine.disguises import (
    Edit,
    join_spaced,
    read_emoji,
    read_lookalikes,
    shorten_stretched,
)
from rejoinder.engine.leet import read_leet
from rejoinder.engine.lookalikes import (
    INVISIBLE,
    LETTER_RANGES,
    TURNED,
    TURNED_SIGNS,
    latin_letter,
)
from rejoinder.engine.markup import read_entities, read_tags
from rejoinder.engine.model import Span
from rejoinder.engine.word_disguises import (
    read_flags,
    read_hidden,
    read_links,
    read_words,
)

_SPECIAL = re.compile(r"[^\x01-\x7f]|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_SMALL = {capital: capital + 32 for capital in range(ord("A"), ord("Z") + 1)}
_TURNED_SIGN = re.compile(f"[{TURNED_SIGNS}]")
# What is drawn from its end to its beginning, whatever letters it has.
_BACKWARDS = re.compile("\u202e([^\u202a-\u202e\n]{2,200})")
_WORD = re.compile(r"[^\W\d_]+")
_MARKED_LETTER = re.compile(r"[^\W\d_][\u0300-\u036f\u0488\u0489\u20d0-\u20f0]+")
# A letter has its own accent among its first marks, or none.
_MOST_MARKS = 4
# One Arabic letter is a blessing of eighteen: a page of them would become eighteen pages.
_LONGEST_LIGATURE = 4
_STEPS = (
    read_links,
    read_tags,
    read_shapes,
    read_lookalikes,
    read_drawn,
    join_spaced,
    read_hidden,
    read_leet,
    shorten_stretched,
    read_words,
)


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text. Character i stands for the original's characters starts[i] to ends[i]."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def original(self, start: int, end: int) -> Span:
        """Where text[start:end] stands in the original. Needs 0 <= start < end <= len(text)."""
        return self.starts[start], self.ends[end - 1]


def fold(text: str) -> Folded:
    """Undoes what hides a word from a reader of plain letters.

    Small letters without accents or invisible characters; look-alike letters, digits inside
    words ("sh1t"), letters set apart ("i d i o t") and stretched ("stuuupid") put right, and the
    words hidden most often read behind signs ("f**k"), emoji and initials ("stfu"). Words of other
    scripts, links, numbers and names such as Scunthorpe stay as they are.
    """
    folded = fold_characters(text)
    if edits := read_entities(folded.text):
        folded = apply_edits(
            folded, [(start, end, fold_characters(new).text) for start, end, new in edits]
        )
    for step in _STEPS if folded.text.isascii() else (read_flags, read_emoji, *_STEPS):
        edits = step(folded.text)
        if edits:
            folded = apply_edits(folded, edits)
    return _spoken(folded, text) if has_abbreviations(folded.text) else folded


def _spoken(folded: Folded, text: str) -> Folded:
    """With the words for which initials stand ("kys")."""
    written = "".join(text[start] for start in folded.starts)
    return apply_edits(folded, read_abbreviations(folded.text, written))


def seen(text: str) -> Folded:
    """The text as it is drawn: letters with their own accents, without marks and invisible ones."""
    folded = Folded(text, range(len(text)), range(1, len(text) + 1))
    if text.isascii():
        return folded
    parts = {
        sign: "" if shows_nothing(sign) and sign not in "\t\n\r" else sign for sign in set(text)
    }
    if "" in parts.values():
        folded = grown(text, parts)
    edits = [(*match.span(), _accented(match[0])) for match in _MARKED_LETTER.finditer(folded.text)]
    return apply_edits(folded, edits) if edits else folded


def _accented(letter: str) -> str:
    composed = unicodedata.normalize("NFC", letter[:_MOST_MARKS])
    return composed[0] if composed[0].isalpha() else letter[0]


def shows_nothing(character: str) -> bool:
    """Whether a character is drawn as nothing, or as an empty place that is no space."""
    return character in INVISIBLE or unicodedata.category(character) in {"Cf", "Cc"}


def fold_characters(text: str) -> Folded:
    """Each character in its plainest form, and nothing read into any: digits stay digits."""
    if not text.isascii() and _TURNED_SIGN.search(text):
        text = _WORD.sub(lambda match: _stood_upright(match[0]), text)
    if "\u202e" in text:
        text = _BACKWARDS.sub(lambda match: "\u202e" + match[1][::-1], text)
    special = {ord(sign): _plain(sign) for sign in set(_SPECIAL.findall(text))}
    if all(len(plain) == 1 for plain in special.values()):
        small = text.translate(special) if special else text
        small = small.lower() if small.isascii() else small.translate(_SMALL)
        return Folded(small, range(len(text)), range(1, len(text) + 1))
    plain = {sign: _plain(sign) for sign in set(text)}
    return grown(text, plain)


def grown(text: str, parts: Mapping[str, str]) -> Folded:
    """The text with each of its characters in the place of which stands its part."""
    lengths = {sign: len(part) for sign, part in parts.items()}
    counts = map(lengths.__getitem__, text)
    starts = list(chain.from_iterable(map(repeat, range(len(text)), counts)))
    read = "".join(map(parts.__getitem__, text))
    return Folded(read, starts, list(map((1).__add__, starts)))


def _stood_upright(word: str) -> str:
    """A word written upside down, as it reads from its end; any other word as it is."""
    if len(_TURNED_SIGN.findall(word)) < 2:
        return word
    return word.translate(TURNED)[::-1]


@lru_cache(maxsize=8192)
def _plain(character: str) -> str:
    """One character in its plainest form: "" if it shows nothing, "fi" for a ligature."""
    if character in "\t\n\r":
        return character
    if shows_nothing(character):
        return ""
    category = unicodedata.category(character)
    if category == "Cs":  # half of a surrogate pair, which no encoder accepts
        return "\ufffd"
    if category in {"Mn", "Me"} and unicodedata.name(character, "").startswith("COMBINING"):
        return ""
    for first, count in LETTER_RANGES:
        if first <= ord(character) < first + count:
            return chr(ord("a") + ord(character) - first)
    return "".join(map(latin_letter, _apart(character).casefold()))


def _apart(character: str) -> str:
    apart = unicodedata.normalize("NFKD", character)
    if apart[0].isascii():
        return "".join(part for part in apart if not unicodedata.combining(part))
    if len(apart) > _LONGEST_LIGATURE:
        return character
    return unicodedata.normalize("NFKC", character)


def apply_edits(folded: Folded, edits: list[Edit]) -> Folded:
    """Edits in order, none overlapping. Of another length, each letter stands for the whole."""
    if all(len(new) == end - start for start, end, new in edits):
        return Folded(_with_edits(folded.text, edits), folded.starts, folded.ends)
    text: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    done = 0
    for start, end, new in edits:
        if start > done:
            text.append(folded.text[done:start])
            starts += folded.starts[done:start]
            ends += folded.ends[done:start]
        text.append(new)
        if len(new) == end - start:
            starts += folded.starts[start:end]
            ends += folded.ends[start:end]
        else:
            starts += [folded.starts[start]] * len(new)
            ends += [folded.ends[end - 1]] * len(new)
        done = end
    text.append(folded.text[done:])
    starts += folded.starts[done:]
    ends += folded.ends[done:]
    return Folded("".join(text), starts, ends)


def _with_edits(text: str, edits: list[Edit]) -> str:
    parts: list[str] = []
    done = 0
    for start, end, new in edits:
        parts += (text[done:start], new)
        done = end
    return "".join((*parts, text[done:]))
