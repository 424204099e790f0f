"""Rules are tried over the API as at the desk: drafts, one section's, replays, and beside."""

from typing import Any

import pytest
from httpx import Response
from litestar.testing import TestClient

from rejoinder.app import Newspaper
from rejoinder.moderation.workbench.actions import write_draft
from rejoinder.sites.model import Scope
from rejoinder.storage.audit_log import audit_log
from tests.support.newspaper import DECLINED, HELD, KIND, POLICY, Paper
from tests.web.test_api_moderation import all_of, holder
from tests.web.test_api_policy import code_of

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
Client = TestClient[Newspaper]
RULES = "/api/v1/policy"
DRAFTS, CHANGES, SHADOW = f"{RULES}/drafts", f"{RULES}/changes", f"{RULES}/shadow"


@pytest.fixture
def administrator(paper: Paper) -> Client:
    return holder(paper, Scope.ADMIN)


def change(client: Client, settings: object, **told: Any) -> Response:
    return client.post(CHANGES, json={"changes": settings, **told})


def drafted(client: Client, settings: object, **told: Any) -> int:
    made = change(client, settings, **told)
    assert made.status_code == 201, made.text
    number: int = made.json()["id"]
    return number


def posts(paper: Paper, *texts: str) -> None:
    article = paper.article()
    for number, text in enumerate(texts):
        paper.submit(paper.browser(), article, name=f"Ann{number}", text=text)


def test_one_sections_rules_are_written_upon_those_in_force_and_lost_again(
    administrator: Client,
) -> None:
    told = {"mode": "all-held", "links.allowed": 0}
    made = change(administrator, told, section=" City  life ").json()
    assert made["source"] == f'{POLICY}\n[sections."City life"]\nmode = "all-held"\n' + (
        '\n[sections."City life".links]\nallowed = 0\n'
    )
    assert made["made_by"] == "The key “cms”"
    assert made["changes"] == [
        {"section": "City life", "article": "", "was": {}, "becomes": told},
    ]
    assert administrator.get(f"{DRAFTS}/{made['id']}").json() == made
    seen = administrator.get(RULES).json()["id"]
    put = {"source": made["source"], "reason": "Elections.", "seen": seen}
    assert administrator.put(RULES, json=put).status_code == 200
    there = administrator.get(RULES, params={"section": "city life"}).json()["settings"]
    assert (there["mode"], there["links.allowed"]) == ("all-held", 0)
    gone = change(administrator, dict.fromkeys(told), section="CITY LIFE").json()
    assert gone["source"].strip() == POLICY.strip()
    listed = all_of(administrator, DRAFTS, "drafts")
    assert [each["id"] for each in listed] == [gone["id"], made["id"]]


@sqlite_only
def test_a_draft_goes_on_from_another_and_is_written_whole(administrator: Client) -> None:
    told = {"links.allowed": 5, "abuse.insult.decline": "never"}
    first = drafted(administrator, told, article="trams")
    second = change(administrator, {"topic.hold_below": 0.25}, draft_id=first).json()
    assert second["differences"][0]["article"] == "trams"
    everywhere, there = second["changes"]
    assert (everywhere["was"], everywhere["becomes"]) == (
        *({"topic.hold_below": 0}, {"topic.hold_below": 0.25}),
    )
    assert there["becomes"] == told
    whole = administrator.post(DRAFTS, json={"source": "[links]\nallowed = 9\n"})
    assert (whole.status_code, whole.json()["settings"]["links.allowed"]) == (201, 9)
    assert administrator.get(RULES).json()["source"] == POLICY


