"""Records as they wait to be written."""

from datetime import UTC, datetime
from typing import NamedTuple

import msgspec

from rejoinder.imports.model import Label


class Staged(NamedTuple):
    """A comment that waits to be written."""

    seq: int
    source_id: str
    article: str
    parent: str | None
    author: str
    name: str
    text: str
    markup: str
    created: float
    edited: float | None
    status: str
    labels: bytes
    line: int

    @property
    def created_at(self) -> datetime:
        """When it was written."""
        return datetime.fromtimestamp(self.created, UTC)

    @property
    def edited_at(self) -> datetime | None:
        """When it was last changed, if it was."""
        return None if self.edited is None else datetime.fromtimestamp(self.edited, UTC)

    def read_labels(self) -> tuple[Label, ...]:
        """What had been decided of it."""
        return msgspec.msgpack.decode(self.labels, type=tuple[Label, ...]) if self.labels else ()


class StagedArticle(NamedTuple):
    """What a thread is about, with how many comments are under it."""

    ref: str
    source_id: str
    address: str
    cms_id: str
    title: str
    published: float | None
    closed: int
    comments: int
    first: float
    """When the first of them was written."""
    target: int | None
