"""How the authors of several comments of one site have fared, in four statements."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, func, select

from rejoinder.comments.model import Comment, State
from rejoinder.comments.tables import comments as comment_rows
from rejoinder.moderation.model import Record
from rejoinder.moderation.queries import RECORD_DAYS, standing_from
from rejoinder.moderation.setting import Policy
from rejoinder.moderation.tables import warnings
from rejoinder.readers.model import GivenStanding, Standing
from rejoinder.readers.queries import given_from
from rejoinder.readers.tables import readers, standings

_FIELD = {State.PUBLISHED: "published", State.DECLINED: "declined", State.HELD: "held"}


# Article 23(1) of the Digital Services Act: who often sends what is plainly against the rules is
# warned, then suspended for a time. What is often, people say; from here on it is pointed out.
OFTEN_DECLINED: Final = 3


@dataclass(frozen=True, slots=True)
class AuthorRecord:
    """Whoever wrote a comment, as the site knows them."""

    verified: bool
    """Whether the address is proved; a guest's is only what they typed."""
    record: Record
    """Of their other comments on this site in the last RECORD_DAYS days."""
    standing: Standing
    given: GivenStanding | None = None
    """What staff last said of them, where it has not ended; by whom, why and until when."""

    warned: int = 0
    """How often they were warned in the same days."""

    @property
    def often_declined(self) -> bool:
        """Whether the desk should point out that they may be warned, and suspended after that."""
        return self.record.declined >= OFTEN_DECLINED


def authors_of(
    connection: Connection, policy: Policy, comments: Sequence[Comment], *, now: datetime
) -> dict[int, AuthorRecord]:
    """What is known of each comment's author, by the comments' numbers.

    The comments are all of the site whose policy this is.
    """
    if not comments:
        return {}
    since = now - timedelta(days=RECORD_DAYS)
    ids = {comment.author.reader_id for comment in comments}
    verified = _verified(connection, ids)
    records = _records(connection, ids, since=since)
    warned = _warned(connection, ids, since=since)
    emails = {comment.author.email for comment in comments}
    given = _given(connection, comments[0].site_id, emails, now=now)
    authors = {}
    for comment in comments:
        record = _without(records[comment.author.reader_id], comment, since=since)
        proved = comment.author.reader_id in verified
        author = _author(policy, given.get((comment.author.email, proved)), record, proved)
        authors[comment.id] = replace(author, warned=warned.get(comment.author.reader_id, 0))
    return authors


def _author(
    policy: Policy, given: GivenStanding | None, record: Record, verified: bool
) -> AuthorRecord:
    by_staff = None if given is None else given.standing
    standing = standing_from(policy, by_staff, verified=verified, record=record)
    return AuthorRecord(verified=verified, record=record, standing=standing, given=given)


def _verified(connection: Connection, ids: Iterable[int]) -> set[int]:
    rows = connection.execute(
        select(readers.c.id).where(readers.c.id.in_(list(ids)), readers.c.verified_at.is_not(None))
    )
    return {int(row.id) for row in rows}


def _records(connection: Connection, ids: Iterable[int], *, since: datetime) -> dict[int, Record]:
    counts = (
        select(comment_rows.c.author_id, comment_rows.c.state, func.count().label("size"))
        .where(comment_rows.c.author_id.in_(list(ids)), comment_rows.c.created_at > since)
        .group_by(comment_rows.c.author_id, comment_rows.c.state)
    )
    records: dict[int, Record] = defaultdict(Record)
    for row in connection.execute(counts):
        field = _FIELD.get(State(row.state))
        if field is not None:
            records[row.author_id] = replace(records[row.author_id], **{field: int(row.size)})
    return records


def _warned(connection: Connection, ids: Iterable[int], *, since: datetime) -> dict[int, int]:
    rows = connection.execute(
        select(warnings.c.reader_id, func.count().label("size"))
        .where(
            warnings.c.reader_id.in_(list(ids)),
            warnings.c.taken_back_at.is_(None),
            warnings.c.made_at > since,
        )
        .group_by(warnings.c.reader_id)
    )
    return {row.reader_id: int(row.size) for row in rows}


def _without(record: Record, comment: Comment, *, since: datetime) -> Record:
    """The record without this comment, which is no evidence about itself."""
    field = _FIELD.get(comment.state)
    if field is None or comment.created_at <= since:
        return record
    return replace(record, **{field: max(getattr(record, field) - 1, 0)})


def _given(
    connection: Connection, site_id: int, emails: Iterable[str], *, now: datetime
) -> dict[tuple[str, bool], GivenStanding]:
    """What staff last said, by address and by whether only proved ones are asked."""
    given_standings = (
        select(standings)
        .where(
            standings.c.site_id == site_id,
            standings.c.email.in_(list(emails)),
            standings.c.until.is_(None) | (standings.c.until > now),
        )
        .order_by(standings.c.id)
    )
    given: dict[tuple[str, bool], GivenStanding] = {}
    for row in connection.execute(given_standings):
        given[row.email, False] = given_from(row)
        if row.proved:
            given[row.email, True] = given_from(row)
    return given
