"""Every error of every address has one shape, whoever refused it."""

import re
from typing import Any

import pytest
from httpx import Response
from litestar.testing import TestClient

from rejoinder.app import Newspaper
from rejoinder.articles.model import Article
from rejoinder.sites.actions import create_key
from rejoinder.sites.model import NewKey, Scope
from rejoinder.web.api.routes import handlers
from tests.support.newspaper import Paper

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

NUMBER = re.compile(r"\{\w+_id\}")
METHODS = {"get", "post", "put", "patch", "delete"}


def told(answer: Response) -> dict[str, Any]:
    """The error in an answer, which has the one shape or the test fails."""
    assert answer.headers["content-type"].startswith("application/json"), answer.text[:200]
    body = answer.json()
    assert body.keys() == {"error"}
    error: dict[str, Any] = body["error"]
    assert error.keys() == {"code", "message", "details"}
    assert isinstance(error["code"], str)
    assert isinstance(error["details"], dict)
    assert error["message"].endswith((".", "…"))
    return error


def routes(paper: Paper) -> list[tuple[str, set[str]]]:
    """Every address of the API's document, and the methods that it takes."""
    paths = paper.app.openapi_schema.to_schema()["paths"]
    return [(path, METHODS & set(item)) for path, item in paths.items()]


def asked_for(call: dict[str, Any]) -> list[str]:
    """What must stand in the query of a call; so far outcomes alone."""
    named = [each for each in call.get("parameters", ()) if each["in"] == "query"]
    return [each["name"] for each in named if each.get("required")]


def test_the_document_names_the_routes(paper: Paper) -> None:
    assert len(routes(paper)) == len({path for each in handlers for path in each.paths})
    assert paper.browser().get("/api/v1/openapi.json").json()["paths"].keys() == {
        path for path, _ in routes(paper)
    }


def test_a_method_that_a_route_does_not_take_is_told_in_the_one_shape(paper: Paper) -> None:
    client = paper.browser()
    for path, taken in routes(paper):
        for method in METHODS - taken:
            answer = client.request(method, NUMBER.sub("1", path))
            assert answer.status_code == 405
            assert told(answer)["code"] == "method-not-allowed"
            assert {each.strip().lower() for each in answer.headers["allow"].split(",")} >= taken


def test_what_is_not_there_is_told_in_the_one_shape(paper: Paper) -> None:
    client = paper.browser()
    with paper.database.writing() as connection:
        key = create_key(connection, paper.site, NewKey("x", {Scope.ADMIN}), now=paper.clock())
    client.headers["authorization"] = f"Bearer {key}"
    told_of = paper.app.openapi_schema.to_schema()["paths"]
    for path, taken in routes(paper):
        for method in taken:
            if "requestBody" in told_of[path][method] and not path.endswith("_id}/comments"):
                continue  # what each asks for is another matter
            for number in ("999", "0", "-1", str(2**63), "9" * 40, "one", "%00", "%ff"):
                # Of the newsroom's own ids any may be put.
                if "{" not in path or "cms_id" in path:
                    continue
                body = {"text": "Words.", "author": {"name": "Ann", "email": "ann@example.org"}}
                answer = client.request(
                    method,
                    NUMBER.sub(number, path),
                    params=dict.fromkeys(asked_for(told_of[path][method]), "publish"),
                    json={"post": body, "patch": {}}.get(method),
                )
                assert answer.status_code == 404, (path, number)
                told(answer)
    for path in ("/api/v1/nothing", "/api/v1", "/api/v2/articles", "/api/v1/openapi.yaml"):
        answer = client.get(path)
        assert (answer.status_code, told(answer)["code"]) == (404, "not-found"), path


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"nonsense", b"null", b"[]", b'"text"', b"\xff\xfe", b"[" * 20_000, b'{"a":1}'],
)
def test_a_body_that_cannot_be_read_is_told_in_the_one_shape(
    paper: Paper, article: Article, body: bytes
) -> None:
    client = paper.browser()
    for path, headers in (
        (f"/api/v1/articles/{article.id}/comments", {}),
        ("/api/v1/articles", {"authorization": f"Bearer {paper.key}"}),
    ):
        answer = client.post(
            path, content=body, headers={"content-type": "application/json", **headers}
        )
        assert (answer.status_code, told(answer)["code"]) == (400, "bad-request")


