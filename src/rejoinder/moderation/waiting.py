"""Which comments wait for a person, and why. `queue` shows them; the desk's tabs count them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import Column, ColumnElement, Connection, Table, Text, cast, func, or_, select

from rejoinder.comments.model import State
from rejoinder.comments.tables import comments
from rejoinder.moderation.queue_priority import Waiting
from rejoinder.moderation.rule import Rule
from rejoinder.moderation.rules.abuse import RULE_OF
from rejoinder.moderation.rules.despair import DESPAIR
from rejoinder.moderation.tables import appeals, decisions, reports


class View(StrEnum):
    """Which part of the queue somebody looks at."""

    ALL = "all"
    HELD = "held"
    REPORTED = "reported"
    APPEALED = "appealed"

    def shows(self, waiting: Waiting) -> bool:
        """Whether a comment that waits stands in this part."""
        return {
            View.ALL: True,
            View.HELD: waiting.held,
            View.REPORTED: bool(waiting.reported_for),
            View.APPEALED: waiting.appealed,
        }[self]


def counts(connection: Connection, site_id: int) -> Mapping[View, int]:
    """How many wait in each part of the queue."""
    return sizes(waiting_comments(connection, site_id))


def sizes(waiting: Iterable[Waiting]) -> Mapping[View, int]:
    """How many of these stand in each part of the queue."""
    counted = Counter(view for each in waiting for view in View if view.shows(each))
    return {view: counted[view] for view in View}


def waiting_comments(
    connection: Connection, site_id: int, *, only: int | None = None
) -> list[Waiting]:
    """What waits on a site, in no order; with `only`, that comment if it waits."""
    those = _those_waiting(site_id)
    if only is not None:
        those &= comments.c.id == only
    reported = _unanswered(connection, reports, reports.c.reason, those)
    appealed = _unanswered(connection, appeals, appeals.c.note, those)
    threatening = _in_which(connection, those, RULE_OF["threat"])
    despairing = _in_which(connection, those, DESPAIR)
    found: list[Waiting] = []
    for row in connection.execute(
        select(comments.c.id, comments.c.state, comments.c.held_at, comments.c.created_at).where(
            those
        )
    ):
        held = row.state == State.HELD
        moments = [each.made_at for each in (*reported[row.id], *appealed[row.id])]
        if held:
            moments.append(row.held_at or row.created_at)
        if not moments:
            continue  # answered, or complained of, between two of these statements
        found.append(
            Waiting(
                comment_id=row.id,
                since=min(moments),
                shown=row.state == State.PUBLISHED,
                held=held,
                threatens=row.id in threatening,
                despairs=row.id in despairing,
                reported_for=frozenset(each.words for each in reported[row.id]),
                appealed=bool(appealed[row.id]),
            )
        )
    return found


def _those_waiting(site_id: int) -> ColumnElement[bool]:
    """Held, reported or appealed. Withdrawn ones wait for nobody: nothing is left to decide."""
    complained = (
        comments.c.id.in_(
            select(table.c.comment_id).where(
                table.c.site_id == site_id, table.c.answered_by_id.is_(None)
            )
        )
        for table in (reports, appeals)
    )
    return (
        (comments.c.site_id == site_id)
        & (comments.c.state != State.WITHDRAWN)
        & or_(comments.c.state == State.HELD, *complained)
    )


class _Complaint(NamedTuple):
    """A report or an appeal that nobody has answered."""

    words: str
    made_at: datetime


def _unanswered(
    connection: Connection, table: Table, words: Column[str], those: ColumnElement[bool]
) -> Mapping[int, list[_Complaint]]:
    """The reports, or appeals, about these comments; `words` is the column that is read."""
    rows = connection.execute(
        select(table.c.comment_id, words, table.c.made_at)
        .join(comments, comments.c.id == table.c.comment_id)
        .where(those, table.c.answered_by_id.is_(None))
    )
    by_comment: dict[int, list[_Complaint]] = defaultdict(list)
    for comment_id, said, made_at in rows:
        by_comment[comment_id].append(_Complaint(said, made_at))
    return by_comment


def _in_which(connection: Connection, those: ColumnElement[bool], rule: Rule) -> set[int]:
    """Those in which the decision in force found what a rule looks for.

    The store looks for the rule's id in the findings as they are written down: to read every
    judgement of a long queue here would take seconds.
    """
    latest = (
        select(func.max(decisions.c.id))
        .where(decisions.c.comment_id.in_(select(comments.c.id).where(those)))
        .group_by(decisions.c.comment_id)
    )
    rows = connection.execute(
        select(decisions.c.comment_id).where(
            decisions.c.id.in_(latest),
            cast(decisions.c.findings, Text).contains(f'"{rule.id}"'),
        )
    )
    return {row.comment_id for row in rows}