@sqlite_only
@pytest.mark.parametrize(
    ("settings", "told", "why"),
    [
        ({"links.allowed": 2000}, {}, (422, "bad-policy")),
        ({"links.allowed": "many"}, {}, (422, "bad-policy")),
        ({"links.allowed": []}, {}, (422, "bad-policy")),
        ({"words.banned": ["a" * 1001]}, {}, (400, "bad-request")),
        ({"links.allowed": True}, {}, (400, "bad-request")),
        ({"links.allowed": {"x": 1}}, {}, (400, "bad-request")),
        ({"links.allowed": 10**4000}, {}, (400, "bad-request")),
        ({"links": 1}, {}, (422, "unknown-setting")),
        ({"mode.x": 1}, {}, (422, "unknown-setting")),
        ({"sections.A.links.allowed": 1}, {}, (422, "unknown-setting")),
        ({"mode": "open"}, {"section": "A\x00"}, (400, "bad-request")),
        ({"mode": "open"}, {"section": "A\x01"}, (422, "bad-place")),
        ({"mode": "open"}, {"section": "A", "article": "b"}, (422, "bad-place")),
        ({"mode": "open"}, {"article": " "}, (422, "bad-place")),
        ({"mode": "open"}, {"article": "x" * 201}, (400, "bad-request")),
        ({"mode": "open"}, {"draft_id": 999}, (404, "unknown-draft")),
        ({"duties.notices": "off"}, {"section": "A"}, (422, "bad-policy")),
    ],
)
def test_what_cannot_be_a_draft_is_refused(
    administrator: Client, settings: object, told: dict[str, Any], why: tuple[int, str]
) -> None:
    refused = change(administrator, settings, **told)
    assert code_of(refused) == why, refused.text
    assert not administrator.get(DRAFTS).json()["drafts"]
    if why[1] == "bad-policy":
        (problem,) = refused.json()["error"]["details"]["problems"]
        assert problem.keys() == {"line", "key", "problem"}


@sqlite_only
def test_half_a_character_is_refused(administrator: Client) -> None:
    for body in (r'{"source": "\ud800"}', r'{"source": "x = \"\u0000\""}'):
        answer = administrator.post(
            DRAFTS, content=body, headers={"content-type": "application/json"}
        )
        assert answer.status_code in {400, 422}


def test_a_draft_is_replayed_as_at_the_desk(paper: Paper, administrator: Client) -> None:
    posts(paper, KIND, HELD, DECLINED)
    number = drafted(administrator, {"words.banned": ["repairs"], "words.watched": []})
    asked = administrator.post(f"{DRAFTS}/{number}/replays", json={"days": 7})
    told = asked.json()
    assert (asked.status_code, told["state"], told["figures"]) == (201, "waiting", None)
    one = f"{RULES}/replays/{told['id']}"
    query = {"was": "publish", "becomes": "decline"}
    assert code_of(administrator.get(f"{one}/comments", params=query)) == (404, "replay-not-done")
    again = administrator.post(f"{DRAFTS}/{number}/replays", json={})
    assert code_of(again) == (409, "replay-going")
    assert paper.app_state.policy_worker.run_once()
    told = administrator.get(one).json()
    assert (told["state"], told["done"], told["total"]) == ("done", 3, 3)
    figures = told["figures"]
    assert figures["comments"] == 3
    assert figures["moves"] == [
        {"was": "publish", "becomes": "decline", "comments": 1},
        {"was": "hold", "becomes": "publish", "comments": 1},
        {"was": "decline", "becomes": "publish", "comments": 1},
    ]
    assert figures["precision"]["was"] == {"part": 0, "whole": 0, "low": 0.0, "high": 1.0}
    (changed,) = administrator.get(f"{one}/comments", params=query).json()["comments"]
    assert changed == {"comment_id": 1, "was_by": "", "becomes_by": "words-banned"}
    assert administrator.get(f"{DRAFTS}/{number}/replays").json() == {"replays": [told]}


@sqlite_only
def test_a_replay_is_about_some_sections_and_its_comments_come_by_pages(
    paper: Paper, administrator: Client
) -> None:
    posts(paper, *(f"{KIND} {number}" for number in range(3)))
    number = drafted(administrator, {"words.banned": ["repairs"]})
    for sections, comments in (([], 3), (["Sport"], 0)):
        told = {"sections": sections}
        made = administrator.post(f"{DRAFTS}/{number}/replays", json=told).json()
        paper.app_state.policy_worker.run_once()
        one = f"{RULES}/replays/{made['id']}"
        assert administrator.get(one).json()["figures"]["comments"] == comments
        where = f"{one}/comments?was=publish&becomes=decline&limit=2"
        found = administrator.get(where).json()
        last = administrator.get(f"{where}&cursor={found['next'] or 1}").json()
        numbers = [each["comment_id"] for each in (*found["comments"], *last["comments"])]
        assert numbers == [3, 2, 1][:comments]


