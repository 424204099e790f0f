"""How one sentence is written by many hands: case, stops, surroundings, and misspelling."""

from __future__ import annotations

import random
import re

# What stands around a sentence in a comment and says nothing of anybody.
BEFORE = (
    "@paul ", "@readers_desk ", "Sorry, no. ", "Well. ", "Let me be plain: ", "Honestly: ",
    "I read the whole article on the train. ", "My comment on the third paragraph: ", "RT: ",
    "Long-time subscriber here. ", "As I said yesterday: ", "Good morning from the coast. ",
    "I have followed this debate for years, and now I will say it: ", "lol ", "ok so... ", "Edit: ",
)  # fmt: skip
AFTER = (
    " That is all I have to say.", " Greetings from Leeds.", " #news", " End of story.",
    " Good night.", " I shall write to the editor as well.", " Just saying.", " 🤷", " !!!", " lol",
    " Thanks for reading this far, I know it is late.", " And now back to the football.",
)  # fmt: skip
LEET = str.maketrans({"a": "4", "e": "3", "i": "1", "o": "0", "s": "$"})
LETTERS = 3
"""Shorter words stay readable only when they are left whole."""


def filled(frame: str, filling: dict[str, str]) -> str:
    """The frame with its slots filled, its first letter a capital, and "an" before a vowel."""
    text = re.sub(r"\b([Aa]) (?=[aeio])", r"\1n ", frame.format(**filling))
    return text[0].upper() + text[1:]


def styled(text: str, draw: random.Random) -> str:
    """The sentence as some reader would type it."""
    dice = draw.random()
    if dice < 0.45:
        return text
    if dice < 0.57:
        return text.rstrip(".!")
    if dice < 0.68:
        return text.lower()
    if dice < 0.73:
        return text.upper()
    if dice < 0.88:
        return draw.choice(BEFORE) + text
    ended = text if text[-1] in '.!?"' else text + "."
    return ended + draw.choice(AFTER)


def misspelt(text: str, draw: random.Random) -> str:
    """The sentence with a third of its longer words, and one at least, disguised or mistyped."""
    words = text.split(" ")
    long = [at for at, word in enumerate(words) if len(word) > LETTERS]
    for at in draw.sample(long, max(1, len(long) // 3) if long else 0):
        words[at] = _mistyped(words[at], draw)
    if draw.random() < 0.2 or not long:
        at = draw.randrange(max(1, len(words) - 1))
        words[at : at + 2] = ["".join(words[at : at + 2])]
    return " ".join(words)


def _mistyped(word: str, draw: random.Random) -> str:
    way = draw.randrange(6)
    at = draw.randrange(1, len(word) - 1)
    if way == 0:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if way == 1:
        return word[:at] + word[at + 1 :]
    if way == 2:
        return word[0] + "".join(c for c in word[1:-1] if c not in "aeiou") + word[-1]
    if way == 3:
        return word.translate(LEET)
    if way == 4:
        return " ".join(word)
    return word[:at] + word[at] + word[at:]
