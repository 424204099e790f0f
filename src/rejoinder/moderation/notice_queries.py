"""Notices of what is against the law, and what became of each."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple, Self

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, case, func, or_, select

from rejoinder.errors import N_, NotFound
from rejoinder.moderation.model import Outcome
from rejoinder.moderation.notice_kinds import NOTICE_KINDS
from rejoinder.moderation.report_reasons import DANGER
from rejoinder.moderation.statements import Kind, Source
from rejoinder.moderation.tables import decisions, notice_suspensions, notices, reports

# How many of the last notices in an address's name tell whether theirs are often unfounded.
WEIGHED: Final = 100
# Article 23(2): who often gives notices that are manifestly unfounded. What is often, people say.
OFTEN: Final = 3
# Where life is in danger first, then trusted flaggers', and the oldest of each.
_URGENCY: Final = (
    case((reports.c.reason == DANGER, 0), else_=1),
    case((notices.c.trusted, 0), else_=1),
    notices.c.made_at,
    notices.c.id,
)


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice, and how it stands with it."""

    id: int
    site_id: int
    comment_id: int
    kind: str
    explanation: str
    name: str
    email: str
    trusted: bool
    danger: bool
    token: str
    made_at: datetime
    decision_id: int | None
    """What answered it last; None while it waits."""
    answered_at: datetime | None
    acted: bool
    """Whether the answer took the comment from its readers."""
    asked_again: bool


@dataclass(frozen=True, slots=True)
class Unanswered:
    """What open complaints say of a comment."""

    source: Source
    kind: Kind | None = None
    """What a notice calls it."""


class NotifierRecord(NamedTuple):
    """What a person found in the last notices in an address's name."""

    answered: int = 0
    unfounded: int = 0
    """How many of those answered found nothing to act on."""

    @property
    def often_unfounded(self) -> bool:
        """Whether so many of them found nothing that it is often."""
        return OFTEN <= self.unfounded > self.answered / 2


@dataclass(frozen=True, slots=True)
class Suspension:
    """That no notices are taken from an address for a time."""

    id: int
    site_id: int
    email: str
    reason: str
    made_by: str
    made_at: datetime
    until: datetime
    lifted: bool
    """Whether somebody ended it before."""

    @classmethod
    def of(cls, row: Row[Any]) -> Self:
        """A stored row."""
        lifted = row.lifted_at is not None
        kept = row.made_by, row.made_at, row.until
        return cls(row.id, row.site_id, row.email, row.reason, *kept, lifted)

    def in_force(self, now: datetime) -> bool:
        """Whether it counts at this moment."""
        return not self.lifted and now < self.until


def notice_by_id(connection: Connection, notice_id: int) -> Notice:
    """The notice with this number, which somebody already looked up."""
    return _notice(connection.execute(_query().where(notices.c.id == notice_id)).one())


def notice_by_token(connection: Connection, site_id: int, token: str) -> Notice:
    """The notice whose giver has this link.

    Raises:
        NotFound: nobody's.
    """
    row = connection.execute(
        _query().where(notices.c.token == token, notices.c.site_id == site_id)
    ).first()
    if row is None:
        raise NotFound(N_("There is no such notice."), code="unknown-notice")
    return _notice(row)


def waiting_notices(
    connection: Connection, site_id: int, *, limit: int, after: int | None = None
) -> Sequence[Notice]:
    """Those that wait, the most urgent first.

    `after` leaves out the notice with this number, which may be answered by now, and all that go
    before it.
    """
    asked = _query().where(notices.c.site_id == site_id, decisions.c.id.is_(None))
    if after is not None:
        last = connection.execute(
            select(*_URGENCY)
            .join_from(notices, reports, reports.c.id == notices.c.report_id)
            .where(notices.c.id == after, notices.c.site_id == site_id)
        ).first()
        if last is None:
            return []
        asked = asked.where(_follows(_URGENCY, last))
    rows = connection.execute(asked.order_by(*_URGENCY).limit(limit))
    return [_notice(row) for row in rows]


def answered_notices(
    connection: Connection, site_id: int, *, limit: int, before: int | None = None
) -> Sequence[Notice]:
    """Those that were answered, the newest first.

    `before` leaves out the notice with this number and all that are newer.
    """
    asked = _query().where(notices.c.site_id == site_id, decisions.c.id.is_not(None))
    if before is not None:
        asked = asked.where(notices.c.id < before)
    rows = connection.execute(asked.order_by(notices.c.id.desc()).limit(limit))
    return [_notice(row) for row in rows]


def count_notices(connection: Connection, site_id: int) -> tuple[int, int]:
    """How many of a site's notices wait, and how many were answered."""
    found = _query().where(notices.c.site_id == site_id).subquery()
    counts = select(func.count(), func.count(found.c.decision_id)).select_from(found)
    every, answered = connection.execute(counts).one()
    return every - answered, answered


