"""The newsroom's files, read: articles, and threads with what the desk did."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from rejoinder.articles.model import ArticleSource, read_source

FOLDER = Path(__file__).parent / "newsroom"


@dataclass(frozen=True, slots=True)
class DemoComment:
    """One comment of a thread, and what a moderator did with it in the end."""

    key: str
    by: str
    minutes: float
    text: str
    reply_to: str | None = None
    desk: str = "publish"
    """publish, decline, or wait: still in the queue today."""
    reason: str = "other"


@dataclass(frozen=True, slots=True)
class DemoThread:
    """An article with its thread."""

    source: ArticleSource
    hours_ago: float
    reads: int
    closed: bool
    comments: tuple[DemoComment, ...]


def threads() -> Iterator[DemoThread]:
    """Every article of the newsroom with its thread."""
    for path in sorted((FOLDER / "threads").glob("*.yaml")):
        told: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
        article = FOLDER / "articles" / f"{told['article']}.md"
        yield DemoThread(
            source=read_source(article.read_text(encoding="utf-8")),
            hours_ago=float(told["hours_ago"]),
            reads=int(told["reads"]),
            closed=bool(told.get("closed", False)),
            comments=tuple(_comment(each) for each in told["comments"]),
        )


def _comment(told: dict[str, Any]) -> DemoComment:
    return DemoComment(
        key=str(told["key"]),
        by=str(told["by"]),
        minutes=float(told["minutes"]),
        text=str(told["text"]).strip(),
        reply_to=None if told.get("reply_to") is None else str(told["reply_to"]),
        desk=str(told.get("desk", "publish")),
        reason=str(told.get("reason", "other")),
    )
