"""Reads what there is to learn topics from, newspaper debates, and news to test with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rejoinder.engine.model import Article
from training.data.folds import fold_of
from training.data.tables import read_table


@dataclass(slots=True)
class Debate:
    """What was asked, and what readers wrote about it."""

    key: str
    title: str
    standfirst: str
    held_out: bool
    """Whether neither the embeddings nor the networks learn from it."""
    comments: list[str] = field(default_factory=list)

    @property
    def article(self) -> Article:
        """What was asked, as the judge reads it."""
        return Article(self.title, self.standfirst)


@dataclass(frozen=True, slots=True)
class HeadlinePair:
    """A headline, an article's body, and whether they belong together."""

    headline: str
    body: str
    related: bool


def newspaper_debates(data: Path) -> list[Debate]:
    """Gives New York Times debates with their comments; the `dev` split is held out."""
    debates: dict[str, Debate] = {}
    for row in read_table(data / "arc_nyt" / "comments_train_dev.csv"):
        debate = debates.setdefault(
            row["url"],
            Debate(row["url"], row["title"], row["description"], row["split"] == "dev"),
        )
        debate.comments.append(row["text"])
    return [debates[key] for key in sorted(debates)]


def calibration_debates(debates: Sequence[Debate]) -> list[Debate]:
    """Gives half of the debates that are held out, to fit the heads for the subject on."""
    return [debate for debate in debates if debate.held_out and fold_of(debate.key) % 2 == 0]


def measured_debates(debates: Sequence[Debate]) -> list[Debate]:
    """Gives the other half, which nothing is fitted on."""
    return [debate for debate in debates if debate.held_out and fold_of(debate.key) % 2 == 1]


def headline_pairs(data: Path) -> list[HeadlinePair]:
    """Gives the Fake News Challenge's pairs: only to measure with, never to fit."""
    folder = data / "fnc1"
    bodies = {row["Body ID"]: row["articleBody"] for row in read_table(folder / "bodies.csv")}
    return [
        HeadlinePair(row["Headline"], bodies[row["Body ID"]], row["Stance"] != "unrelated")
        for row in read_table(folder / "stances.csv")
        if row["Body ID"] in bodies
    ]
