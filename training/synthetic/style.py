"""How one sentence is written by many hands: case, stops, surroundings, and misspelling."""

from __future__ import annotations

import random
import re

from training.synthetic.tables import lists

# What stands around a sentence in a comment and says nothing of anybody.
BEFORE, AFTER = lists("style")["before"], lists("style")["after"]

LEETSPEAK = str.maketrans({"a": "4", "e": "3", "i": "1", "o": "0", "s": "$"})

# Words up to so many letters stay readable only when they are left whole.
SHORT_WORD = 3

# Of misspelt sentences, the share in which two words run together.
JOINED_SHARE = 0.2

# Up to each bound of a die from 0 to 1 a sentence is left as it is, loses its stop, is written
# small, is written large, or follows something else; above the last, something follows it.
AS_IT_IS, NO_STOP, LOWER, UPPER, PRECEDED = 0.45, 0.57, 0.68, 0.73, 0.88


def filled(frame: str, filling: dict[str, str]) -> str:
    """Gives the frame with its slots filled, a capital at its head, and "an" before a vowel."""
    text = re.sub(r"\b([Aa]) (?=[aeio])", r"\1n ", frame.format(**filling))
    return text[0].upper() + text[1:]


def styled(text: str, draw: random.Random) -> str:
    """Gives the sentence as some reader would type it."""
    dice = draw.random()
    if dice < AS_IT_IS:
        return text
    if dice < NO_STOP:
        return text.rstrip(".!")
    if dice < LOWER:
        return text.lower()
    if dice < UPPER:
        return text.upper()
    if dice < PRECEDED:
        return f"{draw.choice(BEFORE)} {text}"
    ended = text if text[-1] in '.!?"' else text + "."
    return f"{ended} {draw.choice(AFTER)}"


def misspelt(text: str, draw: random.Random) -> str:
    """Gives the sentence with a third of its longer words, one at least, disguised or mistyped."""
    words = text.split(" ")
    long = [index for index, word in enumerate(words) if len(word) > SHORT_WORD]
    for index in draw.sample(long, max(1, len(long) // 3) if long else 0):
        words[index] = _mistyped(words[index], draw)
    if draw.random() < JOINED_SHARE or not long:
        index = draw.randrange(max(1, len(words) - 1))
        words[index : index + 2] = ["".join(words[index : index + 2])]
    return " ".join(words)


def _mistyped(word: str, draw: random.Random) -> str:
    way = draw.randrange(6)
    at = draw.randrange(1, len(word) - 1)
    ways = (
        word[:at] + word[at + 1] + word[at] + word[at + 2 :],  # two letters swapped
        word[:at] + word[at + 1 :],  # one left out
        word[0] + "".join(letter for letter in word[1:-1] if letter not in "aeiou") + word[-1],
        word.translate(LEETSPEAK),
        " ".join(word),
        word[:at] + word[at] + word[at:],  # one doubled
    )
    return ways[way]
