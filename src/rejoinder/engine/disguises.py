"""The disguises that any word can take, each found in a text and put right: letters borrowed, apart
or stretched, digits for letters, emoji for words. Only `folding` undoes them, in its order; those
of the words most often hidden are `word_disguises`.
"""

import re

from rejoinder.engine.hidden_words import in_words, is_form, unmasked, words_in
from rejoinder.engine.lookalikes import (
    EMOJI_WORDS,
    FAINT_LOOKALIKES,
    LEET,
    LOOKALIKES,
    RARE_LOOKALIKES,
)

# Replace what stands from start to end by these characters.
Edit = tuple[int, int, str]

_EMOJI = re.compile(f"[{''.join(EMOJI_WORDS)}]")
_LATIN = re.compile(r"[a-z]")
_TWO_ALPHABETS = re.compile(r"[\u0370-\u03ff][\u0400-\u052f]|[\u0400-\u052f][\u0370-\u03ff]")
_WORD = re.compile(r"[^\W\d_]+")
_LINK = re.compile(r"(?:https?://|www\.)\S+|(?<![\w.+-])[\w.+-]{1,64}+@[\w-]{1,64}\.[a-z]{2,}")
_SPACED = re.compile(
    r"(?<!\w)(?<!\w[.\-_*])[^\W\d_](?:([.\-_*]|\s{1,3})[^\W\d_])(?:\1[^\W\d_])+(?![.\-_*]?\w)"
)
# Whatever has single letters apart, by any signs; `_SPACED` is the part that needs no known word.
_SCATTERED = re.compile(
    r"(?<!\w)[^\W_](?:(?:(?:[^\w\s@$!]|_){1,4}\s{0,2}|\s{1,3}(?:[^\w\s@$!]\s{1,2})?)"
    r"(?:[^\W_]|[@$!])(?![^\W_])){2,}"
)
_LOOKALIKES = str.maketrans(LOOKALIKES)
_FAINT_LOOKALIKES = str.maketrans(FAINT_LOOKALIKES)
_STRETCH = re.compile(r"([^\W\d_])\1{2,}")
_TRIPLES = tuple(3 * chr(letter) for letter in range(ord("a"), ord("z") + 1))
_ROMAN = re.compile(r"[ivxlcdm]+")

# Letters that English doubles inside a word ("cool", "bigger"), and at its end ("kill", "free").
_DOUBLED_INSIDE = frozenset("bcdefglmnoprstz")
_DOUBLED_AT_END = frozenset("lsfzeo")


def read_emoji(text: str) -> list[Edit]:
    """Emoji among letters, as words apart. Alone they stay what they are."""
    if not _LATIN.search(text):
        return []
    edits = []
    for match in _EMOJI.finditer(text):
        start, end = match.span()
        before = (
            " " if start and (text[start - 1].isalnum() or text[start - 1] in EMOJI_WORDS) else ""
        )
        after = " " if text[end : end + 1].isalnum() else ""
        edits.append((start, end, before + EMOJI_WORDS[match[0]] + after))
    return edits


def read_lookalikes(text: str) -> list[Edit]:
    """Borrowed letters, in words that mix alphabets or stand alone in a Latin text."""
    if text.isascii():
        return []
    words = [match for match in _WORD.finditer(text) if not match[0].isascii()]
    latin = _LATIN.search(text) is not None or all(
        not RARE_LOOKALIKES.isdisjoint(match[0]) for match in words
    )
    letters = set("".join([match[0] for match in words]))
    foreign = any(not letter.isascii() and letter not in LOOKALIKES for letter in letters)
    edits = []
    for match in words:
        plain = _without_borrowed(match[0], latin and not foreign)
        if plain != match[0] and plain.isascii():
            edits.append((match.start(), match.end(), plain))
    return edits


def _without_borrowed(word: str, among_latin: bool) -> str:
    """The word in Latin letters if it is a disguise; "μg" is none."""
    plain = word.translate(_LOOKALIKES)
    if _LATIN.search(word) and word[0] != "μ":
        return plain.translate(_FAINT_LOOKALIKES)
    rare = among_latin and not RARE_LOOKALIKES.isdisjoint(word)
    return plain if rare or _TWO_ALPHABETS.search(word) else word


def join_spaced(text: str) -> list[Edit]:
    """Letters set apart: three with a sign between them, four with a space.

    With other signs, or digits among them, only those that spell a word often hidden.
    """
    scattered = [(*match.span(), match[0]) for match in _SCATTERED.finditer(text)]
    if not scattered:
        return []
    # In an address signs are part of it.
    linked = in_links(text)
    scattered = [each for each in scattered if not any(linked[each[0] : each[1]])]
    read = [(start, end, words_in(_letters_of(letters))) for start, end, letters in scattered]
    known = [edit for edit in read if edit[2]]
    edits = known[:]
    for match in _SPACED.finditer(text):
        letters = match[0].replace(match[1], "")
        free = all(match.end() <= start or end <= match.start() for start, end, _ in known)
        if free and not linked[match.start()] and len(letters) >= (4 if match[1].isspace() else 3):
            joined = in_words(letters) if match[1].isspace() else _meant(match[0], letters)
            edits.append((match.start(), match.end(), joined))
    return sorted(edits)


def _meant(written: str, letters: str) -> str:
    """Signs between letters may part them, or stand for those that are left out: "m*r*n"."""
    return (unmasked(written) if "*" in written and not is_form(letters) else "") or letters


def _letters_of(scattered: str) -> str:
    return "".join([sign for sign in scattered if sign in LEET or sign.isalnum()])


def in_links(text: str) -> bytearray:
    """One for each character inside a link or an address, where digits mean what they say."""
    linked = bytearray(len(text))
    for match in _LINK.finditer(text):
        linked[match.start() : match.end()] = b"\x01" * (match.end() - match.start())
    return linked


def shorten_stretched(text: str) -> list[Edit]:
    """Runs of three or more of one letter, cut to what English spelling allows there."""
    if text.isascii() and not any(map(text.__contains__, _TRIPLES)):
        return []
    runs = list(_STRETCH.finditer(text))
    if not runs:
        return []
    linked = in_links(text)
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
