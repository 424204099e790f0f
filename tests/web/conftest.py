"""What the tests of the web ask for: a paper over a fresh store, the judge, and a browser."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from litestar.testing import TestClient

from rejoinder.app import Newspaper
from rejoinder.articles.model import Article
from rejoinder.engine import Case, Judge, Judgement
from rejoinder.engine.judge_pool import AskJudge
from rejoinder.sites.model import Role
from tests.support.fake_judges import gentle
from tests.support.newspaper import Paper, open_paper

NOON = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def judge(packaged_judge: Judge) -> AskJudge:
    """The real judge."""

    def ask(question: Case) -> Judgement:
        return packaged_judge.batch([question])[0]

    return ask


@pytest.fixture
def paper(database_url: str, judge: AskJudge, now: datetime) -> Iterator[Paper]:
    """A paper that nobody has read yet."""
    with open_paper(database_url, judge=judge, now=now) as opened:
        yield opened


@pytest.fixture
def ann(paper: Paper) -> TestClient[Newspaper]:
    """A moderator's browser."""
    paper.invite("ann@example.org", name="Ann", role=Role.MODERATOR)
    return paper.sign_in("ann@example.org")


@pytest.fixture
def bo(paper: Paper) -> TestClient[Newspaper]:
    """Another moderator's."""
    paper.invite("bo@example.org", name="Bo", role=Role.MODERATOR)
    return paper.sign_in("bo@example.org")


@pytest.fixture
def client(paper: Paper) -> TestClient[Newspaper]:
    """A reader's browser."""
    return paper.browser()


@pytest.fixture
def article(paper: Paper) -> Article:
    """An article of the paper, without comments."""
    return paper.article()


@pytest.fixture
def at_desk(paper: Paper) -> TestClient[Newspaper]:
    """The browser of a moderator."""
    address = "at.desk@example.org"
    paper.invite(address, name="Ilse", role=Role.MODERATOR)
    return paper.sign_in(address)


@pytest.fixture(scope="module")
def everybodys(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Paper]:
    """A paper that the tests of a file share, since each only knocks at its doors."""
    path = shutil.copy(sqlite_template, tmp_path_factory.mktemp("everybodys") / "store.db")
    with open_paper(f"sqlite:///{path}", judge=gentle, now=NOON, routes="everybodys") as opened:
        yield opened


@pytest.fixture(scope="module")
def target(everybodys: Paper) -> Article:
    """An article of that paper."""
    return everybodys.article()


@pytest.fixture(scope="module")
def sender(everybodys: Paper) -> TestClient[Newspaper]:
    """A browser that reads that paper."""
    return everybodys.browser()
