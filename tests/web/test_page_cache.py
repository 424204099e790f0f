"""Pages are kept as bytes for readers without a session, and never a moment too long."""

import gzip
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import brotli
import pytest
from litestar.testing import TestClient
from sqlalchemy import insert

from rejoinder.app import Newspaper
from rejoinder.articles.model import Article
from rejoinder.comments.model import State
from rejoinder.moderation.model import Outcome
from rejoinder.sites.tables import hosts
from rejoinder.storage import open_database
from tests.support.factories import make_comment, withdraw
from tests.support.html_page import read
from tests.support.newspaper import HELD, KIND, Paper, until

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def page_for(paper: Paper, path: str, *headers: tuple[bytes, bytes]) -> bytes:
    """The answer to these very headers: clients of HTTP put lines of one name together."""
    answer: list[bytes] = []

    async def receive() -> Any:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        answer.append(message.get("body", b""))

    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "scheme": "http",
        "method": "GET",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": b"",
        "headers": headers,
        "client": ("127.0.0.1", 50_000),
        "server": ("127.0.0.1", 8000),
    }
    assert paper.portal is not None
    paper.portal.call(paper.app, scope, receive, send)
    return b"".join(answer)


def thread(article: Article) -> str:
    return f"/api/v1/articles/{article.id}/comments"


