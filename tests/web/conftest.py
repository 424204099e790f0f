"""What the tests of the web ask for: a paper over a fresh store, the judge, and a browser."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from litestar.testing import TestClient

from rejoinder.app import Newspaper
from rejoinder.articles.model import Article
from rejoinder.engine import Judge, Judgement
from rejoinder.moderation.judging import AskJudge, Question
from tests.web.paper import Paper, open_paper


@pytest.fixture(scope="session")
def judge() -> AskJudge:
    """The real judge, loaded once."""
    loaded = Judge.load()

    def ask(question: Question) -> Judgement:
        return loaded(question.text, article=question.article, parent=question.parent)

    return ask


@pytest.fixture
def paper(database_url: str, judge: AskJudge, now: datetime) -> Iterator[Paper]:
    """A paper that nobody has read yet."""
    with open_paper(database_url, judge=judge, now=now) as opened:
        yield opened


@pytest.fixture
def client(paper: Paper) -> TestClient[Newspaper]:
    """A reader's browser."""
    return paper.browser()


@pytest.fixture
def article(paper: Paper) -> Article:
    """An article of the paper, without comments."""
    return paper.article()
