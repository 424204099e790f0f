"""People, countries and faiths that are only named: by a word, a flag, a greeting or a slogan.

The sets name them mostly where they are attacked, so that a bare name looked like an attack.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

from training.data.examples import Example, all_clear
from training.synthetic.groups import GROUPS
from training.synthetic.style import filled
from training.synthetic.tables import lists

SOURCE = "mentions"

WEIGHT = 0.6

# Fillings of a frame.
FILLINGS = 14

# Of the filled frames, the share that is written small.
LOWER_SHARE = 0.3

# What stands beside one emoji, of what may.
BESIDE_EACH = 6

_LISTS = lists("mentions")


def mentions(seed: int) -> Iterator[Example]:
    """Gives every mention once, in a frame's own fold; the same ones for the same seed."""
    draw = random.Random(seed)
    seen: set[str] = set()
    for frame, text in (*_named(draw), *_flagged(draw)):
        if text not in seen:
            seen.add(text)
            yield Example(SOURCE, text, all_clear(), WEIGHT, frame)


def _named(draw: random.Random) -> Iterator[tuple[str, str]]:
    for frame in _LISTS["frames"]:
        for group in draw.sample(GROUPS, FILLINGS):
            text = filled(frame, {**group.slots(), "Y": draw.choice(GROUPS).plural})
            yield frame, text.lower() if draw.random() < LOWER_SHARE else text
    for slogan in _LISTS["slogans"]:
        yield slogan, slogan


def _flagged(draw: random.Random) -> Iterator[tuple[str, str]]:
    for emoji in _LISTS["emoji"]:
        for beside in draw.sample(_LISTS["beside_emoji"], BESIDE_EACH):
            yield beside or "picture", (emoji * 2 if "{" in beside else emoji + beside)
        frame = draw.choice(_LISTS["emoji_frames"])
        yield frame, frame.format(emoji, draw.choice(_LISTS["emoji"]))
