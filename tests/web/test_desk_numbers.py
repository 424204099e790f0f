"""The newsroom's numbers at the desk: any days, as pages and files, and one's own alone."""

import csv
from io import StringIO

import pytest
from litestar.testing import TestClient

from rejoinder.app import Newspaper
from rejoinder.articles.model import Article
from rejoinder.moderation.model import Outcome
from rejoinder.sites.model import Role
from tests.support.html_page import Page
from tests.support.newspaper import DECLINED, Paper

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
Browser = TestClient[Newspaper]


@pytest.fixture
def editor(paper: Paper) -> Browser:
    paper.invite("ed@example.org", name="Edith", role=Role.EDITOR)
    return paper.sign_in("ed@example.org")


def decide(paper: Paper, browser: Browser, article: Article) -> None:
    comment = paper.comment(article, outcome=Outcome.HOLD)
    page = browser.get(f"/desk/comments/{comment.id}").text
    seen = page.split('name="seen" value="')[1].split('"')[0]
    path = f"/desk/comments/{comment.id}/decisions"
    assert browser.post(path, data={"outcome": "publish", "seen": seen}).status_code == 200


def test_an_editor_sees_all_in_pictures_tables_and_files(
    paper: Paper, client: Browser, editor: Browser, article: Article
) -> None:
    paper.submit(client, article, text=DECLINED)
    decide(paper, editor, article)
    paper.comment(article, outcome=Outcome.HOLD)  # which waits
    paper.clock.turn(hours=1)
    answer = editor.get("/desk/numbers")
    assert answer.status_code == 200
    # People agreed about nothing that the judge had found: of that there is nothing to draw.
    assert answer.text.count("<svg") == 7
    assert 'id="judge-plot"' not in answer.text
    assert "Edith" in Page(answer.text).text
    assert "<script" not in answer.text
    links = [each.split('"')[0] for each in answer.text.split('href="/desk/numbers/')[1:]]
    assert len(links) == 13
    for link in links:
        file = editor.get(f"/desk/numbers/{link.replace('&amp;', '&')}")
        assert file.headers["content-type"].startswith("text/csv")
        assert file.headers["cache-control"] == "no-store"
        widths = {len(row) for row in csv.reader(StringIO(file.text))}
        assert len(widths) == 1, link
    rules = editor.get("/desk/numbers/rules.csv").text
    assert "A word on our list" in rules or ",1," in rules
    assert editor.get("/desk/numbers/none.csv").status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        "from=2026-13-01",
        "from=x",
        "from=0001-01-01&to=0001-01-02",
        "from=2026-06-02&to=2026-06-01",
        "from=2001-01-01&to=2026-06-01",
        "within=0",
        "within=9999",
        "within=%C2%B2",
        "to=" + "9" * 500,
    ],
)
@pytest.mark.parametrize("path", ["/desk/numbers", "/desk/mine"])
def test_days_that_are_none_are_told(editor: Browser, path: str, query: str) -> None:
    answer = editor.get(f"{path}?{query}")
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text


def test_a_moderator_sees_their_own_and_nobody_elses(
    paper: Paper, editor: Browser, at_desk: Browser, article: Article
) -> None:
    for browser in (editor, editor, at_desk):
        decide(paper, browser, article)
    own = Page(at_desk.get("/desk/mine").text).text
    assert "Decisions 1" in own
    assert "Edith" not in own
    assert at_desk.get("/desk/numbers").status_code == 403
    assert "/desk/numbers" not in at_desk.get("/desk").text
    assert "Decisions 0" in Page(at_desk.get("/desk/mine?to=2026-06-01").text).text


@pytest.mark.parametrize("path", ["/desk/numbers", "/desk/mine"])
def test_days_without_anything_say_so_and_have_no_empty_axes(editor: Browser, path: str) -> None:
    page = editor.get(f"{path}?from=2026-01-01&to=2026-01-07").text
    assert "<svg" not in page
    assert "Nothing in these days." in page
