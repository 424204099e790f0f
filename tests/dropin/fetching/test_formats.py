"""Each format with articles that are fetched: from a real server, through the whole of it."""

import hmac
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import anyio
import pytest
from httpx import Response
from litestar import Litestar
from litestar.testing import TestClient

from rejoinder.dropin.app import fetcher_for
from rejoinder.dropin.articles import ArticleFetcher
from rejoinder.dropin.fetching.articles import FetchedArticles
from rejoinder.dropin.keys import add_to_file
from rejoinder.dropin.model import Caller
from rejoinder.engine import Article, Case
from rejoinder.page_reading.extraction_process import Extractor
from rejoinder.settings import Settings
from tests.support.judge_servers import Asked, judge_server
from tests.support.remote_sites import Cable, site, web

HERE = "http://paper.example/bridge"
TEA = "I like tea."
SECRET = "empsec_0123456789abcdef"
Client = TestClient[Litestar]


@dataclass(slots=True)
class Elsewhere:
    """Has one article, once it is let go; remembers who asked for what."""

    asked: list[tuple[str, str, str]] = field(default_factory=list)
    let_go: threading.Event = field(default_factory=threading.Event)

    async def find(self, caller: Caller, url: str, edition: str = "") -> Article | None:
        """By its address."""
        self.asked.append((caller.name, url, edition))
        while not self.let_go.is_set():
            await anyio.sleep(0.01)
        return Article("The harbour bridge closes") if url == HERE else None

    async def close(self) -> None:
        """Ends nothing."""


@pytest.fixture
def elsewhere() -> Elsewhere:
    """Lets everybody have the article at once."""
    found = Elsewhere()
    found.let_go.set()
    return found


@contextmanager
def fetching(
    elsewhere: ArticleFetcher, asked: Asked | None = None, **more: Any
) -> Iterator[Client]:
    judge = asked or Asked()
    with judge_server(judge, coral_secrets=(SECRET,), **more) as client:
        client.app.state.judge_service.fetcher = elsewhere
        yield client


def judged(client: Client, sent: dict[str, Any], **headers: str) -> Response:
    return client.post("/api/v1/judgements", json=sent, headers=headers)


def by_coral(client: Client, timeout: int, url: str = HERE) -> Response:
    body = json.dumps({"comment": {"body": TEA}, "story": {"url": url}}).encode()
    signed = "sha256=" + hmac.new(SECRET.encode(), body, "sha256").hexdigest()
    path = f"/coral/moderation?timeout={timeout}"
    return client.post(path, content=body, headers={"x-coral-signature": signed})


def by_akismet(client: Client, **more: str) -> Response:
    sent = {"api_key": "a", "blog": "http://paper.example", "user_ip": "192.0.2.7"}
    return client.post("/1.1/comment-check", data={**sent, "comment_content": TEA, **more})


def test_from_a_real_server_to_the_judge() -> None:
    asked, extraction = Asked(), Extractor(1)
    with site() as paper:
        paper.page("/bridge")
        pages = web(Cable(paper.port))
        elsewhere = FetchedArticles(pages, extraction, shared=True, closing=(extraction.close,))
        with fetching(elsewhere, asked) as client:
            first = by_coral(client, 100)
            assert first.status_code == 204  # it was not there in time, or had nothing against it
            deadline = time.monotonic() + 90
            while by_coral(client, 10_000).status_code != 200:
                assert time.monotonic() < deadline, "The article did not come."
            answer = judged(client, {"text": TEA, "url": HERE})
            assert answer.json()["on_topic"]["score"] == 0.125
        assert [path for path, _ in paper.asked] == ["/bridge"]
    article = asked.questions[-1].article
    assert article is not None
    assert article.headline == "The harbour bridge closes"
    assert "Ferry number 7" in article.body


