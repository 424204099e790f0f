"""Which comments wait for a person, and why. Read from what they are: nothing is kept about it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Result,
    Select,
    Table,
    Text,
    bindparam,
    cast,
    func,
    or_,
    select,
)

from rejoinder.articles.tables import articles
from rejoinder.comments.model import State
from rejoinder.comments.tables import comments
from rejoinder.desk.queue.findings import Found, found_in
from rejoinder.desk.queue.model import Waiting
from rejoinder.moderation.passing_queries import PassedOn, passed_on_comments, passings_of
from rejoinder.moderation.rules.abuse import RULE_OF
from rejoinder.moderation.rules.check_failed import CHECK_FAILED
from rejoinder.moderation.rules.despair import DESPAIR
from rejoinder.moderation.rules.judge_silent import JUDGE_SILENT
from rejoinder.moderation.rules.words import WORDS_WATCHED
from rejoinder.moderation.tables import appeals, decisions, reports
from rejoinder.readers.restricted import next_end, watched_addresses
from rejoinder.readers.tables import readers
from rejoinder.storage import Id

_UNJUDGED = frozenset({JUDGE_SILENT.id, CHECK_FAILED.id})


def waiting_comments(
    connection: Connection,
    site_id: int,
    *,
    only: Collection[int] | None = None,
    now: datetime | None = None,
) -> list[Waiting]:
    """What waits on a site, in no order; with `only`, those of these comments that wait.

    `now` tells which standings count; without it, all that were ever given to watch somebody do
    not.
    """
    asked = _questions(those=only is not None)
    values: dict[str, Any] = {"site_id": site_id}
    if only is not None:
        values["ids"] = list(only)

    def answers(question: Select[Any]) -> Result[Any]:
        return connection.execute(question, values)

    known = _Known(
        reported=_by_comment(answers(asked.reported)),
        appealed=_by_comment(answers(asked.appealed)),
        passed=passings_of(connection, site_id, only),
        found={
            row.comment_id: found_in(row.findings, row.judgement) for row in answers(asked.found)
        },
        published=set(answers(asked.published).scalars()),
        watched=() if now is None else _watched(connection, site_id, now),
    )
    found = (_waiting(row, known) for row in answers(asked.comments))
    # Answered, or complained of, between two of these statements: it waits for nobody.
    return [each for each in found if each is not None]


class Watched(NamedTuple):
    """Whom staff watch at a moment."""

    addresses: frozenset[tuple[str, bool]] = frozenset()
    """The addresses, and whether each is proved: a guest who types one is watched for all that was
    said of it."""
    until: datetime | None = None
    """When one of them, or a ban that stands before it, ends by itself; None for never."""


def watched_now(connection: Connection, site_id: int, *, now: datetime) -> Watched:
    """Whom staff watch on a site."""
    addresses = _watched(connection, site_id, now)
    return Watched(addresses, next_end(connection, site_id, now=now))


def _watched(connection: Connection, site_id: int, now: datetime) -> frozenset[tuple[str, bool]]:
    found = watched_addresses(connection, site_id, now=now)
    return frozenset(found).union((email, False) for email, _ in found)


class _Questions(NamedTuple):
    """What the store is asked of what waits on `:site_id`."""

    comments: Select[Any]
    reported: Select[Any]
    appealed: Select[Any]
    found: Select[Any]
    published: Select[Any]


@cache
def _questions(*, those: bool) -> _Questions:
    """Of everything, or of `those` comments, which are `:ids`.

    Put together once: asked at each key, that took longer than the answers.
    """
    waits = _waits(those=those)
    return _Questions(
        select(
            *(comments.c.id, comments.c.state, comments.c.held_at, comments.c.created_at),
            *(comments.c.article_id, comments.c.author_id, comments.c.author_email),
            *(articles.c.section, readers.c.verified_at),
        )
        .join(articles, articles.c.id == comments.c.article_id)
        .join(readers, readers.c.id == comments.c.author_id)
        .where(waits),
        _unanswered(reports, reports.c.reason, waits),
        _unanswered(appeals, appeals.c.note, waits),
        _findings(waits),
        _published_authors(waits),
    )


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known beside the comments that wait."""

    reported: Mapping[int, list["_Complaint"]]
    appealed: Mapping[int, list["_Complaint"]]
    passed: Mapping[int, PassedOn] = field(default_factory=dict)
    found: Mapping[int, Found] = field(default_factory=dict)
    published: Collection[int] = ()
    watched: Collection[tuple[str, bool]] = ()


