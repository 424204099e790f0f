"""Comments made of several passages, abusive and civil ones in any place: what civility can hide.

A comment is as abusive as its worst passage, so its labels are that passage's.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from training.data.examples import Example

SOURCE = "passages"

WEIGHT = 0.5

# How many are made for each civil newspaper comment.
TIMES = 6

# How many of ten have no abusive passage: fair words of several kinds beside each other.
CIVIL_OF_TEN = 3

# Characters: of what is hidden, a sentence or two; of a comment, what is read at once.
LONGEST_ABUSE = 160
LONGEST_COMMENT = 420

# From here on a label is sure enough to be hidden, and up to here to hide something.
SURE, CIVIL = 0.8, 0.05

# Passages before and after the one that counts.
MOST_PASSAGES = 4

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")

Passages = dict[tuple[int, str], list[Example]]


def passage_comments(examples: Sequence[Example], seed: int) -> Iterator[Example]:
    """Gives comments of civil passages, most with one abusive passage of the same fold."""
    draw = random.Random(seed)
    abusive, civil = _abusive(examples), _civil(examples)
    newspaper = [each for each in examples if each.source == "newspaper"]
    kinds = sorted({kind for _, kind in abusive})
    for comment in newspaper * TIMES:
        fold = comment.assigned_fold()
        ours = [each.text for each in draw.sample(civil[fold, ""], min(2, len(civil[fold, ""])))]
        surroundings = [*_sentences(comment.text), *ours]
        draw.shuffle(surroundings)
        kind = "" if draw.randrange(10) < CIVIL_OF_TEN else draw.choice(kinds)
        candidates = abusive[fold, kind] if kind else civil[fold, "fair"]
        if candidates:
            yield _comment(draw.choice(candidates), surroundings, fold, draw)


def _comment(worst: Example, parts: list[str], fold: int, draw: random.Random) -> Example:
    """Gives one comment, with the worst passage among the civil parts and its labels."""
    before = parts[: draw.randint(0, MOST_PASSAGES)]
    after = parts[len(before) : len(before) + draw.randint(0 if before else 1, MOST_PASSAGES)]
    while before and sum(map(len, (*before, worst.text))) > LONGEST_COMMENT:
        before.pop(0)
    while after and sum(map(len, (*before, worst.text, *after))) > LONGEST_COMMENT:
        after.pop()
    start = sum(len(part) + 1 for part in before)
    text = " ".join([*before, worst.text, *after])
    marks = None if worst.marks is None else worst.marks_from(start)
    return Example(SOURCE, text, dict(worst.labels), WEIGHT, fold=fold, marks=marks)


def _abusive(examples: Sequence[Example]) -> Passages:
    """Gives short abuse by fold and source: real readers' as often as our own."""
    found: Passages = defaultdict(list)
    for each in examples:
        sure = any(label >= SURE for label in each.labels.values())
        if sure and len(each.text) <= LONGEST_ABUSE and _is_hidden(each):
            found[each.assigned_fold(), each.source].append(each)
    return found


def _is_hidden(example: Example) -> bool:
    """Whether the labels of this source say of every attribute that matters what it is."""
    if example.source == "toxic_spans":
        return example.labels["insult"] >= SURE
    return example.source.startswith("written_") or example.source in {
        "templates",
        "groups",
        "functions",
    }


def _civil(examples: Sequence[Example]) -> dict[tuple[int, str], list[Example]]:
    """Gives our own fair texts by fold: those that fill a comment, and those that look worse."""
    found: Passages = defaultdict(list)
    for each in examples:
        if each.source.startswith("written_") and max(each.labels.values()) <= CIVIL:
            kind = "" if each.source == "written_civil_passages" else "fair"
            found[each.assigned_fold(), kind].append(each)
    return found


def _sentences(text: str) -> list[str]:
    return [part for part in _SENTENCE_END.split(text) if part.strip()]
