"""What a letter held is kept nowhere: its link is made when it is sent, and wiped with it."""

from typing import Any

import pytest

from rejoinder.moderation.actions.decision_log import tell_author
from rejoinder.storage import outbox
from tests.support.mail_server import Postbox, body
from tests.support.newspaper import Paper, link_in

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def outbox_rows(paper: Paper) -> list[Any]:
    """What stands in the outbox, done or not."""
    with paper.database.reading() as connection:
        return list(connection.execute(outbox.outbox.select().order_by(outbox.outbox.c.id)))


def test_no_link_exists_before_its_letter_and_none_is_kept_after_it(
    paper: Paper, arrived: Postbox
) -> None:
    browser = paper.browser()
    arrived.answer = "450 Not now"
    browser.post("/sign-in", data={"email": "ann@example.org"})
    (waiting,) = outbox_rows(paper)
    assert "/sign-in/" not in str(waiting)
    assert "ann@" not in str(waiting)
    for secret in waiting.payload.values():  # what does stand there opens nothing
        assert browser.post(f"/sign-in/{secret}", follow_redirects=False).status_code == 410
    paper.jobs.run_once()
    arrived.answer = "250 OK"
    paper.clock.turn(minutes=40)
    paper.jobs.run_once()
    link = link_in(body(arrived.emails[0]))
    (sent,) = outbox_rows(paper)
    assert (sent.payload, link.rpartition("/")[2] in str(sent)) == ({}, False)
    # Half an hour from when it was sent, however long the mail server was away.
    paper.clock.turn(minutes=29)
    assert browser.post(link, follow_redirects=False).status_code == 303


@sqlite_only
def test_of_a_letter_that_was_tried_again_only_the_last_link_opens(
    paper: Paper, arrived: Postbox
) -> None:
    browser = paper.browser()
    browser.post("/sign-in", data={"email": "ann@example.org"})
    (job,) = outbox_rows(paper)
    paper.jobs.run_once()
    again = outbox.Job(job.id, job.kind, job.payload, 1)  # its worker died before it was done
    paper.jobs.run(again)
    first, last = (link_in(body(email)) for email in arrived.emails)
    assert browser.post(first, follow_redirects=False).status_code == 410
    assert browser.post(last, follow_redirects=False).status_code == 303
    paper.jobs.run(again)
    assert len(arrived.emails) == 2  # nobody needs a link that was used


@sqlite_only
def test_what_was_given_up_is_wiped_too(paper: Paper, arrived: Postbox) -> None:
    arrived.answer = "550 Never"
    paper.browser().post("/sign-in", data={"email": "ann@example.org"})
    for _ in range(outbox.TRIES):
        assert outbox_rows(paper)[0].payload
        paper.jobs.run_once()
        paper.clock.turn(days=1)
    assert [row.payload for row in outbox_rows(paper)] == [{}]
    assert "ann@" not in str(outbox_rows(paper))


@sqlite_only
def test_what_a_worker_left_that_died_in_its_last_try_is_wiped(
    paper: Paper, arrived: Postbox
) -> None:
    with paper.database.writing() as connection:
        tell_author(connection, 999, now=paper.clock())
        connection.execute(outbox.outbox.update().values(tries=outbox.TRIES - 1))
        outbox.claim(connection, now=paper.clock())
    paper.jobs.run_once()
    assert outbox_rows(paper)[0].payload["decision_id"] == 999  # somebody may have it in hand
    paper.clock.turn(hours=1)
    paper.jobs.run_once()
    assert outbox_rows(paper)[0].payload == {}
    assert arrived.emails == []
