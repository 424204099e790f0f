"""After a server's start the queue is read before somebody opens it."""

import pytest
from litestar.testing import TestClient

from rejoinder.app import Newspaper
from rejoinder.articles.model import Article
from rejoinder.desk.queue import memory, waiting
from rejoinder.moderation.model import Outcome
from rejoinder.web.app_state import app_state_of
from rejoinder.web.desk.readiness import get_ready_beside
from tests.support.newspaper import Paper, until

Browser = TestClient[Newspaper]


def test_nobody_who_opens_the_desk_waits_for_the_queue_to_be_read(
    paper: Paper, article: Article, ann: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper.comment(article, text="Held.", outcome=Outcome.HOLD)
    read: list[int] = []
    plain = waiting.waiting_comments

    def counted(*args: object, **named: object) -> object:
        if named.get("only") is None:
            read.append(1)
        return plain(*args, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(memory, "waiting_comments", counted)
    get_ready_beside(app_state_of(ann.app))
    until(lambda: bool(read))
    assert "Held." in ann.get("/desk").text
    assert len(read) == 1
