"""Statements of reasons as they were written down, and what became of appeals."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, func, select, union_all

from rejoinder.comments.model import Comment, State
from rejoinder.comments.tables import comments
from rejoinder.moderation.model import Decision
from rejoinder.moderation.queries import decision_from
from rejoinder.moderation.rules import FOR_A_PERSON
from rejoinder.moderation.statements import (
    Automation,
    Category,
    Ground,
    Keyword,
    Restriction,
    Source,
    Statement,
)
from rejoinder.moderation.tables import appeals, decisions, statements
from rejoinder.readers.model import GivenStanding, Reader, Standing
from rejoinder.readers.tables import readers, standings


@dataclass(frozen=True, slots=True)
class AnsweredAppeal:
    """What an author asked, and a decision answered."""

    same_person: bool
    """Whether who decided first answered too, since nobody else works there."""
    ban_lifted: bool
    """Whether its author was banned when they asked, and is not since."""


@dataclass(frozen=True, slots=True)
class StoredStatement:
    """A statement with its number, and what it is about."""

    id: int
    puid: str
    statement: Statement
    decision_id: int | None
    """Which decision about a comment it gives the reasons of; None of a ban."""
    comment_id: int | None
    policy_version: str
    content_date: datetime
    made_at: datetime
    in_force: bool
    """Whether what it tells of still holds."""


def statements_of_site(
    connection: Connection,
    site_id: int,
    *,
    after: int,
    limit: int,
    now: datetime,
    for_moderators: bool,
) -> list[StoredStatement]:
    """A site's statements behind the one with this number, oldest first.

    Who may be about to harm themselves only those learn who moderate.
    """
    wanted = [statements.c.site_id == site_id, statements.c.id > after]
    if not for_moderators:
        wanted.append(statements.c.rule.not_in(FOR_A_PERSON))
    rows = connection.execute(
        _with_what_came_of_it().where(*wanted).order_by(statements.c.id).limit(limit)
    )
    return [_stored(row, now=now) for row in rows]


def statements_of_reader(
    connection: Connection, reader: Reader, *, before: int | None, limit: int, now: datetime
) -> list[StoredStatement]:
    """The statements of restrictions on what a reader wrote, and of bans of theirs, newest first.

    Bans only of an address that is proved: who typed it may be somebody else. Whoever may harm
    themselves is told where help is, and of no doubt about what they wrote.
    """
    about = [_of_comments().where(comments.c.author_id == reader.id)]
    if reader.verified:
        about.append(_of_bans(reader.site_id, reader.email, standings.c.proved))
    return _newest_first(connection, about, before=before, limit=limit, now=now)


def statements_of_comment(
    connection: Connection,
    comment: Comment,
    ban: GivenStanding | None,
    *,
    before: int | None,
    limit: int,
    now: datetime,
) -> list[StoredStatement]:
    """The statements of restrictions on one comment, and of this ban of its author, newest first.

    Who holds the comment's private link may not be whose address stands above it: of what that
    one was told otherwise they learn nothing.
    """
    about = [_of_comments().where(comments.c.id == comment.id)]
    if ban is not None:
        about.append(
            _of_bans(comment.site_id, comment.author.email, standings.c.made_at == ban.made_at)
        )
    return _newest_first(connection, about, before=before, limit=limit, now=now)


def statement_about(connection: Connection, decision_id: int) -> Statement | None:
    """The statement of a decision; None where it restricts nothing or is older than these."""
    row = connection.execute(
        select(statements).where(statements.c.decision_id == decision_id)
    ).first()
    return None if row is None else statement_from(row)


def statement_of_standing(
    connection: Connection, site_id: int, email: str, given_at: datetime
) -> Statement | None:
    """The statement of the ban that an address was given at a moment."""
    row = connection.execute(
        select(statements)
        .join(standings, standings.c.id == statements.c.standing_id)
        .where(
            standings.c.site_id == site_id,
            standings.c.email == email,
            standings.c.made_at == given_at,
        )
        .order_by(statements.c.id.desc())
        .limit(1)
    ).first()
    return None if row is None else statement_from(row)


def decisions_by_ids(connection: Connection, ids: Iterable[int]) -> dict[int, Decision]:
    """Decisions by their numbers."""
    rows = connection.execute(select(decisions).where(decisions.c.id.in_(list(ids))))
    return {row.id: decision_from(row) for row in rows}


def answered_appeal(connection: Connection, decision_id: int) -> AnsweredAppeal | None:
    """The appeal that a decision answered, if its author had made one."""
    answer = decisions.alias("answer")
    row = connection.execute(
        select(
            decisions.c.staff_id.label("first"),
            answer.c.staff_id.label("second"),
            answer.c.made_at.label("answered_at"),
            appeals.c.made_at.label("asked_at"),
            comments.c.site_id,
            comments.c.author_email,
            readers.c.verified_at.is_not(None).label("proved"),
        )
        .join(appeals, appeals.c.decision_id == decisions.c.id)
        .join(answer, answer.c.id == appeals.c.answered_by_id)
        .join(comments, comments.c.id == appeals.c.comment_id)
        .join(readers, readers.c.id == comments.c.author_id)
        .where(appeals.c.answered_by_id == decision_id)
        .limit(1)
    ).first()
    if row is None:
        return None
    return AnsweredAppeal(
        same_person=row.first is not None and row.first == row.second,
        ban_lifted=_ban_lifted(connection, row),
    )


def _ban_lifted(connection: Connection, asked: Any) -> bool:
    before = _newest_standing(connection, asked, asked.asked_at)
    if before is None or before.standing != Standing.BANNED:
        return False
    now = _newest_standing(connection, asked, asked.answered_at)
    ended = before.until is not None and before.until <= max(asked.asked_at, now.made_at)
    return bool(now.standing != Standing.BANNED and not ended)


def _newest_standing(connection: Connection, asked: Any, at: datetime) -> Any:
    """What counted last of all that was given by then; see `given_standings`."""
    counts = [
        standings.c.site_id == asked.site_id,
        standings.c.email == asked.author_email,
        standings.c.made_at <= at,
    ]
    if asked.proved:
        counts.append(standings.c.proved)
    newest = select(standings).where(*counts).order_by(standings.c.id.desc()).limit(1)
    return connection.execute(newest).first()


def statement_from(row: Row[Any]) -> Statement:
    """A stored row as a statement."""
    return Statement(
        restriction=Restriction(row.restriction),
        rule=row.rule,
        decision_ground=Ground(row.decision_ground),
        category=Category(row.category),
        category_specification=Keyword(row.category_specification),
        source_type=Source(row.source_type),
        automated_detection=row.automated_detection,
        automated_decision=Automation(row.automated_decision),
        decision_facts=row.decision_facts,
        content_language=row.content_language,
        end_at=row.end_at,
    )


def _of_comments() -> Select[Any]:
    """By the decisions: statements have no index by comment, and need none for anything else."""
    return (
        select(statements.c.id)
        .join(decisions, decisions.c.id == statements.c.decision_id)
        .join(comments, comments.c.id == decisions.c.comment_id)
    )


def _of_bans(site_id: int, email: str, which: ColumnElement[bool]) -> Select[Any]:
    return (
        select(statements.c.id)
        .join(standings, standings.c.id == statements.c.standing_id)
        .where(standings.c.site_id == site_id, standings.c.email == email, which)
    )


def _newest_first(
    connection: Connection,
    about: Iterable[Select[Any]],
    *,
    before: int | None,
    limit: int,
    now: datetime,
) -> list[StoredStatement]:
    query = _with_what_came_of_it().where(
        statements.c.id.in_(union_all(*about)), statements.c.rule.not_in(FOR_A_PERSON)
    )
    if before is not None:
        query = query.where(statements.c.id < before)
    rows = connection.execute(query.order_by(statements.c.id.desc()).limit(limit))
    return [_stored(row, now=now) for row in rows]


def _with_what_came_of_it() -> Select[Any]:
    latest = (
        select(func.max(decisions.c.id))
        .where(decisions.c.comment_id == statements.c.comment_id)
        .scalar_subquery()
    )
    given, later = standings.alias("given"), standings.alias("later")
    # What was given to a guest says nothing of the owner of the address, see `given_standings`.
    newest = (
        select(func.max(later.c.id))
        .where(
            later.c.site_id == given.c.site_id,
            later.c.email == given.c.email,
            later.c.proved | ~given.c.proved,
        )
        .scalar_subquery()
    )
    return (
        select(
            statements,
            comments.c.state,
            latest.label("latest_decision"),
            newest.label("newest_standing"),
        )
        .outerjoin(comments, comments.c.id == statements.c.comment_id)
        .outerjoin(given, given.c.id == statements.c.standing_id)
    )


def _stored(row: Row[Any], *, now: datetime) -> StoredStatement:
    if row.decision_id is None:
        in_force = row.newest_standing == row.standing_id and (
            row.end_at is None or row.end_at > now
        )
    else:
        shown = row.state not in {State.HELD, State.DECLINED}
        in_force = not shown and row.latest_decision == row.decision_id
    return StoredStatement(
        id=row.id,
        puid=row.puid,
        statement=statement_from(row),
        decision_id=row.decision_id,
        comment_id=row.comment_id,
        policy_version=row.policy_version,
        content_date=row.content_date,
        made_at=row.made_at,
        in_force=in_force,
    )
