"""Records as they wait to be written: plain rows, which another process can have made."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

import msgspec

from rejoinder.imports.ids import guest_id, storable, stored_id
from rejoinder.imports.model import (
    ArticleRecord,
    AuthorRecord,
    CommentRecord,
    Label,
    LabelRecord,
    Problem,
    Record,
)

_LONGEST_ADDRESS = 2000
_LONGEST_CMS_ID = 200
_LONGEST_TITLE = 2000


class StagedComment(NamedTuple):
    """A comment's place and state, and what it says in its own markup."""

    source_id: str
    article: str
    parent: str | None
    author: str
    status: str
    created: float
    labelled: bool
    line: int
    name: str
    text: str
    markup: str
    edited: float | None
    labels: tuple[Label, ...]


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


class StagedAuthor(NamedTuple):
    """Somebody who wrote, as the file has them."""

    key: str
    name: str
    email: str


class StagedLabel(NamedTuple):
    """What was decided of a comment, packed."""

    comment: str
    label: bytes


class Waiting(NamedTuple):
    """A comment whose turn to be written has come."""

    seq: int
    source_id: str
    article: str
    parent: str | None
    author: str
    status: str
    line: int
    body: bytes
    """What it says, prepared and packed; empty where that is longer than is taken."""


@dataclass(slots=True)
class Batch:
    """Some records of a file, ready to be staged."""

    articles: list[StagedArticle] = field(default_factory=list)
    authors: list[StagedAuthor] = field(default_factory=list)
    """Of whom the file tells by themselves; what it tells last counts."""
    writers: list[StagedAuthor] = field(default_factory=list)
    """Of whom only their comments tell; what the first tells counts."""
    comments: list[StagedComment] = field(default_factory=list)
    labels: list[StagedLabel] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    aside: Counter[str] = field(default_factory=Counter)
    """What was left aside since the file's beginning."""
    progress: tuple[int, int] = (0, 0)
    """Bytes read, of all that there are."""

    def __len__(self) -> int:
        """How many records it has."""
        told = len(self.articles) + len(self.authors) + len(self.labels) + len(self.problems)
        return len(self.comments) + told

    def add(self, record: Record) -> None:
        """Takes a record."""
        match record:
            case CommentRecord():
                self._add_comment(record)
            case ArticleRecord():
                self.articles.append(_article(record))
            case AuthorRecord():
                self.authors.append(_author(record.source_id, record.name, record.email))
            case LabelRecord():
                packed = _pack(record.label)
                self.labels.append(StagedLabel(stored_id(record.comment), packed))
            case Problem():
                self.problems.append(record)

    def _add_comment(self, record: CommentRecord) -> None:
        name = storable(record.name)
        key = stored_id(record.author) if record.author else guest_id(record.name, record.email)
        self.writers.append(StagedAuthor(key, name, storable(record.email)))
        self.comments.append(
            StagedComment(
                stored_id(record.source_id),
                stored_id(record.article),
                None if record.parent is None else stored_id(record.parent),
                key,
                record.status.value,
                record.created_at.timestamp(),
                bool(record.labels),
                record.line,
                name,
                storable(record.text),
                record.markup.value,
                _seconds(record.edited_at),
                record.labels,
            )
        )


class _OnItsWay(NamedTuple):
    """A batch as it goes from one process to the other."""

    articles: list[StagedArticle]
    authors: list[StagedAuthor]
    writers: list[StagedAuthor]
    comments: list[StagedComment]
    labels: list[StagedLabel]
    problems: list[Problem]
    aside: dict[str, int]
    progress: tuple[int, int]


_pack = msgspec.msgpack.Encoder().encode
_unpack = msgspec.msgpack.Decoder(_OnItsWay).decode
unpack_label = msgspec.msgpack.Decoder(Label).decode


def pack_batch(batch: Batch) -> bytes:
    """A batch for `unpack_batch`: pickled, each row would be made by a call in Python."""
    return _pack(
        _OnItsWay(
            batch.articles,
            batch.authors,
            batch.writers,
            batch.comments,
            batch.labels,
            batch.problems,
            batch.aside,
            batch.progress,
        )
    )


def unpack_batch(packed: bytes) -> Batch:
    """What was packed."""
    told = _unpack(packed)
    return Batch(
        told.articles,
        told.authors,
        told.writers,
        told.comments,
        told.labels,
        told.problems,
        Counter(told.aside),
        told.progress,
    )


def _article(record: ArticleRecord) -> StagedArticle:
    return StagedArticle(
        stored_id(record.ref),
        stored_id(record.source_id),
        storable(record.address)[:_LONGEST_ADDRESS],
        storable(record.cms_id)[:_LONGEST_CMS_ID],
        storable(record.title)[:_LONGEST_TITLE],
        _seconds(record.published_at),
        int(record.closed),
        comments=0,
        first=0.0,
        target=None,
    )


def _author(source_id: str, name: str, email: str) -> StagedAuthor:
    return StagedAuthor(stored_id(source_id), storable(name), storable(email))


def _seconds(moment: datetime | None) -> float | None:
    return None if moment is None else moment.timestamp()
