"""Statements of reasons as they were written down, and what became of appeals."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

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
from rejoinder.readers.tables import standings


@dataclass(frozen=True, slots=True)
class AnsweredAppeal:
    """What an author asked, and a decision answered."""

    same_person: bool
    """Whether who decided first answered too, since nobody else works there."""


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


def answered_appeal(connection: Connection, decision_id: int) -> AnsweredAppeal | None:
    """The appeal that a decision answered, if its author had made one."""
    answer = decisions.alias("answer")
    row = connection.execute(
        select(decisions.c.staff_id.label("first"), answer.c.staff_id.label("second"))
        .join(appeals, appeals.c.decision_id == decisions.c.id)
        .join(answer, answer.c.id == appeals.c.answered_by_id)
        .where(appeals.c.answered_by_id == decision_id)
        .limit(1)
    ).first()
    if row is None:
        return None
    return AnsweredAppeal(same_person=row.first is not None and row.first == row.second)


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
