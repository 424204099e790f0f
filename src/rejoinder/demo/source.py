"""The newsroom's files, read: articles, and threads with what should become of each comment."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from rejoinder.articles.model import ArticleSource, read_source
from rejoinder.moderation.model import Outcome

FOLDER = Path(__file__).parent / "newsroom"
# The same loader in C, where PyYAML was built with it, is ten times as fast.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class DemoComment:
    """One comment of a thread, and what the paper's rules make of it for whoever reads it."""

    key: str
    by: str
    minutes: float
    text: str
    outcome: Outcome
    """What should become of it, whatever the judge says: PUBLISH or DECLINE."""
    reason: str = ""
    """Why staff decline it: one of STAFF_REASONS without its `staff-`."""
    reply_to: str | None = None
    waits: bool = False
    """Whether it is in the queue today if the policy held or declined it."""
    reported: str = ""
    """For what a reader reported it, one of REPORT_REASONS; nobody has answered yet."""

    @property
    def stays(self) -> bool:
        """Whether it is on the page, and in nobody's queue for what it says."""
        return self.outcome is Outcome.PUBLISH and not self.waits


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
        text = path.read_text(encoding="utf-8")
        fields: dict[str, Any] = yaml.load(text, Loader=LOADER)  # noqa: S506 - a safe one
        article = FOLDER / "articles" / f"{fields['article']}.md"
        yield DemoThread(
            source=read_source(article.read_text(encoding="utf-8")),
            hours_ago=float(fields["hours_ago"]),
            reads=int(fields["reads"]),
            closed=bool(fields.get("closed", False)),
            comments=tuple(_comment(each) for each in fields["comments"]),
        )


def _comment(fields: dict[str, Any]) -> DemoComment:
    return DemoComment(
        key=str(fields["key"]),
        by=str(fields["by"]),
        minutes=float(fields["minutes"]),
        text=str(fields["text"]).strip(),
        outcome=Outcome(fields["outcome"]),
        reason=str(fields.get("reason", "")),
        reply_to=None if fields.get("reply_to") is None else str(fields["reply_to"]),
        waits=bool(fields.get("waits", False)),
        reported=str(fields.get("reported", "")),
    )
