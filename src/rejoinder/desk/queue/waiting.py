"""Which comments wait for a person, and why. Read from what they are: nothing is kept about it."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Column, ColumnElement, Connection, Table, func, or_, select

from rejoinder.articles.tables import articles
from rejoinder.comments.model import State
from rejoinder.comments.tables import comments
from rejoinder.desk.queue.model import Waiting
from rejoinder.moderation.passing_queries import PassedOn, passed_on_comments, passings_of
from rejoinder.moderation.rules.abuse import RULE_OF
from rejoinder.moderation.rules.check_failed import CHECK_FAILED
from rejoinder.moderation.rules.despair import DESPAIR
from rejoinder.moderation.rules.judge_silent import JUDGE_SILENT
from rejoinder.moderation.rules.words import WORDS_WATCHED
from rejoinder.moderation.tables import appeals, decisions, reports
from rejoinder.readers.model import Standing
from rejoinder.readers.queries import restricted
from rejoinder.readers.tables import readers

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
    those = _those_waiting(site_id, only)
    known = _Known(
        reported=_unanswered(connection, reports, reports.c.reason, those),
        appealed=_unanswered(connection, appeals, appeals.c.note, those),
        passed=passings_of(connection, site_id, only),
        found=_found(connection, those),
        published=_published_authors(connection, those),
        watched=set() if now is None else _watched(connection, site_id, now=now),
    )
    rows = connection.execute(
        select(
            *(comments.c.id, comments.c.state, comments.c.held_at, comments.c.created_at),
            *(comments.c.article_id, comments.c.author_id, comments.c.author_email),
            *(articles.c.section, readers.c.verified_at),
        )
        .join(articles, articles.c.id == comments.c.article_id)
        .join(readers, readers.c.id == comments.c.author_id)
        .where(those)
    )
    found = (_waiting(row, known) for row in rows)
    # Answered, or complained of, between two of these statements: it waits for nobody.
    return [each for each in found if each is not None]


class _Found(NamedTuple):
    """What the decision in force found in a comment."""

    rules: tuple[str, ...] = ()
    score: float = 0.0
    language: str = ""


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known beside the comments that wait."""

    reported: Mapping[int, list["_Complaint"]]
    appealed: Mapping[int, list["_Complaint"]]
    passed: Mapping[int, PassedOn] = field(default_factory=dict)
    found: Mapping[int, _Found] = field(default_factory=dict)
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
    found = known.found.get(row.id, _Found())
    by_watched = (row.author_email, row.verified_at is not None) in known.watched
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
        new_author=row.author_id not in known.published,
        watched=by_watched or WORDS_WATCHED.id in found.rules,
        passed_on=passing is not None and passing.answer is None,
        came_back_to=None if passing is None or passing.answer is None else passing.staff_id,
        unjudged=not _UNJUDGED.isdisjoint(found.rules),
        rule=found.rules[0] if found.rules else "",
        score=found.score,
        language=found.language,
    )


def _those_waiting(site_id: int, only: Collection[int] | None) -> ColumnElement[bool]:
    """Held, reported, appealed or passed on.

    Withdrawn ones wait for nobody: nothing is left to decide.
    """

    def within(site: Column[int], comment: Column[int]) -> ColumnElement[bool]:
        if only is None:
            return site == site_id
        # Not by the site's index: SQLite would go through all of its comments, four times.
        return comment.in_(list(only)) & (site + 0 == site_id)

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


def _found(connection: Connection, those: ColumnElement[bool]) -> dict[int, _Found]:
    """What the decisions in force found, by the comments' numbers."""
    latest = (
        select(func.max(decisions.c.id))
        .where(decisions.c.comment_id.in_(select(comments.c.id).where(those)))
        .group_by(decisions.c.comment_id)
    )
    rows = connection.execute(
        select(decisions.c.comment_id, decisions.c.findings, decisions.c.judgement).where(
            decisions.c.id.in_(latest)
        )
    )
    return {
        row.comment_id: _Found(
            tuple(each["rule"] for each in row.findings), *_measured(row.judgement or {})
        )
        for row in rows
    }


def _measured(judgement: Mapping[str, Any]) -> tuple[float, str]:
    """The highest score for abuse, and the language, of a judgement as it is stored."""
    scores = [each["score"] for each in judgement.get("abuse", {}).values()]
    language = judgement.get("language") or {}
    return max(scores, default=0.0), language.get("code", "")


def _published_authors(connection: Connection, those: ColumnElement[bool]) -> set[int]:
    """Those whose comments wait and who have others that stand."""
    waiting = select(comments.c.author_id).where(those)
    stands = comments.alias("stands")
    rows = connection.execute(
        select(stands.c.author_id)
        .where(stands.c.author_id.in_(waiting), stands.c.state == State.PUBLISHED)
        .distinct()
    )
    return {row.author_id for row in rows}


def _watched(connection: Connection, site_id: int, *, now: datetime) -> set[tuple[str, bool]]:
    """The addresses that staff watch, and whether each is proved.

    A guest who types it is watched for all that was said of an address.
    """
    found: set[tuple[str, bool]] = set()
    for each in restricted(connection, site_id, now=now):
        if each.given.standing is Standing.WATCHED:
            found |= {(each.address.email, False), (each.address.email, each.address.proved)}
    return found
