"""The rules over the API: read, put in force by what the desk asks for, and their versions."""

from typing import Any

import pytest
from httpx import Response
from litestar.testing import TestClient

from rejoinder.app import Newspaper
from rejoinder.audit.finding import LogFilter, entries
from rejoinder.moderation.policy import default_source
from rejoinder.moderation.workbench.model import LONGEST_POLICY
from rejoinder.sites.model import Scope
from tests.support.newspaper import Paper
from tests.web.test_api_moderation import all_of, holder

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
Client = TestClient[Newspaper]
POLICY = "/api/v1/policy"
LINKS = "[links]\nallowed = 3\n"
POLITICS = f"{LINKS}[sections.Politics.links]\nallowed = 0\n"


@pytest.fixture
def administrator(paper: Paper) -> Client:
    return holder(paper, Scope.ADMIN)


def seen(client: Client) -> int:
    number: int = client.get(POLICY).json()["id"]
    return number


def put(client: Client, source: object, **told: Any) -> Response:
    body = {"source": source, "reason": "Summer.", "seen": seen(client), **told}
    return client.put(POLICY, json=body)


def code_of(answer: Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


def test_rules_are_put_in_force_with_a_reason_and_stand_among_the_versions(
    paper: Paper, administrator: Client
) -> None:
    before = administrator.get(POLICY).json()
    made = put(administrator, POLITICS)
    assert made.status_code == 200, made.text
    told = made.json()
    assert (told["put_by"], told["reason"], told["source"]) == (
        *("The key “cms”", "Summer.", POLITICS),
    )
    assert told["settings"]["links.allowed"] == 3
    assert told["settings"]["mode"] == "open"
    assert told["differences"] == [
        {"section": "Politics", "article": "", "settings": {"links.allowed": 0}},
    ]
    assert administrator.get(POLICY).json() == told
    there = administrator.get(POLICY, params={"section": "politics"}).json()
    assert there["settings"]["links.allowed"] == 0
    listed = all_of(administrator, f"{POLICY}/versions", "versions")
    assert [each["id"] for each in listed[:2]] == [told["id"], before["id"]]
    assert administrator.get(f"{POLICY}/versions/{told['id']}").json() == told
    assert administrator.get(f"{POLICY}/versions/{before['id']}").json() == before
    with paper.database.reading() as connection:
        logged = entries(connection, paper.site.id, LogFilter(kind="policy"))
    assert [(each.row.put_by, each.row.reason, each.row.replaces) for each in logged] == [
        ("key cms", "Summer.", before["version"]),
        ("tests", None, None),
    ]
    page = paper.sign_in(paper.invite("ada@example.org").email).get("/desk/policy/versions").text
    assert "The key “cms”" in page


@sqlite_only
def test_what_the_desk_refuses_is_refused(paper: Paper, administrator: Client) -> None:
    number = seen(administrator)
    for source, told, why in (
        ("mode = 1", {}, (422, "bad-policy")),
        ("[" * 5000, {}, (422, "bad-policy")),
        ("mode = \x00", {}, (422, "bad-policy")),
        ("x = 1", {}, (422, "bad-policy")),
        ("#" * (LONGEST_POLICY + 1), {}, (422, "policy-too-long")),
        (LINKS, {"reason": " "}, (422, "reason-missing")),
        (LINKS, {"reason": "x" * 1001}, (422, "reason-long")),
        (LINKS, {"seen": number + 1}, (409, "policy-changed")),
        (LINKS, {"seen": -1}, (400, "bad-request")),
        (LINKS, {"seen": True}, (400, "bad-request")),
        (LINKS, {"by": "Edith"}, (400, "bad-request")),
        (1, {}, (400, "bad-request")),
    ):
        assert code_of(put(administrator, source, **told)) == why, (source, told)
    (problem,) = put(administrator, "\nmode = 1").json()["error"]["details"]["problems"]
    assert (problem["line"], problem["key"]) == (2, "mode")
    assert problem["problem"].startswith("This must be one of")
    assert problem.keys() == {"line", "key", "problem"}
    assert seen(administrator) == number
    assert put(administrator, LINKS).status_code == 200
    assert code_of(put(administrator, LINKS)) == (409, "same-policy")


@sqlite_only
def test_rules_that_keep_everything_back_are_put_only_if_that_is_meant(
    paper: Paper, administrator: Client
) -> None:
    strict = put(administrator, 'mode = "all-held"')
    assert code_of(strict) == (409, "policy-too-strict")
    assert strict.json()["error"]["details"].keys() == {"comments", "kept_back"}
    made = put(administrator, 'mode = "all-held"', sure=True)
    assert (made.status_code, made.json()["settings"]["mode"]) == (200, "all-held")


def test_a_reason_with_a_byte_that_no_store_takes_breaks_nothing(administrator: Client) -> None:
    answer = put(administrator, LINKS, reason="Sum\x00mer.")
    assert (answer.status_code, answer.json()["reason"]) == (200, "Summer.")


@sqlite_only
def test_only_a_key_with_admin_reads_and_writes_the_rules(paper: Paper) -> None:
    others = [holder(paper, each, name=each) for each in Scope if each is not Scope.ADMIN]
    body = {"source": default_source(), "reason": "x", "seen": 1}
    for client in (*others, paper.browser()):
        for path in (POLICY, f"{POLICY}/versions", f"{POLICY}/versions/1"):
            assert client.get(path).status_code == 403
        assert client.put(POLICY, json=body).status_code == 403


@sqlite_only
def test_of_another_site_nothing_is_read(administrator: Client) -> None:
    for number in (999, 2**70):
        assert administrator.get(f"{POLICY}/versions/{number}").status_code == 404
    assert code_of(administrator.get(f"{POLICY}/versions?cursor=x")) == (422, "bad-cursor")
    assert administrator.get(POLICY, params={"section": "y" * 201}).status_code == 400
