"""Letters over real SMTP: sign-in links and decisions arrive, once, also after a bad hour."""

from datetime import datetime
from typing import Any

import pytest

from rejoinder.moderation.actions.decide import StaffDecision, decide_as_staff, find, undo
from rejoinder.moderation.actions.decision_log import tell_author
from rejoinder.moderation.model import Outcome
from rejoinder.moderation.queries import latest_decision
from rejoinder.readers.actions import SEND_LINK
from rejoinder.sites.model import Role
from rejoinder.storage import outbox
from tests.support.factories import make_staff
from tests.support.fake_judges import gentle
from tests.support.mail_server import Postbox, body, post_letters
from tests.support.newspaper import HELD, HOME, Paper, link_in, open_paper

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def decide(paper: Paper, comment_id: int, outcome: Outcome, **told: Any) -> int:
    """What a moderator decides; the decision's number."""
    with paper.database.writing() as connection:
        member = make_staff(connection, paper.site, now=paper.clock())
        comment = find(connection, paper.site.id, comment_id)
        wanted = StaffDecision(outcome, latest_decision(connection, comment_id).id, **told)
        return decide_as_staff(connection, comment, member, wanted, now=paper.clock()).id


def send_held(paper: Paper) -> int:
    """A guest's comment that waits for a moderator."""
    made = paper.submit(paper.browser(), paper.article(), text=HELD).json()
    assert made["status"] == "held"
    number: int = made["id"]
    return number


def test_a_sign_in_link_comes_by_mail_and_signs_in(paper: Paper, arrived: Postbox) -> None:
    browser = paper.browser()
    browser.post("/sign-in", data={"email": "ann@example.org"})
    assert arrived.emails == []
    assert paper.jobs.run_once() == 1
    (email,) = arrived.emails
    assert email["From"] == "comments@gazette.example"
    assert email["Subject"] == "Sign in at The Gazette"
    assert email["Date"]
    assert email["Message-ID"]
    assert email["Auto-Submitted"] == "auto-generated"
    answer = browser.post(link_in(body(email)), follow_redirects=False)
    assert answer.status_code == 303
    assert "Sign out" in browser.get("/").text


def test_an_author_hears_that_a_held_comment_is_posted(paper: Paper, arrived: Postbox) -> None:
    held = send_held(paper)
    assert paper.jobs.run_once() == 0  # being held was told on the page
    decide(paper, held, Outcome.PUBLISH)
    post_letters(paper)
    (email,) = arrived.emails
    assert email["To"] == "ann@example.org"
    assert email["Subject"] == "Your comment on “Harbour bridge to close” is posted"
    text = body(email)
    assert "Dear Ann," in text
    assert f"{HOME}/comments/{held}" in text
    assert paper.browser().get(link_in(text), follow_redirects=False).status_code == 302
    token = paper.comment_now(held).status_token
    assert f"{HOME}/your-comment/{token}" in text


@sqlite_only
def test_an_author_hears_why_a_comment_was_not_posted(paper: Paper, arrived: Postbox) -> None:
    decide(
        paper,
        send_held(paper),
        Outcome.DECLINE,
        reason="staff-off-topic",
        note="The ferry is another story.",
    )
    post_letters(paper)
    (email,) = arrived.emails
    assert email["Subject"] == "Your comment on “Harbour bridge to close” was not posted"
    assert "The ferry is another story." in body(email)


@sqlite_only
def test_a_headline_in_any_letters_arrives_whole(paper: Paper, arrived: Postbox) -> None:
    article = paper.article("odd", headline="Brücken, мосты, 橋: " + "lang und länger " * 12)
    held = paper.submit(paper.browser(), article, text=HELD, name="Åsa Öst").json()["id"]
    decide(paper, held, Outcome.PUBLISH)
    post_letters(paper)
    (email,) = arrived.emails
    assert article.headline in email["Subject"]
    assert "Dear Åsa Öst," in body(email)
    assert article.headline in body(email).replace("\n", "")


def test_nothing_is_sent_twice(paper: Paper, arrived: Postbox) -> None:
    decide(paper, send_held(paper), Outcome.PUBLISH)
    paper.browser().post("/sign-in", data={"email": "bob@example.org"})
    for _ in range(4):
        paper.jobs.run_once()
        paper.clock.turn(hours=2)
    assert sorted(email["To"] for email in arrived.emails) == [
        "ann@example.org",
        "bob@example.org",
    ]


