"""Limits count who sends, and hold whatever is sent at the same moment."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from threading import Barrier

import pytest
from sqlalchemy import func, select

from rejoinder.articles import actions as article_actions
from rejoinder.articles.model import Article
from rejoinder.comments import intake
from rejoinder.comments.model import State
from rejoinder.comments.tables import comments
from rejoinder.engine import ATTRIBUTES, AbuseScore, Case, Judgement, OnTopic
from rejoinder.engine.judge_pool import JudgePool, one_by_one
from rejoinder.errors import Refused
from rejoinder.moderation.actions.gather import Commenter
from rejoinder.moderation.actions.judging import Decided, decide_with
from rejoinder.moderation.actions.submit import (
    Receipt,
    Submission,
    prepare,
    store,
    submit,
)
from rejoinder.moderation.model import Outcome
from rejoinder.moderation.queries import policy_of
from rejoinder.readers.tables import readers
from rejoinder.storage import Database, open_database
from tests.support.factories import make_article, make_comment

AT_ONCE = 20
TEXT = "The bridge should have been mended years ago."
KIND = Judgement({name: AbuseScore(0.01) for name in ATTRIBUTES}, OnTopic(0.99, meta=0.0), "kind-1")
# The judge marks the last word of what is seen of this one.
WITH_LINK = "Nobody [asked](https://a.example/) you, knave"
SHARP = replace(KIND, abuse={**KIND.abuse, "insult": AbuseScore(0.7, ((18, 23),))})


@dataclass
class Meanwhile:
    """A judge during whose thinking something happens."""

    happens: Callable[[], object] = field(default=lambda: None)

    def __call__(self, question: Case) -> Judgement:
        """What the judge pool calls."""
        self.happens()
        return KIND


@pytest.fixture
def judge() -> Meanwhile:
    return Meanwhile()


@pytest.fixture
def judge_pool(judge: Meanwhile) -> Iterator[JudgePool]:
    opened = JudgePool(one_by_one(judge), model="kind-1")
    yield opened
    opened.close()


@pytest.fixture
def article(database: Database, now: datetime) -> Article:
    with database.writing() as connection:
        return make_article(connection, now=now)


@pytest.fixture
def processes(database: Database, database_url: str) -> Iterator[list[Database]]:
    """The store as two web processes have it open."""
    with ExitStack() as stack:
        other = open_database(database_url)
        stack.callback(other.close)
        yield [database, other]


def guest(number: int) -> Commenter:
    return Commenter(f"Guest {number}", f"guest{number}@example.org", "one network")


def send_at_once(
    processes: list[Database], article: Article, texts: list[str], now: datetime
) -> list[str]:
    """The outcome of each, or why it was refused; all are judged before one is stored."""
    judged = Barrier(len(texts))

    def send(number: int) -> str:
        database = processes[number % len(processes)]
        sent = Submission(texts[number], guest(number))
        with database.reading() as connection:
            in_force = policy_of(connection, article.site_id)
            gathered = prepare(connection, article, sent, in_force, now=now)
        assert not isinstance(gathered, Receipt)
        decided = decide_with(gathered, KIND, KIND, "kind-1")
        judged.wait(timeout=30)
        try:
            job = database.group_write(lambda each: store(each, sent, decided, now=now))
        except Refused as refused:
            return refused.code
        return job.decision.outcome.value

    with ThreadPoolExecutor(len(texts)) as pool:
        return list(pool.map(send, range(len(texts))))


def count(database: Database, *states: State) -> int:
    with database.reading() as connection:
        asked = select(func.count()).select_from(comments).where(comments.c.state.in_(states))
        return int(connection.execute(asked).scalar_one())


def test_of_twenty_at_once_as_many_are_taken_as_the_policy_allows(
    processes: list[Database], article: Article, now: datetime
) -> None:
    texts = [f"Thought {number} about the bridge." for number in range(AT_ONCE)]
    outcomes = send_at_once(processes, article, texts, now)
    assert sorted(outcomes) == ["flood"] * (AT_ONCE - 5) + ["publish"] * 5
    assert count(processes[0], *State) == 5
    with processes[0].reading() as connection:  # nor did the refused leave their guests behind
        assert connection.execute(select(func.count()).select_from(readers)).scalar_one() == 5


def test_of_one_text_at_once_one_is_published(
    processes: list[Database], article: Article, now: datetime
) -> None:
    outcomes = send_at_once(processes, article, [TEXT] * 4, now)
    assert sorted(outcomes) == ["decline"] * 3 + ["publish"]
    assert count(processes[0], State.PUBLISHED) == 1


def test_other_senders_wait_for_nobody_and_are_counted_apart(
    database: Database, article: Article, now: datetime, judge_pool: JudgePool
) -> None:
    def send(number: int) -> Outcome:
        who = Commenter("Ann", "ann@example.org", f"network {number}")
        sent = Submission(TEXT, who)
        return submit(database, judge_pool, article, sent, now=now).decision.outcome

    with ThreadPoolExecutor(AT_ONCE) as pool:
        assert set(pool.map(send, range(AT_ONCE))) == {Outcome.PUBLISH}


def test_the_same_words_under_the_same_name_and_place_are_one_comment(
    database: Database, article: Article, now: datetime, judge_pool: JudgePool
) -> None:
    def send(_: int) -> str:
        sent = Submission("Thank you!", guest(1))
        try:
            return submit(database, judge_pool, article, sent, now=now).decision.outcome.value
        except Refused as refused:
            return refused.code

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(send, range(8))) == ["publish"] + ["sent-twice"] * 7
    assert count(database, *State) == 1


def test_a_conversation_that_closes_while_the_judge_thinks_takes_nothing_more(
    database: Database, article: Article, now: datetime, judge: Meanwhile, judge_pool: JudgePool
) -> None:
    def close() -> None:
        with database.writing() as connection:
            article_actions.close_thread(connection, article, now=now)

    judge.happens = close
    with pytest.raises(Refused) as refused:
        submit(database, judge_pool, article, Submission(TEXT, guest(1)), now=now)
    assert refused.value.code == "thread-closed"
    assert count(database, *State) == 0


def test_what_the_judge_marks_stays_marked_where_another_of_theirs_comes_between(
    database: Database, article: Article, now: datetime
) -> None:
    def decided(sent: Submission, judgement: Judgement) -> Decided:
        with database.reading() as connection:
            in_force = policy_of(connection, article.site_id)
            gathered = prepare(connection, article, sent, in_force, now=now)
        assert not isinstance(gathered, Receipt)
        return decide_with(gathered, judgement, KIND, "kind-1")

    sharp, other = Submission(WITH_LINK, guest(1)), Submission(TEXT, guest(2))
    first, second = decided(sharp, SHARP), decided(other, KIND)
    with database.writing() as connection:
        store(connection, other, second, now=now)
        stored = store(connection, sharp, first, now=now).decision.judgement
    assert stored is not None
    marked = stored.abuse["insult"].spans
    assert [WITH_LINK[start:end] for start, end in marked] == ["knave"]


@pytest.mark.parametrize("state", [State.WITHDRAWN, State.DECLINED, State.HELD])
def test_a_comment_that_goes_while_the_judge_thinks_is_not_answered(
    database: Database,
    article: Article,
    now: datetime,
    judge: Meanwhile,
    judge_pool: JudgePool,
    state: State,
) -> None:
    with database.writing() as connection:
        parent = make_comment(connection, now=now, article=article)

    def take_down() -> None:
        with database.writing() as connection:
            intake.move(connection, parent, state, now=now)

    judge.happens = take_down
    sent = Submission(TEXT, guest(1), parent_id=parent.id)
    with pytest.raises(Refused) as refused:
        submit(database, judge_pool, article, sent, now=now)
    assert refused.value.code == "parent-gone"
    assert count(database, *State) == 1


def test_a_known_guests_comments_count_wherever_they_come_from(
    database: Database, article: Article, now: datetime, judge_pool: JudgePool
) -> None:
    known = submit(database, judge_pool, article, Submission(TEXT, guest(1)), now=now).reader
    moved = Commenter("Guest 1", known.email, "another network", reader=known)
    at = now + timedelta(minutes=5)
    again = submit(database, judge_pool, article, Submission(TEXT, moved), now=at)
    assert again.decision.rule == "repeat"
