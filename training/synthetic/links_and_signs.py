"""Links, numbers and emoji that mean no harm: without them a link alone looks like spam."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator

from training.data.examples import Example, all_clear
from training.synthetic.tables import lists

SOURCE = "signs"

LINK_WEIGHT = 0.6

# One number, emoji or row of points by itself; and emoji in a row.
ALONE_WEIGHT, ROW_WEIGHT = 1.0, 0.5

# Rows of different emoji: how long, and how many of each length.
ROW_LENGTHS, ROWS_EACH = (2, 3, 4, 5), 40


def links_and_signs(seed: int) -> Iterator[Example]:
    """Gives comments of links, figures, emoji and points: nothing is said against any of them."""
    draw = random.Random(seed)
    words = lists("links_and_signs")
    for frame, host in itertools.product(words["link_frames"], words["hosts"]):
        link = host.format(draw.choice(words["host_names"]))
        yield Example(SOURCE, frame.format(link), all_clear(), LINK_WEIGHT, frame)
    for number in words["numbers"]:
        yield Example(SOURCE, number, all_clear(), ALONE_WEIGHT)
    for emoji in words["emoji"]:
        yield Example(SOURCE, emoji, all_clear(), ALONE_WEIGHT)
        yield Example(SOURCE, emoji * 3, all_clear(), ROW_WEIGHT, emoji)
    for length in ROW_LENGTHS:
        for _ in range(ROWS_EACH):
            row = "".join(draw.sample(words["emoji"], length))
            yield Example(SOURCE, row, all_clear(), ROW_WEIGHT)
    for points in words["punctuation"]:
        yield Example(SOURCE, points, all_clear(), ALONE_WEIGHT)
