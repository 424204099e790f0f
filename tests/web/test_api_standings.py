"""Who is banned or watched, over the API, by the rules of the desk."""

import pytest
from httpx import Response
from litestar.testing import TestClient

from rejoinder.app import Newspaper
from rejoinder.articles.model import Article
from rejoinder.sites.model import Scope
from tests.support.newspaper import Paper
from tests.web.test_api_moderation import DESK, all_of, holder

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
Client = TestClient[Newspaper]
EVERY = f"{DESK}/standings"


@pytest.fixture
def moderator(paper: Paper) -> Client:
    return holder(paper, Scope.MODERATE)


def restrict(paper: Paper, moderator: Client, article: Article, *given: str) -> list[int]:
    """One author after the other; the numbers of what they were given."""
    numbers = []
    for each in given:
        there = f"{DESK}/comments/{paper.comment(article).id}/standings"
        told = {"standing": each, "reason": "Of late <so> rude.", "days": 7}
        numbers.append(moderator.post(there, json=told).json()["id"])
    return numbers


def lift(client: Client, number: int, reason: object = "Kind again.") -> Response:
    return client.post(f"{EVERY}/{number}/lifting", json={"reason": reason})


def code_of(answer: Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


def test_all_are_listed_by_pages_until_it_is_taken_back(
    paper: Paper, moderator: Client, article: Article
) -> None:
    watched, banned, other = restrict(
        *(paper, moderator, article), *("watched", "banned", "watched")
    )
    found = all_of(moderator, EVERY, "standings")
    assert [(each["id"], each["standing"]) for each in found] == [
        *((other, "watched"), (banned, "banned"), (watched, "watched")),
    ]
    assert {(each["made_by"], each["reason"]) for each in found} == {
        ("The key “cms”", "Of late <so> rude."),
    }
    assert all("@" in each["email"] and each["author_id"] and each["until"] for each in found)
    page = paper.sign_in(paper.invite("ada@example.org").email).get("/desk/bans").text
    assert page.count("by The key “cms”") == 3
    lifted = lift(moderator, watched)
    assert (lifted.status_code, lifted.json()["standing"]) == (201, "new")
    assert code_of(lift(moderator, watched)) == (409, "changed-meanwhile")
    # A ban is an editor's to lift.
    assert code_of(lift(moderator, banned)) == (403, "editors-only")
    assert lift(holder(paper, Scope.ADMIN, name="all"), banned).status_code == 201
    assert [each["id"] for each in moderator.get(EVERY).json()["standings"]] == [other]
    paper.clock.turn(seconds=8 * 86400)
    assert moderator.get(EVERY).json() == {"standings": [], "next": None}


@sqlite_only
def test_what_cannot_be_lifted_is_told(paper: Paper, moderator: Client, article: Article) -> None:
    (number,) = restrict(paper, moderator, article, "watched")
    assert code_of(lift(moderator, number, " ")) == (422, "reason-missing")
    assert code_of(lift(moderator, number, "y" * 10_000)) == (422, "note-too-long")
    assert code_of(lift(moderator, number, None)) == (400, "bad-request")
    for unknown in (999, 2**70):
        assert lift(moderator, unknown).status_code == 404
    for wrong in ("?cursor=x", "?cursor=-1"):
        assert code_of(moderator.get(f"{EVERY}{wrong}")) == (422, "bad-cursor")
    assert moderator.get(f"{EVERY}?limit=0").status_code == 400
    readers = [holder(paper, each, name=each) for each in (Scope.READ, Scope.ARTICLES)]
    for client in (*readers, paper.browser()):
        assert client.get(EVERY).status_code == 403
        assert lift(client, number).status_code == 403