def _waiting(row: Any, known: _Known) -> Waiting | None:
    held = row.state == State.HELD
    reported, appealed = known.reported[row.id], known.appealed[row.id]
    passing = known.passed.get(row.id)
    moments = [each.made_at for each in (*reported, *appealed)]
    if passing is not None:
        moments.append(passing.made_at)
    if held:
        moments.append(row.held_at or row.created_at)
    if not moments:
        return None
    found = known.found.get(row.id, Found())
    address = row.author_email, row.verified_at is not None
    return Waiting(
        comment_id=row.id,
        since=min(moments),
        shown=row.state == State.PUBLISHED,
        held=held,
        threatens=RULE_OF["threat"].id in found.rules,
        despairs=DESPAIR.id in found.rules,
        reported_for=frozenset(each.words for each in reported),
        appealed=bool(appealed),
        article_id=row.article_id,
        section=row.section,
        author_id=row.author_id,
        address=address,
        new_author=row.author_id not in known.published,
        watched=address in known.watched or WORDS_WATCHED.id in found.rules,
        passed_on=passing is not None and passing.answer is None,
        came_back_to=None if passing is None or passing.answer is None else passing.by.staff_id,
        unjudged=not _UNJUDGED.isdisjoint(found.rules),
        rule=found.rules[0] if found.rules else "",
        score=found.score,
        language=found.language,
    )


def _waits(*, those: bool) -> ColumnElement[bool]:
    """Held, reported, appealed or passed on.

    Withdrawn ones wait for nobody: nothing is left to decide.
    """
    site_id = bindparam("site_id", type_=Id)

    def within(site: Column[int], comment: Column[int]) -> ColumnElement[bool]:
        if not those:
            return site == site_id
        # Not by the site's index: SQLite would go through all of its comments, four times.
        return comment.in_(bindparam("ids", expanding=True, type_=Id)) & (site + 0 == site_id)

    complained = (
        comments.c.id.in_(
            select(table.c.comment_id).where(
                within(table.c.site_id, table.c.comment_id), table.c.answered_by_id.is_(None)
            )
        )
        for table in (reports, appeals)
    )
    return (
        within(comments.c.site_id, comments.c.id)
        & (comments.c.state != State.WITHDRAWN)
        & or_(
            comments.c.state == State.HELD,
            *complained,
            comments.c.id.in_(passed_on_comments(site_id)),
        )
    )


class _Complaint(NamedTuple):
    """A report or an appeal that nobody has answered."""

    words: str
    made_at: datetime


def _unanswered(table: Table, words: Column[str], waits: ColumnElement[bool]) -> Select[Any]:
    """The reports, or appeals, about these comments; `words` is the column that is read."""
    return (
        select(table.c.comment_id, words, table.c.made_at)
        .join(comments, comments.c.id == table.c.comment_id)
        .where(waits, table.c.answered_by_id.is_(None))
    )


def _by_comment(rows: Iterable[Any]) -> Mapping[int, list[_Complaint]]:
    by_comment: dict[int, list[_Complaint]] = defaultdict(list)
    for comment_id, said, made_at in rows:
        by_comment[comment_id].append(_Complaint(said, made_at))
    return by_comment


def _findings(waits: ColumnElement[bool]) -> Select[Any]:
    """What the decisions in force found, as it is stored: of ten thousand little of it is read."""
    latest = (
        select(func.max(decisions.c.id))
        .where(decisions.c.comment_id.in_(select(comments.c.id).where(waits)))
        .group_by(decisions.c.comment_id)
    )
    return select(
        decisions.c.comment_id,
        cast(decisions.c.findings, Text).label("findings"),
        cast(decisions.c.judgement, Text).label("judgement"),
    ).where(decisions.c.id.in_(latest))


def _published_authors(waits: ColumnElement[bool]) -> Select[Any]:
    """Those whose comments wait and who have others that stand."""
    waiting = select(comments.c.author_id).where(waits)
    stands = comments.alias("stands")
    return (
        select(stands.c.author_id)
        .where(stands.c.author_id.in_(waiting), stands.c.state == State.PUBLISHED)
        .distinct()
    )
