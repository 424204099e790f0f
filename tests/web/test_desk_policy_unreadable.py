"""The rules in force cannot be read, as after somebody changed their row by hand."""

import re

import pytest
from litestar.testing import TestClient

from rejoinder.app import Newspaper
from rejoinder.articles.model import Article
from rejoinder.sites.actions import put_policy
from rejoinder.sites.model import Role
from rejoinder.sites.queries import policy_in_force
from tests.support.newspaper import DECLINED, KIND, Paper

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

DESK = "/desk/policy"
LAST = 'mode = "open"\n[editing]\nedit_minutes = 7\n[words]\nbanned = ["zounds"]\n'
BROKEN = 'mode = "opne"\n[topic]\nhold_below = "\n'
Browser = TestClient[Newspaper]


@pytest.fixture
def editor(paper: Paper) -> Browser:
    paper.invite("ed@example.org", name="Edith", role=Role.EDITOR)
    return paper.sign_in("ed@example.org")


@pytest.fixture
def broken(paper: Paper) -> int:
    """The row of the rules in force, which cannot be read; those before it are other than usual."""
    with paper.database.writing() as connection:
        for source in (LAST, BROKEN):
            put_policy(connection, paper.site, source, put_by="tests", now=paper.clock())
        put = policy_in_force(connection, paper.site.id)
    assert put is not None
    return put.id


def test_every_comment_waits_by_the_last_rules_that_can_be_read(
    paper: Paper, broken: int, client: Browser, article: Article
) -> None:
    told = paper.submit(client, article, text=KIND)
    assert (told.status_code, told.json()["status"]) == (201, "held"), told.text
    assert "a person reads every comment before it appears" in client.get("/comments-faq").text
    assert client.get(article.path).status_code == 200


def test_what_the_last_rules_would_decline_waits_too_and_says_that_the_fault_is_ours(
    paper: Paper, broken: int, client: Browser, article: Article
) -> None:
    told = paper.submit(client, article, text=DECLINED)
    assert (told.status_code, told.json()["status"]) == (201, "held"), told.text
    assert "Something in our own workings failed" in told.text


def test_the_desk_says_what_is_wrong_and_offers_the_last_that_can_be_read(
    paper: Paper, broken: int, editor: Browser
) -> None:
    page = editor.get(DESK)
    assert page.status_code == 200
    assert "The rules in force cannot be read" in page.text
    assert re.search(r"Line \d:", page.text)
    assert "all-held: nobody" in page.text
    last = re.search(rf'href="{DESK}/versions/(\d+)">The last ones that can be read', page.text)
    assert last is not None
    assert editor.get("/desk").status_code == 200
    text = editor.get(f"{DESK}/edit", params={"version": broken})
    assert text.status_code == 200
    assert "opne" in text.text
    again = editor.post(f"{DESK}/drafts", data={"source": BROKEN, "version": str(broken)})
    assert again.status_code == 422
    assert "opne" in again.text, "what was typed stays"
    form = editor.get(f"{DESK}/edit").text
    assert f'name="version" value="{last[1]}"' in form
    written = editor.post(f"{DESK}/drafts", data={"version": last[1], "mode": "assisted"})
    assert written.status_code == 200
    assert "What it changes" in written.text
    path = written.url.path
    told = {"reason": "Mended.", "seen": str(broken), "sure": "1"}
    editor.post(f"{path}/switching-on", data=told)
    page = editor.get(DESK)
    assert "cannot be read" not in page.text


def test_who_may_not_write_all_rules_reads_what_is_wrong(paper: Paper, broken: int) -> None:
    paper.invite("city@example.org", role=Role.EDITOR, sections="City")
    browser = paper.sign_in("city@example.org")
    assert "The rules in force cannot be read" in browser.get(DESK).text
    place = {"kind": "sections", "name": "City"}
    assert browser.get(f"{DESK}/edit", params=place).status_code == 403
