"""A thread as other systems are told of it. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from rejoinder.articles.model import Article
from rejoinder.comments.model import State


@dataclass(frozen=True, slots=True)
class ExportedReader:
    """Somebody who commented."""

    id: int
    name: str
    email: str
    """Empty where nobody proved it."""
    created_at: datetime
    is_staff: bool
    is_banned: bool
    banned_until: datetime | None
    """None too where they are banned for good."""


@dataclass(frozen=True, slots=True)
class ExportedComment:
    """A comment in its last text; a withdrawn one keeps its place and no words."""

    id: int
    article_id: int
    parent_id: int | None
    reader_id: int
    name: str
    email: str
    """Empty where nobody proved it."""
    is_staff: bool
    source: str
    html: str
    """Sanitised."""
    state: State
    created_at: datetime
    edited_at: datetime | None


class ExportedThread(NamedTuple):
    """An article and what was said on it."""

    article: Article
    comments: Iterator[ExportedComment]
