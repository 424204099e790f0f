"""A site's own checks by URL: what they say becomes of a comment, and what they are told."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from litestar.testing import TestClient

from rejoinder.app import Newspaper
from rejoinder.articles.model import Article
from rejoinder.comments.model import State
from rejoinder.comments.queries import by_id
from rejoinder.engine.judge_pool import AskJudge
from rejoinder.moderation.actions.outside_checks import add_check
from rejoinder.moderation.outside_check import OutsideCheck
from rejoinder.moderation.queries import latest_decision
from rejoinder.outbound.signing import SigningSecrets
from tests.support.html_page import Page
from tests.support.newspaper import DECLINED, HELD, KIND, Paper, open_paper
from tests.support.remote_sites import Site, site
from tests.support.your_comment import act, page_of, posted

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

SERVICE = "Toxi-Check"


@pytest.fixture
def service() -> Iterator[Site]:
    """A web server of the site's own."""
    with site() as running:
        running.page("/check", b"", 204)
        yield running


@pytest.fixture
def paper(database_url: str, judge: AskJudge, now: datetime, service: Site) -> Iterator[Paper]:
    """A paper that asks it about every comment."""
    settings = {"inside_hosts": (f"127.0.0.1:{service.port}",)}
    with open_paper(database_url, judge=judge, now=now, settings=settings) as opened:
        url = f"http://127.0.0.1:{service.port}/check"
        wanted = OutsideCheck(0, SERVICE, url, 10_000, SigningSecrets.new())
        inside = opened.app_state.settings.inside_hosts
        with opened.database.writing() as connection:
            add_check(connection, opened.site, wanted, inside=inside, now=now)
        yield opened


def rules_of(paper: Paper, comment_id: int) -> list[str]:
    with paper.database.reading() as connection:
        return [each.rule for each in latest_decision(connection, comment_id).findings]


@pytest.mark.parametrize(
    ("text", "answer", "state", "rules"),
    [
        (KIND, {}, State.PUBLISHED, []),
        (KIND, {"outcome": "hold", "reason": "It sells."}, State.HELD, ["outside-held"]),
        (KIND, {"outcome": "decline", "reason": "It sells."}, State.DECLINED, ["outside-declined"]),
        (HELD, {"outcome": "publish"}, State.HELD, ["words-watched"]),
        (
            HELD,
            {"outcome": "decline", "reason": "It sells."},
            State.DECLINED,
            ["outside-declined", "words-watched"],
        ),
    ],
)
def test_what_a_check_says_becomes_of_the_comment(
    paper: Paper,
    client: TestClient[Newspaper],
    article: Article,
    service: Site,
    text: str,
    answer: dict[str, str],
    state: State,
    rules: list[str],
) -> None:
    service.says("/check", answer)
    comment = posted(paper, client, article, text)
    assert comment.state is state
    assert rules_of(paper, comment.id) == rules
    told = f"The service {SERVICE}, which reads comments for us, says: “It sells”."
    assert (told in page_of(client, comment).text) == bool(answer.get("reason"))


def test_the_desk_sees_what_a_check_said_and_no_markup_of_its(
    paper: Paper,
    client: TestClient[Newspaper],
    at_desk: TestClient[Newspaper],
    article: Article,
    service: Site,
) -> None:
    service.says("/check", {"outcome": "hold", "reason": "<b>%(check)s sells</b>"})
    posted(paper, client, article, KIND)
    raw = at_desk.get("/desk").text
    assert "A check that we asked has doubts" in raw
    assert (
        f"{SERVICE}, which reads comments for us, says: “<b>%(check)s sells</b>”." in Page(raw).text
    )
    assert "<b>%" not in raw


@pytest.mark.parametrize("status", [500, 302, 200])
def test_a_check_that_gives_no_answer_holds_the_comment(
    paper: Paper, client: TestClient[Newspaper], article: Article, service: Site, status: int
) -> None:
    service.page("/check", b"<p>Oops</p>", status, location="/other")
    comment = posted(paper, client, article, KIND)
    assert comment.state is State.HELD
    assert rules_of(paper, comment.id) == ["outside-silent"]
    assert (
        f"{SERVICE}, which reads comments for us, gave no answer" in page_of(client, comment).text
    )


def test_a_check_is_told_what_deciding_needs_and_no_address(
    paper: Paper, client: TestClient[Newspaper], article: Article, service: Site
) -> None:
    parent = paper.comment(article, text="The bridge is *old*.")
    paper.put_in(
        client, article, text="It <b>is</b> https://a.example", name="Ann", parent_id=parent.id
    )
    asked: dict[str, Any] = json.loads(service.bodies[-1])
    assert asked["version"] == 1
    assert asked["action"] == "new"
    assert asked["site"]["key"] == "gazette"
    assert asked["article"]["headline"] == article.headline
    assert asked["article"]["url"].endswith(article.path)
    assert asked["comment"]["id"] is None
    assert asked["comment"]["text"] == "It <b>is</b> https://a.example"
    assert asked["comment"]["links"] == ["https://a.example"]
    assert asked["parent"] == {"id": parent.id, "text": "The bridge is *old*."}
    assert (asked["author"]["name"], asked["author"]["standing"]) == ("Ann", "new")
    assert set(asked["judgement"]["abuse"]) >= {"toxicity", "insult"}
    assert [each["rule"] for each in asked["findings"]] == ["links-many"]
    assert "@" not in service.bodies[-1].decode()


def test_an_edit_is_asked_about_and_names_its_comment(
    paper: Paper, client: TestClient[Newspaper], article: Article, service: Site
) -> None:
    comment = posted(paper, client, article, KIND)
    service.says("/check", {"outcome": "hold", "reason": "It sells."})
    assert act(client, comment, "revision", text="Ten years ago.").status_code == 303
    asked = json.loads(service.bodies[-1])
    assert (asked["action"], asked["comment"]["id"]) == ("edit", comment.id)
    assert paper.comment_now(comment.id).state is State.HELD
    service.says("/check", {"outcome": "decline", "reason": "It sells."})
    answer = act(client, comment, "revision", text="Eleven years ago.")
    assert answer.status_code == 409
    assert "says: “It sells”." in Page(answer.text).text


def test_nobody_is_asked_about_what_is_decided_anyway(
    paper: Paper, client: TestClient[Newspaper], article: Article, service: Site
) -> None:
    assert posted(paper, client, article, DECLINED).state is State.DECLINED
    paper.put_in(client, article, text="x" * 9000)
    paper.invite("staff@example.org", name="Ilse")
    told = paper.put_in(paper.sign_in("staff@example.org"), article, text=KIND)
    assert told.status_code == 303
    assert service.asked == []


def test_readers_are_told_of_the_service_in_the_faq(paper: Paper) -> None:
    told = Page(paper.browser().get("/comments-faq").text).text
    assert f"Comments are also read by other services that we have chosen: {SERVICE}." in told


def test_the_api_waits_for_a_check_too(
    paper: Paper, client: TestClient[Newspaper], article: Article, service: Site
) -> None:
    service.says("/check", {"outcome": "decline", "reason": "It sells."})
    answer = paper.submit(client, article)
    assert "says: “It sells”." in answer.text
    with paper.database.reading() as connection:
        assert by_id(connection, paper.site.id, answer.json()["id"]).state is State.DECLINED
