"""Our own comments to fit the heads with: under the demo newsroom's articles and ten more.

The published debates have no article with a body, no adverts and no lost cats. `written.tsv` has a
line a comment: its article, whether it belongs there ("on"), strays ("stray") or speaks of the page
("meta"), what it replies to, and the text. `articles.json` has the ten articles.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, get_args

from rejoinder.engine.model import Article
from training.data.folds import fold_of
from training.data.tables import read_tsv
from training.measures.own_topics import demo_articles

FOLDER = Path(__file__).parent

# The folds of the articles whose comments are only measured.
MEASURED_FOLDS = (0, 1, 2)

Kind = Literal["on", "stray", "meta"]
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class WrittenComment:
    """A comment under an article, as a reply if there is a parent."""

    article: str
    kind: Kind
    parent: str | None
    text: str

    @property
    def is_measured(self) -> bool:
        """Whether nothing is fitted on it: so under three in ten of the articles."""
        return fold_of(self.article) in MEASURED_FOLDS


def written_comments() -> list[WrittenComment]:
    """Gives all, in the file's order; raises ValueError naming a line that is none."""
    found = []
    articles = written_articles()
    for number, row in enumerate(read_tsv(FOLDER / "written.tsv"), 2):
        kind = next((each for each in KINDS if each == row["kind"]), None)
        if kind is None or row["article"] not in articles or not (row["text"] or "").strip():
            raise ValueError(f"written.tsv, line {number}: not an article, a kind and a text")
        found.append(WrittenComment(row["article"], kind, row["parent"] or None, row["text"]))
    return found


@cache
def written_articles() -> Mapping[str, Article]:
    """Gives the demo newsroom's articles and ours, by the names that `written.tsv` has."""
    ours = json.loads((FOLDER / "articles.json").read_text("utf-8"))
    return demo_articles() | {name: Article(**parts) for name, parts in ours.items()}
