"""A comment comes in: decided and stored in one step, once, or refused without a trace."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from rejoinder.articles import actions as article_actions
from rejoinder.articles import queries as article_queries
from rejoinder.articles.model import Article
from rejoinder.comments.model import State
from rejoinder.comments.tables import comments, revisions
from rejoinder.engine import ATTRIBUTES, AbuseScore, Case, Judgement, OnTopic
from rejoinder.engine.judge_pool import JudgePool, one_by_one
from rejoinder.errors import Invalid, Refused
from rejoinder.moderation.actions.gather import Commenter
from rejoinder.moderation.actions.submit import Receipt, Submission, submit
from rejoinder.moderation.model import Outcome, Refusal
from rejoinder.moderation.tables import decisions
from rejoinder.readers.actions import give_standing
from rejoinder.readers.model import GivenStanding, Reader, Standing
from rejoinder.readers.tables import readers
from rejoinder.sites import actions as site_actions
from rejoinder.sites import queries as site_queries
from rejoinder.storage import Database
from tests.support.factories import make_article, make_comment, make_reader

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

TEXT = "The bridge should have been mended years ago."
GUEST = Commenter("Ann", "ann@example.org", "one network")

Submit = Callable[..., Receipt]


class Recorder:
    """A judge that finds everything kind, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[Case] = []

    def __call__(self, question: Case) -> Judgement:
        """What the judge pool calls."""
        self.asked.append(question)
        kind = {name: AbuseScore(0.01) for name in ATTRIBUTES}
        meta = 0.9 if "headline" in question.text else 0.0
        return Judgement(kind, OnTopic(0.99, meta=meta), "kind-1")


@pytest.fixture
def judge() -> Recorder:
    return Recorder()


@pytest.fixture
def judge_pool(judge: Recorder) -> Iterator[JudgePool]:
    opened = JudgePool(one_by_one(judge), model="kind-1")
    yield opened
    opened.close()


@pytest.fixture
def article(database: Database, now: datetime) -> Article:
    with database.writing() as connection:
        return make_article(connection, now=now)


@pytest.fixture
def send(database: Database, judge_pool: JudgePool, article: Article, now: datetime) -> Submit:
    """Submits a comment; what is not said gets a plain value."""

    def send_it(**told: Any) -> Receipt:
        at = told.pop("at", now)
        where = told.pop("article", article)
        sent = Submission(**{"text": TEXT, "commenter": GUEST, **told})
        return submit(database, judge_pool, where, sent, now=at)

    return send_it


def count(database: Database, table: Any) -> int:
    with database.reading() as connection:
        return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


def put_policy(database: Database, article: Article, source: str, now: datetime) -> None:
    with database.writing() as connection:
        site = site_queries.by_id(connection, article.site_id)
        site_actions.put_policy(connection, site, source, put_by="tests", now=now)


def test_what_is_only_noted_of_a_comment_is_kept_but_nobodys_reason(send: Submit) -> None:
    decision = send(text="There is a letter missing in your headline.").decision
    assert (decision.outcome, decision.rule) == (Outcome.PUBLISH, "")
    assert [finding.rule for finding in decision.findings] == ["topic-meta"]


def test_a_comment_is_stored_with_its_decision_and_its_first_text(
    database: Database, send: Submit, article: Article, now: datetime
) -> None:
    receipt = send()
    comment, decision = receipt.comment, receipt.decision
    assert (comment.state, comment.source, comment.revision) == (State.PUBLISHED, TEXT, 1)
    assert comment.created_at == now
    assert (decision.outcome, decision.made_by) == (Outcome.PUBLISH, "policy")
    assert (decision.comment_id, decision.revision) == (comment.id, 1)
    assert decision.model_version == "kind-1"
    assert decision.judgement is not None
    assert (count(database, revisions), count(database, decisions)) == (1, 1)
    with database.reading() as connection:
        fresh = article_queries.by_id(connection, article.site_id, article.id)
        policy = site_queries.policy_in_force(connection, article.site_id)
    assert fresh.comment_count == 1
    assert fresh.thread_version > article.thread_version
    assert policy is not None
    assert decision.policy_version == policy.version


@sqlite_only
def test_what_is_not_published_moves_no_thread(
    database: Database, send: Submit, article: Article, now: datetime
) -> None:
    put_policy(database, article, '[words]\nwatched = ["bridge"]\n', now)
    receipt = send()
    assert receipt.comment.state is State.HELD
    assert receipt.comment.held_at == now
    assert receipt.decision.rule == "words-watched"
    with database.reading() as connection:
        assert article_queries.by_id(connection, article.site_id, article.id) == article


@sqlite_only
def test_the_judge_is_asked_with_the_article_and_the_comment_above(
    database: Database, send: Submit, article: Article, judge: Recorder, now: datetime
) -> None:
    with database.writing() as connection:
        parent = make_comment(connection, now=now, article=article, text="Who needs it?")
    send(parent_id=parent.id, text="  We all do.\r\n")
    question, name = judge.asked
    assert (name.article, name.parent) == (None, None)
    assert (question.text, question.parent) == ("We all do.", "Who needs it?")
    assert question.article is not None
    assert question.article.headline == article.headline
    assert question.article.body == article.body_text


@sqlite_only
@pytest.mark.parametrize(
    ("text", "code"),
    [("", "text-missing"), (" \n\u202e ", "text-missing"), ("x" * 20_001, "text-too-long")],
)
def test_what_is_no_comment_is_refused_before_anybody_is_asked(
    database: Database, send: Submit, judge: Recorder, text: str, code: str
) -> None:
    with pytest.raises(Invalid) as refused:
        send(text=text)
    assert refused.value.code == code
    assert refused.value.details["field"] == "text"
    assert judge.asked == []
    assert count(database, comments) == 0


