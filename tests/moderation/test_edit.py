"""What an author may still do: change a comment for a while, judged again, and take it back."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from rejoinder.articles import queries as article_queries
from rejoinder.comments import queries as comment_queries
from rejoinder.comments.model import Comment, State
from rejoinder.engine import Case, Judgement
from rejoinder.engine.judge_pool import JudgePool, one_by_one
from rejoinder.errors import Forbidden, Invalid, Refused
from rejoinder.moderation.actions.edit import edit, may_edit, may_withdraw, withdraw
from rejoinder.moderation.actions.gather import Commenter
from rejoinder.moderation.model import Outcome
from rejoinder.moderation.policy import EDITING, Policy
from rejoinder.moderation.policy.settings import EditingSettings
from rejoinder.moderation.queries import history
from rejoinder.readers import queries as reader_queries
from rejoinder.sites import actions as site_actions
from rejoinder.sites import queries as site_queries
from rejoinder.storage import Database
from tests.support.factories import make_comment, make_reader
from tests.support.fake_judges import broken, gentle

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

NOON = datetime.fromisoformat("2026-06-15T12:00:00+00:00")
RULES = '[words]\nbanned = ["zounds"]\nwatched = ["gadzooks"]\n[topic]\n'
RULES += "hold_below = 0\ndecline_below = 0\n"


@pytest.fixture
def judge_pool() -> Iterator[JudgePool]:
    opened = JudgePool(one_by_one(gentle), model="gentle")
    yield opened
    opened.close()


@pytest.fixture
def comment(database: Database, now: datetime) -> Comment:
    """A published comment on a site with banned and watched words."""
    with database.writing() as connection:
        made = make_comment(connection, now=now)
        site = site_queries.by_id(connection, made.site_id)
        site_actions.put_policy(connection, site, RULES, put_by="tests", now=now)
    return made


@pytest.fixture
def author(database: Database, comment: Comment) -> Commenter:
    with database.reading() as connection:
        reader = reader_queries.by_id(connection, comment.author.reader_id)
    return Commenter(reader.name, reader.email, reader.sender_key, reader=reader, signed_in=True)


def fresh(database: Database, comment: Comment) -> Comment:
    with database.reading() as connection:
        return comment_queries.by_id(connection, comment.site_id, comment.id)


def version(database: Database, comment: Comment) -> int:
    with database.reading() as connection:
        return article_queries.thread_version(connection, comment.article_id)


COMMENT = Comment(
    id=1,
    site_id=1,
    article_id=1,
    parent_id=None,
    author=None,  # type: ignore[arg-type] # nobody looks
    revision=1,
    source="",
    html="",
    state=State.PUBLISHED,
    created_at=NOON,
    held_at=None,
    edited_at=None,
    status_token="",
)


@pytest.mark.parametrize(
    ("state", "minutes", "later", "allowed"),
    [
        (State.PUBLISHED, 10, 0, True),
        (State.PUBLISHED, 10, 599, True),
        (State.PUBLISHED, 10, 600, False),
        (State.HELD, 10, 599, True),
        (State.DECLINED, 10, 0, False),
        (State.WITHDRAWN, 10, 0, False),
        (State.PUBLISHED, 0, 0, False),
    ],
)
def test_when_a_comment_may_be_changed(
    state: State, minutes: int, later: int, allowed: bool
) -> None:
    policy = Policy({EDITING: EditingSettings(edit_minutes=minutes)})
    at = NOON + timedelta(seconds=later)
    assert may_edit(policy, replace(COMMENT, state=state), now=at) is allowed


@pytest.mark.parametrize(
    ("state", "minutes", "later", "allowed"),
    [
        (State.PUBLISHED, 0, 10**9, True),
        (State.PUBLISHED, 60, 3599, True),
        (State.PUBLISHED, 60, 3600, False),
        (State.HELD, 60, 0, True),
        (State.DECLINED, 60, 0, True),
        (State.WITHDRAWN, 0, 0, False),
    ],
)
def test_when_a_comment_may_be_taken_back(
    state: State, minutes: int, later: int, allowed: bool
) -> None:
    policy = Policy({EDITING: EditingSettings(withdraw_minutes=minutes)})
    at = NOON + timedelta(seconds=later)
    assert may_withdraw(policy, replace(COMMENT, state=state), now=at) is allowed


def test_a_new_text_is_decided_about_anew(
    database: Database, judge_pool: JudgePool, comment: Comment, author: Commenter, now: datetime
) -> None:
    before = version(database, comment)
    later = now + timedelta(minutes=5)
    receipt = edit(database, judge_pool, comment, "  Better *so*.", commenter=author, now=later)
    changed = fresh(database, comment)
    assert receipt.comment == changed
    assert (changed.source, changed.revision) == ("Better *so*.", 2)
    assert changed.html == "<p>Better <em>so</em>.</p>"
    assert (changed.edited_at, changed.created_at) == (later, comment.created_at)
    assert version(database, comment) > before
    with database.reading() as connection:
        made = history(connection, comment.id)
    assert [each.revision for each in made] == [1, 2]
    assert made[-1].judgement is not None


def test_a_text_that_would_be_held_takes_the_comment_off_the_page(
    database: Database, judge_pool: JudgePool, comment: Comment, author: Commenter, now: datetime
) -> None:
    receipt = edit(database, judge_pool, comment, "Gadzooks, better.", commenter=author, now=now)
    assert receipt.decision.outcome is Outcome.HOLD
    changed = fresh(database, comment)
    assert (changed.state, changed.held_at) == (State.HELD, now)


@sqlite_only
def test_a_text_that_would_be_declined_changes_nothing(
    database: Database, judge_pool: JudgePool, comment: Comment, author: Commenter, now: datetime
) -> None:
    with pytest.raises(Refused) as refused:
        edit(database, judge_pool, comment, "Zounds, better.", commenter=author, now=now)
    assert refused.value.code == "words-banned"
    assert fresh(database, comment) == comment
    with database.reading() as connection:
        assert len(history(connection, comment.id)) == 1


@sqlite_only
def test_a_text_that_nobody_judged_waits_for_a_person(
    database: Database, comment: Comment, author: Commenter, now: datetime
) -> None:
    judge_pool = JudgePool(one_by_one(broken))
    receipt = edit(database, judge_pool, comment, "Better so.", commenter=author, now=now)
    judge_pool.close()
    assert receipt.decision.rule == "judge-silent"
    assert fresh(database, comment).state is State.HELD


@sqlite_only
def test_an_edit_is_neither_a_repetition_nor_a_flood(
    database: Database, judge_pool: JudgePool, comment: Comment, author: Commenter, now: datetime
) -> None:
    latest = comment
    for number in range(8):
        # The same words but for their marks: an author mends a comma.
        text = comment.source + "." * number
        latest = edit(database, judge_pool, latest, text, commenter=author, now=now).comment
        assert latest.state is State.PUBLISHED
    assert latest.revision == 9


@sqlite_only
def test_a_text_that_is_none_is_refused(
    database: Database, judge_pool: JudgePool, comment: Comment, author: Commenter, now: datetime
) -> None:
    for text in ("", " \u202e\n", "x" * 20_001):
        with pytest.raises(Invalid):
            edit(database, judge_pool, comment, text, commenter=author, now=now)


@sqlite_only
def test_the_time_for_it_ends(
    database: Database, judge_pool: JudgePool, comment: Comment, author: Commenter, now: datetime
) -> None:
    with pytest.raises(Refused) as refused:
        edit(
            database,
            judge_pool,
            comment,
            "Late.",
            commenter=author,
            now=now + timedelta(minutes=10),
        )
    assert refused.value.code == "edit-too-late"


@sqlite_only
def test_nobody_changes_or_withdraws_anothers_comment(
    database: Database, judge_pool: JudgePool, comment: Comment, now: datetime
) -> None:
    with database.writing() as connection:
        site = site_queries.by_id(connection, comment.site_id)
        other = make_reader(connection, site, now=now)
    for commenter in (
        Commenter(other.name, other.email, other.sender_key, reader=other, signed_in=True),
        Commenter(comment.author.name, comment.author.email, "network"),
    ):
        with pytest.raises(Forbidden):
            edit(database, judge_pool, comment, "Mine now.", commenter=commenter, now=now)
        with pytest.raises(Forbidden):
            withdraw(database, comment, commenter=commenter, now=now)
    assert fresh(database, comment) == comment


def test_an_edit_never_undoes_what_happened_while_it_was_judged(
    database: Database, comment: Comment, author: Commenter, now: datetime
) -> None:
    def taken_down_meanwhile(question: Case) -> Judgement:
        withdraw(database, comment, commenter=author, now=now)
        return gentle(question)

    judge_pool = JudgePool(one_by_one(taken_down_meanwhile))
    with pytest.raises(Refused) as refused:
        edit(database, judge_pool, comment, "Better so.", commenter=author, now=now)
    judge_pool.close()
    assert refused.value.code == "changed-meanwhile"
    left = fresh(database, comment)
    assert (left.state, left.source) == (State.WITHDRAWN, comment.source)


def test_a_withdrawn_comment_stays_so(
    database: Database, judge_pool: JudgePool, comment: Comment, author: Commenter, now: datetime
) -> None:
    before = version(database, comment)
    withdraw(database, comment, commenter=author, now=now)
    assert fresh(database, comment).state is State.WITHDRAWN
    assert version(database, comment) > before
    with pytest.raises(Refused):
        withdraw(database, comment, commenter=author, now=now)
    with pytest.raises(Refused):
        edit(database, judge_pool, fresh(database, comment), "Back.", commenter=author, now=now)
