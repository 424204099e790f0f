"""Sentences of our own about kinds of people: attacked in some, merely named in the others.

The same groups fill both, so that only what is said of them can decide.
"""

from __future__ import annotations

from collections.abc import Iterator

from training.data.examples import Example, all_clear
from training.synthetic.tables import lists

SOURCE = "groups"

ATTACK_WEIGHT, NAMED_WEIGHT = 0.4, 0.6


def identity_templates() -> Iterator[Example]:
    """Gives every group in every sentence; a sentence stays in one fold with all its groups."""
    words = lists("identity")
    labels = {"toxicity": 0.95, "identity_attack": 1.0}
    for group in words["groups"]:
        for frame in words["attacks"]:
            yield Example(SOURCE, _filled(frame, group), labels, ATTACK_WEIGHT, frame)
        for frame in words["named"]:
            yield Example(SOURCE, _filled(frame, group), all_clear(), NAMED_WEIGHT, frame)


def _filled(frame: str, group: str) -> str:
    text = frame.format(group)
    return text[0].upper() + text[1:]