@sqlite_only
def test_a_replay_is_stopped(paper: Paper, administrator: Client) -> None:
    number = drafted(administrator, {"links.allowed": 3})
    made = administrator.post(f"{DRAFTS}/{number}/replays", json={}).json()
    one = f"{RULES}/replays/{made['id']}"
    for _ in range(2):
        stopped = administrator.post(f"{one}/cancelling")
        assert (stopped.status_code, stopped.json()["state"]) == (201, "cancelled")
    assert not paper.app_state.policy_worker.run_once()


def test_a_draft_decides_beside_until_it_is_ended(paper: Paper, administrator: Client) -> None:
    assert code_of(administrator.get(SHADOW)) == (404, "no-shadow")
    assert code_of(administrator.delete(SHADOW)) == (404, "no-shadow")
    body = {"draft_id": drafted(administrator, {"words.watched": ["bridge"]})}
    begun = administrator.put(SHADOW, json=body).json()
    assert (begun["running"], begun["begun_by"], begun["moves"]) == (True, "The key “cms”", [])
    posts(paper, "A bridge is there for everybody.", "So is a tram, for all of us.")
    paper.app_state.policy_worker.run_once()
    assert administrator.put(SHADOW, json=body).json()["moves"] == [  # it goes on
        {"was": "publish", "becomes": "hold", "comments": 1},
        {"was": "publish", "becomes": "publish", "comments": 1},
    ]
    (found,) = administrator.get(f"{SHADOW}/differences").json()["differences"]
    assert (found["comment_id"], found["becomes"], found["rule"]) == (1, "hold", "words-watched")
    older = administrator.get(f"{SHADOW}/differences", params={"cursor": str(found["id"])})
    assert older.json() == {"differences": [], "next": None}
    assert administrator.delete(SHADOW).status_code == 204
    ended = administrator.get(SHADOW).json()
    assert (ended["running"], ended["ended_by"]) == (False, "The key “cms”")
    with paper.database.reading() as connection:
        kinds = [row.kind for row in connection.execute(audit_log.select())]
    assert kinds[-2:] == ["shadow.begun", "shadow.ended"]


@sqlite_only
def test_only_a_key_with_admin_tries_rules_and_only_its_sites_own(
    paper: Paper, administrator: Client
) -> None:
    elsewhere = paper.found("courier", base_url="http://courier.example")
    with paper.database.writing() as connection:
        theirs = write_draft(connection, elsewhere.id, POLICY, by="x", now=paper.clock())
    one = f"{DRAFTS}/{theirs}"
    calls = [
        ("GET", DRAFTS, None),
        ("POST", DRAFTS, {"source": POLICY}),
        ("POST", CHANGES, {"changes": {}, "draft_id": theirs}),
        ("GET", one, None),
        ("POST", f"{one}/replays", {}),
        ("GET", f"{one}/replays", None),
        ("GET", f"{RULES}/replays/1", None),
        ("GET", f"{RULES}/replays/1/comments?was=hold&becomes=publish", None),
        ("POST", f"{RULES}/replays/1/cancelling", None),
        ("GET", SHADOW, None),
        ("PUT", SHADOW, {"draft_id": theirs}),
        ("DELETE", SHADOW, None),
        ("GET", f"{SHADOW}/differences", None),
    ]
    others = [holder(paper, each, name=each) for each in Scope if each is not Scope.ADMIN]
    for client in (*others, paper.browser()):
        for method, path, body in calls:
            assert client.request(method, path, json=body).status_code == 403, path
    for method, path, body in calls[2:]:
        assert administrator.request(method, path, json=body).status_code == 404, path
    assert administrator.get(f"{DRAFTS}/{2**70}").status_code == 404
