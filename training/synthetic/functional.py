"""Sentences of our own at the edge of hatred: attacks in many manners, and their near-misses.

The same kinds of people, and often the same words, stand on both sides, so that only what is said
decides. A frame stays in one fold with all its fillings, and so do the two halves of a pair.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

from training.data.examples import Example
from training.synthetic.emoji import pictured
from training.synthetic.functions_hateful import HATEFUL
from training.synthetic.functions_innocent import INNOCENT, THINGS, UNNAMED
from training.synthetic.functions_pairs import PAIRS
from training.synthetic.groups import (
    INSTITUTIONS,
    KINDS,
    NEWCOMERS,
    OTHERS,
    RECLAIMED,
    SLURS,
    slots,
)
from training.synthetic.groups import THINGS as NUISANCES
from training.synthetic.style import filled, misspelt, styled
from training.synthetic.templates import NAMES

WEIGHT = 0.5

_ATTACK = {"identity_attack": 1.0, "toxicity": 0.95}
_MILD = {"identity_attack": 0.0, "threat": 0.0, "insult": 0.0, "profanity": 0.0}
_KIND = {**_MILD, "toxicity": 0.0}

# What is left out is not clear enough to teach.
LABELS: dict[str, dict[str, float]] = {
    "h1": {**_ATTACK, "threat": 0.0, "profanity": 0.0},
    "h2": {**_ATTACK, "insult": 1.0, "threat": 0.0, "profanity": 0.0},
    "h3": {**_ATTACK, "insult": 1.0, "threat": 0.0, "profanity": 0.0},
    "h4": {**_ATTACK, "threat": 0.0, "profanity": 0.0},
    "h5d": {**_ATTACK, "threat": 1.0, "profanity": 0.0},
    "h5n": {**_ATTACK, "profanity": 0.0},
    "h6": {**_ATTACK, "insult": 1.0, "threat": 0.0},
    "h7": {**_ATTACK, "insult": 1.0, "threat": 0.0, "profanity": 1.0},
    "h8": _ATTACK,
    "h9": {**_ATTACK, "threat": 0.0, "profanity": 0.0},
    "h10": {**_ATTACK, "threat": 0.0, "profanity": 0.0},
    "h11": _ATTACK,
    "n1": _KIND,
    "n2": {**_MILD, "toxicity": 0.05},
    "n3": {**_MILD, "toxicity": 0.1},
    "n3s": {"identity_attack": 0.0, "threat": 0.0, "insult": 0.0, "toxicity": 0.2},
    "n4": {"identity_attack": 0.0, "threat": 0.0, "insult": 0.0, "toxicity": 0.15},
    "n5": _KIND,
    "n6": {"identity_attack": 0.0, "threat": 0.0, "insult": 0.0, "profanity": 1.0},
    "n6g": {"identity_attack": 0.0, "threat": 0.0, "profanity": 1.0},
    "n7": {**_MILD, "toxicity": 0.1},
    "n8": {"identity_attack": 0.0, "threat": 0.0, "insult": 1.0, "toxicity": 1.0},
    "n9": {"identity_attack": 0.0, "insult": 1.0, "toxicity": 0.8},
    "n10": {**_MILD, "toxicity": 0.1},
    "n11": {**_MILD, "toxicity": 0.1},
    "n12": {**_MILD, "toxicity": 0.1},
}

# How many fillings a frame gets, so that no class outweighs the others.
FILLINGS = {"n4": 24, "n8": 22, "n12": 22, "n1": 22, "n5": 20, "n6": 26, "n10": 26}
USUAL = 22
PAIRED = 14
MIRRORED = ("h1", "h2", "h3", "h7", "h10")
"""Said of bankers or cyclists these are abuse, but attack nobody for what they were born as."""

Labelled = tuple[str, Example]


def functions(seed: int) -> Iterator[Example]:
    """Every sentence once, labelled, and some with pictures; the same ones for the same seed."""
    sentences = list(by_class(seed))
    for _, example in (*sentences, *pictured(sentences, seed)):
        yield example


def by_class(seed: int) -> Iterator[Labelled]:
    """The same with the class of each ("h1" to "h11" attack, "n1" to "n12" do not)."""
    draw = random.Random(seed)
    seen: set[str] = set()
    for name, example in _all(draw):
        key = example.text.casefold()
        if key not in seen or example.text.isupper():
            seen.add(key)
            yield name, example


def _all(draw: random.Random) -> Iterator[Labelled]:
    for name, block in {**HATEFUL, **INNOCENT, **UNNAMED}.items():
        for frame in block.strip().splitlines():
            yield from _frame(name, frame, FILLINGS.get(name, USUAL), draw)
    for frame in THINGS:
        yield from _frame("n7", frame, USUAL, draw)
    yield from _pairs(draw)
    yield from _mirrored(draw)
    yield from _misspelt(draw)


def _frame(name: str, frame: str, count: int, draw: random.Random) -> Iterator[Labelled]:
    fillings = _fillings(frame)
    drawn = draw.sample(fillings, min(count, len(fillings)))
    if len(fillings) == 1:
        drawn = fillings * count
    for filling in drawn:
        yield _example(name, styled(filled(frame, filling), draw), frame)


def _fillings(frame: str) -> list[dict[str, str]]:
    """Every way to fill the frame's slots."""
    if "{N}" in frame:
        return [slots(kind) for kind in NEWCOMERS]
    if "{s}" in frame or "{Ss}" in frame:
        return [{"Ss": many, "s": one} for many, one in SLURS]
    if "{r}" in frame or "{Rs}" in frame:
        return [{"Rs": many, "r": one} for many, one in RECLAIMED]
    for slot, words in (("I", INSTITUTIONS), ("i", NAMES), ("T", NUISANCES)):
        if f"{{{slot}}}" in frame:
            return [{slot: word} for word in words]
    return [slots(kind) for kind in KINDS] if "{" in frame else [{}]


def _pairs(draw: random.Random) -> Iterator[Labelled]:
    """Both halves with the same fillings, in one fold."""
    for attack, said, other, answered in PAIRS:
        fillings = _fillings(said)
        for filling in draw.sample(fillings, min(PAIRED, len(fillings))):
            for name, frame in ((attack, said), (other, answered)):
                yield _example(name, styled(filled(frame, filling), draw), said)


def _mirrored(draw: random.Random) -> Iterator[Labelled]:
    for name in MIRRORED:
        for frame in HATEFUL[name].strip().splitlines():
            labels = LABELS["n9"] | ({"profanity": 1.0} if name == "h7" else {})
            for kind in draw.sample(OTHERS, 5):
                text = styled(filled(frame, slots(kind)), draw)
                yield "n9", Example("functions", text, dict(labels), WEIGHT, frame)


def _misspelt(draw: random.Random) -> Iterator[Labelled]:
    """Attacks as they are typed in haste or disguise, and a share of innocent slips."""
    for name, block in {**HATEFUL, **INNOCENT}.items():
        for frame in block.strip().splitlines():
            for filling in draw.sample(_fillings(frame), 3 if name[0] == "h" else 2):
                text = misspelt(filled(frame, filling), draw)
                kind = "h11" if name[0] == "h" else name
                yield kind, Example("functions", text, dict(LABELS[name]), WEIGHT, frame)


def _example(name: str, text: str, frame: str) -> Labelled:
    return name, Example("functions", text, dict(LABELS[name]), WEIGHT, frame)
