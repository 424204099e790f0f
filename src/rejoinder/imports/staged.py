"""Records as they wait to be written: plain rows."""

from datetime import datetime
from typing import NamedTuple

import msgspec

from rejoinder.imports.ids import storable, storable_label, stored_id
from rejoinder.imports.model import ArticleRecord, CommentRecord, Label, LabelRecord

_LONGEST_ADDRESS = 2000
_LONGEST_CMS_ID = 200
_LONGEST_TITLE = 2000


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


_pack = msgspec.msgpack.Encoder().encode
unpack_label = msgspec.msgpack.Decoder(Label).decode


def staged_comment(seq: int, author: str, record: CommentRecord) -> tuple[object, ...]:
    """A comment's number, place and state; what it says stands apart."""
    return (
        seq,
        stored_id(record.source_id),
        stored_id(record.article),
        None if record.parent is None else stored_id(record.parent),
        author,
        record.status.value,
        record.created_at.timestamp(),
        bool(record.labels),
        record.line,
    )


def staged_article(record: ArticleRecord) -> StagedArticle:
    """An article of which a file tells."""
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


def staged_author(key: str, name: str, email: str) -> StagedAuthor:
    """Somebody of whom a file tells, by a key that is kept already."""
    return StagedAuthor(key, storable(name), storable(email))


def staged_label(record: LabelRecord) -> StagedLabel:
    """A decision that stands apart from its comment."""
    return StagedLabel(stored_id(record.comment), _pack(storable_label(record.label)))


def _seconds(moment: datetime | None) -> float | None:
    return None if moment is None else moment.timestamp()
