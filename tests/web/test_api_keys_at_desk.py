"""Keys at the desk: shown once, what each opens in words, revoked, and all of it in the log."""

import re

import pytest
from httpx import Response
from litestar.testing import TestClient
from sqlalchemy import select

from rejoinder.app import Newspaper
from rejoinder.sites.model import Role
from rejoinder.storage.audit_log import audit_log
from tests.support.html_page import Page
from tests.support.newspaper import Paper

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
Browser = TestClient[Newspaper]


@pytest.fixture
def ada(paper: Paper) -> Browser:
    paper.invite("ada@example.org", name="Ada", role=Role.ADMINISTRATOR)
    return paper.sign_in("ada@example.org")


def make(browser: Browser, name: str, *scopes: str) -> Response:
    return browser.post("/desk/keys", data={"name": name, "scope": list(scopes)})


def shown(answer: Response) -> str:
    found = re.search(r'<input class="token" readonly value="([^"]+)"', answer.text)
    assert found is not None
    return found[1]


def call(paper: Paper, key: str) -> int:
    headers = {"authorization": f"Bearer {key}"}
    return paper.browser().get("/api/v1/comments", headers=headers).status_code


def test_a_key_is_shown_once_opens_what_was_chosen_and_closes_when_it_is_revoked(
    paper: Paper, ada: Browser
) -> None:
    made = make(ada, "dashboard", "read", "post")
    key = shown(made)
    assert made.headers["cache-control"] == "no-store"
    assert call(paper, key) == 200
    page = ada.get("/desk/keys").text
    assert key not in page
    assert (
        "read all comments, whatever became of them, and statements of reasons" in Page(page).text
    )
    assert call(paper, shown(make(ada, "cms", "articles"))) == 403
    path = "/desk/keys/2/revocation"  # the first is the tests' own
    assert ada.post(path, follow_redirects=False).status_code == 303
    assert call(paper, key) == 403
    assert ada.post(path).status_code == 404
    assert "revoked" in Page(ada.get("/desk/keys").text).text
    with paper.database.reading() as connection:
        rows = connection.execute(select(audit_log.c.kind, audit_log.c.subject, audit_log.c.actor))
        told = [tuple(row) for row in rows][-3:]
    assert told == [
        ("key.made", "dashboard", "ada@example.org"),
        ("key.made", "cms", "ada@example.org"),
        ("key.revoked", "dashboard", "ada@example.org"),
    ]


def test_a_key_without_a_name_or_a_purpose_is_not_made(ada: Browser) -> None:
    for name, scopes in (("", ("read",)), ("x" * 121, ("read",)), ("x", ()), ("x", ("king",))):
        assert make(ada, name, *scopes).status_code == 422
    assert "rj_" not in make(ada, "", "read").text


def test_a_keys_number_goes_before_anothers_name(paper: Paper, ada: Browser) -> None:
    make(ada, "3", "read")
    third = shown(make(ada, "third", "read"))
    assert ada.post("/desk/keys/3/revocation", follow_redirects=False).status_code == 303
    assert call(paper, third) == 403
