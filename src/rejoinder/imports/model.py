"""What every reader of a format yields, whatever its file looks like. Pure."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

# Of what is kept of one comment: as much as WordPress and Isso take, more than all others.
LONGEST_COMMENT = 65_535
# Of a comment as it stands in a file, with its tags.
LONGEST_RAW = 4 * LONGEST_COMMENT
# An id is a number, a UUID, an address; of longer ones the store keeps a hash.
LONGEST_ID = 2_000


class Status(StrEnum):
    """Where a comment stood in the system that it comes from."""

    APPROVED = "approved"
    PENDING = "pending"
    SPAM = "spam"
    REJECTED = "rejected"
    TRASH = "trash"
    DELETED = "deleted"


class Markup(StrEnum):
    """What a comment's text is written in."""

    HTML = "html"
    HTML_LINES = "html-lines"
    """HTML in which a line's end is one, as WordPress keeps it."""
    MARKDOWN = "markdown"


class Maker(StrEnum):
    """Who made a decision there, as far as the file tells."""

    STAFF = "staff"
    PROGRAM = "program"
    AUTHOR = "author"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Label:
    """What the other system's people or programs decided of a comment."""

    status: Status
    word: str
    """In the words of its format, such as `isSpam`; at most 60 characters."""
    maker: Maker = Maker.UNKNOWN
    name: str = ""
    """Of whoever decided, if told."""
    made_at: datetime | None = None
    author: str = ""
    """The id of whoever decided, where the file tells of them by it."""


@dataclass(frozen=True, slots=True)
class ArticleRecord:
    """What a thread is about."""

    ref: str
    """By which comments of the same file name it."""
    source_id: str
    """By which another file of the same system names it."""
    address: str = ""
    cms_id: str = ""
    """The publisher's own id, if the file has it."""
    title: str = ""
    published_at: datetime | None = None
    closed: bool = False


@dataclass(frozen=True, slots=True)
class AuthorRecord:
    """Somebody whom comments name by an id."""

    source_id: str
    name: str
    email: str = ""


class CommentRecord(NamedTuple):
    """A comment, its place and what became of it; made a million times."""

    source_id: str
    article: str
    """The article's `ref`."""
    parent: str | None
    author: str
    """The author's id; empty where only a name is told."""
    name: str
    email: str
    text: str
    markup: Markup
    created_at: datetime
    status: Status = Status.APPROVED
    edited_at: datetime | None = None
    labels: tuple[Label, ...] = ()
    line: int = 0
    """Where it stands in the file; 0 where a file has no lines."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A record that cannot be taken; the rest of the file goes on."""

    line: int
    what: str
    """One sentence, which quotes nothing that a reader wrote."""
    code: str = "bad-record"


@dataclass(frozen=True, slots=True)
class LabelRecord:
    """A decision that a file keeps apart from the comment that it is about."""

    comment: str
    """The comment's `source_id`."""
    label: Label


Record = ArticleRecord | AuthorRecord | CommentRecord | LabelRecord | Problem


@dataclass(slots=True)
class Aside:
    """What a reader of a format saw and left aside, counted by its name."""

    fields: Counter[str] = field(default_factory=Counter)

    def leave(self, name: str, count: int = 1) -> None:
        """Counts a field, vote or kind of record for which there is no place here."""
        if count and (name in self.fields or len(self.fields) < 200):
            self.fields[name[:60]] += count
