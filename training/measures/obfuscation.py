"""Writes abusive words as people write them who do not want to be caught."""

from __future__ import annotations

import random

_LOOKALIKE = str.maketrans("aeocpxyi", "аеосрхуі")
_LEET = str.maketrans("aeios", "4310$")


def obfuscated(text: str, draw: random.Random) -> str:
    """The text with some of its longer words disguised, each in one of seven ways."""
    words = text.split(" ")
    long = [place for place, word in enumerate(words) if len(word) >= 4 and word.isalpha()]
    for place in draw.sample(long, max(1, len(long) // 2)) if long else []:
        words[place] = _one(words[place], draw)
    return " ".join(words)


def _one(word: str, draw: random.Random) -> str:
    middle = draw.randrange(1, len(word) - 1)
    ways = (
        word[:middle] + "\u200b" + word[middle:],
        word.translate(_LOOKALIKE),
        word.translate(_LEET),
        ".".join(word),
        word[:middle] + word[middle] * 3 + word[middle:],
        word[0] + "\u0301" + word[1:],
        "".join(chr(ord(letter) + 0xFEE0) if letter.isascii() else letter for letter in word),
    )
    return draw.choice(ways)