@sqlite_only
def test_a_refusal_stores_nothing_not_even_a_guest(
    database: Database, send: Submit, article: Article, now: datetime
) -> None:
    put_policy(database, article, "[length]\nmaximum = 10\n", now)
    with pytest.raises(Refusal) as refused:
        send()
    assert refused.value.code == "length-long"
    assert refused.value.findings[0].rule == "length-long"
    for table in (comments, decisions, revisions, readers):
        assert count(database, table) == 0


@sqlite_only
def test_under_a_closed_conversation_the_judge_is_spared(
    database: Database, send: Submit, article: Article, judge: Recorder, now: datetime
) -> None:
    with database.writing() as connection:
        article_actions.close_thread(connection, article, now=now)
        closed = article_queries.by_id(connection, article.site_id, article.id)
    with pytest.raises(Refused) as refused:
        send(article=closed)
    assert refused.value.code == "thread-closed"
    assert judge.asked == []


def test_the_same_form_is_taken_once(database: Database, send: Submit) -> None:
    first = send(key="form")
    again = send(key="form")
    assert (first.seen_before, again.seen_before) == (False, True)
    assert (again.comment, again.decision, again.reader) == (
        first.comment,
        first.decision,
        first.reader,
    )
    assert (count(database, comments), count(database, readers)) == (1, 1)


def test_the_same_form_at_the_same_moment_is_taken_once(database: Database, send: Submit) -> None:
    with ThreadPoolExecutor(8) as pool:
        receipts = list(pool.map(lambda _: send(key="form"), range(8)))
    assert len({receipt.comment.id for receipt in receipts}) == 1
    for table in (comments, decisions, revisions, readers):
        assert count(database, table) == 1


@sqlite_only
def test_without_a_key_nothing_is_the_same_form(database: Database, send: Submit) -> None:
    send()
    assert send(text="Something else.").seen_before is False
    assert count(database, comments) == 2


@sqlite_only
def test_the_same_words_again_are_declined_for_a_day(send: Submit, now: datetime) -> None:
    send()
    again = send(text=TEXT.upper() + "!!", at=now + timedelta(hours=23))
    assert again.decision.rule == "repeat"
    later = send(text=TEXT, at=now + timedelta(hours=47, minutes=1))
    assert later.decision.outcome is Outcome.PUBLISH


@sqlite_only
def test_many_at_once_by_one_sender_are_refused(send: Submit, now: datetime) -> None:
    for name in ("Bob", "Cas", "Dag", "Eva", "Fay"):
        guest = Commenter(name, f"{name}@example.org", GUEST.sender_key)
        send(text=f"What {name} thinks.", commenter=guest)
    with pytest.raises(Refused) as refused:
        send(text="Thought 5 about it.")
    assert refused.value.code == "flood"
    far = replace(GUEST, sender_key="another network")
    assert send(text="Thought 5 about it.", commenter=far).decision.outcome is Outcome.PUBLISH
    send(text="Thought 5 about it.", at=now + timedelta(minutes=2))


def test_a_banned_address_is_declined_signed_in_or_not(
    database: Database, send: Submit, article: Article, now: datetime
) -> None:
    with database.writing() as connection:
        site = site_queries.by_id(connection, article.site_id)
        reader = make_reader(connection, site, now=now)
        give_standing(connection, reader.address, GivenStanding(Standing.BANNED, "ed", "", now))
    signed_in = Commenter(reader.name, reader.email, reader.sender_key, reader, signed_in=True)
    for commenter in (signed_in, Commenter("Another name", reader.email, "network")):
        receipt = send(commenter=commenter, text=f"As {commenter.name} I say it.")
        assert receipt.decision.outcome is Outcome.DECLINE


@sqlite_only
def test_a_new_author_waits_where_the_policy_asks_for_it_and_a_known_one_does_not(
    database: Database, send: Submit, article: Article, now: datetime
) -> None:
    put_policy(database, article, 'mode = "assisted"\n', now)
    first = send()
    assert first.decision.outcome is Outcome.HOLD
    known = published_before(database, article, now)
    assert send(commenter=known, text="Once more.").decision.outcome is Outcome.PUBLISH


def published_before(database: Database, article: Article, now: datetime) -> Commenter:
    """A reader of whom one comment stands."""
    with database.writing() as connection:
        site = site_queries.by_id(connection, article.site_id)
        reader: Reader = make_reader(connection, site, now=now)
        make_comment(connection, now=now, article=article, reader=reader)
    return Commenter(reader.name, reader.email, reader.sender_key, reader=reader, signed_in=True)


@sqlite_only
def test_a_typed_address_borrows_nobodys_good_name(
    database: Database, send: Submit, article: Article, now: datetime
) -> None:
    put_policy(database, article, 'mode = "assisted"\n', now)
    known = published_before(database, article, now)
    borrowed = Commenter(known.name, known.email, "network")
    assert send(commenter=borrowed, text="I am they.").decision.outcome is Outcome.HOLD


@sqlite_only
def test_a_parent_must_stand_under_the_same_article(
    database: Database, send: Submit, article: Article, now: datetime
) -> None:
    with database.writing() as connection:
        elsewhere = make_comment(connection, now=now)
        held = make_comment(connection, now=now, article=article, outcome=Outcome.HOLD)
    for parent_id, kind, code in (
        (elsewhere.id, Invalid, "wrong-parent"),
        (12_345, Invalid, "wrong-parent"),
        (held.id, Refused, "parent-gone"),
    ):
        with pytest.raises(kind) as refused:
            send(parent_id=parent_id)
        assert refused.value.code == code
