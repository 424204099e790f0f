"""Two who call the API at one moment, and ids of another site: nobody gets what is not theirs."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from httpx import Response
from litestar.testing import TestClient

from rejoinder.app import Newspaper
from rejoinder.sites.actions import invite, put_policy
from rejoinder.sites.model import NewStaff, Role, Scope
from rejoinder.sites.queries import policy_in_force
from tests.support.newspaper import Paper
from tests.web.test_api_moderation import holder

Client = TestClient[Newspaper]
POLICY, STAFF = "/api/v1/policy", "/api/v1/staff"
on_postgresql = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


def at_once(*calls: Callable[[], Response]) -> list[int]:
    """With what these were answered, the smallest first."""
    with ThreadPoolExecutor(len(calls)) as pool:
        return sorted(each.result().status_code for each in [pool.submit(call) for call in calls])


@on_postgresql
def test_of_two_who_remove_the_last_administrators_one_is_refused(paper: Paper) -> None:
    one, other = holder(paper, Scope.ADMIN, name="one"), holder(paper, Scope.ADMIN, name="other")
    ada, bo = (
        paper.invite(f"{name}@example.org", role=Role.ADMINISTRATOR).id for name in ("ada", "bo")
    )
    for each in one.get(STAFF).json()["staff"]:
        if each["id"] not in {ada, bo}:
            one.delete(f"{STAFF}/{each['id']}")
    assert at_once(
        lambda: one.delete(f"{STAFF}/{ada}"),
        lambda: other.patch(f"{STAFF}/{bo}", json={"role": "editor"}),
    ) in ([200, 409], [204, 409])
    left = [each["role"] for each in one.get(STAFF).json()["staff"]]
    assert left.count("administrator") == 1


@on_postgresql
def test_of_two_who_put_rules_upon_the_same_ones_the_second_is_told(paper: Paper) -> None:
    one, other = holder(paper, Scope.ADMIN, name="one"), holder(paper, Scope.ADMIN, name="other")
    seen = one.get(POLICY).json()["id"]
    told = {"reason": "Summer.", "seen": seen}
    assert at_once(
        lambda: one.put(POLICY, json={**told, "source": "[links]\nallowed = 3\n"}),
        lambda: other.put(POLICY, json={**told, "source": "[links]\nallowed = 4\n"}),
    ) == [200, 409]
    assert len(one.get(f"{POLICY}/versions").json()["versions"]) == 2


@on_postgresql
def test_of_two_replays_and_shadows_that_are_begun_at_once_one_runs(paper: Paper) -> None:
    one, other = holder(paper, Scope.ADMIN, name="one"), holder(paper, Scope.ADMIN, name="other")
    draft = one.post(f"{POLICY}/drafts", json={"source": "[links]\nallowed = 3\n"}).json()["id"]
    replays = f"{POLICY}/drafts/{draft}/replays"
    assert at_once(*(lambda c=each: c.post(replays, json={}) for each in (one, other))) == [
        201,
        409,
    ]
    body = {"draft_id": draft}
    shadow = f"{POLICY}/shadow"
    assert at_once(*(lambda c=each: c.put(shadow, json=body) for each in (one, other))) == [
        200,
        200,
    ]
    assert one.get(shadow).json()["running"]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_is_another_sites_is_not_there(paper: Paper) -> None:
    administrator = holder(paper, Scope.ADMIN)
    there = paper.found("courier", base_url="http://courier.example")
    with paper.database.writing() as connection:
        new = NewStaff("zoe@courier.example", "Zoe", Role.MODERATOR)
        zoe = invite(connection, there, new, now=paper.clock())
        put_policy(connection, there, "# Theirs.", put_by="zoe", now=paper.clock())
        theirs = policy_in_force(connection, there.id)
    assert theirs is not None
    one = f"{STAFF}/{zoe.id}"
    assert administrator.patch(one, json={"role": "editor"}).status_code == 404
    assert administrator.delete(one).status_code == 404
    assert administrator.get(f"{POLICY}/versions/{theirs.id}").status_code == 404
    listed = administrator.get(f"{POLICY}/versions").json()["versions"]
    assert theirs.id not in {each["id"] for each in listed}


def test_versions_come_without_a_gap_while_others_are_put(paper: Paper) -> None:
    administrator = holder(paper, Scope.ADMIN)
    for number in range(4):
        paper.put_policy(f"# {number}")
    first = administrator.get(f"{POLICY}/versions?limit=2").json()
    paper.put_policy("# Another one meanwhile.")
    rest = administrator.get(f"{POLICY}/versions?limit=9&cursor={first['next']}").json()
    numbers = [each["id"] for each in (*first["versions"], *rest["versions"])]
    assert numbers == list(range(numbers[0], numbers[0] - 5, -1))
    assert rest["next"] is None
