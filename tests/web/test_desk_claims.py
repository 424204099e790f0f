"""The queue of several people: whose card it is, who is here, what each sees of it, and is told."""

import json
import re
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest
from litestar.testing import TestClient

from rejoinder import clock
from rejoinder.app import Newspaper
from rejoinder.articles.model import Article
from rejoinder.comments import intake
from rejoinder.comments.model import Comment, State
from rejoinder.desk.claims import claims_of
from rejoinder.moderation.model import Outcome
from rejoinder.sites import actions as site_actions
from rejoinder.sites.model import Role
from rejoinder.sites.queries import staff_member
from rejoinder.web.live.desk_streams import DeskStreams
from rejoinder.web.live.places import Places
from tests.support import event_loop
from tests.support.fake_judges import gentle
from tests.support.live_server import serving
from tests.support.newspaper import Paper, open_paper

ANN, BO, SPORT = "ann@example.org", "bo@example.org", "sport@example.org"
SCRIPT = {"x-fragment": "desk"}
NOTHING_TAKEN: dict[str, object] = {"taken": {}, "gone": []}
Browser = TestClient[Newspaper]


@pytest.fixture
def waiting(paper: Paper, article: Article) -> list[Comment]:
    """The longest wait first."""
    held = []
    for number in range(6):
        held.append(paper.comment(article, text=f"Number {number}.", outcome=Outcome.HOLD))
        paper.clock.turn(seconds=1)
    return held


def cards(page: str) -> list[int]:
    return [int(each) for each in re.findall(r'id="comment-(\d+)"', page)]


def count_of(page: str, name: str) -> int:
    found = re.search(rf">{name} <span class=\"count\">(\d+)<", page)
    assert found is not None
    return int(found[1])


def test_of_two_who_open_the_queue_each_gets_another_card(
    paper: Paper, waiting: list[Comment], ann: Browser, bo: Browser
) -> None:
    first, second = ann.get("/desk").text, bo.get("/desk").text
    assert cards(first)[0] == waiting[0].id
    assert cards(second) == [each.id for each in waiting[1:]]
    assert count_of(second, "Everything") == len(waiting)
    assert re.search(r"<strong>Ann</strong>.*Reader", second) or "<strong>Ann</strong>" in second
    own = ann.get("/desk?view=mine").text
    assert count_of(own, "Mine") == 1
    # There they are gathered from all parts: each says which.
    assert '<span class="card-parts">Held, New authors</span>' in own
    assert "card-parts" not in first
    paper.clock.turn(minutes=6)
    assert cards(bo.get("/desk?from=1").text)[0] != waiting[0].id
    assert waiting[0].id in cards(bo.get("/desk").text)


def test_what_is_kept_no_colleague_gets_until_it_is_given_back_or_decided(
    paper: Paper, waiting: list[Comment], ann: Browser, bo: Browser
) -> None:
    one, two, three = (each.id for each in waiting[:3])
    assert ann.post("/desk/claims", data={"keep": [one, two]}).json() == NOTHING_TAKEN
    told = bo.post("/desk/claims", data={"keep": [two, three]}).json()["taken"]
    assert told == {str(each): "Ann has this one before them." for each in (one, two)}
    piece = bo.get(f"/desk?have={one}-{three}", headers=SCRIPT).text
    assert f'id="comment-{three}" data-card data-known' in piece
    assert one not in cards(bo.get(f"/desk?have={three}", headers=SCRIPT).text)
    ann.post("/desk/claims", data={"give": [two]})
    seen = re.search(r'name="seen" value="(\d+)"', ann.get("/desk").text)
    assert seen is not None
    ann.post(f"/desk/comments/{one}/decisions", data={"seen": seen[1], "outcome": "publish"})
    with paper.database.reading() as connection:
        assert one not in claims_of(connection, paper.site.id, now=paper.clock())
    assert bo.post("/desk/claims", data={"keep": [one, three]}).json()["gone"] == [one]
    piece = bo.get(f"/desk?have={one}-{three}", headers=SCRIPT).text
    assert f'data-gone="{one}"' in piece


