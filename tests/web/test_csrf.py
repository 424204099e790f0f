"""What another website makes a reader's browser send changes nothing."""

from datetime import datetime

import pytest
from litestar.testing import TestClient

from rejoinder.app import create_app
from rejoinder.settings import DropinSettings, Settings
from rejoinder.sites.actions import create_site, set_base_url
from rejoinder.sites.model import NewSite
from tests.support.fake_judges import gentle
from tests.support.newspaper import HOME, KIND, Paper

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

FORM = {"text": KIND, "name": "Ann", "email": "ann@example.org", "reason": "spam"}

FOREIGN = [
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site"},
    {"sec-fetch-site": "nonsense"},
    {"origin": "https://evil.example"},
    {"origin": "null"},
    {"origin": "http://127.0.0.1:9000"},
    {"origin": "http://127.0.0.1:8000.evil.example"},
    {"sec-fetch-site": "cross-site", "origin": HOME},
]
OWN: list[dict[str, str]] = [
    {},
    {"sec-fetch-site": "same-origin"},
    {"sec-fetch-site": "none"},
    {"origin": HOME},
    {"sec-fetch-site": "same-origin", "origin": HOME},
]


@pytest.mark.parametrize("headers", FOREIGN)
def test_nothing_is_done_for_another_website(paper: Paper, headers: dict[str, str]) -> None:
    article = paper.article()
    comment = paper.comment(article)
    browser = paper.sign_in("ann@example.org")
    for path in (
        f"{article.path}/comments",
        f"{article.path}/reads",
        f"/comments/{comment.id}/reports",
        f"/your-comment/{comment.status_token}/withdrawal",
        f"/your-comment/{comment.status_token}/revision",
        "/sign-in",
        "/sign-in/token",
        "/sign-out",
        f"/desk/comments/{comment.id}/decisions",
    ):
        answer = browser.post(path, data=FORM, headers=headers, follow_redirects=False)
        assert answer.status_code == 403, path
    assert "Sign out" in browser.get("/", headers=headers).text
    assert paper.comment_now(comment.id) == comment
    assert paper.emails() == []


@pytest.mark.parametrize(
    ("base_url", "host", "origin", "status"),
    [
        # A proxy in front ends the encryption: readers are known to come by HTTPS.
        ("https://gazette.example", "gazette.example", "https://gazette.example", 303),
        ("https://gazette.example", "gazette.example:443", "https://gazette.example", 303),
        ("https://gazette.example", "gazette.example", "https://gazette.example:443", 303),
        ("https://gazette.example:8443", "gazette.example", "https://gazette.example:8443", 303),
        ("https://gazette.example", "m.gazette.example", "https://m.gazette.example", 303),
        ("http://gazette.example", "gazette.example", "http://gazette.example", 303),
        # The address was not told to us yet; nobody between can write the encrypted page.
        ("http://127.0.0.1:8000", "gazette.example", "https://gazette.example", 303),
        # Whoever sits in the same net can write what is not encrypted.
        ("https://gazette.example", "gazette.example", "http://gazette.example", 403),
        ("https://gazette.example", "gazette.example", "https://gazette.example:8443", 403),
        ("https://gazette.example", "gazette.example", "ftp://gazette.example", 403),
        ("https://gazette.example", "gazette.example", "https://m.gazette.example", 403),
        ("https://gazette.example", "gazette.example", "https://[broken", 403),
    ],
)
def test_an_older_browsers_origin_is_scheme_host_and_port(
    paper: Paper, base_url: str, host: str, origin: str, status: int
) -> None:
    with paper.database.writing() as connection:
        set_base_url(connection, paper.site, base_url)
    answer = paper.browser().post(
        f"{paper.article().path}/comments",
        data=FORM,
        headers={"host": host, "origin": origin},
        follow_redirects=False,
    )
    assert answer.status_code == status


@pytest.mark.parametrize("headers", OWN)
def test_our_own_pages_and_plain_programs_may_post(paper: Paper, headers: dict[str, str]) -> None:
    article = paper.article()
    browser = paper.browser()
    answer = browser.post(
        f"{article.path}/comments", data=FORM, headers=headers, follow_redirects=False
    )
    assert answer.status_code == 303


def test_the_api_looks_at_no_cookie(paper: Paper) -> None:
    article = paper.article()
    browser = paper.sign_in("ann@example.org")
    answer = browser.post(
        f"/api/v1/articles/{article.id}/comments",
        json={"text": KIND, "author": {"name": "Eve", "email": "eve@example.org"}},
        headers={"sec-fetch-site": "cross-site", "origin": "https://evil.example"},
    )
    assert answer.status_code == 201
    stored = paper.comment_now(answer.json()["id"])
    assert (stored.author.name, stored.author.email) == ("Eve", "eve@example.org")


def test_other_services_calls_look_at_no_cookie_either(database_url: str, now: datetime) -> None:
    told = Settings(database_url=database_url, dropin=DropinSettings(enabled=True, open=True))
    app = create_app(told, clock=lambda: now, judge=gentle)
    with app.state.app_state.database.writing() as connection:
        create_site(connection, NewSite("gazette", "The Gazette"), now=now)
    foreign = {"sec-fetch-site": "cross-site", "origin": "https://paper.example"}
    with TestClient(app) as browser:
        for path, status in (
            ("/v1alpha1/comments:analyze", 400),
            ("/v1alpha1/comments:suggestscore", 400),
            ("/batch", 400),
            ("/v1/moderations", 400),
            ("/1.1/verify-key", 200),
            ("/1.2/usage-limit", 200),
            ("/coral/moderation", 401),
            ("/api/v1/judgements", 422),
        ):
            answer = browser.post(path, content=b"{}", headers=foreign)
            assert answer.status_code == status, path
            assert "another website" not in answer.text
        batch = browser.post("/batch", content=b"", headers=foreign)
        assert batch.headers["access-control-allow-origin"] == "*"
        assert "Failed to parse batch request" in batch.json()["error"]["message"]


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("application/json", 201),
        ("Application/JSON; charset=utf-8", 201),
        # What another website's page may send without a browser asking us first.
        ("text/plain", 415),
        ("text/plain; charset=application/json", 415),
        ("application/x-www-form-urlencoded", 415),
        ("multipart/form-data; boundary=application/json", 415),
        ("", 415),
        ("application/json-seq", 415),
        ("text/json", 415),
    ],
)
def test_over_the_api_a_body_must_say_that_it_is_json(paper: Paper, kind: str, status: int) -> None:
    article = paper.article()
    comment = b'{"text": "Well.", "author": {"name": "Ann", "email": "ann@example.org"}}'
    put = b'{"headline": "Storm", "body": "Rain."}'
    for path, body in (
        (f"/api/v1/articles/{article.id}/comments", comment),
        ("/api/v1/articles", put),
    ):
        headers = {"content-type": kind, "authorization": f"Bearer {paper.key}"}
        answer = paper.browser().post(path, content=body, headers=headers)
        assert answer.status_code == status, answer.text
        if status == 415:
            assert answer.json()["error"]["code"] == "unsupported-media-type"
