"""When each comment came to wait for a person, and when it no longer did, read from the store."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, Table, or_, select

from rejoinder.comments.model import State
from rejoinder.comments.tables import comments
from rejoinder.desk.numbers.conditions import HOLD_ENDED_BY
from rejoinder.desk.numbers.model import Period
from rejoinder.desk.numbers.queue_length import Stay
from rejoinder.moderation.model import Outcome
from rejoinder.moderation.tables import appeals, decisions, reports, staff_notes


def stays_of(connection: Connection, site_id: int, period: Period) -> Iterator[Stay]:
    """All that reach into the period; of one comment they may overlap.

    Held by whomever, reported, appealed against or passed on to an editor: what `waiting_comments`
    finds, at any moment.
    """
    for query in (
        _held(site_id, period),
        _complained(reports, site_id, period),
        _complained(appeals, site_id, period),
        _passed_on(site_id, period),
    ):
        for comment_id, since, *ends in connection.execute(query):
            until = _first(*ends)
            if until is None or until >= period.start:
                yield Stay(comment_id, since, until)


def _held(site_id: int, period: Period) -> Select[Any]:
    answer, newer = decisions.alias("answer"), decisions.alias("newer")
    # Whatever else was held before the period is answered and gone: it need not be looked at.
    moved = select(newer.c.comment_id).where(
        newer.c.site_id == site_id, newer.c.made_at >= period.start
    )
    still = select(comments.c.id).where(
        comments.c.site_id == site_id, comments.c.state.in_([State.HELD, State.WITHDRAWN])
    )
    return (
        select(
            *(decisions.c.comment_id, decisions.c.made_at),
            *(answer.c.made_at.label("answered_at"), comments.c.withdrawn_at),
        )
        .join(comments, comments.c.id == decisions.c.comment_id)
        .outerjoin(answer, answer.c.id == HOLD_ENDED_BY)
        .where(
            decisions.c.site_id == site_id,
            decisions.c.made_at < period.end,
            decisions.c.outcome == Outcome.HOLD,
            or_(decisions.c.comment_id.in_(moved), decisions.c.comment_id.in_(still)),
        )
    )


def _complained(table: Table, site_id: int, period: Period) -> Select[Any]:
    answer = decisions.alias("answer")
    return (
        select(
            *(table.c.comment_id, table.c.made_at),
            *(answer.c.made_at.label("answered_at"), comments.c.withdrawn_at),
        )
        .join(comments, comments.c.id == table.c.comment_id)
        .outerjoin(answer, answer.c.id == table.c.answered_by_id)
        .where(
            table.c.site_id == site_id,
            table.c.made_at < period.end,
            or_(table.c.answered_by_id.is_(None), answer.c.made_at >= period.start),
        )
    )


def _passed_on(site_id: int, period: Period) -> Select[Any]:
    """What is given back waits on, for whoever asked."""
    asked = _complained(staff_notes, site_id, period).where(staff_notes.c.passed_on)
    return asked.add_columns(staff_notes.c.taken_back_at)


def _first(*moments: datetime | None) -> datetime | None:
    return min((each for each in moments if each is not None), default=None)
