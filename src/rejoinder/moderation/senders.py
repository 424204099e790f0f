"""What a sender sent before, and what became of the place that they write to, as of now.

Asked before the judge is, and once more where the comment is written: between the two others were.
"""

from dataclasses import dataclass, fields
from datetime import datetime
from operator import attrgetter
from typing import Any

from sqlalchemy import Connection, and_, bindparam, or_, select

from rejoinder.articles.tables import articles
from rejoinder.comments.model import State
from rejoinder.comments.tables import comments
from rejoinder.errors import N_, NotFound
from rejoinder.moderation.model import Earlier
from rejoinder.storage import Prepared

# As many as the policy can let through; more are a flood whatever they say.
EARLIER_LIMIT = 100


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends, as far as limits go: never the address that they type."""

    site_id: int
    key: str
    """What they cannot choose; see `web/pseudonyms.sender_key`."""
    reader_id: int | None = None
    """Who they are, guest or not, where we know them."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which of the sender's comments matter to a new text."""

    since: datetime
    """Older ones do not."""
    fingerprint: str
    """Those with this one, and"""
    all_since: datetime
    """all since then."""
    but: int | None = None
    """Not this one: it is the one that gets a new text."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A comment that the sender sent before."""

    id: int
    author_id: int
    author_name: str
    article_id: int
    parent_id: int | None
    source: str
    fingerprint: str
    state: State
    submission_key: str | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class PlaceNow:
    """An article, perhaps the comment that is answered, and what the sender sent before."""

    thread_closed: bool
    parent_state: State | None
    """None where nothing is answered."""
    sent: tuple[Sent, ...]
    """Newest first."""

    @property
    def earlier(self) -> tuple[Earlier, ...]:
        """The same as far as the policy may know it."""
        return tuple(Earlier(each.fingerprint, each.created_at) for each in self.sent)


_parents = comments.alias("parents")
_SENT = tuple(each.name for each in fields(Sent))
_values = attrgetter(*_SENT)
# Built once: every post asks it twice. One row at least where the article is there.
_PLACE_NOW = Prepared(
    select(
        articles.c.closed_at,
        articles.c.unpublished_at,
        _parents.c.state.label("parent_state"),
        *(comments.c[name] for name in _SENT),
    )
    .select_from(articles)
    .outerjoin(_parents, _parents.c.id == bindparam("parent_id"))
    .outerjoin(
        comments,
        and_(
            comments.c.site_id == bindparam("site_id"),
            or_(
                comments.c.sender_key == bindparam("sender_key"),
                comments.c.author_id == bindparam("reader_id"),
            ),
            comments.c.created_at > bindparam("since"),
            or_(
                comments.c.created_at > bindparam("all_since"),
                comments.c.fingerprint == bindparam("fingerprint"),
            ),
            comments.c.id != bindparam("but"),
        ),
    )
    .where(articles.c.id == bindparam("article_id"))
    .order_by(comments.c.created_at.desc(), comments.c.id.desc())
    .limit(EARLIER_LIMIT)
)


def place_now(
    connection: Connection,
    sender: Sender,
    wanted: Wanted,
    *,
    article_id: int,
    parent_id: int | None,
) -> PlaceNow:
    """What stands about them in the store.

    Raises:
        NotFound: the article was forgotten, or became another, since it was read.
    """
    rows = _PLACE_NOW.all(
        connection,
        {
            "article_id": article_id,
            "parent_id": parent_id or 0,
            "site_id": sender.site_id,
            "sender_key": sender.key,
            "reader_id": sender.reader_id or 0,
            "since": wanted.since,
            "all_since": wanted.all_since,
            "fingerprint": wanted.fingerprint,
            "but": wanted.but or 0,
        },
    )
    if not rows:
        raise NotFound(N_("There is no such article."), code="no-such-article")
    return PlaceNow(
        thread_closed=rows[0].closed_at is not None or rows[0].unpublished_at is not None,
        parent_state=None if rows[0].parent_state is None else State(rows[0].parent_state),
        sent=tuple(_sent(row) for row in rows if row.id is not None),
    )


def _sent(row: Any) -> Sent:
    told = dict(zip(_SENT, _values(row), strict=True))
    return Sent(**{**told, "state": State(row.state)})
