"""Articles at the desk: found, added, changed, moved, taken away; and what is pinned."""

import pytest
from httpx import Response
from litestar.testing import TestClient
from sqlalchemy import select

from rejoinder.app import Newspaper
from rejoinder.articles import actions
from rejoinder.articles.model import Article
from rejoinder.articles.queries import even_unpublished
from rejoinder.moderation.model import Outcome
from rejoinder.sites.model import Role
from rejoinder.storage.audit_log import audit_log
from tests.support.html_page import Page
from tests.support.newspaper import Paper, until

Browser = TestClient[Newspaper]
sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def editor(paper: Paper) -> Browser:
    paper.invite("edith@example.org", name="Edith", role=Role.EDITOR)
    return paper.sign_in("edith@example.org")


def send(browser: Browser, path: str, **form: str) -> Response:
    return browser.post(path, data=form, follow_redirects=False)


def article_now(paper: Paper, article: Article) -> Article:
    with paper.database.reading() as connection:
        return even_unpublished(connection, paper.site.id, article.id)


def logged(paper: Paper) -> list[str]:
    with paper.database.reading() as connection:
        kinds = select(audit_log.c.kind).order_by(audit_log.c.id)
        return [each for each in connection.execute(kinds).scalars() if each[:5] != "staff"]


def in_order(paper: Paper, article: Article, sort: str = "") -> list[str]:
    page = Page(paper.browser().get(f"{article.path}{sort and '?sort=' + sort}").text)
    return [each["data-id"] for each in page.comments()]


def read_all(paper: Paper) -> None:
    """Lets the worker read what waits for the index of words."""
    while paper.app_state.desk_worker.run_once():
        pass


def test_articles_are_found_by_their_words_however_they_are_spelt(
    paper: Paper, editor: Browser
) -> None:
    for number in range(51):
        paper.article(f"tram-{number}", headline=f"Tram {number} comes late")
    hidden = paper.article("bridge", headline="The 100% bridge of Hôtel-Dieu", byline="Zoë Núñez")
    paper.unpublish(hidden)
    assert "52 articles are still being read" in editor.get("/desk/articles?q=tram").text
    read_all(paper)
    first = Page(editor.get("/desk/articles").text)
    assert "The 100% bridge" in first.text
    (older,) = [each for each in first.links() if "behind=" in each]
    last = Page(editor.get(older).text)
    assert "Tram 0 comes late" in last.text
    assert last.text.count("← Newest") == 2  # above the list, and below it
    assert "Newest" not in first.text
    assert "Tram 0 comes late" not in first.text
    found = Page(editor.get("/desk/articles?q=BRIDGE+the").text)
    assert "not shown to readers" in found.text
    assert "Tram" not in found.text
    for path in ("/desk/articles?q=tram", "/desk/search?q=tram&in=articles&order=newest"):
        (further,) = [each for each in Page(editor.get(path).text).links() if "from=50" in each]
        last = Page(editor.get(further).text)
        assert "Tram 0 comes late" in last.text
        assert last.text.count("← The first ones") == 2
    for words in ("100 bridge", "HOTEL", '"hôtel dieu"', "nunez", "brid"):
        assert "The 100% bridge" in editor.get("/desk/articles", params={"q": words}).text, words
        beside = editor.get("/desk/search", params={"q": words, "in": "articles"}).text
        assert "The 100% bridge" in beside, words
    for words in ("_ram", "' OR 1=1", "nothing", '"dieu hotel"'):
        page = editor.get("/desk/articles", params={"q": words})
        assert "No article has these words" in page.text


@sqlite_only
def test_the_same_is_found_in_the_list_and_in_the_search(paper: Paper, editor: Browser) -> None:
    paper.article("works", headline="Waterworks sold", section="City", cms_id="w-17")
    named = paper.article("late", headline="The tram is late", section="City")
    beside = paper.article("bus", headline="A bus", standfirst="There is no tram here.")
    read_all(paper)
    for path in ("/desk/articles", "/desk/search"):

        def found(path: str = path, **asked: str) -> list[str]:
            links = Page(editor.get(path, params={"in": "articles", **asked}).text).links()
            return [each[15:] for each in links if each[15:].isdigit()]

        assert found(q="tram") == [str(named.id), str(beside.id)]
        assert found(q="tram", order="newest") == [str(beside.id), str(named.id)]
        assert found(q="tram", order="x", **{"from": "x"}) == found(q="tram")
        assert len(found(q="city")) == 2
        for name in ("w-17", "/articles/works#comment-1", "works"):
            assert len(found(q=name)) == 1
        assert found(q="%") == found(q="zz " * 700) == []
    assert f"/desk/search?article={named.id}" in editor.get("/desk/search?q=tram&in=articles").text


def test_what_an_article_was_called_finds_it_no_more(paper: Paper, editor: Browser) -> None:
    article = paper.article("works", headline="Waterworks sold", standfirst="To a stranger.")
    read_all(paper)
    with paper.database.writing() as connection:
        actions.change(connection, article.id, {"headline": "Waterworks kept"})
    assert "Waterworks" not in editor.get("/desk/search?q=sold&in=articles").text
    read_all(paper)
    assert "Waterworks kept" in editor.get("/desk/search?q=kept+stranger&in=articles").text


