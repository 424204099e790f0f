"""What every answer tells browsers not to do, errors too; and what they may keep."""

import pytest
from httpx import Response
from litestar.testing import TestClient

from rejoinder.app import Newspaper
from rejoinder.articles.model import Article
from rejoinder.web.templating import FRONTEND, static
from tests.support.html_page import Page
from tests.support.newspaper import Paper

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def check(answer: Response, *, opener: str = "same-origin") -> None:
    policy = answer.headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "'unsafe-inline'" not in policy
    for part in ("object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"):
        assert part in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "strict-origin"
    assert answer.headers["cross-origin-opener-policy"] == opener


def test_every_answer_has_them(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    thread = f"/api/v1/articles/{article.id}/comments"
    for method, path, status in (
        ("GET", "/", 200),
        ("GET", article.path, 200),
        ("GET", article.path, 200),  # kept
        ("HEAD", article.path, 200),
        ("GET", thread, 200),
        ("GET", "/site.css", 200),
        ("GET", "/most-read.rss", 200),
        ("GET", "/healthz", 200),
        ("GET", static("css/base.css"), 200),
        ("GET", "/nothing", 404),
        ("GET", "/static/nothing", 404),
        ("POST", "/", 405),
        ("POST", thread, 415),
        ("GET", f"{article.path}/", 308),
        ("POST", "/sign-in", 422),
        ("GET", "/desk", None),
    ):
        answer = client.request(method, path, follow_redirects=False)
        assert status is None or answer.status_code == status, path
        # Somebody else's page may have opened the window in which its readers sign in.
        check(answer, opener="unsafe-none" if path == "/sign-in" else "same-origin")


def test_our_own_fault_has_them_too(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    with paper.database.writing() as connection:
        connection.exec_driver_sql("ALTER TABLE comments RENAME TO elsewhere")
    answer = client.get(article.path)
    assert answer.status_code == 500
    check(answer)


def test_a_kept_not_modified_answer_has_them(
    client: TestClient[Newspaper], article: Article
) -> None:
    etag = client.get(article.path).headers["etag"]
    answer = client.get(article.path, headers={"if-none-match": etag})
    assert answer.status_code == 304
    check(answer)


def test_files_may_be_kept_for_ever(client: TestClient[Newspaper]) -> None:
    for path in ("css/base.css", "fonts/source-serif-4-roman.woff2", "js/page.js"):
        answer = client.get(static(path))
        assert answer.content == (FRONTEND / path).read_bytes()
        assert {"public", "max-age=31536000", "immutable"} <= {
            part.strip() for part in answer.headers["cache-control"].split(",")
        }
        assert client.head(static(path)).status_code == 200


def test_a_file_that_is_not_there_is_not_there(client: TestClient[Newspaper]) -> None:
    base = static("")
    for path in (
        f"{base}nothing.css",
        f"{base}../pages.py",
        f"{base}..%2f..%2fweb%2fpages.py",
        f"{base}%2e%2e/app.py",
        f"{base}css",
        "/static/0000000000/css/base.css",
    ):
        assert client.get(path).status_code == 404, path


def test_every_file_that_a_page_names_is_there(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    paper.comment(article)
    named = set()
    for path in (
        "/",
        article.path,
        "/comments-faq",
        "/most-read",
        "/sign-in",
        "/comments/1/report",
    ):
        for _, told in Page(client.get(path).text).tags:
            named |= {told[name] for name in ("href", "src") if "/static/" in told.get(name, "")}
    assert len(named) > 5
    for each in sorted(named):
        assert client.get(each).status_code == 200, each


def test_each_site_has_its_own_colour(client: TestClient[Newspaper]) -> None:
    answer = client.get("/site.css")
    assert answer.headers["content-type"].startswith("text/css")
    assert "--accent:#8a1c1c" in answer.text


def test_what_is_somebodys_own_is_kept_by_nobody_between(paper: Paper, article: Article) -> None:
    browser = paper.sign_in("ann@example.org")
    for path in ("/", article.path, "/sign-in"):
        assert browser.get(path).headers["cache-control"].startswith("private"), path
