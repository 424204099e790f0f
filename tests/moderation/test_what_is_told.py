"""Whatever happens to a comment or an article stands in the change feed, in its order."""

from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import Connection

from rejoinder.articles import actions as article_actions
from rejoinder.articles.model import ArticleSource
from rejoinder.comments import intake
from rejoinder.comments.model import Comment, State
from rejoinder.moderation.model import Outcome
from rejoinder.storage import ChangeKind, Database, change_feed
from tests.support.desk import Desk, desk_with
from tests.support.factories import make_article, make_comment, make_site

PUBLISHED, HELD = ChangeKind.COMMENT_PUBLISHED, ChangeKind.COMMENT_HELD
DECLINED, WITHDRAWN = ChangeKind.COMMENT_DECLINED, ChangeKind.COMMENT_WITHDRAWN
EDITED, DECIDED = ChangeKind.COMMENT_EDITED, ChangeKind.COMMENT_DECIDED
REPORTED = ChangeKind.COMMENT_REPORTED

Told = list[tuple[ChangeKind, bool]]


def told_of(connection: Connection, comment: Comment) -> Told:
    """What the feed has of a comment: each kind, and whether everybody could see something."""
    return [
        (each.kind, each.public)
        for each in change_feed.since(connection, 0, 1000)
        if (each.article_id, each.comment_id) == (comment.article_id, comment.id)
    ]


def told(desk: Desk) -> Told:
    with desk.database.reading() as connection:
        return told_of(connection, desk.comment)


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        (Outcome.PUBLISH, (PUBLISHED, True)),
        (Outcome.HOLD, (HELD, False)),
        (Outcome.DECLINE, (DECLINED, False)),
    ],
)
def test_a_new_comment(
    database: Database, now: datetime, outcome: Outcome, expected: tuple[ChangeKind, bool]
) -> None:
    assert told(desk_with(database, outcome, now)) == [expected]


def test_what_a_person_decides_and_undoes(database: Database, now: datetime) -> None:
    desk = desk_with(database, Outcome.HOLD, now)
    decision = desk.decide(Outcome.PUBLISH)
    desk.undo(decision.id)
    desk.decide(Outcome.HOLD)
    desk.decide(Outcome.DECLINE, "staff-abuse")
    assert told(desk) == [
        *[(HELD, False)],
        *[(DECIDED, False), (PUBLISHED, True)],
        *[(DECIDED, False), (HELD, True)],
        *[(DECIDED, False)],  # it was held already
        *[(DECIDED, False), (DECLINED, False)],
    ]


def test_reports_and_what_they_bring_about(database: Database, now: datetime) -> None:
    desk = desk_with(database, Outcome.PUBLISH, now)
    for reader in ("a", "a", "b", "c"):
        desk.report(reader)
    # The second by the same reader changed nothing.
    assert told(desk) == [(PUBLISHED, True), *[(REPORTED, False)] * 3, (HELD, True)]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (State.PUBLISHED, State.PUBLISHED, [(EDITED, True)]),
        (State.PUBLISHED, State.HELD, [(EDITED, False), (HELD, True)]),
        (State.HELD, State.HELD, [(EDITED, False)]),
        (State.HELD, State.PUBLISHED, [(EDITED, False), (PUBLISHED, True)]),
    ],
)
def test_an_edit(
    database: Database, now: datetime, before: State, after: State, expected: Told
) -> None:
    outcome = Outcome.PUBLISH if before is State.PUBLISHED else Outcome.HOLD
    with database.writing() as connection:
        comment = make_comment(connection, now=now, outcome=outcome)
        intake.rewrite(connection, comment, "Another text.", after, now=now)
    with database.reading() as connection:
        assert told_of(connection, comment)[1:] == expected


@pytest.mark.parametrize(("outcome", "public"), [(Outcome.PUBLISH, True), (Outcome.HOLD, False)])
def test_withdrawing_and_bringing_back(
    database: Database, now: datetime, outcome: Outcome, public: bool
) -> None:
    with database.writing() as connection:
        comment = make_comment(connection, now=now, outcome=outcome)
        intake.move(connection, comment, State.WITHDRAWN, now=now)
        gone = replace(comment, state=State.WITHDRAWN)
        intake.restore(connection, gone, comment.state, now=now)
    again = PUBLISHED if public else HELD
    with database.reading() as connection:
        assert told_of(connection, comment)[1:] == [(WITHDRAWN, public), (again, public)]


def test_an_article_is_told_when_it_is_first_seen(database: Database, now: datetime) -> None:
    with database.writing() as connection:
        site = make_site(connection, now=now)
        article = make_article(connection, now=now, site=site)
        again = ArticleSource(slug=article.slug, headline="Another", body="Another.")
        article_actions.put(connection, site.id, again, now=now)
    with database.reading() as connection:
        [seen] = change_feed.since(connection, 0, 10)
    assert (seen.kind, seen.site_id, seen.article_id) == (
        ChangeKind.ARTICLE_SEEN,
        site.id,
        article.id,
    )
    assert (seen.comment_id, seen.made_at) == (None, now)
