"""The public page of numbers: for any months, and only where the site has it."""

import pytest
from litestar.testing import TestClient

from rejoinder.app import Newspaper
from rejoinder.articles.model import Article
from rejoinder.i18n import translator_of
from rejoinder.moderation.model import Outcome
from rejoinder.transparency.tables_of_numbers import NumberRow, in_words
from tests.support.html_page import Page
from tests.support.newspaper import DECLINED, Paper

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
Browser = TestClient[Newspaper]


def test_everybody_sees_how_much_was_kept_back_and_the_faq_leads_there(
    paper: Paper, client: Browser, article: Article
) -> None:
    paper.submit(client, article, text=DECLINED)
    paper.comment(article, outcome=Outcome.HOLD)
    assert 'href="/transparency"' in client.get("/comments-faq").text
    answer = client.get("/transparency")
    assert answer.status_code == 200
    text = Page(answer.text).text
    assert "Comments not posted, or taken down 1" in text
    assert "Comments held for a person 1" in text
    assert answer.text.count("<svg") == 2
    assert answer.text.count("For what something was kept back") == 2  # one of them in the picture
    assert "script" not in answer.text.split("<main")[1]


def test_how_long_an_answer_took_is_told_in_minutes_hours_or_days(paper: Paper) -> None:
    shown = {
        hours: in_words(
            NumberRow("Appeals", "Median, in hours", hours, of_a_span="Median"),
            translator_of(paper.site),
        )
        for hours in (0.083, 7.4, 100.0, None)
    }
    assert shown == {
        0.083: ("Median", "5 minutes"),
        7.4: ("Median", "7 hours"),
        100.0: ("Median", "4 days"),
        None: ("Median", None),
    }


def test_numbers_are_kept_for_a_while(paper: Paper, client: Browser, article: Article) -> None:
    assert "Written 0" in Page(client.get("/transparency").text).text
    paper.comment(article)
    assert "Written 0" in Page(client.get("/transparency").text).text
    assert "Written 1" in Page(client.get("/transparency?from=2026-06&to=2026-06").text).text


@pytest.mark.parametrize(
    "query",
    ["from=2026-13", "from=x&to=y", "from=2026-06&to=2026-01", "from=2001-01&to=2026-01"],
)
def test_months_that_are_none_are_told(paper: Paper, client: Browser, query: str) -> None:
    answer = client.get(f"/transparency?{query}")
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert "Written" in answer.text


def test_a_site_without_the_page_has_none(paper: Paper, client: Browser) -> None:
    paper.put_policy('[duties]\npublic_page = "off"\n')
    assert client.get("/transparency").status_code == 404
    assert "/transparency" not in client.get("/comments-faq").text
