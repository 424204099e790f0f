"""Who works at the desk, over the API, by the rules of the desk."""

from typing import Any

import pytest
from httpx import Response
from litestar.testing import TestClient
from sqlalchemy import select

from rejoinder.app import Newspaper
from rejoinder.sites.model import Role, Scope
from rejoinder.storage.audit_log import audit_log
from tests.support.newspaper import Paper
from tests.web.test_api_moderation import holder

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
Client = TestClient[Newspaper]
STAFF = "/api/v1/staff"
NINA = {"email": "Nina@Example.org", "name": "Nina Roth", "role": "moderator"}


@pytest.fixture
def administrator(paper: Paper) -> Client:
    return holder(paper, Scope.ADMIN)


def add(client: Client, **told: Any) -> Response:
    return client.post(STAFF, json={**NINA, **told})


def code_of(answer: Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


def test_somebody_is_let_in_given_another_role_and_shut_out(
    paper: Paper, administrator: Client
) -> None:
    made = add(administrator, sections=["Sport", " City  Hall "])
    assert made.status_code == 201, made.text
    nina = made.json()
    assert nina == {
        "id": nina["id"],
        "email": "nina@example.org",
        "name": "Nina Roth",
        "role": "moderator",
        "sections": ["City Hall", "Sport"],
        "passkeys": 0,
    }
    assert nina in administrator.get(STAFF).json()["staff"]
    desk = paper.sign_in("nina@example.org")
    assert desk.get("/desk").status_code == 200
    path = f"{STAFF}/{nina['id']}"
    changed = administrator.patch(path, json={"role": "editor"})
    assert changed.json() == {**nina, "role": "editor"}
    assert administrator.patch(path, json={"sections": []}).json()["sections"] == []
    # Whoever is there already is only changed.
    again = add(administrator, name="Nina R.")
    assert (again.json()["id"], again.json()["name"]) == (nina["id"], "Nina R.")
    assert administrator.delete(path).status_code == 204
    assert desk.get("/desk", follow_redirects=False).status_code == 303, "signed out at once"
    assert all(each["id"] != nina["id"] for each in administrator.get(STAFF).json()["staff"])
    with paper.database.reading() as connection:
        logged = connection.execute(
            select(audit_log.c.kind, audit_log.c.actor)
            .where(audit_log.c.subject == "nina@example.org", audit_log.c.kind.like("staff.%"))
            .order_by(audit_log.c.id)
        ).all()
    kinds = ["staff.invited", *["staff.changed"] * 3, "staff.removed"]
    assert [tuple(each) for each in logged] == [(each, "key cms") for each in kinds]


@sqlite_only
def test_an_administrator_always_stays(paper: Paper, administrator: Client) -> None:
    ada = paper.invite("ada@example.org", name="Ada", role=Role.ADMINISTRATOR, sections="")
    path = f"{STAFF}/{ada.id}"
    only = (409, "last-administrator")
    others = [
        each["id"]
        for each in administrator.get(STAFF).json()["staff"]
        if each["role"] == "administrator" and each["id"] != ada.id
    ]
    for each in others:
        assert administrator.delete(f"{STAFF}/{each}").status_code == 204
    assert code_of(administrator.delete(path)) == only
    assert code_of(administrator.patch(path, json={"role": "editor"})) == only
    assert code_of(add(administrator, email="ada@example.org", role="observer")) == only
    assert administrator.patch(path, json={"name": "Ada Moor"}).status_code == 200
    assert add(administrator, role="administrator").status_code == 201
    assert administrator.delete(path).status_code == 204


@sqlite_only
def test_what_the_desk_refuses_is_refused(paper: Paper, administrator: Client) -> None:
    before = administrator.get(STAFF).json()
    for told, why in (
        ({"email": "nina"}, (422, "bad-email")),
        ({"email": "\x00@example.org"}, (422, "bad-email")),
        ({"name": ""}, (422, "bad-name")),
        ({"name": "x" * 5000}, (422, "bad-name")),
        ({"role": "owner"}, (400, "bad-request")),
        ({"role": "administrator", "sections": ["Sport"]}, (422, "bad-section")),
        ({"sections": ["x" * 61]}, (422, "bad-section")),
        ({"sections": ["Sp\x00rt"]}, (422, "bad-section")),
        ({"sections": "Sport"}, (400, "bad-request")),
        ({"sections": ["x"] * 201}, (400, "bad-request")),
        ({"passkeys": 1}, (400, "bad-request")),
    ):
        assert code_of(add(administrator, **told)) == why, told
    assert administrator.get(STAFF).json() == before
    for number in (999, 2**70):
        assert administrator.patch(f"{STAFF}/{number}", json={}).status_code == 404
        assert administrator.delete(f"{STAFF}/{number}").status_code == 404


@sqlite_only
def test_only_a_key_with_admin_says_who_works_here(paper: Paper) -> None:
    others = [holder(paper, each, name=each) for each in Scope if each is not Scope.ADMIN]
    for client in (*others, paper.browser()):
        assert client.get(STAFF).status_code == 403
        assert add(client).status_code == 403
        assert client.patch(f"{STAFF}/1", json={"role": "administrator"}).status_code == 403
        assert client.delete(f"{STAFF}/1").status_code == 403
