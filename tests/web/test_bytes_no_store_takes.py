"""A zero byte, or half a character, wherever somebody can write: an answer, and no fault of ours.

PostgreSQL takes neither in a text, and SQLite takes both: so every form, address and body is sent
to the one that minds.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import pytest
from litestar.testing import TestClient

from rejoinder.app import Newspaper
from rejoinder.articles.model import Article
from rejoinder.sites.model import Role
from tests.support.api_caller import Caller
from tests.support.newspaper import Paper
from tests.support.newsroom import Newsroom, Things
from tests.web.test_api_once import CALLS
from tests.web.test_bad_forms import FORM, FORMS
from tests.web.test_desk_rights import KNOCKS, OWN

pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
Browser = TestClient[Newspaper]
# As a form and an address have it; what is read beside it is as it should be.
WORD = "Sp%00ort"
# What the desk's pages read of their addresses and forms, beside what each knock sends: together
# what refuses nothing, else what stands behind it would not be asked.
NAMES = (("section",), ("words", "name", "note", "reason", "title", "text", "rule", "source"))


def at_the_desk(paper: Paper) -> tuple[Browser, Things]:
    other = replace(paper, site=paper.found("courier", base_url="http://courier.example"))
    colleague = paper.invite("colleague@example.org", role=Role.ADMINISTRATOR)
    paper.invite("ada@example.org", role=Role.ADMINISTRATOR)
    ada = paper.sign_in("ada@example.org")
    ada.raise_server_exceptions = False  # type: ignore[attr-defined]
    paper.app_state.desk_streams.end()
    return ada, Newsroom(paper, other, colleague, {}, ada).things(OWN)


def written(form: Mapping[str, str]) -> Iterator[str]:
    """The form with one field after the other spoilt."""
    for names in (*((name,) for name in form), *NAMES):
        kept = urlencode({name: value for name, value in form.items() if name not in names})
        yield "&".join((kept, *(f"{name}={WORD}" for name in names)))


def test_of_the_desk_s_forms(paper: Paper) -> None:
    ada, things = at_the_desk(paper)
    broken = []
    for address, knock in KNOCKS.items():
        method, path = address.split(" ")
        path = path.replace(":int", "").replace(":str", "").format_map(things)
        form = {name: value.format_map(things) for name, value in knock.form.items()}
        for sent in written(form) if method == "POST" else ():
            answer = ada.post(path, content=sent, headers=FORM, follow_redirects=False)
            if answer.status_code >= 500:
                broken.append((address, sent))
    assert broken == []


def test_of_a_section_that_is_none_nothing_typed_is_lost(paper: Paper) -> None:
    paper.invite("ada@example.org", role=Role.EDITOR)
    ada = paper.sign_in("ada@example.org")
    form = {"outcome": "hold", "seen_comment": "1", "seen_decision": "1", "note": "Look at these."}
    answer = ada.post("/desk/bulk", data={**form, "section": "Sp\0ort", "until": "2026-06-14"})
    assert answer.status_code == 422
    for told in ("There is no such section.", "Look at these.", 'value="2026-06-14"'):
        assert told in answer.text


def test_of_what_readers_write(paper: Paper, article: Article) -> None:
    comment = paper.comment(article, text="Mine.")
    reader = paper.browser()
    reader.raise_server_exceptions = False  # type: ignore[attr-defined]
    names = ("text", "name", "email", "key", "reason", "note", "kind", "explanation", "next")
    whole = {"text": "Words.", "name": "Ann", "email": "ann@example.org", "reason": "spam"}
    for path in FORMS.values():
        for name in names:
            kept = {**whole, "kind": "defamation", "explanation": "It is.", "good_faith": "1"}
            sent = f"{urlencode({**kept, name: ''})}{WORD}"
            where = path.format(token=comment.status_token)
            answer = reader.post(where, content=sent, headers=FORM, follow_redirects=False)
            assert answer.status_code < 500, (path, sent)


def spoilt(told: Any) -> Iterator[Any]:
    """The same body with one text after the other spoilt."""
    if isinstance(told, str):
        yield f"{told}\0"
    elif isinstance(told, dict):
        for name, value in told.items():
            yield from ({**told, name: each} for each in spoilt(value))
    elif isinstance(told, list):
        for place, value in enumerate(told):
            yield from ([*told[:place], each, *told[place + 1 :]] for each in spoilt(value))


def test_of_the_api_s_bodies(paper: Paper, article: Article) -> None:
    paper.invite("ada@example.org", role=Role.ADMINISTRATOR)
    caller = Caller(paper, article)
    caller.client.raise_server_exceptions = False  # type: ignore[attr-defined]
    keyed = caller.client.headers["authorization"]
    broken = []
    for operation, call in CALLS.items():
        caller.client.headers["authorization"] = keyed
        method, path, body = call(caller)
        for told in spoilt(body):
            answer = caller.ask((method, path, told), None)
            if answer.status_code >= 500:
                broken.append((operation, told))
    assert broken == []
