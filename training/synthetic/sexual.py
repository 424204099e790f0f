"""Sexually explicit sentences of our own, and decent ones with the same words: no set labels it."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from training.data.examples import Example, all_clear
from training.synthetic.tables import lists

SOURCE = "sexual"

ATTRIBUTE = "sexually_explicit"

EXPLICIT_WEIGHT, DECENT_WEIGHT = 0.5, 0.3

# Each explicit frame gets one filling in so many, beginning with another each time.
EVERY = 3

# The toxicity of decent sentences.
DECENT_TOXICITY = 0.05


def sexual_sentences() -> Iterator[Example]:
    """Gives every explicit sentence, some of their fillings, and every decent one."""
    words = lists("sexual")
    labels = {ATTRIBUTE: 1.0}
    pairs = list(itertools.product(words["manners"], words["places"]))
    for number, frame in enumerate(words["explicit"]):
        for manner, place in pairs[number % EVERY :: EVERY]:
            text = frame.format(manner=manner, place=place)
            yield Example(SOURCE, text, labels, EXPLICIT_WEIGHT, frame)
    labels = {**all_clear(), "toxicity": DECENT_TOXICITY}
    for frame, body, town in itertools.product(words["decent"], words["bodies"], words["towns"]):
        yield Example(SOURCE, frame.format(body=body, town=town), labels, DECENT_WEIGHT, frame)