def test_who_leaves_a_card_gets_the_next_and_colleagues_get_it_until_it_is_taken_again(
    paper: Paper, waiting: list[Comment], ann: Browser, bo: Browser
) -> None:
    one, two = (each.id for each in waiting[:2])
    assert cards(ann.get("/desk?section=News").text)[0] == one
    bo.post("/desk/claims", data={"keep": [waiting[5].id]})
    page = ann.post(f"/desk/comments/{one}/leaving", data={"section": "News"}).text
    assert "It is left to colleagues." in page
    assert cards(page)[0] == two
    assert cards(bo.get("/desk").text)[0] == one, "it is nobody's"
    bo.post("/desk/claims", data={"give": [one], "keep": [waiting[5].id]})
    told = ann.post("/desk/claims", data={"keep": [one]})
    assert one not in told.json()["taken"]
    assert one not in cards(ann.get("/desk", headers=SCRIPT).text)
    assert "Take it again" in ann.get(f"/desk/comments/{one}").text
    assert cards(bo.get("/desk").text)[0] == one, "Ann has not got it again"
    late = ann.post(f"/desk/comments/{one}/taking", headers=SCRIPT)
    assert late.status_code == 409
    assert "Bo has this one before them." in late.text
    assert cards(late.text) == []
    bo.post(f"/desk/comments/{one}/leaving")
    assert "You have it again." in ann.post(f"/desk/comments/{one}/taking").text
    assert cards(ann.get("/desk").text)[0] == one
    assert one not in cards(bo.get("/desk").text)
    paper.clock.turn(minutes=31)
    assert cards(bo.get("/desk").text)[0] == one, "whoever left it gets it again in the end"


def test_who_works_alone_sees_what_they_left_again_after_all_else(
    paper: Paper, waiting: list[Comment], ann: Browser, bo: Browser
) -> None:
    one, *others = (each.id for each in waiting)
    answer = ann.post(f"/desk/comments/{one}/leaving", headers=SCRIPT).text
    assert "it stands at the end of your queue" in answer
    assert "data-comes-last" in answer
    page = ann.get("/desk").text
    assert cards(page) == [*others, one]
    assert "You left this one to colleagues." in page
    paper.invite(SPORT, name="Sport", role=Role.MODERATOR, sections="Sport")
    there = paper.comment(paper.article("match", section="sport"), outcome=Outcome.HOLD)
    assert cards(paper.sign_in(SPORT).get("/desk").text) == [there.id]
    assert one in cards(ann.get("/desk").text), "Sport may not decide it"
    assert cards(bo.get("/desk").text)[0] == one
    bo.post(f"/desk/comments/{one}/leaving")
    bo.post("/desk/claims", data={"keep": [others[1]]})
    assert cards(ann.get("/desk").text)[-1] == one, "Bo left it too"


def test_who_looks_after_a_section_sees_counts_and_takes_what_waits_there(
    paper: Paper, waiting: list[Comment]
) -> None:
    paper.invite(SPORT, name="Sport", role=Role.MODERATOR, sections="Sport")
    there = paper.comment(paper.article("match", section="sport"), outcome=Outcome.HOLD)
    browser = paper.sign_in(SPORT)
    browser.post("/desk/claims", data={"keep": [waiting[0].id]})
    with paper.database.reading() as connection:
        assert waiting[0].id not in claims_of(connection, paper.site.id, now=paper.clock())
    page = browser.get("/desk").text
    assert cards(page) == [there.id]
    assert count_of(page, "Everything") == 1


def test_an_observer_takes_nothing(paper: Paper, waiting: list[Comment]) -> None:
    paper.invite("eye@example.org", role=Role.OBSERVER)
    assert paper.sign_in("eye@example.org").get("/desk").status_code == 200
    with paper.database.reading() as connection:
        assert claims_of(connection, paper.site.id, now=paper.clock()) == {}


def test_a_filter_is_kept_under_a_name_and_said_anew_where_it_cannot_be(
    waiting: list[Comment], ann: Browser
) -> None:
    form = {"name": "Lately", "order": "age", "section": "News", "score_to": "50"}
    at = ann.post("/desk/filters", data=form, follow_redirects=False).headers["location"]
    assert at == "/desk?order=age&section=News&score_to=50"
    page = ann.get(at).text
    assert ">Lately</a>" in page
    assert '<option value="age" selected>' in page
    again = ann.post("/desk/filters", data=form)
    assert again.status_code == 409
    assert "already" in again.text
    assert "Lately" in again.text
    number = re.search(r"/desk/filters/(\d+)/removal", page)
    assert number is not None
    ann.post(f"/desk/filters/{number[1]}/removal", data=form)
    assert "Lately" not in ann.get("/desk").text


