"""Comments that were held since their article had not come are judged again once it has."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest

from rejoinder.articles import actions, sightings
from rejoinder.articles.actions import ARTICLE_READ
from rejoinder.articles.model import Article, from_fields
from rejoinder.articles.patch import ArticlePatch
from rejoinder.articles.queries import even_unpublished
from rejoinder.articles.sight import PageMessage, read_sight
from rejoinder.comments.model import Comment, State
from rejoinder.comments.queries import by_id
from rejoinder.engine import AbuseScore, Case, Judgement, OnTopic
from rejoinder.engine.judge_pool import JudgePool, one_by_one
from rejoinder.imported_judge import ImportedJudge
from rejoinder.jobs import HANDLERS
from rejoinder.moderation.actions import judge_again
from rejoinder.moderation.actions.decide import StaffDecision, decide_as_staff
from rejoinder.moderation.actions.decision_log import TELL_AUTHOR
from rejoinder.moderation.actions.gather import Commenter
from rejoinder.moderation.actions.submit import Submission, submit
from rejoinder.moderation.model import Decision, Outcome
from rejoinder.moderation.queries import latest_decision
from rejoinder.sites import actions as site_actions
from rejoinder.sites.model import Site
from rejoinder.storage import Database, outbox
from tests.support.factories import make_site, make_staff
from tests.support.fake_judges import broken, gentle

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

ORIGIN = "https://paper.example"
TEXT = "The trams should have been here years ago."


def of_trams(question: Case) -> Judgement:
    """Finds ferries off the subject where there is one, and one reader threatening."""
    found = gentle(question)
    if question.article is not None and "ferry" in question.text:
        found = replace(found, on_topic=OnTopic(0.01))
    if question.article is not None and "Mayor" in question.text:
        found = replace(found, abuse={**found.abuse, "threat": AbuseScore(0.99, ((0, 5),))})
    return found


@dataclass
class Newsroom:
    """A site with a page of which only a browser told, and comments under it."""

    database: Database
    site: Site
    article: Article
    now: datetime
    senders: int = 0

    def sends(self, text: str = TEXT, judge: Callable[[Case], Judgement] = of_trams) -> Comment:
        self.senders += 1
        who = Commenter("Ann", f"ann{self.senders}@example.org", f"network {self.senders}")
        pool = JudgePool(one_by_one(judge), model="test")
        try:
            sent = submit(self.database, pool, self.article, Submission(text, who), now=self.now)
        finally:
            pool.close()
        return sent.comment

    def hands_in(self) -> None:
        told: dict[object, object] = {"slug": self.article.slug, "headline": "Trams", "body": "So."}
        with self.database.writing() as connection:
            actions.put(connection, self.site.id, from_fields(told), now=self.now)

    def judges(self, judge: Callable[[Case], Judgement] = of_trams, late: int = 0) -> int:
        pool = JudgePool(one_by_one(judge), model="test")
        moment = self.now + timedelta(hours=late)
        try:
            return ImportedJudge(self.database, pool, lambda: moment).run_once()
        finally:
            pool.close()

    def stands(self, comment: Comment) -> tuple[State, Decision]:
        with self.database.reading() as connection:
            seen = by_id(connection, self.site.id, comment.id)
            return seen.state, latest_decision(connection, comment.id)

    def errands(self, kind: str) -> int:
        with self.database.writing() as connection:
            return len(outbox.claim(connection, now=self.now, limit=100, kinds=(kind,)))


@pytest.fixture
def newsroom(database: Database, now: datetime) -> Newsroom:
    with database.writing() as connection:
        site = replace(make_site(connection, now=now), origins=(ORIGIN,))
        told = read_sight(site.origins, PageMessage(f"{ORIGIN}/trams"))
        article = sightings.first_sight(connection, site, told, now=now)[0]
    return Newsroom(database, site, article, now)


def test_what_waited_for_its_article_is_decided_once_that_has_come(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judge_again, "AT_ONCE", 2)
    monkeypatch.setattr("rejoinder.imported_judge.AT_ONCE", 2)
    good, off, bad = (newsroom.sends(each) for each in (TEXT, "My ferry!", "Mayor, we find you."))
    assert {newsroom.stands(each)[0] for each in (good, off, bad)} == {State.HELD}
    newsroom.hands_in()
    assert (newsroom.judges(), newsroom.judges()) == (1, 0)
    state, decision = newsroom.stands(good)
    assert (state, decision.outcome, decision.made_by) == (
        *(State.PUBLISHED, Outcome.PUBLISH),
        "policy",
    )
    assert (decision.findings, "Judged again" in decision.note) == ((), True)
    assert [newsroom.stands(each)[1].rule for each in (off, bad)] == ["off-topic", "abuse-threat"]
    assert {newsroom.stands(each)[0] for each in (off, bad)} == {State.DECLINED}
    assert newsroom.errands(TELL_AUTHOR) == 3


def test_what_else_was_found_of_it_then_stands(newsroom: Newsroom) -> None:
    with newsroom.database.writing() as connection:
        policy = '[words]\nwatched = ["years"]\n'
        site_actions.put_policy(connection, newsroom.site, policy, put_by="tests", now=newsroom.now)
    comment = newsroom.sends()
    before = {each.rule for each in newsroom.stands(comment)[1].findings}
    with newsroom.database.writing() as connection:
        site_actions.put_policy(connection, newsroom.site, "", put_by="tests", now=newsroom.now)
    newsroom.hands_in()
    newsroom.judges()
    state, decision = newsroom.stands(comment)
    assert state is State.HELD
    assert {each.rule for each in decision.findings} == before - {"article-unread"}
    assert newsroom.errands(TELL_AUTHOR) == 0


def test_what_a_person_decided_stays(newsroom: Newsroom) -> None:
    comment = newsroom.sends()
    with newsroom.database.writing() as connection:
        member = make_staff(connection, newsroom.site, now=newsroom.now)
        seen = latest_decision(connection, comment.id)
        decide_as_staff(
            connection, comment, member, StaffDecision(Outcome.HOLD, seen.id), now=newsroom.now
        )
    newsroom.hands_in()
    newsroom.judges()
    state, decision = newsroom.stands(comment)
    assert (state, decision.made_by) == (State.HELD, "staff")


def test_a_silent_judge_publishes_nothing_and_is_asked_again(newsroom: Newsroom) -> None:
    comment = newsroom.sends()
    newsroom.hands_in()
    newsroom.judges(broken)
    assert newsroom.stands(comment)[0] is State.HELD
    newsroom.judges(late=1)
    assert newsroom.stands(comment)[0] is State.PUBLISHED


def test_only_a_text_that_was_missing_is_news(newsroom: Newsroom) -> None:
    newsroom.hands_in()
    newsroom.hands_in()
    with newsroom.database.writing() as connection:
        article = even_unpublished(connection, newsroom.site.id, newsroom.article.id)
        actions.edit(
            connection,
            newsroom.site,
            article,
            ArticlePatch(values={"headline": "Other"}),
            now=newsroom.now,
        )
    assert newsroom.errands(ARTICLE_READ) == 1
    assert ARTICLE_READ not in HANDLERS
