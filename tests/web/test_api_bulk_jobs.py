"""Many comments decided at once over the API, by the rules of the desk."""

from typing import Any, get_args

import pytest
from httpx import Response
from litestar.testing import TestClient

from rejoinder.app import Newspaper
from rejoinder.desk.tables import SCORES
from rejoinder.moderation.actions.notes import LONGEST_NOTE
from rejoinder.sites.actions import revoke_key
from rejoinder.sites.model import Scope
from rejoinder.web.api.bulk_model import ScoreName
from tests.support.newspaper import Paper
from tests.web.test_api_moderation import DESK, holder
from tests.web.test_desk_bulk import scored, states, work

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
Client = TestClient[Newspaper]
JOBS, CHOICES = f"{DESK}/jobs", f"{DESK}/choices"
WORST = {"score": "toxicity", "low": 0.8, "high": 1}


@pytest.fixture
def moderator(paper: Paper) -> Client:
    return holder(paper, Scope.MODERATE)


def begin(client: Client, **told: Any) -> Response:
    choice = told.pop("choice", WORST)
    seen = told.pop("seen", None) or client.post(CHOICES, json=WORST).json()["seen"]
    return client.post(JOBS, json={"choice": choice, "outcome": "hold", "seen": seen, **told})


def code_of(answer: Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


def test_a_range_is_looked_at_decided_followed_and_taken_back(
    paper: Paper, moderator: Client
) -> None:
    made = scored(paper, 0.2, 0.85, 0.95)
    looked = moderator.post(CHOICES, json=WORST)
    assert looked.status_code == 200, looked.text
    assert looked.json()["count"] == 2
    assert looked.json()["comments"] == [
        *({"id": made[2].id, "score": 0.95}, {"id": made[1].id, "score": 0.85}),
    ]
    begun = begin(moderator, seen=looked.json()["seen"], note="A raid.")
    assert begun.status_code == 201, begun.text
    job = begun.json()
    assert (job["state"], job["by"], job["expected"]) == ("running", "The key “cms”", 2)
    later = paper.comment(paper.article("later"))
    work(paper)
    assert states(paper, made) == ["published", "held", "held"]
    assert states(paper, [later]) == ["published"]
    path = f"{JOBS}/{job['id']}"
    done = moderator.get(path).json()
    assert (done["state"], done["decided"], done["left_out"]) == ("done", 2, {})
    page = paper.sign_in(paper.invite("ada@example.org").email).get("/desk/bulk/jobs").text
    assert "The key “cms”" in page
    undone = moderator.post(f"{path}/undoing")
    assert (undone.status_code, undone.json()["undoes_id"]) == (201, job["id"])
    work(paper)
    assert states(paper, made) == ["published"] * 3
    assert [each["id"] for each in moderator.get(JOBS).json()["jobs"]] == [
        *(undone.json()["id"], job["id"]),
    ]
    assert moderator.get(path).json()["undone_by"] == undone.json()["id"]
    assert code_of(moderator.post(f"{path}/undoing")) == (409, "undone-already")


def test_a_job_is_stopped_and_goes_on_and_a_colleagues_is_an_editors_to_stop(
    paper: Paper, moderator: Client
) -> None:
    made = scored(paper, 0.9)
    path = f"{JOBS}/{begin(moderator).json()['id']}"
    assert moderator.post(f"{path}/stopping").json()["state"] == "stopped"
    work(paper)
    assert states(paper, made) == ["published"]
    other = holder(paper, Scope.MODERATE, name="other")
    for act in ("stopping", "resumption", "undoing"):
        assert code_of(other.post(f"{path}/{act}")) == (403, "editors-only")
    administrator = holder(paper, Scope.ADMIN, name="all")
    assert administrator.post(f"{path}/resumption").json()["state"] == "running"
    work(paper)
    assert states(paper, made) == ["held"]


@sqlite_only
def test_a_key_that_was_revoked_decides_nothing_more(paper: Paper, moderator: Client) -> None:
    made = scored(paper, 0.9)
    path = f"{JOBS}/{begin(moderator).json()['id']}"
    with paper.database.writing() as connection:
        revoke_key(connection, paper.site, "cms", now=paper.clock())
    work(paper)
    assert states(paper, made) == ["published"]
    told = holder(paper, Scope.ADMIN, name="all").get(path).json()
    assert (told["state"], told["problem"]) == ("stopped", "beginner-gone")


def test_what_is_no_choice_is_refused(paper: Paper, moderator: Client) -> None:
    scored(paper, 0.9)
    first = "0001-01-01T00:00:00+14:00"
    for wrong in (
        *({"score": "charm"}, {"low": -0.1}, {"high": 2}, {"low": "x"}, {"state": "withdrawn"}),
        *({"language": "english"}, {"section": "\x00"}, {"article_id": 0}, {"since": "today"}),
        *({"since": "2026-06-15T12:00:00"}, {"sections": ["Sport"]}, {"article_id": 2**70}),
    ):
        assert code_of(moderator.post(CHOICES, json={**WORST, **wrong})) == (400, "bad-request")
        assert code_of(begin(moderator, choice={**WORST, **wrong})) == (400, "bad-request")
    for none in ({"section": "No <such>"}, {"article_id": 999}):
        looked = moderator.post(CHOICES, json={**WORST, **none})
        assert (looked.status_code, looked.json()["count"]) == (200, 0), none
    for told, why in (
        ({"choice": {**WORST, "until": first}}, (422, "invalid")),
        ({"choice": {**WORST, "section": "None"}}, (422, "nothing-chosen")),
        ({"outcome": "decline"}, (422, "reason-missing")),
        ({"outcome": "decline", "reason": "\x00"}, (422, "reason-missing")),
        ({"note": "y" * (LONGEST_NOTE + 1)}, (422, "note-too-long")),
        ({"outcome": "undo"}, (400, "bad-request")),
        ({"seen": {"comment_id": -1, "decision_id": 0}}, (400, "bad-request")),
    ):
        assert code_of(begin(moderator, **told)) == why, told
    assert moderator.get(JOBS).json() == {"jobs": []}
    for number in (999, 2**70):
        assert moderator.get(f"{JOBS}/{number}").status_code == 404
        assert moderator.post(f"{JOBS}/{number}/undoing").status_code == 404


@sqlite_only
def test_no_other_key_decides_many_at_once(paper: Paper, moderator: Client) -> None:
    scored(paper, 0.9)
    seen = moderator.post(CHOICES, json=WORST).json()["seen"]
    others = [holder(paper, each, name=each) for each in (Scope.READ, Scope.POST, Scope.ARTICLES)]
    for client in (*others, paper.browser()):
        assert client.post(CHOICES, json=WORST).status_code == 403
        assert begin(client, seen=seen).status_code == 403
        assert client.get(JOBS).status_code == 403
        assert client.get(f"{JOBS}/1").status_code == 403
        for act in ("stopping", "resumption", "undoing"):
            assert client.post(f"{JOBS}/1/{act}").status_code == 403


def test_every_score_that_comments_are_chosen_by_can_be_named() -> None:
    assert get_args(ScoreName) == SCORES
