"""What streets are called, and whether words are the name of one."""

import re
from typing import Final

from rejoinder.engine.private_data.model import Reading, word_set
from rejoinder.engine.tables import read_table

# By where the word stands.
STREETS: Final = dict(read_table("street_words.tsv"))
_STRONG: Final = re.compile(rf"(?:{STREETS['english']})")
# What streets have several of.
_COUNTED_IN_STREETS: Final = frozenset(("lane", "way"))
# No street has such a name: of these a number counts something, or dates it.
NO_NAME: Final = word_set("no street name")


def street_start(reading: Reading, start: int, end: int) -> int:
    """Where a street's name begins in words that end with it: "moved to Elm Grove"."""
    words = [
        (word[0], start + word.start())
        for word in re.finditer(r"[a-z][a-z'’.-]*", reading.text[start:end])
    ]
    for word, at in reversed(words):
        if word in NO_NAME or not reading.is_capital(at):
            break
        start = at
    return start


def is_named_street(reading: Reading, start: int, end: int) -> bool:
    """Whether words are a street's name: all with capitals, or none and plainly a street."""
    words = [
        (word[0], start + word.start())
        for word in re.finditer(r"[a-z][a-z'’.-]*", reading.text[start:end])
    ]
    name, (street, street_at) = words[:-1], words[-1]
    if name and name[0][0] == "the" and reading.is_capital(name[0][1]):
        name = name[1:]  # The Green, The Crescent
        if not name:
            return reading.is_capital(street_at)
    if not name or any(word in NO_NAME for word, _ in name):
        return False
    if street_at - start == len(name[0][0]) + 1 and name[0][0] in _COUNTED_IN_STREETS:
        return reading.is_capital(start)  # "4 lane highway", "2 way street"
    capitals = [reading.is_capital(at) for _, at in name]
    if reading.is_capital(street_at):
        return all(capitals)
    return (
        _STRONG.fullmatch(street) is not None and len(street) > 2 and all(capitals) is any(capitals)
    )


def may_be_name(words: str) -> bool:
    """Whether words may be a name where it is plain that a street is meant."""
    return not any(
        word in NO_NAME - {"the", "new", "old", "long", "main"} for word in words.split()
    )
