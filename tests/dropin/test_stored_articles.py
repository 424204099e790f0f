"""The formats beside a newspaper: its articles are found by their addresses."""

import hmac
import json
from collections.abc import Iterator
from datetime import datetime

import pytest

from rejoinder.settings import DropinSettings
from rejoinder.sites import actions, queries
from rejoinder.sites.model import NewKey, Scope
from tests.support.judge_servers import told
from tests.support.newspaper import HOME, Paper, open_paper

SECRET = "empsec_0123456789abcdef"
TEA = "I like tea."


@pytest.fixture
def paper(database_url: str, now: datetime) -> Iterator[Paper]:
    """A paper with one article, which answers other services' calls."""
    dropin = DropinSettings(enabled=True, coral_secrets=(SECRET,))
    with open_paper(
        database_url, judge=told, now=now, settings={"dropin": dropin}, site={"base_url": HOME}
    ) as opened:
        opened.article("harbour-bridge")
        yield opened


def key_of(paper: Paper, site: str | None = None) -> str:
    with paper.database.writing() as connection:
        of = queries.by_key(connection, site or paper.site.key)
        return actions.create_key(
            connection, of, NewKey("coral", {Scope.DROPIN}), now=paper.clock()
        )


@pytest.mark.parametrize(
    ("url", "status"),
    [
        (f"{HOME}/articles/harbour-bridge", 200),
        (f"{HOME}/articles/harbour-bridge/?from=mail", 200),
        (f"{HOME}/articles/another", 404),
        (f"{HOME}/articles/Harbour-Bridge", 404),
        (f"{HOME}/sections/harbour-bridge", 404),
        (f"{HOME}/articles/harbour-bridge\x00", 404),
        ("https://elsewhere.example/articles/harbour-bridge", 404),
        ("http://[", 404),
    ],
)
def test_an_article_is_found_by_its_address(paper: Paper, url: str, status: int) -> None:
    headers = {"authorization": f"Bearer {key_of(paper)}"}
    sent = {"text": TEA, "url": url}
    answer = paper.browser().post("/api/v1/judgements", json=sent, headers=headers)
    assert answer.status_code == status
    if status == 200:
        assert answer.json()["on_topic"]["score"] == 0.125


def test_another_sites_key_finds_it_not(paper: Paper) -> None:
    paper.found("tribune", base_url="https://tribune.example")
    headers = {"authorization": f"Bearer {key_of(paper, 'tribune')}"}
    sent = {"text": TEA, "url": f"{HOME}/articles/harbour-bridge"}
    browser = paper.browser()
    assert browser.post("/api/v1/judgements", json=sent, headers=headers).status_code == 404


def test_coral_is_told_what_is_off_topic(paper: Paper) -> None:
    story = {"url": f"{HOME}/articles/harbour-bridge"}
    body = json.dumps({"comment": {"body": TEA}, "story": story}, indent=2).encode()
    signature = hmac.new(SECRET.encode(), body, "sha256").hexdigest()
    answer = paper.browser().post(
        f"/coral/moderation?timeout=5000&key={key_of(paper)}",
        content=body,
        headers={"x-coral-signature": f"sha256={signature}"},
    )
    assert answer.json()["status"] == "SYSTEM_WITHHELD"
