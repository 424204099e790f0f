"""The desk's page of many comments at once: a range is read, decided, followed and taken back."""

import pytest
from litestar.testing import TestClient

from rejoinder.app import Newspaper
from rejoinder.comments.model import Comment
from rejoinder.engine import AbuseScore, Judgement, Language, OnTopic
from rejoinder.moderation.actions.decision_log import NewDecision, record
from rejoinder.moderation.model import Outcome
from tests.support.html_page import Page
from tests.support.newspaper import Paper

Browser = TestClient[Newspaper]
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def work(paper: Paper) -> None:
    while paper.app_state.desk_worker.run_once():
        pass


def scored(paper: Paper, *scores: float) -> list[Comment]:
    article = paper.article()
    made = [paper.comment(article, text=f"It is {score}.") for score in scores]
    with paper.database.writing() as connection:
        for comment, score in zip(made, scores, strict=True):
            judged = Judgement(
                {"toxicity": AbuseScore(score), "insult": AbuseScore(0.1)},
                OnTopic(0.5),
                "model",
                Language("en", 1, judged=True),
            )
            decision = NewDecision(Outcome.PUBLISH, "policy", "model", judgement=judged)
            record(connection, comment, decision, revision=1, now=paper.clock())
    work(paper)
    return made


def states(paper: Paper, comments: list[Comment]) -> list[str]:
    return [paper.comment_now(each.id).state.value for each in comments]


def hidden(page: Page, name: str) -> str:
    (value,) = {
        each["value"] for tag, each in page.tags if tag == "input" and each.get("name") == name
    }
    return value


def test_a_range_is_read_in_order_decided_and_taken_back(paper: Paper, at_desk: Browser) -> None:
    made = scored(paper, 0.2, 0.85, 0.95)
    page = at_desk.get("/desk/bulk?score=toxicity").text
    assert "2 of 3 comments are in this range" in page
    assert page.index("It is 0.95.") < page.index("It is 0.85.")
    assert "It is 0.2." not in page
    lowest = at_desk.get("/desk/bulk?score=toxicity&order=lowest&low=0,1&high=1").text
    assert lowest.index("It is 0.2.") < lowest.index("It is 0.95.")
    form = {
        "score": "toxicity",
        "low": "0.9",
        "high": "1",
        "outcome": "decline",
        "seen_comment": hidden(Page(page), "seen_comment"),
        "seen_decision": hidden(Page(page), "seen_decision"),
    }
    unsaid = at_desk.post("/desk/bulk", data={**form, "note": "Kept words."})
    assert unsaid.status_code == 422
    assert "Please choose a reason" in unsaid.text
    begun = at_desk.post(
        "/desk/bulk", data={**form, "reason": "staff-abuse"}, follow_redirects=False
    )
    path = begun.headers["location"]
    assert "At work" in at_desk.get(path).text
    work(paper)
    assert states(paper, made) == ["published", "published", "declined"]
    done = at_desk.get(path).text
    assert "1 decided." in done
    assert "Decline: Abusive" in at_desk.get("/desk/bulk/jobs").text
    undone = at_desk.post(f"{path}/undoing", follow_redirects=False)
    work(paper)
    assert states(paper, made) == ["published"] * 3
    assert "1 decided." in at_desk.get(undone.headers["location"]).text
    again = at_desk.post(f"{path}/undoing")
    assert again.status_code == 409
    assert "This can no longer be undone." in again.text
    piece = at_desk.get(path, headers={"x-fragment": "desk"}).text
    assert piece.lstrip().startswith("<div")


def test_what_cannot_be_chosen_is_told(paper: Paper, at_desk: Browser) -> None:
    scored(paper, 0.9)
    for wrong in ("score=wit", "low=2", "high=nan", "low=x", "language=!!", "since=x"):
        assert at_desk.get(f"/desk/bulk?{wrong}").status_code == 422, wrong
    for odd in ("low=0.9&high=0.1", "from=999999", "score=on_topic", "score=none", "high=1e-3"):
        assert at_desk.get(f"/desk/bulk?{odd}").status_code == 200, odd
    for outcome, low in (("erase", "0"), ("hold", "0"), ("hold", "-1")):
        form = {"score": "toxicity", "outcome": outcome, "low": low}
        assert at_desk.post("/desk/bulk", data=form).status_code == 422, form
    assert at_desk.get("/desk/bulk/jobs/1").status_code == 404
