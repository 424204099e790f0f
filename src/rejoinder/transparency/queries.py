"""What happened in a period, in numbers; and the statements that are to be sent."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from statistics import median
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, Select, Table, exists, func, select

from rejoinder.comments.tables import comments
from rejoinder.errors import Invalid
from rejoinder.moderation.model import Outcome
from rejoinder.moderation.policies_read import default_sources
from rejoinder.moderation.policy import read_policy_once
from rejoinder.moderation.policy.settings import DUTIES, Country, DutiesSettings
from rejoinder.moderation.queries import policy_of
from rejoinder.moderation.statement_queries import statement_from
from rejoinder.moderation.statements import (
    Automation,
    Category,
    Ground,
    Restriction,
    Source,
)
from rejoinder.moderation.tables import (
    appeals,
    decisions,
    notice_suspensions,
    notices,
    reports,
    statements,
)
from rejoinder.sites.model import Site
from rejoinder.sites.tables import policies
from rejoinder.transparency.model import Answered, Numbers, Period, Sort, WrittenStatement

# More would not move a median.
MEASURED: Final = 5_000
_COUNTED_BY = (
    statements.c.restriction,
    statements.c.decision_ground,
    statements.c.category,
    statements.c.source_type,
    statements.c.automated_decision,
    statements.c.automated_detection,
)


def numbers_of(connection: Connection, site_id: int, period: Period) -> Numbers:
    """All that is told of a period. What was undone again counts as what it was: a decision."""
    return Numbers(
        period=period,
        comments=_count(connection, comments, site_id, period, "created_at"),
        restrictions=_restrictions(connection, site_id, period),
        reports=_count(connection, reports, site_id, period, "made_at"),
        appeals=_appeals(connection, site_id, period),
        notices=_notices(connection, site_id, period),
        notice_kinds=_notice_kinds(connection, site_id, period),
        suspended_notifiers=_count(connection, notice_suspensions, site_id, period, "made_at"),
        by_part=tuple((part, _restrictions(connection, site_id, part)) for part in period.parts()),
    )


def statements_to_send(
    connection: Connection, site: Site, period: Period, *, now: datetime
) -> Iterator[WrittenStatement]:
    """The statements of a period that the Transparency Database is to have, oldest first.

    Not those of spam, nor of what was undone; nor of a hold that ended sooner than the policy of
    its time says, or may still.
    """
    policies_then = _Policies(connection, site.id)
    for row in connection.execute(_with_ends(site.id, period)):
        statement = statement_from(row)
        duties = policies_then.duties(row.policy_version)
        if not statement.owed:
            continue
        lasted = (row.ended_at or now) - row.made_at
        if statement.restriction is Restriction.HELD and lasted < timedelta(
            hours=duties.hold_hours
        ):
            continue
        scope = duties.territorial_scope or tuple(Country)
        yield WrittenStatement(
            statement=statement,
            puid=row.puid,
            content_date=row.content_date,
            made_at=row.made_at,
            territorial_scope=tuple(each.value for each in scope),
            terms_url=f"{site.base_url}/comments-faq",
        )


class _Policies:
    """What the site's policies said of its duties, by their versions."""

    def __init__(self, connection: Connection, site_id: int) -> None:
        rows = connection.execute(
            select(policies.c.version, policies.c.source).where(policies.c.site_id == site_id)
        )
        put = {row.version: row.source for row in rows}
        self._sources = {**default_sources(connection), **put}
        self._now = policy_of(connection, site_id).policy[DUTIES]

    def duties(self, version: str) -> DutiesSettings:
        """Those of that version; of none that is known and can be read, those in force."""
        source = self._sources.get(version)
        try:
            return self._now if source is None else read_policy_once(source)[DUTIES]
        except Invalid:  # changed by hand, or written for another version of ours
            return self._now


def _with_ends(site_id: int, period: Period) -> Select[Any]:
    later = decisions.alias("later")
    ended = (
        select(func.min(later.c.made_at))
        .where(later.c.comment_id == statements.c.comment_id, later.c.id > statements.c.decision_id)
        .scalar_subquery()
    )
    undone = exists().where(decisions.c.undoes_id == statements.c.decision_id)
    return (
        select(statements, ended.label("ended_at"))
        .where(*_within(statements, site_id, period, "made_at"), ~undone)
        .order_by(statements.c.id)
    )


def _within(table: Table, site_id: int, period: Period, moment: str) -> list[ColumnElement[bool]]:
    column = table.c[moment]
    return [table.c.site_id == site_id, column >= period.start, column < period.end]


def _count(connection: Connection, table: Table, site_id: int, period: Period, moment: str) -> int:
    counted = select(func.count()).select_from(table)
    return int(
        connection.execute(counted.where(*_within(table, site_id, period, moment))).scalar_one()
    )


def _restrictions(connection: Connection, site_id: int, period: Period) -> Mapping[Sort, int]:
    rows = connection.execute(
        select(*_COUNTED_BY, func.count().label("size"))
        .where(*_within(statements, site_id, period, "made_at"))
        .group_by(*_COUNTED_BY)
    )
    return {_sort(row): int(row.size) for row in rows}


def _sort(row: Row[Any]) -> Sort:
    return Sort(
        Restriction(row.restriction),
        Ground(row.decision_ground),
        Category(row.category),
        Source(row.source_type),
        Automation(row.automated_decision),
        bool(row.automated_detection),
    )


def _appeals(connection: Connection, site_id: int, period: Period) -> Answered:
    answers = (
        select(appeals.c.made_at, decisions.c.made_at.label("answered_at"), decisions.c.outcome)
        .outerjoin(decisions, decisions.c.id == appeals.c.answered_by_id)
        .where(*_within(appeals, site_id, period, "made_at"))
        .order_by(appeals.c.id.desc())
    )
    return _answered(connection, answers, right=Outcome.PUBLISH)


def _notices(connection: Connection, site_id: int, period: Period) -> Answered:
    answers = (
        select(notices.c.made_at, decisions.c.made_at.label("answered_at"), decisions.c.outcome)
        .join(reports, reports.c.id == func.coalesce(notices.c.again_id, notices.c.report_id))
        .outerjoin(decisions, decisions.c.id == reports.c.answered_by_id)
        .where(*_within(notices, site_id, period, "made_at"))
        .order_by(notices.c.id.desc())
    )
    return _answered(connection, answers, right=Outcome.DECLINE)


def _answered(connection: Connection, answers: Select[Any], *, right: Outcome) -> Answered:
    rows = connection.execute(answers).all()
    done = [row for row in rows if row.answered_at is not None]
    hours = [(row.answered_at - row.made_at) / timedelta(hours=1) for row in done[:MEASURED]]
    return Answered(
        made=len(rows),
        answered=len(done),
        found_right=sum(1 for row in done if row.outcome == right),
        median_hours=median(hours) if hours else None,
    )


def _notice_kinds(connection: Connection, site_id: int, period: Period) -> Mapping[str, int]:
    rows = connection.execute(
        select(notices.c.kind, func.count().label("size"))
        .where(*_within(notices, site_id, period, "made_at"))
        .group_by(notices.c.kind)
        .order_by(notices.c.kind)
    )
    return {row.kind: int(row.size) for row in rows}