@pytest.mark.parametrize("refusal", ["450 Not now", "550 Never", "421 Closing"])
@sqlite_only
def test_a_server_that_refuses_is_asked_again_later(
    paper: Paper, arrived: Postbox, refusal: str
) -> None:
    arrived.answer = refusal
    paper.browser().post("/sign-in", data={"email": "ann@example.org"})
    paper.jobs.run_once()
    paper.jobs.run_once()
    assert arrived.tries == 1  # not at once again
    paper.clock.turn(seconds=10)
    paper.jobs.run_once()
    assert arrived.tries == 2
    arrived.answer = "250 OK"
    paper.clock.turn(seconds=19)
    paper.jobs.run_once()
    assert arrived.emails == []  # each time it waits twice as long
    paper.clock.turn(seconds=1)
    paper.jobs.run_once()
    assert [email["To"] for email in arrived.emails] == ["ann@example.org"]
    paper.clock.turn(days=1)
    assert paper.jobs.run_once() == 0


@sqlite_only
def test_a_server_that_never_takes_a_letter_is_left_in_peace(
    paper: Paper, arrived: Postbox
) -> None:
    arrived.answer = "550 Never"
    paper.browser().post("/sign-in", data={"email": "ann@example.org"})
    for _ in range(20):
        paper.jobs.run_once()
        paper.clock.turn(days=1)
    assert arrived.tries == outbox.TRIES


@sqlite_only
def test_a_server_that_is_away_holds_nothing_up(
    database_url: str, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    settings = {"mail_url": "smtp://127.0.0.1:1"}
    with open_paper(database_url, judge=gentle, now=now, settings=settings) as paper:
        paper.browser().post("/sign-in", data={"email": "ann@example.org"})
        assert paper.jobs.run_once() == 1
        assert paper.submit(paper.browser(), paper.article()).status_code == 201
    assert "sign-in-link failed" in caplog.text
    assert "ann@example.org" not in caplog.text
    assert "/sign-in/" not in caplog.text


def take_back(paper: Paper, comment_id: int, decision_id: int) -> None:
    with paper.database.writing() as connection:
        member = make_staff(connection, paper.site, now=paper.clock(), role=Role.EDITOR)
        comment = find(connection, paper.site.id, comment_id)
        undo(connection, comment, member, decision_id, now=paper.clock())


@sqlite_only
def test_a_letter_waits_and_what_was_taken_back_or_decided_otherwise_causes_none(
    paper: Paper, arrived: Postbox
) -> None:
    def told() -> list[str]:
        arrived.emails.clear()
        post_letters(paper)
        return [email["Subject"].partition("” ")[2] for email in arrived.emails]

    held = send_held(paper)
    take_back(paper, held, decide(paper, held, Outcome.PUBLISH))
    paper.clock.turn(seconds=29)
    assert paper.jobs.run_once() == 0  # it waits
    assert told() == []
    take_back(paper, held, decide(paper, held, Outcome.PUBLISH))
    paper.clock.turn(seconds=5)
    decide(paper, held, Outcome.DECLINE, reason="staff-off-topic")
    assert told() == ["was not posted"]
    paper.clock.turn(seconds=10)
    published = decide(paper, held, Outcome.PUBLISH)
    assert told() == ["is posted"]
    take_back(paper, held, published)  # of which a letter went out
    assert told() == ["was not posted"]


@sqlite_only
def test_of_two_decisions_the_last_is_told_though_it_moves_nothing(
    paper: Paper, arrived: Postbox
) -> None:
    held = send_held(paper)
    decide(paper, held, Outcome.DECLINE, reason="staff-abuse", note="First.")
    paper.clock.turn(seconds=20)
    decide(paper, held, Outcome.DECLINE, reason="staff-off-topic", note="Second.")
    for _ in range(2):
        post_letters(paper)
    (email,) = arrived.emails
    assert "Second." in body(email)


@sqlite_only
def test_an_errand_that_cannot_be_done_stops_no_other(paper: Paper, arrived: Postbox) -> None:
    with paper.database.writing() as connection:
        outbox.put(connection, "unheard-of", {}, now=paper.clock())
        outbox.put(connection, SEND_LINK, {"to": "x"}, now=paper.clock())
        tell_author(connection, 999, now=paper.clock())
    paper.browser().post("/sign-in", data={"email": "ann@example.org"})
    assert paper.jobs.run_once() == 4
    assert [email["To"] for email in arrived.emails] == ["ann@example.org"]