@sqlite_only
def test_an_article_is_added_changed_moved_and_taken_away(paper: Paper, editor: Browser) -> None:
    paper.stands_elsewhere("https://paper.example", "/x")
    form = {"headline": "Harbour to grow", "section": "City", "body": "It will *grow*."}
    added = send(editor, "/desk/articles", **form)
    path = added.headers["location"].partition("?")[0]
    reader = paper.browser()
    assert "<em>grow</em>" in reader.get("/articles/harbour-to-grow").text
    assert "It will *grow*." in Page(editor.get(path).text).boxes
    changed = {**form, "headline": "Harbour to shrink", "body": "It will not."}
    assert send(editor, path, **changed).status_code == 303
    assert "Harbour to shrink" in reader.get("/articles/harbour-to-grow").text
    assert send(editor, f"{path}/address", url="https://evil.example/a").status_code == 422
    assert send(editor, f"{path}/address", url="https://paper.example/a").status_code == 303
    assert "https://paper.example/a" in editor.get(path).text
    assert send(editor, f"{path}/unpublishing").status_code == 303
    assert reader.get("/articles/harbour-to-grow").status_code == 410
    assert send(editor, f"{path}/republishing").status_code == 303
    closed = editor.post(f"{path}/closing", data={"from": "article"}, follow_redirects=False)
    assert closed.headers["location"] == f"{path}?done=closed"
    assert logged(paper)[1:] == [  # the first is the tests' key
        *("article.added", "article.changed", "article.moved", "article.unpublished"),
        *("article.republished", "thread.closed"),
    ]


@sqlite_only
def test_what_was_typed_comes_back_with_what_is_wrong(paper: Paper, editor: Browser) -> None:
    article = paper.article()
    for path in ("/desk/articles", f"/desk/articles/{article.id}"):
        for wrong, words in (
            ({"headline": ""}, "An article needs a headline."),
            ({"section": "x" * 61}, "This is too long."),
            ({"body": " "}, "An article needs a body."),
        ):
            form = {"headline": "A", "section": "City", "body": "B.", "byline": "Kept", **wrong}
            refused = send(editor, path, **form)
            assert refused.status_code == 422
            assert words in refused.text
            assert 'value="Kept"' in refused.text
    assert article_now(paper, article).headline == article.headline


@sqlite_only
def test_an_editor_of_a_section_moves_no_article_into_anothers(paper: Paper) -> None:
    article = paper.article(section="Sport")
    paper.invite("sid@example.org", name="Sid", role=Role.EDITOR, sections="Sport")
    sid = paper.sign_in("sid@example.org")
    form = {"headline": "Match", "body": "Won."}
    path = f"/desk/articles/{article.id}"
    assert send(sid, path, **form, section="City").status_code == 403
    assert send(sid, path, **form, section="sport").status_code == 303
    assert send(sid, "/desk/articles", **form, section="City").status_code == 403


def test_a_pinned_comment_stands_first_with_its_replies_and_says_so(
    paper: Paper, editor: Browser, article: Article
) -> None:
    first, second, third = (paper.comment(article, text=f"Number {n} speaks.") for n in range(3))
    reply = paper.comment(article, text="An answer to it.", parent=second)
    ids = {each: str(each.id) for each in (first, second, third, reply)}
    told = paper.browser().get(f"/api/v1/articles/{article.id}/comments").json()["comments"]
    assert [each["id"] for each in told] == [third.id, second.id, reply.id, first.id]
    assert send(editor, f"/desk/comments/{second.id}/pinning").status_code == 303
    wanted = [ids[second], ids[reply], ids[third], ids[first]]
    until(lambda: in_order(paper, article) == wanted)
    assert in_order(paper, article, "oldest") == [ids[second], ids[reply], ids[first], ids[third]]
    told = paper.browser().get(f"/api/v1/articles/{article.id}/comments").json()["comments"]
    assert [str(each["id"]) for each in told] == wanted
    assert [each["pinned"] for each in told] == [True, False, False, False]
    page = Page(paper.browser().get(article.path).text).text
    assert page.count("Put first by the newsroom") == 1
    assert send(editor, f"/desk/comments/{first.id}/pinning").status_code == 303
    again = [ids[first], ids[third], ids[second], ids[reply]]
    until(lambda: in_order(paper, article) == again)
    assert "Number 0 speaks." in Page(editor.get(f"/desk/articles/{article.id}").text).text
    assert send(editor, f"/desk/comments/{first.id}/unpinning").status_code == 303
    until(lambda: in_order(paper, article)[0] == ids[third])
    assert logged(paper)[1:] == ["comment.pinned", "comment.pinned", "comment.unpinned"]


@sqlite_only
def test_a_pinned_comment_that_is_held_is_a_gap_like_any_other(
    paper: Paper, editor: Browser, article: Article
) -> None:
    pinned = paper.comment(article, text="This was put first.")
    other = paper.comment(article, text="This came after it.")
    reply = paper.comment(article, text="And an answer.", parent=pinned)
    send(editor, f"/desk/comments/{pinned.id}/pinning")
    form = {"outcome": "hold", "seen": "1"}
    assert send(editor, f"/desk/comments/{pinned.id}/decisions", **form).status_code == 303
    assert in_order(paper, article) == [str(each.id) for each in (other, pinned, reply)]
    assert "Put first" not in paper.browser().get(article.path).text


@sqlite_only
def test_what_cannot_stand_first_is_not_pinned(
    paper: Paper, editor: Browser, article: Article
) -> None:
    held = paper.comment(article, outcome=Outcome.HOLD)
    published = paper.comment(article)
    reply = paper.comment(article, parent=published)
    for comment, words in ((held, "Only a published comment"), (reply, "A reply cannot be pinned")):
        refused = send(editor, f"/desk/comments/{comment.id}/pinning")
        assert refused.status_code == 409
        assert words in refused.text
        assert "/pinning" not in editor.get(f"/desk/comments/{comment.id}").text
    assert "/pinning" in editor.get(f"/desk/comments/{published.id}").text
