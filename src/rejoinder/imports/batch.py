"""Records of a file on their way from whoever reads it to whoever stages them."""

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import msgspec

from rejoinder.imports.ids import guest_id, storable, storable_label, stored_id
from rejoinder.imports.model import (
    ArticleRecord,
    AuthorRecord,
    CommentRecord,
    LabelRecord,
    Problem,
    Record,
)


@dataclass(slots=True)
class Batch:
    """Some records of a file, by their kinds, each in the order of the file."""

    articles: list[ArticleRecord] = field(default_factory=list)
    authors: list[AuthorRecord] = field(default_factory=list)
    """Of whom the file tells by themselves; what it tells last counts."""
    comments: list[CommentRecord] = field(default_factory=list)
    labels: list[LabelRecord] = field(default_factory=list)
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
                self.comments.append(record)
            case ArticleRecord():
                self.articles.append(record)
            case AuthorRecord():
                self.authors.append(record)
            case LabelRecord():
                self.labels.append(record)
            case Problem():
                self.problems.append(record)


class _OnItsWay(NamedTuple):
    """A batch as it goes from one process to the other."""

    articles: list[ArticleRecord]
    authors: list[AuthorRecord]
    comments: list[CommentRecord]
    labels: list[LabelRecord]
    problems: list[Problem]
    aside: dict[str, int]
    progress: tuple[int, int]


_pack = msgspec.msgpack.Encoder().encode
_unpack = msgspec.msgpack.Decoder(_OnItsWay).decode


def pack_batch(batch: Batch) -> bytes:
    """A batch for `unpack_batch`: pickled, each record would be made by a call in Python."""
    told = _OnItsWay(
        batch.articles,
        batch.authors,
        batch.comments,
        batch.labels,
        batch.problems,
        batch.aside,
        batch.progress,
    )
    try:
        return _pack(told)
    except UnicodeEncodeError:  # half a letter, as JSON can have it: no store keeps that
        return _pack(_whole(told))


def unpack_batch(packed: bytes) -> Batch:
    """What was packed."""
    told = _unpack(packed)
    return Batch(*told[:5], Counter(told.aside), told.progress)


def _whole(told: _OnItsWay) -> _OnItsWay:
    """The same in letters that are whole, with the ids that the halves would have had."""
    return told._replace(
        articles=[
            replace(
                each,
                ref=stored_id(each.ref),
                source_id=stored_id(each.source_id),
                address=storable(each.address),
                cms_id=storable(each.cms_id),
                title=storable(each.title),
            )
            for each in told.articles
        ],
        authors=[
            AuthorRecord(stored_id(each.source_id), storable(each.name), storable(each.email))
            for each in told.authors
        ],
        comments=list(map(_whole_comment, told.comments)),
        labels=[
            LabelRecord(stored_id(each.comment), storable_label(each.label)) for each in told.labels
        ],
        aside={storable(name): size for name, size in told.aside.items()},
    )


def _whole_comment(told: CommentRecord) -> CommentRecord:
    return told._replace(
        source_id=stored_id(told.source_id),
        article=stored_id(told.article),
        parent=None if told.parent is None else stored_id(told.parent),
        author=author_key(told),
        name=storable(told.name),
        email=storable(told.email),
        text=storable(told.text),
        labels=tuple(map(storable_label, told.labels)),
    )


def author_key(told: CommentRecord) -> str:
    """By what a comment's author is told from others: an id, or the name with the address."""
    return stored_id(told.author) if told.author else guest_id(told.name, told.email)
