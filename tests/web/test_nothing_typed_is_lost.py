"""Whatever a form without scripts is refused for, what was written into it is in the answer."""

from collections.abc import Callable

import pytest
from httpx import Response
from litestar.testing import TestClient
from sqlalchemy import exc

from rejoinder.app import Newspaper
from rejoinder.articles.model import Article
from rejoinder.moderation.model import Outcome
from rejoinder.web.visitor import EMBED
from tests.support.html_page import Page
from tests.support.newspaper import DECLINED, Paper

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

WRITTEN = "Three hours of <thought> &\n\nseveral paragraphs."
FOREIGN = {"sec-fetch-site": "cross-site", "origin": "https://elsewhere.example"}


def written_in(answer: Response) -> list[str]:
    """What stands in the answer's boxes."""
    assert answer.status_code >= 400, answer.text
    return Page(answer.text).boxes


def nothing(_paper: Paper, _article: Article) -> None:
    """What happens meanwhile."""


def unpublished(paper: Paper, article: Article) -> None:
    paper.unpublish(article)


def closed(paper: Paper, article: Article) -> None:
    paper.close(article)


def late(paper: Paper, _article: Article) -> None:
    paper.clock.turn(days=30)


Meanwhile = Callable[[Paper, Article], None]


@pytest.mark.parametrize("prefix", ["", EMBED.rstrip("/")], ids=["page", "embed"])
@pytest.mark.parametrize("headers", [{}, FOREIGN], ids=["own", "foreign"])
@pytest.mark.parametrize(
    ("path", "field", "meanwhile"),
    [
        ("/articles/harbour-bridge/comments", "text", nothing),
        ("/articles/harbour-bridge/comments", "text", closed),
        ("/articles/harbour-bridge/comments", "text", unpublished),
        ("/articles/no-such-article/comments", "text", nothing),
        ("/comments/99999/reports", "note", nothing),
        ("/comments/{id}/reports", "note", nothing),
        ("/comments/{id}/reports", "note", unpublished),
        ("/your-comment/{token}/revision", "text", late),
        ("/your-comment/{token}/revision", "text", unpublished),
        ("/your-comment/nobodys/revision", "text", nothing),
        ("/your-comment/nobodys/appeal", "note", nothing),
        ("/your-comment/{token}/appeal", "note", nothing),
    ],
)
def test_a_refused_form_gives_back_what_was_written(
    paper: Paper,
    article: Article,
    prefix: str,
    headers: dict[str, str],
    path: str,
    field: str,
    meanwhile: Meanwhile,
) -> None:
    comment = paper.comment(article, text="Mine.", outcome=Outcome.HOLD)
    if "{id}" in path:
        comment = paper.comment(article, text="Theirs.")
    meanwhile(paper, article)
    told = {field: WRITTEN, "name": "", "email": "", "reason": ""}
    action = prefix + path.format(id=comment.id, token=comment.status_token)
    answer = paper.browser().post(action, data=told, headers=headers, follow_redirects=False)
    assert WRITTEN in written_in(answer)


def test_a_reply_to_what_is_gone_gives_back_what_was_written(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    parent = paper.comment(article, outcome=Outcome.DECLINE)
    answer = paper.put_in(client, article, text=WRITTEN, parent_id=str(parent.id))
    assert WRITTEN in written_in(answer)


def test_a_store_that_is_away_gives_back_what_was_written(
    paper: Paper, client: TestClient[Newspaper], article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    comment = paper.comment(article)

    def away(*_: object, **__: object) -> None:
        raise exc.OperationalError("", {}, Exception("disk I/O error"))

    monkeypatch.setattr("rejoinder.web.site.report.report_comment", away)
    told = {"reason": "spam", "note": WRITTEN}
    answer = client.post(f"/comments/{comment.id}/reports", data=told)
    assert answer.status_code == 503
    assert WRITTEN in written_in(answer)


def test_a_mistake_of_ours_gives_back_what_was_written(
    paper: Paper, client: TestClient[Newspaper], article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    comment = paper.comment(article)

    def broken(*_: object, **__: object) -> None:
        raise KeyError("ours")

    monkeypatch.setattr("rejoinder.web.site.report.report_comment", broken)
    client.raise_server_exceptions = False  # type: ignore[attr-defined]
    told = {"reason": "spam", "note": WRITTEN}
    answer = client.post(f"/comments/{comment.id}/reports", data=told)
    assert answer.status_code == 500
    assert WRITTEN in written_in(answer)


def test_a_moderators_words_come_back_too(
    paper: Paper, at_desk: TestClient[Newspaper], article: Article
) -> None:
    comment = paper.comment(article, text=DECLINED, outcome=Outcome.HOLD)
    card = f"/desk/comments/{comment.id}"
    for path, told in (
        (f"{card}/decisions", {"outcome": "decline", "seen": "1", "note": WRITTEN}),
        (f"{card}/decisions", {"outcome": "", "note": WRITTEN}),
        (f"{card}/standing", {"standing": "", "reason": WRITTEN}),
    ):
        assert WRITTEN in written_in(at_desk.post(path, data=told)), path
    stranger = paper.browser()
    answer = stranger.post(f"{card}/decisions", data={"outcome": "hold", "note": WRITTEN})
    assert WRITTEN in written_in(answer)
