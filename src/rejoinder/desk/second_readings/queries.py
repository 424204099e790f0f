"""What is to be read a second time, by whom it may be, and where two readings differ."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Row, Select, exists, false, func, select

from rejoinder.articles.tables import articles
from rejoinder.comments.model import State
from rejoinder.comments.tables import comments
from rejoinder.desk.filters import sections_of
from rejoinder.moderation.model import Finding, Outcome
from rejoinder.moderation.staff_reasons import HOUSE
from rejoinder.moderation.tables import decisions, second_readings
from rejoinder.sites.model import StaffMember
from rejoinder.sites.roles import Act, may
from rejoinder.sites.tables import staff

# What a second reader may say: a hold leaves it to somebody else.
ANSWERS: Final = (Outcome.PUBLISH, Outcome.DECLINE)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A decision that was drawn, as far as whoever reads it again may know."""

    id: int
    comment_id: int
    decision_id: int
    first_id: int
    """Who of the staff decided first."""
    second_id: int | None
    section: str
    revision: int
    read: bool
    settled: bool


@dataclass(frozen=True, slots=True)
class Said:
    """What one of two people made of a comment."""

    name: str
    outcome: str
    reason: str
    title: str
    """Of a reason of the house's own, its name of that day; else empty."""
    note: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Difference:
    """Two people who would not decide alike."""

    id: int
    comment_id: int
    decision_id: int
    author: str
    source: str
    rule: str
    section: str
    first: Said
    second: Said


def next_to_read(connection: Connection, member: StaffMember) -> Drawn | None:
    """What somebody may read again: nothing of their own, nothing in others' sections, nothing
    that went on since. The oldest; None where nothing waits for them."""
    asked = _open_to(connection, member).order_by(second_readings.c.id).limit(1)
    row = connection.execute(asked).first()
    return None if row is None else _drawn_from(row)


def number_to_read(connection: Connection, member: StaffMember) -> int:
    """How many of them wait for somebody in all."""
    return _number_of(connection, _open_to(connection, member))


def is_open_to(connection: Connection, member: StaffMember, reading_id: int) -> bool:
    """Whether somebody may read this one again, however many wait before it."""
    asked = _open_to(connection, member).where(second_readings.c.id == reading_id)
    return connection.execute(asked).first() is not None


def _open_to(connection: Connection, member: StaffMember) -> Select[Any]:
    asked = _drawn(member.site_id).where(
        second_readings.c.read_at.is_(None),
        decisions.c.staff_id != member.id,
        comments.c.state != State.WITHDRAWN,
        comments.c.revision == decisions.c.revision,
        ~_went_on(),
    )
    if not may(member, Act.DECIDE):
        return asked.where(false())
    # The database knows no capitals but those of its own locale: we say how articles spell them.
    sections = sections_of(connection, member.site_id, member)
    return asked if sections is None else asked.where(articles.c.section.in_(sections))


def _number_of(connection: Connection, asked: Select[Any]) -> int:
    counted = asked.with_only_columns(func.count(), maintain_column_froms=True)
    return connection.execute(counted).scalar_one()


def drawn_by_id(connection: Connection, site_id: int, reading_id: int) -> Drawn | None:
    """One of them; None where the site has none of that number."""
    query = _drawn(site_id).where(second_readings.c.id == reading_id)
    row = connection.execute(query).first()
    return None if row is None else _drawn_from(row)


def differences(
    connection: Connection, site_id: int, *, limit: int, after: int | None = None
) -> list[Difference]:
    """Where the two differ and an editor can settle it, the oldest first; what went on since is
    past settling. Where `after` is given, those behind the one of that number."""
    asked = _differing(site_id).order_by(second_readings.c.id).limit(limit)
    if after is not None:
        asked = asked.where(second_readings.c.id > after)
    return [_difference(row) for row in connection.execute(asked)]


def number_of_differences(connection: Connection, site_id: int) -> int:
    """How many there are of them in all."""
    return _number_of(connection, _differing(site_id))


def _differing(site_id: int) -> Select[Any]:
    first, second = staff.alias("first"), staff.alias("second")
    return (
        select(
            second_readings,
            comments.c.author_name,
            comments.c.source,
            articles.c.section,
            decisions.c.outcome.label("first_outcome"),
            decisions.c.rule.label("first_reason"),
            decisions.c.findings.label("first_findings"),
            decisions.c.note.label("first_note"),
            decisions.c.made_at.label("first_at"),
            first.c.name.label("first_name"),
            second.c.name.label("second_name"),
        )
        .join(decisions, decisions.c.id == second_readings.c.decision_id)
        .join(comments, comments.c.id == second_readings.c.comment_id)
        .join(articles, articles.c.id == comments.c.article_id)
        .join(first, first.c.id == decisions.c.staff_id)
        .join(second, second.c.id == second_readings.c.staff_id)
        .where(
            second_readings.c.site_id == site_id,
            second_readings.c.read_at.is_not(None),
            second_readings.c.settled_by_id.is_(None),
            second_readings.c.outcome != decisions.c.outcome,
            comments.c.state != State.WITHDRAWN,
            ~_went_on(),
        )
    )


def _drawn(site_id: int) -> Select[Any]:
    return (
        select(
            second_readings,
            decisions.c.staff_id.label("first_id"),
            articles.c.section,
            decisions.c.revision,
        )
        .join(decisions, decisions.c.id == second_readings.c.decision_id)
        .join(comments, comments.c.id == second_readings.c.comment_id)
        .join(articles, articles.c.id == comments.c.article_id)
        .where(second_readings.c.site_id == site_id)
    )


def _went_on() -> Any:
    """Whether something was decided of the comment since."""
    later = decisions.alias("later")
    return exists().where(
        later.c.comment_id == second_readings.c.comment_id,
        later.c.id > second_readings.c.decision_id,
    )


def _drawn_from(row: Row[Any]) -> Drawn:
    return Drawn(
        id=row.id,
        comment_id=row.comment_id,
        decision_id=row.decision_id,
        first_id=row.first_id,
        second_id=row.staff_id,
        section=row.section,
        revision=row.revision,
        read=row.read_at is not None,
        settled=row.settled_by_id is not None,
    )


def _difference(row: Row[Any]) -> Difference:
    return Difference(
        id=row.id,
        comment_id=row.comment_id,
        decision_id=row.decision_id,
        author=row.author_name,
        source=row.source,
        rule=row.rule,
        section=row.section,
        first=Said(
            name=row.first_name,
            outcome=row.first_outcome,
            reason=row.first_reason,
            title=_house_title(row),
            note=row.first_note,
            at=row.first_at,
        ),
        second=Said(
            name=row.second_name,
            outcome=row.outcome,
            reason=row.reason or "",
            title=row.reason_title or "",
            note=row.note or "",
            at=row.read_at,
        ),
    )


def _house_title(row: Row[Any]) -> str:
    if row.first_reason != HOUSE:
        return ""
    found = (Finding.from_dict(each) for each in row.first_findings)
    return next((str(each.facts["title"]) for each in found if each.rule == HOUSE), "")
