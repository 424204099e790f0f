"""What is done before the first request."""

from datetime import datetime

import pytest

from rejoinder.engine import Case, Judgement
from rejoinder.web.warm_up import read_newest_articles
from tests.support import event_loop
from tests.support.fake_judges import broken, gentle
from tests.support.newspaper import open_paper

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_the_judge_reads_what_people_write_about_before_they_do(
    database_url: str, now: datetime
) -> None:
    read: list[str] = []

    def judge(case: Case) -> Judgement:
        read.append("" if case.article is None else case.article.headline)
        return gentle(case)

    with open_paper(database_url, judge=judge, now=now) as paper:
        paper.article("open", headline="Open to all")
        paper.close(paper.article("closed", headline="Closed"))
        event_loop.run(lambda: read_newest_articles(paper.app))
    assert read == ["Open to all"]


def test_a_judge_that_fails_keeps_nobody_from_starting(
    database_url: str, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    with open_paper(database_url, judge=broken, now=now) as paper:
        paper.article()
        event_loop.run(lambda: read_newest_articles(paper.app))
    assert "ZeroDivisionError; no article is read beforehand" in caplog.text
