"""What readers' reports bring about, and how they are answered."""

from datetime import datetime

import pytest

from rejoinder.comments.model import State
from rejoinder.errors import Invalid, Refused
from rejoinder.moderation.actions.notes import LONGEST_NOTE
from rejoinder.moderation.actions.reports import report
from rejoinder.moderation.model import Outcome
from rejoinder.moderation.queries import latest_decision
from rejoinder.moderation.waiting import View
from rejoinder.storage import Database
from tests.support.desk import Desk, desk_with

# As many as the default policy asks for before a comment is taken off the page.
ENOUGH = ("a", "b", "c")


def reported(desk: Desk, *keys: str) -> None:
    for key in keys:
        desk.report(key)


def test_a_report_brings_a_comment_to_the_desk_and_leaves_it_on_the_page(
    database: Database, now: datetime
) -> None:
    desk = desk_with(database, Outcome.PUBLISH, now)
    reported(desk, "a", "a", "a", "b")
    assert desk.waiting(View.REPORTED) == 1
    assert desk.state() is State.PUBLISHED


def test_enough_readers_take_a_comment_off_the_page_until_somebody_looks(
    database: Database, now: datetime
) -> None:
    desk = desk_with(database, Outcome.PUBLISH, now)
    reported(desk, *ENOUGH)
    assert desk.state() is State.HELD
    with database.reading() as connection:
        decision = latest_decision(connection, desk.comment.id)
    assert (decision.made_by, decision.rule) == ("policy", "reported")
    assert decision.findings[0].facts == {"reports": 3}


def test_a_person_who_let_it_stand_outweighs_a_crowd(database: Database, now: datetime) -> None:
    desk = desk_with(database, Outcome.PUBLISH, now)
    reported(desk, *ENOUGH)
    desk.decide(Outcome.PUBLISH)
    assert desk.waiting(View.REPORTED) == 0
    reported(desk, "d", "e", "f")
    assert desk.state() is State.PUBLISHED
    assert desk.waiting(View.REPORTED) == 1


@pytest.mark.parametrize("outcome", [Outcome.HOLD, Outcome.DECLINE])
def test_what_does_not_stand_cannot_be_reported(
    database: Database, now: datetime, outcome: Outcome
) -> None:
    desk = desk_with(database, outcome, now)
    with pytest.raises(Refused):
        desk.report()
    assert desk.waiting(View.REPORTED) == 0


def test_a_report_of_what_was_taken_down_meanwhile_is_refused(
    database: Database, now: datetime
) -> None:
    desk = desk_with(database, Outcome.PUBLISH, now)
    desk.decide(Outcome.DECLINE, "staff-abuse")
    assert desk.comment.state is State.PUBLISHED  # as the reader's page still shows it
    with pytest.raises(Refused):
        desk.report()


@pytest.mark.parametrize(
    ("reason", "note", "field"),
    [("dull", "", "reason"), ("abuse", "x" * (LONGEST_NOTE + 1), "note")],
)
def test_a_report_that_cannot_be_taken_names_the_field(
    database: Database, now: datetime, reason: str, note: str, field: str
) -> None:
    desk = desk_with(database, Outcome.PUBLISH, now)
    with database.writing() as connection, pytest.raises(Invalid) as refusal:
        report(connection, desk.comment, reporter_key="a", reason=reason, note=note, now=now)
    assert refusal.value.details == {"field": field}


def test_a_final_decision_answers_reports_and_an_undoing_opens_them_again(
    database: Database, now: datetime
) -> None:
    desk = desk_with(database, Outcome.PUBLISH, now)
    reported(desk, "a", "b")
    declined = desk.decide(Outcome.DECLINE, "staff-abuse")
    assert desk.waiting(View.REPORTED) == 0
    desk.undo(declined.id)
    assert desk.waiting(View.REPORTED) == 1
    assert desk.state() is State.PUBLISHED