@sqlite_only
def test_a_page_is_made_once_for_many(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    first = client.get(article.path)
    with paper.database.writing() as connection:
        # Nobody would: it shows that the second answer was not made from the store.
        connection.exec_driver_sql("UPDATE articles SET headline = 'Something else'")
    second = client.get(article.path)
    assert second.content == first.content
    assert second.headers["etag"] == first.headers["etag"]
    assert first.headers["cache-control"] == "public, max-age=0, must-revalidate"
    assert {"cookie", "accept-encoding"} <= {
        part.strip() for part in first.headers["vary"].lower().split(",")
    }


def test_a_kept_page_changes_the_moment_a_comment_is_published(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    for path in (article.path, thread(article)):
        assert client.get(path).headers["etag"]
    paper.submit(paper.browser(), article)
    for path in (article.path, thread(article)):
        until(lambda path=path: KIND in client.get(path).text)  # type: ignore[misc] # bound now


def test_a_kept_page_changes_when_another_process_publishes(
    paper: Paper, client: TestClient[Newspaper], article: Article, database_url: str
) -> None:
    client.get(article.path)
    elsewhere = open_database(database_url)
    with elsewhere.writing() as connection:
        comment = make_comment(
            connection, now=paper.clock(), article=article, text="From elsewhere."
        )
    until(lambda: "From elsewhere." in client.get(article.path).text)
    with elsewhere.writing() as connection:
        withdraw(connection, comment, now=paper.clock())
    elsewhere.close()
    until(lambda: "From elsewhere." not in client.get(article.path).text)


@sqlite_only
def test_on_sqlite_not_one_answer_is_too_old(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    for number in range(10):
        made = paper.comment(article, text=f"Number {number}.")
        assert f"Number {number}." in client.get(article.path).text
        with paper.database.writing() as connection:
            withdraw(connection, made, now=paper.clock())
        assert f"Number {number}." not in client.get(article.path).text
    paper.close(article)
    assert "are closed" in client.get(article.path).text
    paper.article(headline="The bridge stays")
    assert "The bridge stays" in client.get(article.path).text


@sqlite_only
def test_a_browser_that_has_the_page_gets_no_second_copy(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    for path in (article.path, thread(article)):
        etag = client.get(path).headers["etag"]
        for asked in (etag, f'"x", {etag}'):
            answer = client.get(path, headers={"if-none-match": asked})
            assert (answer.status_code, answer.content) == (304, b"")
            assert answer.headers["etag"] == etag
        paper.comment(article)
        changed = client.get(path, headers={"if-none-match": etag})
        assert changed.status_code == 200
        assert changed.headers["etag"] != etag


@sqlite_only
def test_a_page_comes_in_the_encoding_that_was_asked(
    client: TestClient[Newspaper], article: Article
) -> None:
    for path in (article.path, "/", "/comments-faq"):
        answers = {}
        for accepted, named in (
            ("br, gzip", "br"),
            ("gzip;q=0.8, deflate", "gzip"),
            ("identity", None),
            ("", None),
            ("br;q=0", None),
        ):
            with client.stream("GET", path, headers={"accept-encoding": accepted}) as answer:
                raw = b"".join(answer.iter_raw())
            assert answer.headers.get("content-encoding") == named, (path, accepted)
            assert int(answer.headers["content-length"]) == len(raw)
            opened = {"br": brotli.decompress, "gzip": gzip.decompress}.get(named or "", bytes)
            answers[accepted] = opened(raw)
            assert "accept-encoding" in answer.headers["vary"].lower() or named is None
        if path == article.path:
            assert len(set(answers.values())) == 1


@sqlite_only
def test_head_is_get_without_the_page(client: TestClient[Newspaper], article: Article) -> None:
    for path in (article.path, thread(article), "/", "/healthz", "/api/v1/articles", "/nothing"):
        for _ in range(2):
            head, get = client.head(path), client.get(path)
            assert head.status_code == get.status_code
            assert head.content == b""
            assert head.headers["content-length"] == get.headers["content-length"]
            assert head.headers["content-type"] == get.headers["content-type"]


def test_nobody_gets_a_page_that_is_somebody_elses(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    paper.put_in(client, article, text=HELD)
    reader = paper.sign_in("ann@example.org")
    for path in (article.path, f"{article.path}?sort=oldest"):
        own = client.get(path)
        assert "Gadzooks" in own.text
        assert own.headers["cache-control"].startswith("private")
        assert "etag" not in own.headers
        assert "Sign out" in reader.get(path).text
        stranger = paper.browser().get(path)
        assert "Gadzooks" not in stranger.text
        assert "Sign out" not in stranger.text
        assert 'value="ann@example.org"' not in stranger.text
        # And the stranger's page, which is kept now, is not theirs.
        assert "Gadzooks" in client.get(path).text
        assert "Sign out" in reader.get(path).text


@sqlite_only
def test_a_page_that_answers_one_reader_is_not_kept(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    posted = paper.put_in(client, article).headers["location"]
    root = paper.comment(article)
    for path in (
        posted,
        f"{article.path}?reply_to={root.id}",
        f"{article.path}?unknown=x",
    ):
        assert "etag" not in paper.browser().get(path).headers
    kept = read(paper.browser(), article.path)
    assert kept.form(f"{article.path}/comments").fields["parent_id"] == ""
    pieces = paper.browser().get(article.path, headers={"x-fragment": "thread"})
    assert "<html" not in pieces.text
    assert "<html" in paper.browser().get(article.path).text


@sqlite_only
def test_what_nobody_may_see_moves_nothing_that_they_see(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    etag = client.get(thread(article)).headers["etag"]
    paper.comment(article, outcome=Outcome.HOLD)
    paper.comment(article, outcome=Outcome.DECLINE)
    assert client.get(thread(article)).headers["etag"] == etag


def test_many_at_once_get_one_and_the_same_page(paper: Paper, article: Article) -> None:
    made = paper.comment(article, text="A popular thread.")
    browsers = [paper.browser() for _ in range(6)]
    with ThreadPoolExecutor(len(browsers)) as pool:
        pages = list(pool.map(lambda each: each.get(article.path), browsers))
    assert {each.status_code for each in pages} == {200}
    assert len({each.headers["etag"] for each in pages}) == 1
    assert paper.comment_now(made.id).state is State.PUBLISHED


def test_a_page_is_kept_for_the_host_that_its_maker_saw(paper: Paper) -> None:
    here, there = "gazette.example", "courier.example"
    courier = replace(
        paper, site=paper.found("courier", base_url=f"http://{there}", hosts=(there,))
    )
    with paper.database.writing() as connection:
        connection.execute(insert(hosts).values(host=here, site_id=paper.site.id))
    path = paper.article(headline="Bridge to close").path
    assert courier.article(headline="Bridge to open").path == path
    for first, second in ((here, there), (there, here)):
        page_for(paper, path, (b"host", first.encode()), (b"host", second.encode()))
    assert "Bridge to close" in paper.browser(f"http://{here}").get(path).text
    assert "Bridge to open" in paper.browser(f"http://{there}").get(path).text


def test_a_session_is_seen_in_whichever_line_its_cookie_stands(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    paper.put_in(client, article, text=HELD)
    paper.browser().get(article.path)
    own = f"rejoinder_session={client.cookies['rejoinder_session']}".encode()
    lines = ((b"host", b"127.0.0.1:8000"), (b"cookie", own), (b"cookie", b"theme=dark"))
    assert b"Gadzooks" in page_for(paper, article.path, *lines)
