"""A long queue at the desk, a stretch at a time."""

import re

import pytest
from litestar.testing import TestClient

from rejoinder.app import Newspaper
from rejoinder.articles.model import Article
from rejoinder.moderation.model import Outcome
from rejoinder.web.desk.queue import NEXT_CARDS
from tests.support.factories import make_comment
from tests.support.newspaper import Paper

WAITING = 23
SCRIPT = {"x-fragment": "desk"}


@pytest.fixture
def browser(
    paper: Paper, article: Article, at_desk: TestClient[Newspaper]
) -> TestClient[Newspaper]:
    with paper.database.writing() as connection:
        for number in range(WAITING):
            make_comment(
                connection,
                now=paper.clock(),
                article=article,
                text=f"Number {number} of the queue.",
                outcome=Outcome.HOLD,
            )
    return at_desk


def cards(page: str) -> list[str]:
    """The numbers of the comments whose cards are on a page."""
    return re.findall(r'<details class="card" name="card" id="comment-(\d+)"', page)


def next_href(page: str) -> str:
    """Where the link to the next ones leads; empty where there is none."""
    found = re.search(r'<a rel="next" href="([^"]+)"', page)
    return found[1].replace("&amp;", "&") if found else ""


def test_the_next_ones_are_a_link_away(browser: TestClient[Newspaper]) -> None:
    first = browser.get("/desk?view=held").text
    second = browser.get(next_href(first)).text
    shown = cards(first) + cards(second)
    assert len(cards(first)) == 20
    assert len(set(shown)) == len(shown) == WAITING
    assert next_href(second) == ""
    assert 'href="/desk?view=held"' in second


def test_whoever_decides_far_down_stays_there(browser: TestClient[Newspaper]) -> None:
    page = browser.get("/desk?from=20").text
    number = cards(page)[0]
    seen = re.search(r'name="seen" value="(\d+)"', page)
    assert seen is not None
    form = {"seen": seen[1], "outcome": "publish", "from": "20"}
    answer = browser.post(f"/desk/comments/{number}/decisions", data=form, follow_redirects=False)
    assert answer.headers["location"].startswith("/desk?from=20&done=")
    assert cards(browser.get(answer.headers["location"]).text) == cards(page)[1:]


def test_a_script_gets_the_cards_alone_and_none_of_them_open(
    browser: TestClient[Newspaper],
) -> None:
    piece = browser.get("/desk?from=20", headers=SCRIPT).text
    assert len(cards(piece)) == WAITING - 20
    assert "<html" not in piece
    assert not re.search(r"<details class=\"card\"[^>]* open", piece)
    assert "data-waiting" in piece
    # Behind a card only a few come: neither the server nor the browser is busy with them for long.
    page = cards(browser.get("/desk").text)
    following = browser.get(f"/desk?after={page[3]}&have={page[3]}", headers=SCRIPT).text
    assert cards(following) == page[4 : 4 + NEXT_CARDS]
    assert len(page) - 4 > NEXT_CARDS


def test_a_place_that_we_never_named_is_the_first(browser: TestClient[Newspaper]) -> None:
    for start in ("-1", "x", "1e9", "9999999999", "²", ""):
        assert len(cards(browser.get("/desk", params={"from": start}).text)) == 20, start


def test_beyond_the_end_there_is_a_way_back(browser: TestClient[Newspaper]) -> None:
    page = browser.get("/desk?from=400").text
    assert cards(page) == []
    assert "nothing further down" in page
    assert "All clear" not in page
    assert 'href="/desk"' in page


def test_the_desk_says_in_which_order_it_is(browser: TestClient[Newspaper]) -> None:
    page = browser.get("/desk").text
    assert "First comes what does harm where readers can see it" in page
    assert "the longest wait first, and in every fourth place" in page