def test_an_address_that_names_nothing_shows_everything(
    waiting: list[Comment], ann: Browser
) -> None:
    for query in (
        {"section": "x" * 101},
        {"section": "a\tb"},
        {"score_from": "101"},
        {"score_to": "-1"},
        {"waited": "0"},
        {"author": "9" * 19},
        {"view": "yours", "order": "random", "after": "²"},
        {"have": "1-x-" + "9" * 30},
    ):
        assert len(cards(ann.get("/desk", params=query).text)) == len(waiting), query


class Told:
    """What a stream tells, frame by frame."""

    def __init__(self, frames: AsyncIterator[bytes]) -> None:
        self.frames = frames

    async def next(self) -> dict[str, Any]:
        """The next thing that is no heartbeat; empty for the end."""
        async for each in self.frames:
            text = each.decode()
            if text.startswith("event: queue"):
                told: dict[str, Any] = json.loads(text.partition("data: ")[2])
                return told
            if text.startswith("event: end"):
                break
        return {}


def test_a_stream_tells_in_order_and_ends_for_whoever_may_listen_no_more() -> None:
    said: list[bytes | None] = [b'event: queue\ndata: {"gone":[1]}\n\n', b"", None]

    async def look(_anew: bool) -> bytes | None:
        return said.pop(0)

    async def listens() -> None:
        streams, places = DeskStreams(pause=0.01), Places(2, 2)
        told = Told(streams.stream(1, ("Ann", 7), look, places.take("here")))
        with anyio.fail_after(10):
            assert await told.next() == {"gone": [1]}
            assert streams.here(1) == {("Ann", 7)}
            assert await told.next() == {}
            assert [each async for each in told.frames] == []
        assert streams.here(1) == set()
        assert (said, places.taken) == ([], 0)

    event_loop.run(listens)


def test_the_stream_of_a_server_tells_what_comes_and_goes_and_ends_for_who_is_removed(
    sqlite_template: Path, tmp_path: Path
) -> None:
    url = f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'store.db')}"
    with (
        open_paper(url, judge=gentle, now=clock.now(), routes="beside") as paper,
        serving(url, REJOINDER_JUDGE_PROCESSES="0") as server,
    ):
        paper.invite(ANN, name="Ann", role=Role.MODERATOR)
        paper.invite(BO, name="Bo", role=Role.OBSERVER)
        cookies, bo = dict(paper.sign_in(ANN).cookies), paper.sign_in(BO)
        article = paper.article()
        one = paper.comment(article, outcome=Outcome.HOLD)
        address = f"{server.address}/desk/stream?view=held"
        with httpx.stream("GET", address, cookies=cookies, timeout=30) as answer:
            assert answer.headers["content-type"].startswith("text/event-stream")
            lines = answer.iter_lines()
            assert "tabs" in next_in(lines)
            assert "<strong>Ann</strong>" in bo.get("/desk").text, "at another process"
            fresh = paper.comment(article, outcome=Outcome.HOLD)
            told = next_in(lines)
            assert told["fresh"] == [fresh.id]
            assert count_of(told["tabs"], "Held") == 2
            with paper.database.writing() as connection:
                intake.move(connection, one, State.DECLINED, now=paper.clock())
            assert next_in(lines)["gone"] == [one.id]
            with paper.database.writing() as connection:
                member = staff_member(connection, paper.site.id, ANN)
                assert member is not None
                site_actions.remove(connection, member, now=paper.clock())
            assert "event: end" in list(lines)
        assert httpx.get(address, cookies=cookies).status_code == 403


def next_in(lines: Iterator[str]) -> dict[str, Any]:
    """What a stream tells next."""
    told: dict[str, Any] = next(
        json.loads(each[6:]) for each in lines if each.startswith("data: {")
    )
    return told
