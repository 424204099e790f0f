"""The desk's search page: comments, authors and articles, found and narrowed down."""

import pytest
from litestar.testing import TestClient

from rejoinder.app import Newspaper
from rejoinder.desk.search.queries import MOST_AUTHORS
from rejoinder.moderation.model import Outcome
from rejoinder.readers.actions import begin_guest
from rejoinder.sites.model import Role
from tests.support.html_page import Page
from tests.support.newspaper import Paper

Browser = TestClient[Newspaper]
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def read(paper: Paper) -> None:
    while paper.app_state.desk_worker.run_once():
        pass


def test_comments_are_found_marked_and_narrowed_down(paper: Paper, at_desk: Browser) -> None:
    article = paper.article(section="City")
    paper.comment(article, text="A <b>tram</b> to the café.")
    held = paper.comment(article, text="word " * 200 + "tramway", outcome=Outcome.HOLD)
    assert "2 comments are still being read" in at_desk.get("/desk/search").text
    read(paper)
    page = at_desk.get("/desk/search?q=tram+CAFE").text
    assert '<mark class="mark-found"' in page
    assert "&lt;b&gt;" in page
    assert "1 comments" not in page
    found = at_desk.get("/desk/search", params={"q": "tram", "state": "held", "section": "City"})
    (link,) = {each for each in Page(found.text).links() if each.startswith("/desk/comments/")}
    assert link == f"/desk/comments/{held.id}"
    assert "… " in found.text
    assert "Nothing was found" in at_desk.get("/desk/search?q=zzz").text
    by_author = at_desk.get(f"/desk/search?author={held.author.reader_id}")
    assert f"/desk/comments/{held.id}" in by_author.text


def test_further_ones_keep_what_was_asked(paper: Paper, at_desk: Browser) -> None:
    article = paper.article()
    for number in range(21):
        paper.comment(article, text=f"Tram {number}.")
    read(paper)
    first = Page(at_desk.get("/desk/search?q=tram&state=published&order=newest").text)
    (further,) = [each for each in first.links() if "from=20" in each]
    assert "state=published" in further
    later = at_desk.get(further)
    assert "</mark> 0." in later.text
    way_back = "/desk/search?q=tram&order=newest&state=published"
    assert way_back not in first.links()
    assert Page(later.text).links().count(way_back) == 2  # above the list, and below it
    assert "There is nothing further." in at_desk.get(further.replace("=20", "=40")).text


def test_what_cannot_be_asked_is_told_and_nothing_is_lost(paper: Paper, at_desk: Browser) -> None:
    del paper
    for wrong in ("state=gone", "since=tomorrow", "since=2026-02-30", "author=x", "language=EN!"):
        answer = at_desk.get(f"/desk/search?q=tram&{wrong}")
        assert answer.status_code == 422, wrong
        assert "tram" in Page(answer.text).boxes or 'value="tram"' in answer.text
    for odd in ("from=999999", "from=-1", "order=x", "in=x", f"q={'x ' * 700}"):
        assert at_desk.get(f"/desk/search?q=tram&{odd}").status_code == 200


def test_an_address_is_searched_by_those_alone_who_decide(paper: Paper, at_desk: Browser) -> None:
    comment = paper.comment(paper.article(), text="Words.")
    read(paper)
    asked = {"q": comment.author.email, "in": "authors"}
    assert comment.author.name in at_desk.get("/desk/search", params=asked).text
    paper.invite("olga@example.org", name="Olga", role=Role.OBSERVER)
    observer = paper.sign_in("olga@example.org")
    assert comment.author.name not in observer.get("/desk/search", params=asked).text
    by_name = {"q": comment.author.name, "in": "authors"}
    assert comment.author.name in observer.get("/desk/search", params=by_name).text


def test_of_many_authors_it_is_said_that_there_are_more(paper: Paper, at_desk: Browser) -> None:
    article, told = paper.article(), f"There are more than {MOST_AUTHORS} authors"
    for number in range(MOST_AUTHORS + 1):
        with paper.database.writing() as connection:
            ann = begin_guest(
                connection,
                paper.site.id,
                name="Ann Alley",
                email=f"ann@{number}.example.org",
                now=paper.clock(),
            )
        paper.comment(article, reader=ann)
        if number < MOST_AUTHORS - 1:
            continue
        read(paper)
        for asked in ("Ann", "ann@"):
            page = at_desk.get("/desk/search", params={"q": asked, "in": "authors"}).text
            assert page.count('href="/desk/authors/') == MOST_AUTHORS
            assert (told in page) is (number == MOST_AUTHORS)


def test_articles_are_found_beside_them(paper: Paper, at_desk: Browser) -> None:
    paper.article(headline="Harbour bridge to close")
    read(paper)
    assert "Harbour bridge to close" in at_desk.get("/desk/search?q=bridge&in=articles").text
