"""Reads what there is to learn topics from, newspaper debates, and news to test with."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from training.data.tables import read_table


@dataclass(slots=True)
class Debate:
    """What was asked, and what readers wrote about it."""

    key: str
    title: str
    standfirst: str
    held_out: bool
    comments: list[str] = field(default_factory=list)


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


@dataclass(frozen=True, slots=True)
class Pairing:
    """A headline, an article's body, and whether they belong together."""

    headline: str
    body: str
    related: bool


def news_pairs(data: Path) -> list[Pairing]:
    """Gives the Fake News Challenge's pairs: only to measure with, never to fit."""
    bodies = {
        row["Body ID"]: row["articleBody"] for row in read_table(data / "fnc1" / "bodies.csv")
    }
    return [
        Pairing(row["Headline"], bodies[row["Body ID"]], row["Stance"] != "unrelated")
        for row in read_table(data / "fnc1" / "stances.csv")
        if row["Body ID"] in bodies
    ]
