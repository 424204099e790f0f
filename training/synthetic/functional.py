"""Sentences of our own at the edge of hatred: attacks in many manners, and their near-misses.

Their classes follow the functional tests of HateCheck (Röttger et al. 2021, "HateCheck: Functional
Tests for Hate Speech Detection Models"); every sentence is our own. The same kinds of people, and
often the same words, stand on both sides, so that only what is said decides. A frame stays in one
fold with all its fillings, and so do the two halves of a pair.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from training.data.examples import Example
from training.synthetic.emoji import with_emoji
from training.synthetic.groups import (
    GROUPS,
    INSTITUTIONS,
    NEWCOMERS,
    OBJECTS,
    RECLAIMED,
    SLURS,
    UNPROTECTED,
)
from training.synthetic.style import filled, misspelt, styled
from training.synthetic.tables import lists, table

SOURCE = "functions"

WEIGHT = 0.5

# Fillings of each pair, the same for both halves.
PAIR_FILLINGS = 14

# Attacks that are said of bankers or cyclists too: abuse, but of nobody for what they were born as.
MIRROR_CLASS, MIRROR_FILLINGS = "unprotected_group", 5

# Misspelt fillings of an attack's frame, and of another's.
MISSPELT_CLASS, MISSPELT_ATTACKS, MISSPELT_OTHERS = "misspelt_attack", 3, 2

INSULT_NAMES = lists("templates")["insult_names"]

ATTRIBUTES = ("identity_attack", "toxicity", "insult", "threat", "profanity")


@dataclass(frozen=True, slots=True)
class SentenceClass:
    """What a class of sentences is, as `functional_classes.tsv` has it."""

    name: str
    attacks: bool
    fillings: int
    """How many fillings a frame gets, so that no class outweighs the others."""
    misspelt: bool
    mirrored: bool
    labels: dict[str, float]
    """What is left out is not clear enough to teach."""


def _classes() -> dict[str, SentenceClass]:
    return {
        row["class"]: SentenceClass(
            row["class"],
            row["side"] == "attack",
            int(row["fillings"]),
            row["misspelt"] == "yes",
            row["mirrored"] == "yes",
            {name: float(row[name]) for name in ATTRIBUTES if row[name]},
        )
        for row in table("functional_classes")
    }


CLASSES = _classes()

# Each frame with the class that it is of.
FRAMES = tuple((CLASSES[row["class"]], row["frame"]) for row in table("functional_frames"))

# An attack, and nearly the same words that are none: class and frame of each.
PAIRS = tuple(
    ((row["attack_class"], row["attack"]), (row["other_class"], row["other"]))
    for row in table("functional_pairs")
)

ClassedExample = tuple[str, Example]


def functional_sentences(seed: int) -> Iterator[Example]:
    """Gives every sentence once, and some with emoji; the same ones for the same seed."""
    sentences = list(by_class(seed))
    for _, example in (*sentences, *with_emoji(sentences, _attacks, seed)):
        yield example


def by_class(seed: int) -> Iterator[ClassedExample]:
    """Gives every sentence once with the name of its class, without those with emoji."""
    draw = random.Random(seed)
    seen: set[str] = set()
    for name, example in _all(draw):
        key = example.text.casefold()
        if key not in seen or example.text.isupper():
            seen.add(key)
            yield name, example


def _attacks(name: str) -> bool:
    return CLASSES[name].attacks


def _all(draw: random.Random) -> Iterator[ClassedExample]:
    for kind, frame in FRAMES:
        yield from _frame(kind, frame, draw)
    yield from _pairs(draw)
    yield from _mirrored(draw)
    yield from _misspelt(draw)


def _frame(kind: SentenceClass, frame: str, draw: random.Random) -> Iterator[ClassedExample]:
    fillings = _fillings(frame)
    drawn = draw.sample(fillings, min(kind.fillings, len(fillings)))
    if len(fillings) == 1:
        drawn = fillings * kind.fillings
    for filling in drawn:
        yield _example(kind.name, styled(filled(frame, filling), draw), frame)


def _fillings(frame: str) -> list[dict[str, str]]:
    """Gives every way to fill the frame's slots."""
    if "{N}" in frame:
        return [group.slots() for group in NEWCOMERS]
    if "{s}" in frame or "{Ss}" in frame:
        return [{"Ss": slur["plural"], "s": slur["singular"]} for slur in SLURS]
    if "{r}" in frame or "{Rs}" in frame:
        return [{"Rs": word["plural"], "r": word["singular"]} for word in RECLAIMED]
    for slot, words in (("I", INSTITUTIONS), ("i", INSULT_NAMES), ("T", OBJECTS)):
        if f"{{{slot}}}" in frame:
            return [{slot: word} for word in words]
    return [group.slots() for group in GROUPS] if "{" in frame else [{}]


def _pairs(draw: random.Random) -> Iterator[ClassedExample]:
    """Gives both halves of each pair with the same fillings, in one fold."""
    for pair in PAIRS:
        _, attack = pair[0]
        fillings = _fillings(attack)
        for filling in draw.sample(fillings, min(PAIR_FILLINGS, len(fillings))):
            for name, frame in pair:
                yield _example(name, styled(filled(frame, filling), draw), attack)


def _mirrored(draw: random.Random) -> Iterator[ClassedExample]:
    for kind, frame in FRAMES:
        if kind.mirrored:
            labels = dict(CLASSES[MIRROR_CLASS].labels)
            if kind.labels.get("profanity"):
                labels["profanity"] = kind.labels["profanity"]
            for group in draw.sample(UNPROTECTED, MIRROR_FILLINGS):
                text = styled(filled(frame, group.slots()), draw)
                yield MIRROR_CLASS, Example(SOURCE, text, dict(labels), WEIGHT, frame)


def _misspelt(draw: random.Random) -> Iterator[ClassedExample]:
    """Gives attacks as they are typed in haste or disguise, and a share of innocent slips."""
    for kind, frame in FRAMES:
        if kind.misspelt:
            count = MISSPELT_ATTACKS if kind.attacks else MISSPELT_OTHERS
            for filling in draw.sample(_fillings(frame), count):
                text = misspelt(filled(frame, filling), draw)
                name = MISSPELT_CLASS if kind.attacks else kind.name
                yield name, Example(SOURCE, text, dict(kind.labels), WEIGHT, frame)


def _example(name: str, text: str, frame: str) -> ClassedExample:
    return name, Example(SOURCE, text, dict(CLASSES[name].labels), WEIGHT, frame)
