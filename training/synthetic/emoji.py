"""Our own sentences with emoji in the place of words, on both sides: 🐀 for rats, 👩 for women.

Who is meant, what is said of them and how the writer feels may each be an emoji; a sentence about
nobody, or a kind one, gets them as well, so that emoji by themselves decide nothing.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator

from training.data.examples import Example
from training.synthetic.tables import lists, table

SOURCE = "pictures"

WEIGHT = 0.5

# Of the sentences that have a word with an emoji, the share that gets one.
SHARE = 0.55

# Of those, the share that ends in an emoji.
ENDING_SHARE = 0.35

# An emoji stands in place of its word up to the first; the word stays alone up to the second; else
# both stand side by side.
REPLACED, UNCHANGED = 0.6, 0.8

_EMOJI = {row["word"]: row["emoji"].split(" / ") for row in table("emoji")}
_ENDINGS = lists("emoji")
_WORD = re.compile(
    r"\b(" + "|".join(sorted(map(re.escape, _EMOJI), key=len, reverse=True)) + r")\b"
)


def with_emoji(
    sentences: list[tuple[str, Example]], attacks: Callable[[str], bool], seed: int
) -> Iterator[tuple[str, Example]]:
    """Gives some of the classed sentences again, with emoji; each stays in its frame's fold.

    `attacks` says whether a class does.
    """
    draw = random.Random(seed)
    for name, example in sentences:
        if draw.random() > SHARE or not _WORD.search(example.text):
            continue
        text = _WORD.sub(lambda match: _drawn(match[1], draw), example.text)
        if draw.random() < ENDING_SHARE:
            endings = _ENDINGS["after_attacks" if attacks(name) else "after_others"]
            text = f"{text} {draw.choice(endings)}".strip()
        if text != example.text:
            yield name, Example(SOURCE, text, dict(example.labels), WEIGHT, example.group)


def _drawn(word: str, draw: random.Random) -> str:
    """Gives a word's emoji, in place of the word or, now and then, beside it."""
    emoji = draw.choice(_EMOJI[word])
    dice = draw.random()
    if dice < REPLACED:
        return emoji
    return word if dice < UNCHANGED else f"{word} {emoji}"
