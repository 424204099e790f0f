"""When the judge does not answer, a person does: the comment is held, and its author is told."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path

import pytest

from rejoinder import engine
from rejoinder.app import create_app
from rejoinder.engine.judge_pool import AskJudge
from rejoinder.moderation.queries import latest_decision
from rejoinder.settings import Settings
from tests.support.fake_judges import Slow, broken, missing
from tests.support.html_page import Page
from tests.support.newspaper import DECLINED, KIND, Paper, open_paper, until

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

Open = Callable[..., AbstractContextManager[Paper]]


@pytest.fixture
def opened(database_url: str, now: datetime) -> Open:
    """Opens a paper with a judge of the test's own."""

    def open_with(judge: AskJudge, **settings: float) -> AbstractContextManager[Paper]:
        return open_paper(database_url, judge=judge, now=now, settings=settings)

    return open_with


def check_held(paper: Paper) -> None:
    """A kind comment is held because nobody judged it, and its author is told so."""
    browser, article = paper.browser(), paper.article()
    told = paper.submit(browser, article, email="api@example.org").json()
    assert told["status"] == "held"
    assert [each["rule"] for each in told["reasons"]] == ["judge-silent"]
    assert told["reasons"][0]["message"]
    with paper.database.reading() as connection:
        decision = latest_decision(connection, told["id"])
    assert decision.judgement is None
    posted = paper.put_in(browser, article, text=f"Once more: {KIND}")
    page = Page(browser.get(posted.headers["location"]).text)
    assert "A moderator will read your comment first" in page.text
    assert page.has("li", class_="reason", data_rule="judge-silent")
    assert KIND not in paper.browser().get(article.path).text


@pytest.mark.parametrize("judge", [broken, missing])
def test_a_judge_that_fails_holds(opened: Open, judge: AskJudge) -> None:
    with opened(judge) as paper:
        check_held(paper)


def test_a_judge_that_takes_too_long_holds(opened: Open) -> None:
    slow = Slow()
    with opened(slow, judge_timeout=0.05) as paper:
        check_held(paper)
        slow.let_go.set()


def test_a_judge_with_a_full_house_holds_at_once(opened: Open) -> None:
    slow = Slow()
    with opened(slow, judge_timeout=20, judge_queue=2) as paper, ThreadPoolExecutor(1) as pool:
        article = paper.article()
        first = pool.submit(paper.submit, paper.browser(), article, email="first@example.org")
        assert slow.asked.wait(timeout=10)
        until(lambda: paper.app_state.judge_pool.pending == 2)  # the text and the name
        check_held(paper)
        slow.let_go.set()
        assert first.result(timeout=10).json()["status"] == "published"
        freed = paper.submit(paper.browser(), article, text="And now?", email="x@example.org")
        assert freed.json()["status"] == "published"


def test_what_the_rules_decline_anyway_is_declined_without_a_judge(opened: Open) -> None:
    with opened(broken) as paper:
        told = paper.submit(paper.browser(), paper.article(), text=DECLINED).json()
        assert told["status"] == "declined"


def test_an_edit_that_nobody_judged_is_held(opened: Open) -> None:
    with opened(broken) as paper:
        comment = paper.comment(paper.article())
        path = f"/your-comment/{comment.status_token}/revision"
        answer = paper.browser().post(path, data={"text": KIND}, follow_redirects=False)
        assert answer.status_code == 303
        assert paper.comment_now(comment.id).state == "held"


def test_the_log_says_that_the_judge_failed_and_not_what_was_written(
    opened: Open, caplog: pytest.LogCaptureFixture
) -> None:
    with opened(broken) as paper:
        paper.submit(paper.browser(), paper.article(), text="Roderick is my neighbour.")
    assert "judge: ZeroDivisionError; a comment is held" in caplog.text
    assert "Roderick" not in caplog.text


def test_the_paper_opens_without_a_model_and_says_so(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine.model_files, "PACKAGED_MODEL", tmp_path)
    app = create_app(Settings(database_url=database_url, judge_processes=0))
    assert app.state.app_state.judge_pool.model == ""
    app.state.app_state.judge_pool.close()
    app.state.app_state.database.close()