def test_what_was_sent_is_never_quoted_back(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    marked = "Very private words"
    for body in (
        {"text": {"inside": marked}},
        {"text": marked, "author": marked},
        {"text": marked, "author": {"name": "Ann", "email": [marked]}},
        {marked: 1, "text": "x", "author": {"name": "Ann", "email": "a@example.org"}},
    ):
        answer = client.post(f"/api/v1/articles/{article.id}/comments", json=body)
        assert answer.status_code == 400
        told(answer)
        assert marked not in answer.text


def test_a_person_gets_a_page_and_a_program_gets_the_shape(
    paper: Paper, client: TestClient[Newspaper]
) -> None:
    page = client.get("/articles/nothing", headers={"accept": "text/html"})
    assert page.status_code == 404
    assert page.headers["content-type"].startswith("text/html")
    assert "Nothing here" in page.text
    answer = client.get("/articles/nothing", headers={"accept": "application/json"})
    assert (answer.status_code, told(answer)["code"]) == (404, "no-such-article")


def test_whoever_works_at_the_desk_is_told_within_it_and_nobody_else(
    paper: Paper, client: TestClient[Newspaper], at_desk: TestClient[Newspaper]
) -> None:
    for path, status in (("/desk/comments/999", 404), ("/desk/nothing", 404), ("/desk/staff", 403)):
        answer = at_desk.get(path, headers={"accept": "text/html"})
        assert (answer.status_code, answer.headers["cache-control"]) == (status, "no-store")
        assert 'class="desk-nav"' in answer.text
        assert f"Number {status}" in answer.text
    for browser, path in ((at_desk, "/nothing"), (client, "/desk/nothing")):
        answer = browser.get(path, headers={"accept": "text/html"})
        assert answer.status_code == 404
        assert 'class="desk-nav"' not in answer.text
        assert "To the front page" in answer.text


def test_our_own_fault_is_told_without_its_inside(paper: Paper, article: Article) -> None:
    client = paper.browser()
    with paper.database.writing() as connection:
        connection.exec_driver_sql("ALTER TABLE comments RENAME TO elsewhere")
    answer = client.get(f"/api/v1/articles/{article.id}/comments")
    assert (answer.status_code, told(answer)["code"]) == (500, "internal")
    page = client.get(article.path, headers={"accept": "text/html"})
    assert page.status_code == 500
    assert "Our fault" in page.text
    for each in (answer, page):
        assert "elsewhere" not in each.text
        assert "comments.id" not in each.text
        assert "SELECT" not in each.text


def test_a_store_that_lost_its_tables_is_told_in_the_same_shape(
    paper: Paper, article: Article
) -> None:
    with paper.database.writing() as connection:
        connection.exec_driver_sql("ALTER TABLE sites RENAME TO elsewhere")
    for path in (f"/api/v1/articles/{article.id}", article.path, "/"):
        answer = paper.browser().get(
            path, headers={"origin": "https://a.example", "accept": "application/json"}
        )
        assert answer.status_code == 500
        told(answer)


def test_a_statement_that_fails_tells_the_log_nothing_that_a_reader_wrote(
    paper: Paper, article: Article, caplog: pytest.LogCaptureFixture
) -> None:
    with paper.database.writing() as connection:
        connection.exec_driver_sql("ALTER TABLE comment_revisions RENAME TO elsewhere")
    answer = paper.submit(paper.browser(), article, text="My neighbour is called Roderick.")
    assert answer.status_code == 500
    assert "OperationalError" in caplog.text
    for private in ("Roderick", "ann@example.org", "Ann"):
        assert private not in caplog.text