def notifier_records(
    connection: Connection, site_id: int, emails: Collection[str], *, proved: bool = False
) -> Mapping[str, NotifierRecord]:
    """By address: what was found in the last notices in its name.

    With `proved`, only in those of whoever proved that the address is theirs.
    """
    named = _query().where(notices.c.site_id == site_id, notices.c.email.in_(list(emails)))
    newest = func.row_number().over(partition_by=notices.c.email, order_by=notices.c.id.desc())
    wanted = named.where(notices.c.proved) if proved else named
    last = wanted.add_columns(newest.label("place")).subquery()
    unfounded = case((last.c.outcome != Outcome.DECLINE, 1))
    rows = connection.execute(
        select(last.c.email, func.count(last.c.decision_id), func.count(unfounded))
        .where(last.c.place <= WEIGHED)
        .group_by(last.c.email)
    )
    found = {email: NotifierRecord(answered, nothing) for email, answered, nothing in rows}
    return {email: found.get(email, NotifierRecord()) for email in emails}


def suspension_of(
    connection: Connection, site_id: int, email: str, *, now: datetime
) -> Suspension | None:
    """Why no notices are taken from an address now; None where they are."""
    row = connection.execute(
        _suspensions(site_id, now).where(notice_suspensions.c.email == email).limit(1)
    ).first()
    return None if row is None else Suspension.of(row)


def suspension_by_id(connection: Connection, suspension_id: int) -> Suspension:
    """One that somebody already looked up, in force or not."""
    wanted = notice_suspensions.c.id == suspension_id
    return Suspension.of(connection.execute(select(notice_suspensions).where(wanted)).one())


def suspensions(connection: Connection, site_id: int, *, now: datetime) -> Sequence[Suspension]:
    """All that are in force, those that end first before the others."""
    ordered = (notice_suspensions.c.until, notice_suspensions.c.id)
    rows = connection.execute(_suspensions(site_id, now).order_by(*ordered))
    return [Suspension.of(row) for row in rows]


def answered_by(connection: Connection, decision_id: int) -> Sequence[Notice]:
    """The notices that a decision answers."""
    return [
        _notice(row) for row in connection.execute(_query().where(decisions.c.id == decision_id))
    ]


def unanswered(connection: Connection, comment_id: int) -> Unanswered:
    """Who told of a comment and has not been answered: a notice goes before a report."""
    rows = connection.execute(
        select(notices.c.kind, notices.c.trusted)
        .select_from(reports)
        .outerjoin(
            notices, or_(notices.c.report_id == reports.c.id, notices.c.again_id == reports.c.id)
        )
        .where(reports.c.comment_id == comment_id, reports.c.answered_by_id.is_(None))
        .order_by(notices.c.trusted.desc(), reports.c.id)
    ).all()
    if not rows:
        return Unanswered(Source.OWN)
    given = [row for row in rows if row.kind is not None]
    if not given:
        return Unanswered(Source.REPORT)
    first = next((row for row in given if row.trusted), given[0])
    source = Source.TRUSTED_FLAGGER if first.trusted else Source.NOTICE
    kind = NOTICE_KINDS.get(first.kind)
    return Unanswered(source, None if kind is None else kind.kind)


def _suspensions(site_id: int, now: datetime) -> Select[Any]:
    return select(notice_suspensions).where(
        notice_suspensions.c.site_id == site_id,
        notice_suspensions.c.lifted_at.is_(None),
        notice_suspensions.c.until > now,
    )


def _follows(order: Sequence[ColumnElement[Any]], row: Sequence[Any]) -> ColumnElement[bool]:
    """Whether something comes behind a row, in an order of which these are the row's values."""
    later: ColumnElement[bool] = order[0] > row[0]
    if len(order) == 1:
        return later
    return or_(later, and_(order[0] == row[0], _follows(order[1:], row[1:])))


def _query() -> Select[Any]:
    again = reports.alias("again")
    return (
        select(
            notices,
            reports.c.reason,
            decisions.c.id.label("decision_id"),
            decisions.c.made_at.label("answered_at"),
            decisions.c.outcome,
        )
        .join(reports, reports.c.id == notices.c.report_id)
        .outerjoin(again, again.c.id == notices.c.again_id)
        .outerjoin(
            decisions,
            # While what was asked again waits, the first answer is none any more.
            decisions.c.id
            == case(
                (notices.c.again_id.is_(None), reports.c.answered_by_id),
                else_=again.c.answered_by_id,
            ),
        )
    )


def _notice(row: Row[Any]) -> Notice:
    return Notice(
        id=row.id,
        site_id=row.site_id,
        comment_id=row.comment_id,
        kind=row.kind,
        explanation=row.explanation,
        name=row.name,
        email=row.email,
        trusted=row.trusted,
        danger=row.reason == DANGER,
        token=row.token,
        made_at=row.made_at,
        decision_id=row.decision_id,
        answered_at=row.answered_at,
        acted=row.outcome == Outcome.DECLINE,
        asked_again=row.again_id is not None,
    )
