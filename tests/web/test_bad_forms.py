"""Whatever a form holds, and whatever Hypothesis thinks of: an answer, never a fault of ours."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from litestar.testing import TestClient

from rejoinder.app import Newspaper
from rejoinder.articles.model import Article
from tests.support.newspaper import Paper

JSON = {"content-type": "application/json"}
FORM = {"content-type": "application/x-www-form-urlencoded"}

FORMS = {
    "comment": "/articles/harbour-bridge/comments",
    "sign-in": "/sign-in",
    "report": "/comments/1/reports",
    "notice": "/comments/1/notices",
    "revision": "/your-comment/{token}/revision",
    "appeal": "/your-comment/{token}/appeal",
}


def action_of(paper: Paper, form: str) -> str:
    """Where a form is sent, on a paper that has what it is about."""
    comment = paper.comment(paper.article(), text="Mine.")
    return FORMS[form].format(token=comment.status_token)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"&&&==&",
        b"text",
        b"text=%ff%fe&name=%ff&email=%ff&reason=%ff&note=%ff&next=%ff",
        b"text=%ed%a0%80&name=Ann&email=a@example.org&note=%ed%a0%80&reason=spam",
        b"text=a%00b&name=A%00nn&email=a%00@example.org&note=%00&reason=spam&next=/%00",
        b"text=one&text=two&name=Ann&name=Bob&email=a@example.org&email=b@example.org",
        b"text=\xff\xfe&name=Ann&email=a@example.org",
        b"parent_id=-1&text=x&name=Ann&email=a@example.org",
        b"parent_id=99999999999999999999&text=x&name=Ann&email=a@example.org",
        b"parent_id=one&text=Words&name=Ann&email=a@example.org",
        b"parent_id=%D9%A1&text=Words&name=Ann&email=a@example.org",
        b"key=%00&text=Words&name=Ann&email=a@example.org",
        b"key=" + b"k" * 500 + b"&text=Words&name=Ann&email=a@example.org",
        b"name=" + b"n" * 5000 + b"&text=Words&email=a@example.org",
        b"next=" + b"n" * 5000 + b"&email=a@example.org",
        b"%" * 5000,
    ],
)
@pytest.mark.parametrize("form", FORMS)
def test_a_broken_form_is_answered(everybodys: Paper, form: str, body: bytes) -> None:
    path = action_of(everybodys, form)
    answer = everybodys.browser().post(path, content=body, headers=FORM, follow_redirects=False)
    assert answer.status_code < 500


def test_a_form_with_much_in_it_is_answered(everybodys: Paper) -> None:
    path = action_of(everybodys, "comment")
    body = b"text=" + b"t" * 900_000 + b"&name=Ann&email=a@example.org"
    answer = everybodys.browser().post(path, content=body, headers=FORM, follow_redirects=False)
    assert answer.status_code == 422


@pytest.mark.parametrize("form", FORMS)
def test_a_file_in_a_form_is_no_text(everybodys: Paper, form: str) -> None:
    path = action_of(everybodys, form)
    names = ("text", "name", "email", "note", "reason", "parent_id", "key", "next")
    files: Any = dict.fromkeys(names, ("x.txt", b"words", "text/plain"))
    answer = everybodys.browser().post(path, files=files, follow_redirects=False)
    assert 400 <= answer.status_code < 500


@pytest.mark.parametrize(
    "kind", ["application/json", "text/plain", "multipart/form-data", "multipart/form-data; x", ""]
)
@pytest.mark.parametrize("form", FORMS)
def test_a_form_in_another_dress_is_answered(everybodys: Paper, form: str, kind: str) -> None:
    path = action_of(everybodys, form)
    for body in (b"text=Words", b'{"text": "Words"}', b"--x\r\n\r\n", b"\xff", b""):
        answer = everybodys.browser().post(
            path, content=body, headers={"content-type": kind}, follow_redirects=False
        )
        assert answer.status_code < 500, body


def test_more_than_anybody_writes_is_refused(
    everybodys: Paper, sender: TestClient[Newspaper], target: Article
) -> None:
    huge = b"x" * 1_000_001
    key = {"authorization": f"Bearer {everybodys.key}"}
    for path, headers in (
        (f"/api/v1/articles/{target.id}/comments", JSON),
        ("/api/v1/articles", {**JSON, **key}),
        (f"{target.path}/comments", FORM),
        ("/sign-in", FORM),
        ("/comments/1/reports", FORM),
    ):
        answer = sender.post(path, content=huge, headers=headers)
        assert answer.status_code == 413, path
    told = sender.post(f"/api/v1/articles/{target.id}/comments", content=huge, headers=JSON)
    assert told.json()["error"]["code"] == "too-large"


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
MAYBE = st.text(max_size=300) | ANY_JSON
COMMENT = st.fixed_dictionaries(
    {
        "text": MAYBE,
        "author": st.fixed_dictionaries(
            {
                "name": st.text(max_size=50) | MAYBE,
                "email": st.emails() | st.text(max_size=40) | MAYBE,
            }
        )
        | MAYBE,
    },
    optional={"parent_id": st.integers() | MAYBE, "key": st.text(max_size=90) | MAYBE},
)
QUICKLY = settings(
    max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)


@QUICKLY
@given(body=COMMENT | ANY_JSON)
def test_whatever_json_is_sent_there_is_an_answer(
    sender: TestClient[Newspaper], target: Article, body: Any
) -> None:
    content = json.dumps(body).encode()
    path = f"/api/v1/articles/{target.id}/comments"
    assert sender.post(path, content=content, headers=JSON).status_code < 500


@QUICKLY
@given(body=st.binary(max_size=300))
def test_whatever_bytes_are_sent_there_is_an_answer(
    sender: TestClient[Newspaper], target: Article, body: bytes
) -> None:
    for path, headers in (
        (f"/api/v1/articles/{target.id}/comments", JSON),
        (f"{target.path}/comments", FORM),
    ):
        assert sender.post(path, content=body, headers=headers).status_code < 500


@QUICKLY
@given(
    form=st.dictionaries(
        st.sampled_from(["text", "name", "email", "parent_id", "key"]), st.text(max_size=200)
    )
)
def test_whatever_form_is_sent_there_is_an_answer(
    sender: TestClient[Newspaper], target: Article, form: dict[str, str]
) -> None:
    sender.cookies.clear()
    answer = sender.post(f"{target.path}/comments", data=form, follow_redirects=False)
    assert answer.status_code < 500
