"""Comments under a page of which only a reader's browser told: what the judge is shown of it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

import pytest

from rejoinder.articles import actions, sightings
from rejoinder.articles.model import Article, from_fields
from rejoinder.articles.sight import PageMessage, read_sight
from rejoinder.comments.model import State
from rejoinder.dropin.model import Caller
from rejoinder.dropin.stored import StoredArticles
from rejoinder.engine import Case, Judgement
from rejoinder.engine.judge_pool import JudgePool, one_by_one
from rejoinder.moderation.actions.gather import Commenter
from rejoinder.moderation.actions.submit import Receipt, Submission, submit
from rejoinder.sites import actions as site_actions
from rejoinder.sites.model import Site
from rejoinder.storage import Database
from tests.support import event_loop
from tests.support.factories import make_site
from tests.support.fake_judges import gentle

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

ORIGIN = "https://paper.example"
GUEST = Commenter("Ann", "ann@example.org", "one network")
TEXT = "The trams should have been here years ago."


class Recorder:
    """A kind judge that remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[Case] = []

    def __call__(self, question: Case) -> Judgement:
        """What the judge pool calls."""
        self.asked.append(question)
        return gentle(question)


@pytest.fixture
def judge() -> Recorder:
    return Recorder()


@pytest.fixture
def judge_pool(judge: Recorder) -> Iterator[JudgePool]:
    opened = JudgePool(one_by_one(judge), model="kind-1")
    yield opened
    opened.close()


@pytest.fixture
def site(database: Database, now: datetime) -> Site:
    with database.writing() as connection:
        made = make_site(connection, now=now)
    return replace(made, origins=(ORIGIN,))


def seen(database: Database, site: Site, now: datetime, text: str = "<p>Lies.</p>") -> Article:
    told = read_sight(site.origins, PageMessage(f"{ORIGIN}/trams", text=text))
    with database.writing() as connection:
        return sightings.first_sight(connection, site, told, now=now)[0]


def under(database: Database, site: Site, policy: str, now: datetime) -> None:
    with database.writing() as connection:
        site_actions.put_policy(connection, site, policy, put_by="tests", now=now)


def sent(
    database: Database,
    judge_pool: JudgePool,
    article: Article,
    now: datetime,
    who: Commenter = GUEST,
) -> Receipt:
    return submit(database, judge_pool, article, Submission(TEXT, who), now=now)


def rules_of(receipt: Receipt) -> list[str]:
    return [each.rule for each in receipt.decision.findings]


def test_nothing_is_posted_under_an_article_that_only_a_browser_told_of(
    database: Database, judge_pool: JudgePool, judge: Recorder, site: Site, now: datetime
) -> None:
    receipt = sent(database, judge_pool, seen(database, site, now), now)
    assert receipt.comment.state is State.HELD
    assert rules_of(receipt) == ["article-unread"]
    assert {question.article for question in judge.asked} == {None}


@pytest.mark.parametrize(
    ("unconfirmed", "text", "state", "rules"),
    [
        ("publish", "<p>Lies.</p>", State.PUBLISHED, ["article-unread"]),
        ("read", "<p>Lies.</p>", State.PUBLISHED, []),
        ("read", "", State.HELD, ["article-unread"]),
    ],
)
def test_a_newsroom_may_let_such_comments_pass(
    database: Database,
    judge_pool: JudgePool,
    judge: Recorder,
    site: Site,
    now: datetime,
    unconfirmed: str,
    text: str,
    state: State,
    rules: list[str],
) -> None:
    under(database, site, f'unconfirmed.article = "{unconfirmed}"', now)
    receipt = sent(database, judge_pool, seen(database, site, now, text), now)
    assert (receipt.comment.state, rules_of(receipt)) == (state, rules)
    shown = [question.article for question in judge.asked if question.article is not None]
    assert [each.body for each in shown] == ([] if rules else ["Lies."])


def test_the_newsrooms_own_people_and_its_own_word_pass(
    database: Database, judge_pool: JudgePool, judge: Recorder, site: Site, now: datetime
) -> None:
    article = seen(database, site, now)
    staff = replace(GUEST, is_staff=True)
    assert sent(database, judge_pool, article, now, staff).comment.state is State.PUBLISHED
    with database.writing() as connection:
        told: dict[object, object] = {"slug": article.slug, "headline": "Trams", "body": "True."}
        article = actions.put(connection, site.id, from_fields(told), now=now)
    other = replace(GUEST, sender_key="another", email="bo@example.org")
    assert sent(database, judge_pool, article, now, other).comment.state is State.PUBLISHED
    assert any(each.article and each.article.body == "True." for each in judge.asked)


def test_other_services_calls_get_no_article_of_a_browsers_making(
    database: Database, site: Site, now: datetime
) -> None:
    article = seen(database, site, now)

    async def ask() -> object:
        known = StoredArticles(database)
        return await known.find(Caller("x", 1, site.id), f"{site.base_url}{article.path}")

    assert event_loop.run(ask) is None
