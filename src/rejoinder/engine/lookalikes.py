"""What people hide a word from a filter with, as tables. Only `folding` reads them."""

import re
from collections.abc import Iterator

from rejoinder.engine.tables import read_table


def _reads_as(*uses: str) -> dict[str, str]:
    """The characters of these uses (data/lookalikes.tsv explains them), and what they read as."""
    rows = read_table("lookalikes.tsv")
    return {character: reading for use, character, reading in rows if use in uses}


RARE_LOOKALIKES = frozenset(_reads_as("rare"))
LOOKALIKES = _reads_as("common", "rare")
FAINT_LOOKALIKES = _reads_as("faint")
FANCY = _reads_as("plain")
EMOJI_WORDS = _reads_as("emoji")
LEET = _reads_as("leet")

# Letters in squares, circles and brackets: ranges that start at "a". Flags are not among them.
LETTER_RANGES = ((0x249C, 26), (0x1F130, 26), (0x1F150, 26), (0x1F170, 26))

# A word that stands on its head is read from its end; these show that it does.
TURNED_SIGNS = "ɐɔǝɟƃɥᴉɾʞɯɹʇʌʍʎ"
TURNED = str.maketrans(TURNED_SIGNS + "ıpbqdnuloxsz", "acefghijkmrtvwy" + "idqbpunloxsz")

# Honest names with a digit between letters.
NOT_LEET = frozenset(("mp3s", "mp4s", "w3c", "ps4s", "ps5s", "a4s", "g7s", "h1n", "k5s"))

# Drawn as nothing: Unicode's format characters are dropped by category; these are not in it.
INVISIBLE = frozenset(
    "\u034f\u2800\u115f\u1160\u17b4\u17b5\u3164\uffa0"
    "\U00013441\U00013442\U00016fe4\U0001d159"
    + "".join(map(chr, range(0xFE00, 0xFE10)))
    + "".join(map(chr, range(0x180B, 0x180F)))
    + "".join(map(chr, range(0xE0100, 0xE01F0)))
)

# How many letters must be seen of each of the words that are most often hidden behind signs.
_LETTERS_SEEN = {word: int(letters) for word, letters in read_table("disguised_words.tsv")}
DISGUISED = tuple(_LETTERS_SEEN)
_ENDING = "(?:[e3*]?[s5$z]|[e3*][rd]s?|[i1!*]n[g9*]?s?|t?y|ish|head|face)?"

_READ_AS = {
    "a": "a4@", "b": "b8", "c": "c(", "e": "e3€", "g": "g69", "i": "i1!|", "l": "l1|", "o": "o0",
    "s": "s5$", "t": "t7+", "z": "z2",
}  # fmt: skip


def _shape(word: str) -> str:
    """A pattern of the disguises of one word: its first letter may be a digit, never a star.

    The group leaves the first letter out, so that the word is not tried where another begins.
    """
    signs = [re.escape(_READ_AS.get(letter, letter)) for letter in word]
    first = signs[0].replace(r"\(", "")  # "(rap" is a bracket and a word
    # Three letters are too few for "a-s" or "as*" to tell.
    masks = [
        "*" if len(word) == 3 else r"*#%_.@\-" if letter in "aeiou" else r"*#%_\-"
        for letter in word[1:]
    ]
    masks[-1] = "" if len(word) == 3 else "*"
    others = "".join(f"[{sign}{mask}]" for sign, mask in zip(signs[1:], masks, strict=True))
    return f"[{first}](?P<{word}>{others})"


def _longest_first(words: tuple[str, ...]) -> list[str]:
    return sorted(words, key=len, reverse=True)


_HIDDEN = re.compile(
    r"(?<![\w@$*])(?:"
    + "|".join(f"{_shape(word)}{_ENDING}" for word in _longest_first(DISGUISED))
    + r")(?![\w@$*])"
)


def hidden_words(token: str) -> Iterator[tuple[int, int, str]]:
    """Where in a token one of these words stands behind signs, and how it reads: as long."""
    for match in _HIDDEN.finditer(token):
        written, word = match[0], match.lastgroup or ""
        shown = sum(map(str.isalpha, written))
        if shown == len(written) or shown < _LETTERS_SEEN.get(word, 2):
            continue
        ending = "".join(LEET.get(sign, sign) for sign in written[len(word) :])
        yield match.start(), match.end(), word + ending


_SMALL_WORDS = (
    "you", "your", "yourself", "u", "ur", "r", "are", "off", "up", "a", "an", "the", "all", "them",
    "him", "her", "my", "me", "is", "this", "i", "am", "go",
)  # fmt: skip
_WORDS_IN_A_RUN = re.compile("|".join(_longest_first((*_SMALL_WORDS, *DISGUISED))))


def words_in(letters: str) -> str:
    """Letters without spaces, read as words with one of these among them; else ""."""
    words = _WORDS_IN_A_RUN.findall(letters)
    known = "".join(words) == letters and not _LETTERS_SEEN.keys().isdisjoint(words)
    return " ".join(words) if known else ""
