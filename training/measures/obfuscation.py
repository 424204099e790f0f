"""Writes abusive words as people write them who do not want to be caught."""

from __future__ import annotations

import random

# Latin letters and the Cyrillic ones that look like them.
_LOOKALIKE = str.maketrans("aeocpxyi", "аеосрхуі")
_LEET = str.maketrans("aeios", "4310$")

# Letters from which on a word is disguised.
LONG_WORD = 4

# From a letter of ASCII to its wide form.
_FULL_WIDTH = 0xFEE0


def obfuscated(text: str, draw: random.Random) -> str:
    """Gives the text with some of its longer words disguised, each in one of seven ways."""
    words = text.split(" ")
    long = [index for index, word in enumerate(words) if len(word) >= LONG_WORD and word.isalpha()]
    for index in draw.sample(long, max(1, len(long) // 2)) if long else []:
        words[index] = _disguised(words[index], draw)
    return " ".join(words)


def _disguised(word: str, draw: random.Random) -> str:
    middle = draw.randrange(1, len(word) - 1)
    ways = (
        word[:middle] + "\u200b" + word[middle:],
        word.translate(_LOOKALIKE),
        word.translate(_LEET),
        ".".join(word),
        word[:middle] + word[middle] * 3 + word[middle:],
        word[0] + "\u0301" + word[1:],
        "".join(chr(ord(letter) + _FULL_WIDTH) if letter.isascii() else letter for letter in word),
    )
    return draw.choice(ways)
