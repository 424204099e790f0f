"""Reads through disguise: the text as its writer meant it to be read, with the way back.

The judge measures folded text, and moderation's word lists search it. Every place in the folded
text maps to a place in the text as given, so that what is shown is what was written.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rejoinder.engine.lookalikes import (
    EMOJI_WORDS,
    FAINT_LOOKALIKES,
    FANCY,
    INVISIBLE,
    LEET,
    LETTER_RANGES,
    LOOKALIKES,
    NOT_LEET,
    RARE_LOOKALIKES,
    TURNED,
    TURNED_SIGNS,
    hidden_words,
    words_in,
)
from rejoinder.engine.model import Span

_SPECIAL = re.compile(r"[^\x01-\x7f]|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_SMALL = {capital: capital + 32 for capital in range(ord("A"), ord("Z") + 1)}
_TURNED_SIGN = re.compile(f"[{TURNED_SIGNS}]")
_EMOJI = re.compile(f"[{''.join(EMOJI_WORDS)}]")
_LATIN = re.compile(r"[a-z]")
_TWO_ALPHABETS = re.compile(r"[\u0370-\u03ff][\u0400-\u052f]|[\u0400-\u052f][\u0370-\u03ff]")
_WORD = re.compile(r"[^\W\d_]+")
_LINK = re.compile(r"(?:https?://|www\.)\S+|[\w.+-]{1,64}@[\w-]{1,64}\.[a-z]{2,}")
_SPACED = re.compile(
    r"(?<!\w)(?<!\w[.\-_*])[^\W\d_](?:([.\-_*]|\s{1,3})[^\W\d_])(?:\1[^\W\d_])+(?![.\-_*]?\w)"
)
# Whatever has single letters apart, by any signs; `_SPACED` is the part that needs no known word.
_SCATTERED = re.compile(
    r"(?<!\w)[^\W_](?:(?:(?:[^\w\s@$!]|_){1,2}\s{0,2}|\s{1,3}(?:[^\w\s@$!]\s{1,2})?)"
    r"(?:[^\W_]|[@$!])(?![^\W_])){2,}"
)
_SIGNED = re.compile(r"[a-z][*#%_.\-|+(@$!0-9]{1,6}[a-z0-9*$]|(?<!\w)[@$!0-9][a-z0-9]")
_CHUNK = re.compile(r"[a-z0-9@$!€|+(*#%_.\-]{3,}")
_LEET = re.compile(r"(?<![\w@$])(?:\$(?=[a-z]{3})|[a-z])[a-z0134578@$!€]*(?:[a-z]|(?<=[a-z$])\$)")
_LEET_RUN = re.compile(r"[^a-z]+")
_SHOUT = re.compile(r"(?:[b-df-hj-np-tv-z]{1,3}|id)![a-z]{1,5}")
_STRETCH = re.compile(r"([^\W\d_])\1{2,}")
_ROMAN = re.compile(r"[ivxlcdm]+")

# Letters that English doubles inside a word ("cool", "bigger"), and at its end ("kill", "free").
_DOUBLED_INSIDE = frozenset("bcdefglmnoprstz")
_DOUBLED_AT_END = frozenset("lsfzeo")


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
    """Undo what hides a word from a reader of plain letters.

    Small letters without accents or invisible characters; look-alike letters, digits inside
    words ("sh1t"), letters set apart ("i d i o t") and stretched ("stuuupid") put right, and the
    words hidden most often read behind signs ("f**k") and emoji. Words of other scripts,
    links, numbers and names such as Scunthorpe stay as they are.
    """
    folded = _characters(text)
    steps = (_read_lookalikes, _join_spaced, _read_hidden, _read_leet, _shorten_stretched)
    for step in steps if folded.text.isascii() else (_read_emoji, *steps):
        edits = step(folded.text)
        if edits:
            folded = _apply(folded, edits)
    return folded


def _characters(text: str) -> Folded:
    if not text.isascii() and _TURNED_SIGN.search(text):
        text = _WORD.sub(lambda found: _stood_upright(found[0]), text)
    special = _SPECIAL.findall(text)
    if all(len(_plain(character)) == 1 for character in special):
        small = _SPECIAL.sub(lambda found: _plain(found[0]), text) if special else text
        small = small.lower() if small.isascii() else small.translate(_SMALL)
        return Folded(small, range(len(text)), range(1, len(text) + 1))
    pieces = [_plain(character) for character in text]
    starts = [place for place, piece in enumerate(pieces) for _ in piece]
    return Folded("".join(pieces), starts, [start + 1 for start in starts])


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
    category = unicodedata.category(character)
    if category in {"Cf", "Cc"} or character in INVISIBLE:
        return ""
    if category == "Cs":  # half of a surrogate pair, which no encoder accepts
        return "\ufffd"
    if category in {"Mn", "Me"} and unicodedata.name(character, "").startswith("COMBINING"):
        return ""
    for first, count in LETTER_RANGES:
        if first <= ord(character) < first + count:
            return chr(ord("a") + ord(character) - first)
    apart = unicodedata.normalize("NFKD", character)
    if apart[0].isascii():
        apart = "".join(part for part in apart if not unicodedata.combining(part))
    else:
        apart = unicodedata.normalize("NFKC", character)
    return "".join(FANCY.get(part, part) for part in apart.casefold())


# Replace what stands from start to end by these characters.
Edit = tuple[int, int, str]


def _apply(folded: Folded, edits: list[Edit]) -> Folded:
    """Edits in order, none overlapping. Of another length, each letter stands for the whole."""
    text: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    done = 0
    for start, end, new in edits:
        text += (folded.text[done:start], new)
        starts += folded.starts[done:start]
        ends += folded.ends[done:start]
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


def _read_emoji(text: str) -> list[Edit]:
    """Emoji among letters, as words apart. Alone they stay what they are."""
    if not _LATIN.search(text):
        return []
    edits = []
    for found in _EMOJI.finditer(text):
        start, end = found.span()
        before = (
            " " if start and (text[start - 1].isalnum() or text[start - 1] in EMOJI_WORDS) else ""
        )
        after = " " if text[end : end + 1].isalnum() else ""
        edits.append((start, end, before + EMOJI_WORDS[found[0]] + after))
    return edits


def _read_lookalikes(text: str) -> list[Edit]:
    """Borrowed letters, in words that mix alphabets or stand alone in a Latin text."""
    if text.isascii():
        return []
    words = [found for found in _WORD.finditer(text) if not found[0].isascii()]
    latin = _LATIN.search(text) is not None
    foreign = any(
        not letter.isascii() and letter not in LOOKALIKES for found in words for letter in found[0]
    )
    edits = []
    for found in words:
        plain = _without_borrowed(found[0], latin and not foreign)
        if plain != found[0] and plain.isascii():
            edits.append((found.start(), found.end(), plain))
    return edits


def _without_borrowed(word: str, among_latin: bool) -> str:
    """The word in Latin letters if it is a disguise; "μg" is none."""
    plain = "".join(LOOKALIKES.get(letter, letter) for letter in word)
    if _LATIN.search(word) and word[0] != "μ":
        return "".join(FAINT_LOOKALIKES.get(letter, letter) for letter in plain)
    rare = among_latin and not RARE_LOOKALIKES.isdisjoint(word)
    return plain if rare or _TWO_ALPHABETS.search(word) else word


def _join_spaced(text: str) -> list[Edit]:
    """Letters set apart: three with a sign between them, four with a space.

    With other signs, or digits among them, only those that spell a word often hidden.
    """
    scattered = [(*found.span(), found[0]) for found in _SCATTERED.finditer(text)]
    if not scattered:
        return []
    read = [(start, end, words_in(_letters_of(letters))) for start, end, letters in scattered]
    known = [edit for edit in read if edit[2]]
    edits = known[:]
    for found in _SPACED.finditer(text):
        letters = found[0].replace(found[1], "")
        free = all(found.end() <= start or end <= found.start() for start, end, _ in known)
        if free and len(letters) >= (4 if found[1].isspace() else 3):
            edits.append((found.start(), found.end(), letters))
    return sorted(edits)


def _letters_of(scattered: str) -> str:
    return "".join(LEET.get(sign, sign) for sign in scattered if sign in LEET or sign.isalnum())


def _read_hidden(text: str) -> list[Edit]:
    """The words most often hidden, behind digits and stars that say nothing elsewhere."""
    if not _SIGNED.search(text):
        return []
    edits = [
        (found.start() + start, found.start() + end, word)
        for found in _CHUNK.finditer(text)
        if not found[0].isalpha()
        for start, end, word in hidden_words(found[0])
    ]
    linked = _in_links(text) if edits else b""
    return [edit for edit in edits if not linked[edit[0]]]


def _read_leet(text: str) -> list[Edit]:
    """Digits and signs that stand for a letter between letters."""
    candidates = [found for found in _LEET.finditer(text) if not found[0].isalpha()]
    if not candidates:
        return []
    linked = _in_links(text)
    return [
        (found.start(), found.end(), "".join(LEET.get(letter, letter) for letter in found[0]))
        for found in candidates
        if _is_leet(found[0])
        and not linked[found.start()]
        and not text[found.end() : found.end() + 1].isdigit()
    ]


def _in_links(text: str) -> bytearray:
    """One for each character inside a link or an address, where digits mean what they say."""
    linked = bytearray(len(text))
    for found in _LINK.finditer(text):
        linked[found.start() : found.end()] = b"\x01" * (found.end() - found.start())
    return linked


def _is_leet(token: str) -> bool:
    """Is it a word in disguise? Not "covid19", "abc123def", "stop!listen" or a known name."""
    if token in NOT_LEET or any(digit in token for digit in "268"):
        return False
    if any(len(run) > 2 or len(set(run)) > 1 for run in _LEET_RUN.findall(token)):
        return False
    return len(token) >= 3 and ("!" not in token or _SHOUT.fullmatch(token) is not None)


def _shorten_stretched(text: str) -> list[Edit]:
    """Runs of three or more of one letter, cut to what English spelling allows there."""
    runs = list(_STRETCH.finditer(text))
    if not runs:
        return []
    linked = _in_links(text)
    edits = [
        (run.start(), run.end(), run[1] * _natural_length(text, run.start(), run.end()))
        for run in runs
        if not linked[run.start()]
    ]
    return [edit for edit in edits if len(edit[2]) != edit[1] - edit[0]]


def _natural_length(text: str, start: int, end: int) -> int:
    letter = text[start]
    begins = start == 0 or not text[start - 1].isalpha()
    ends = end == len(text) or not text[end].isalpha()
    if begins and ends:
        return 3  # "aaa", "iii", "www" are no stretched word
    if letter == "i" and _ROMAN.fullmatch(_around(text, start, end)):
        return end - start
    if begins:
        return 2 if letter == "o" else 1
    return 2 if letter in (_DOUBLED_AT_END if ends else _DOUBLED_INSIDE) else 1


def _around(text: str, start: int, end: int) -> str:
    """The word about text[start:end]; no further than a Roman numeral reaches."""
    before = re.search(r"[^\W\d_]*$", text[max(0, start - 12) : start])
    after = re.match(r"[^\W\d_]*", text[end : end + 12])
    return (before[0] if before else "") + text[start:end] + (after[0] if after else "")
