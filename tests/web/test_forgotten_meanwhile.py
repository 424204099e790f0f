"""A comment under an article that is forgotten before it stands: nothing written is lost."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest

from rejoinder.articles.model import Article
from rejoinder.articles.sight import PageMessage, read_sight
from rejoinder.articles.sightings import first_sight, forget
from rejoinder.engine import Case, Judgement
from rejoinder.errors import NotFound
from rejoinder.moderation.actions.gather import Commenter
from rejoinder.moderation.actions.judging import Decided, decide_again
from rejoinder.moderation.actions.submit import Submission, submit
from rejoinder.moderation.senders import PlaceNow
from tests.support.fake_judges import gentle
from tests.support.html_page import Page
from tests.support.newspaper import Paper, open_paper

TRAMS = "https://paper.example/trams"
TEXT = "Nobody wrote here before me."


class Forgetful:
    """A judge, and a policy, during whose thinking an article can be forgotten."""

    def __init__(self) -> None:
        self.paper: Paper | None = None
        self.article: Article | None = None

    def __call__(self, question: Case) -> Judgement:
        """What the judge pool calls."""
        self.forget()
        return gentle(question)

    def decide_again(self, decided: Decided, place: PlaceNow) -> Decided:
        """What is called between the last look and the writing."""
        with ThreadPoolExecutor(1) as pool:
            pool.submit(self.forget).result(30)
        return decide_again(decided, place)

    def forget(self) -> None:
        article, self.article = self.article, None
        if self.paper is None or article is None:
            return
        with self.paper.database.writing() as connection:
            assert forget(connection, article.site_id, article.id)

    def seen(self, paper: Paper) -> Article:
        """An article that only a browser told of, and that is about to be forgotten."""
        sight = read_sight(("https://paper.example",), PageMessage(TRAMS, ""))
        with paper.database.writing() as connection:
            article, _ = first_sight(connection, paper.site, sight, now=paper.clock())
        self.article = article
        return article


@pytest.fixture
def forgetful() -> Forgetful:
    return Forgetful()


@pytest.fixture
def paper(database_url: str, forgetful: Forgetful, now: datetime) -> Iterator[Paper]:
    with open_paper(database_url, judge=forgetful, now=now) as opened:
        forgetful.paper = opened
        yield opened


def check_all_ways(paper: Paper, forgetful: Forgetful) -> None:
    """By the form, with a script and without, and over the API."""
    told = {"text": TEXT, "name": "Ann", "email": "ann@example.org"}
    for headers in ({}, {"x-fragment": "posted"}):
        article = forgetful.seen(paper)
        path = f"{article.path}/comments"
        answer = paper.browser().post(path, data=told, headers=headers, follow_redirects=False)
        assert forgetful.article is None
        assert answer.status_code == 404
        assert TEXT in Page(answer.text).boxes
        assert "There is no such article." in Page(answer.text).text
    article = forgetful.seen(paper)
    answer = paper.submit(paper.browser(), article, text=TEXT)
    assert forgetful.article is None
    assert answer.status_code == 404
    assert answer.json()["error"]["code"] == "no-such-article"


def test_one_that_is_forgotten_while_the_judge_thinks_gives_the_text_back(
    paper: Paper, forgetful: Forgetful
) -> None:
    check_all_ways(paper, forgetful)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_one_that_is_forgotten_while_it_is_written_gives_the_text_back(
    paper: Paper, forgetful: Forgetful, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rejoinder.moderation.actions.submit.decide_again", forgetful.decide_again)
    # Nobody forgets while the judge thinks.
    monkeypatch.setattr(Forgetful, "__call__", lambda _, question: gentle(question))
    check_all_ways(paper, forgetful)
    article = forgetful.seen(paper)
    sent = Submission(TEXT, Commenter("Ann", "ann@example.org", "a network"))
    with pytest.raises(NotFound):
        submit(paper.database, paper.app_state.judge_pool, article, sent, now=paper.clock())
