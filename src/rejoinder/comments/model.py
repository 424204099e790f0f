"""What a comment is, in each of the shapes in which it travels."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple


class State(StrEnum):
    """Where a comment stands. Only published ones are anywhere visible to others."""

    PUBLISHED = "published"
    HELD = "held"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Sort(StrEnum):
    """The orders in which a thread can be read. Replies always stand oldest first."""

    NEWEST = "newest"
    OLDEST = "oldest"
    MOST_REPLIED = "most-replied"
    PICKS = "picks"
    """Conversations with a pick of the newsroom's first, then the newest."""


class Badge(StrEnum):
    """What stands beside the name of one of the paper's own people, and nobody can type."""

    STAFF = "staff"
    AUTHOR = "author"
    """Of the article on which the comment was written."""
    SUBSCRIBER = "subscriber"
    """Where the policy shows it: of a reader who subscribed when they wrote."""


@dataclass(frozen=True, slots=True)
class Author:
    """Whose words they are, as far as the thread may know."""

    reader_id: int
    name: str
    email: str
    badge: Badge | None = None


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment as it is stored."""

    id: int
    site_id: int
    article_id: int
    parent_id: int | None
    author: Author
    revision: int
    source: str
    html: str
    state: State
    created_at: datetime
    held_at: datetime | None
    edited_at: datetime | None
    status_token: str
    withdrawn_at: datetime | None = None
    pinned_at: datetime | None = None
    """Since when it stands first in its thread."""
    picked_at: datetime | None = None
    """Since when it is one of the newsroom's picks."""


@dataclass(frozen=True, slots=True)
class NewComment:
    """A comment about to be stored with the state that the policy gave it."""

    site_id: int
    article_id: int
    parent_id: int | None
    author: Author
    source: str
    state: State
    submission_key: str | None
    sender_key: str | None = None
    """Who sent it, as far as they cannot choose; None for what nobody sent."""
    html: str = ""
    """What `source` renders to; empty where it is yet to be rendered."""
    fingerprint: str = ""
    """That of `source`; empty where it is yet to be taken."""


class ImportedTexts(NamedTuple):
    """Comments that were written elsewhere, about to be stored: of each column all that is in it.

    An import has a million of them; made one by one, they would take as long as storing them.
    """

    article_ids: Sequence[int]
    parent_ids: Sequence[int | None]
    parents_at: Mapping[int, int]
    """Of those whose parent is stored with them, the places of both."""
    author_ids: Sequence[int]
    author_names: Sequence[str]
    author_emails: Sequence[str]
    sources: Sequence[str]
    htmls: Sequence[str]
    """What `sources` render to."""
    fingerprints: Sequence[str]
    """Those of `sources`."""
    states: Sequence[State]
    created_at: Sequence[str]
    """As `moment_text` writes it."""
    edited_at: Sequence[str | None]


class FormerText(NamedTuple):
    """A text that a comment had, and since when."""

    source: str
    written_at: datetime
    number: int
    """Its place among them; the first is 1."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """As much of a comment as its place in the thread needs."""

    id: int
    parent_id: int | None
    state: State
    created_at: datetime
    revision: int = 1
    pinned: bool = False
    picked: bool = False

    @property
    def is_pick(self) -> bool:
        """Whether readers see it as a pick."""
        return self.picked and self.state is State.PUBLISHED


@dataclass(frozen=True, slots=True)
class Placed:
    """A leaf with its place: how deep, and how many visible replies hang on it directly."""

    leaf: Leaf
    depth: int
    replies: int


@dataclass(frozen=True, slots=True)
class ShownComment:
    """A comment as everybody may see it. Withdrawn and removed ones keep a place, not words."""

    id: int
    parent_id: int | None
    parent_author: str | None
    author: str | None
    badge: Badge | None
    html: str
    state: State
    created_at: datetime
    edited_at: datetime | None
    depth: int
    replies: int
    pinned: bool = False
    """Whether the newsroom put it first."""
    picked: bool = False
    """Whether it is one of the newsroom's picks."""


@dataclass(frozen=True, slots=True)
class RecentComment:
    """A published comment outside its thread, with what tells its place there."""

    id: int
    article_id: int
    parent_id: int | None
    parent_author: str | None
    """None for a comment on the article, and where the one that it answers is not published."""
    author: str
    badge: Badge | None
    html: str
    created_at: datetime
    edited_at: datetime | None
    replies: int
    """Published ones that answer it directly."""
    picked: bool
    """Whether it is one of the newsroom's picks."""


@dataclass(frozen=True, slots=True)
class ThreadPage:
    """A stretch of a thread in reading order."""

    comments: tuple[ShownComment, ...]
    next_cursor: str | None
    count: int
    """How many comments of the whole thread are published."""
    version: int
    picks: int = 0
    """How many of them are picks."""
