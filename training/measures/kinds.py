"""What becomes of our held-back sentences under the default policy: stopped, or published.

Each kind of abuse has sentences that must not appear and neighbours that must. No model learns from
them. A comment is as abusive as its worst passage, so they are tried among civil sentences as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, get_args

import numpy as np

from rejoinder.engine import Judge
from rejoinder.errors import Invalid
from rejoinder.moderation.actions.trial import Trial, try_out
from rejoinder.moderation.model import Outcome
from rejoinder.moderation.policy import read_policy

Expected = Literal["stop", "publish"]
Place = Literal["before", "amid", "after"]
PLACES: tuple[Place, ...] = get_args(Place)

CIVIL_FILE = "civil_sentences.txt"

# Civil sentences on a side.
SURROUNDINGS = (1, 3, 10)

# Tried at once: the judge is quicker with several.
BATCH = 64

# No rule that is asked here looks at the clock.
NOW = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class HeldBack:
    """A comment, the kind of abuse that it has or only resembles, and what should become of it."""

    kind: str
    expected: Expected
    text: str


def held_back(folder: Path) -> list[HeldBack]:
    """Reads `KIND.tsv` for each kind: what is expected, a tab, and a text.

    Raises ValueError naming file and line.
    """
    read = []
    for path in sorted(folder.glob("*.tsv")):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            expected, _, text = line.partition("\t")
            if expected not in get_args(Expected) or not text.strip():
                raise ValueError(f"{path.name}, line {number}: not `stop` or `publish` and a text")
            read.append(HeldBack(path.stem, "stop" if expected == "stop" else "publish", text))
    return read


def civil_sentences(folder: Path) -> list[str]:
    """Reads the civil sentences that the others are put among, one a line."""
    return (folder / CIVIL_FILE).read_text("utf-8").splitlines()


def among_civil(
    sentences: Sequence[HeldBack], civil: Sequence[str], count: int, place: Place
) -> list[HeldBack]:
    """Gives each sentence before so many civil ones, after them, or amid so many on each side."""
    made = []
    for number, one in enumerate(sentences):
        sides = [
            [civil[(number * 7 + side * count + step) % len(civil)] for step in range(count)]
            for side in (0, 1)
        ]
        before = [] if place == "before" else sides[0]
        after = [] if place == "after" else sides[1]
        made.append(HeldBack(one.kind, one.expected, " ".join((*before, one.text, *after))))
    return made


def are_stopped(judge: Judge, comments: Sequence[HeldBack]) -> list[bool]:
    """Tells of each comment by a new author whether the default policy keeps it from appearing.

    Held, declined and refused are all stopped. It is decided as `rejoinder policy try` does.
    """
    policy = read_policy("")
    stopped = []
    for start in range(0, len(comments), BATCH):
        trials = [Trial(each.text) for each in comments[start : start + BATCH]]
        for tried in try_out(trials, policy, judge.batch, now=NOW):
            published = not isinstance(tried, Invalid) and tried.verdict.outcome == Outcome.PUBLISH
            stopped.append(not published)
    return stopped


def shares_right(judge: Judge, comments: Sequence[HeldBack]) -> dict[str, dict[Expected, float]]:
    """Gives by kind, of those to be stopped and of those to be published, the share that is."""
    stopped = are_stopped(judge, comments)
    right: dict[str, dict[Expected, list[bool]]] = {}
    for each, is_stopped in zip(comments, stopped, strict=True):
        of_kind = right.setdefault(each.kind, {})
        of_kind.setdefault(each.expected, []).append(is_stopped == (each.expected == "stop"))
    return {
        kind: {expected: float(np.mean(found)) for expected, found in of_kind.items()}
        for kind, of_kind in right.items()
    }


def share_right_among_civil(
    judge: Judge, comments: Sequence[HeldBack], civil: Sequence[str], count: int
) -> dict[Expected, float]:
    """Gives the same over all kinds, for comments among so many civil sentences, in every place."""
    made = [each for place in PLACES for each in among_civil(comments, civil, count, place)]
    found: dict[Expected, list[bool]] = {"stop": [], "publish": []}
    for each, is_stopped in zip(made, are_stopped(judge, made), strict=True):
        found[each.expected].append(is_stopped == (each.expected == "stop"))
    return {expected: float(np.mean(right)) for expected, right in found.items() if right}


def kind_figures(judge: Judge, folder: Path) -> dict[str, float]:
    """Gives every share, from 0 to 1, by its name on the model card; takes minutes.

    Raises ValueError for a bad line, and OSError without the files.
    """
    comments, civil = held_back(folder), civil_sentences(folder)
    figures = {}
    for kind, shares in shares_right(judge, comments).items():
        name = f"held back, {kind.replace('_', ' ')}"
        figures[f"{name}, stopped"] = shares["stop"]
        figures[f"{name}, fair neighbours published"] = shares["publish"]
    for count in SURROUNDINGS:
        shares = share_right_among_civil(judge, comments, civil, count)
        name = f"held back, among {count} civil sentences a side"
        figures[f"{name}, still stopped"] = shares["stop"]
        figures[f"{name}, fair neighbours still published"] = shares["publish"]
    return figures