def test_our_own_call_is_answered_with_or_without_it(elsewhere: Elsewhere) -> None:
    with fetching(elsewhere) as client:
        assert judged(client, {"text": TEA, "url": HERE}).json()["on_topic"]["score"] == 0.125
        for url in (f"{HERE}/2", "file:///etc/passwd", "http://[", "http://10.0.0.7/"):
            answer = judged(client, {"text": TEA, "url": url})
            assert (answer.status_code, answer.json()["on_topic"]) == (200, None)
        items = [{"text": TEA, "url": HERE}, {"text": TEA, "url": f"{HERE}/2"}, {"text": TEA}]
        told = judged(client, {"items": items}).json()["judgements"]
        assert [bool(each["on_topic"]) for each in told] == [True, False, False]


def test_an_article_that_was_sent_is_not_fetched(elsewhere: Elsewhere) -> None:
    with fetching(elsewhere) as client:
        judged(client, {"text": TEA, "article": {"headline": "The harbour bridge closes"}})
    assert elsewhere.asked == []


def test_coral_is_told_what_is_off_topic(elsewhere: Elsewhere) -> None:
    with fetching(elsewhere) as client:
        assert by_coral(client, 10_000).json()["status"] == "SYSTEM_WITHHELD"
        assert by_coral(client, 10_000, f"{HERE}/2").status_code == 204
        assert by_coral(client, 10_000, "").status_code == 204


def test_coral_is_answered_without_an_article_that_is_late() -> None:
    asked, elsewhere = Asked(), Elsewhere()
    with fetching(elsewhere, asked) as client:
        begun = time.monotonic()
        assert by_coral(client, 2000).status_code == 204
        assert time.monotonic() - begun < 2
        deadline = time.monotonic() + 60
        while not asked.questions:
            assert time.monotonic() < deadline, "The judge was not asked."
        assert asked.questions == [Case(TEA, None)]
        elsewhere.let_go.set()


def test_an_unsigned_call_makes_us_fetch_nothing(elsewhere: Elsewhere) -> None:
    with fetching(elsewhere) as client:
        body = json.dumps({"comment": {"body": TEA}, "story": {"url": HERE}}).encode()
        assert client.post("/coral/moderation", content=body).status_code == 401
    assert elsewhere.asked == []


def test_akismets_permalink_is_fetched_and_again_when_it_was_changed(elsewhere: Elsewhere) -> None:
    asked = Asked()
    date = "2026-06-15T12:00:00+00:00"
    with fetching(elsewhere, asked) as client:
        changed = by_akismet(client, permalink=f"{HERE}#comment-7", comment_post_modified_gmt=date)
        assert changed.content == b"false"
        assert by_akismet(client, permalink=f"{HERE}/2").content == b"false"
        assert by_akismet(client).content == b"false"
    assert [each[1:] for each in elsewhere.asked] == [(HERE, date), (f"{HERE}/2", "")]
    articles = [each.article.headline if each.article else None for each in asked.questions]
    assert articles == ["The harbour bridge closes", None, None]


def test_a_wrong_key_makes_us_fetch_nothing(elsewhere: Elsewhere, tmp_path: Path) -> None:
    keys = tmp_path / "keys"
    add_to_file(keys, "paper", "a-good-key")
    with fetching(elsewhere, open=False, keys=keys) as client:
        sent = {"text": TEA, "url": HERE}
        assert judged(client, sent, authorization="Bearer bad").status_code == 401
        assert by_akismet(client, permalink=HERE).content == b"invalid"
        assert elsewhere.asked == []
        assert judged(client, sent, authorization="Bearer a-good-key").status_code == 200
        assert elsewhere.asked == [("paper", HERE, "")]


def test_the_operator_says_whether_anything_is_fetched() -> None:
    assert fetcher_for(Settings()) is None
    with judge_server(fetch=True) as client:
        assert client.app.state.judge_service.fetcher.shared
        answer = judged(client, {"text": TEA, "url": "http://127.0.0.1/"})
        assert (answer.status_code, answer.json()["on_topic"]) == (200, None)
