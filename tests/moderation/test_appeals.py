"""What authors' appeals bring about, and how they are answered."""

from dataclasses import replace
from datetime import datetime

import pytest

from rejoinder.comments.model import State
from rejoinder.errors import Forbidden
from rejoinder.moderation.actions.appeals import may_appeal
from rejoinder.moderation.model import Outcome
from rejoinder.moderation.waiting import View
from rejoinder.storage import Database
from tests.support.desk import desk_with
from tests.support.factories import withdraw


def test_holding_a_comment_keeps_its_complaints_for_whoever_decides(
    database: Database, now: datetime
) -> None:
    desk = desk_with(database, Outcome.DECLINE, now)
    desk.appeal()
    desk.decide(Outcome.HOLD)
    assert (desk.waiting(View.APPEALED), desk.waiting(View.HELD)) == (1, 1)
    desk.decide(Outcome.PUBLISH)
    assert desk.waiting(View.ALL) == 0


def test_an_author_who_appealed_is_told_even_if_nothing_changes(
    database: Database, now: datetime
) -> None:
    desk = desk_with(database, Outcome.DECLINE, now)
    desk.appeal()
    assert desk.waiting(View.APPEALED) == 1
    decision = desk.decide(Outcome.DECLINE, "staff-abuse")
    assert desk.told() == [decision.id]
    assert desk.waiting(View.APPEALED) == 0


def test_an_author_may_appeal_once(database: Database, now: datetime) -> None:
    desk = desk_with(database, Outcome.DECLINE, now)
    desk.appeal()
    with pytest.raises(Forbidden):
        desk.appeal()
    desk.decide(Outcome.DECLINE, "staff-abuse")
    with pytest.raises(Forbidden):
        desk.appeal()


@pytest.mark.parametrize(
    ("outcome", "withdrawn", "expected"),
    [
        (Outcome.DECLINE, False, True),
        (Outcome.DECLINE, True, False),
        (Outcome.HOLD, False, False),
        (Outcome.PUBLISH, False, False),
    ],
)
def test_only_what_was_declined_can_be_appealed(
    database: Database, now: datetime, outcome: Outcome, withdrawn: bool, expected: bool
) -> None:
    desk = desk_with(database, outcome, now)
    state = State.WITHDRAWN if withdrawn else desk.comment.state
    with database.writing() as connection:
        if withdrawn:
            withdraw(connection, desk.comment, now=now)
        assert may_appeal(connection, replace(desk.comment, state=state)) is expected
