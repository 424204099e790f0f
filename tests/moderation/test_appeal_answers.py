"""What the author is told of the answer to an appeal, and what becomes of a ban."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from rejoinder.errors import Refused
from rejoinder.moderation.actions.ban_letters import TELL_OF_BAN
from rejoinder.moderation.actions.decision_log import NewDecision, record
from rejoinder.moderation.actions.standing import NewStanding, address_of, give
from rejoinder.moderation.model import Outcome
from rejoinder.moderation.rules.reported import HELD_BY_STAFF
from rejoinder.notifications import email_of_ban
from rejoinder.readers.model import Standing
from rejoinder.readers.tables import standings
from rejoinder.sites.model import Role
from rejoinder.storage import Database
from rejoinder.storage.outbox import outbox
from tests.support.desk import desk_with

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_what_nobody_was_told_of_yet_is_told_with_the_decision_that_takes_its_place(
    database: Database, now: datetime
) -> None:
    desk = desk_with(database, Outcome.DECLINE, now)
    desk.appeal()
    desk.ban()
    last = desk.decide(Outcome.DECLINE, "staff-off-topic")
    assert desk.told()[-1] == last.id
    assert "somebody else than who decided first has" in desk.letter_about(last.id)
    assert "You can appeal until" not in desk.letter_about(last.id)
    with database.reading() as connection:
        of_ban = select(outbox.c.payload).where(outbox.c.kind == TELL_OF_BAN)
        (payload,) = connection.execute(of_ban).scalars()
        assert email_of_ban(connection, payload["standing_id"]) is not None


def test_whoever_decided_first_overtakes_no_colleagues_answer_of_which_nobody_was_told(
    database: Database, now: datetime
) -> None:
    desk = desk_with(database, Outcome.HOLD, now)
    first, colleague = desk.member, desk.colleague()
    desk.decide(Outcome.DECLINE, "staff-abuse")
    desk.appeal()
    desk.member = colleague
    desk.decide(Outcome.PUBLISH)
    desk.member = first
    with pytest.raises(Refused):
        desk.decide(Outcome.DECLINE, "staff-abuse")
    desk.post_letters()
    desk.decide(Outcome.DECLINE, "staff-abuse")


@pytest.mark.parametrize("by", ["a program", "a colleague"])
def test_the_answer_to_an_appeal_is_told_though_something_came_after_it(
    database: Database, now: datetime, by: str
) -> None:
    desk = desk_with(database, Outcome.DECLINE, now)
    desk.appeal()
    answer = desk.decide(Outcome.PUBLISH)
    if by == "a colleague":
        desk.post_letters(all_of_them=False)  # it may have gone, or not
        desk.decide(Outcome.DECLINE, "staff-abuse")
    else:
        with database.writing() as connection:
            held = NewDecision(Outcome.HOLD, "", "", (HELD_BY_STAFF.finding(),))
            record(connection, desk.comment, held, revision=1, now=desk.now)
    told = desk.letter_about(answer.id)
    assert "somebody else than who decided first has" in told
    assert "They decided to post it." in told
    assert "Something has changed after that" in told


@pytest.mark.parametrize("outcome", [Outcome.PUBLISH, Outcome.DECLINE])
def test_a_ban_goes_with_the_decision_that_an_appeal_overturns(
    database: Database, now: datetime, outcome: Outcome
) -> None:
    desk = desk_with(database, Outcome.HOLD, now)
    desk.ban()
    desk.appeal()
    desk.member = desk.colleague()
    answer = desk.decide(outcome, "staff-abuse")
    upheld = outcome is Outcome.PUBLISH
    assert ("The ban is lifted: we take" in desk.letter_about(answer.id)) is upheld
    assert (desk.standing() is Standing.BANNED) is not upheld
    with database.reading() as connection:
        rows = connection.execute(select(standings).order_by(standings.c.id.desc())).all()
    if upheld:
        assert (rows[0].standing, rows[0].reason) == ("new", "overturned on appeal")
        assert rows[0].made_by == desk.member.email
    else:
        assert len(rows) == 1


@sqlite_only
@pytest.mark.parametrize(
    ("instead", "days", "proved", "lifted"),
    [
        (Standing.NEW, 1, True, True),
        (Standing.WATCHED, 1, True, True),
        (Standing.BANNED, 1, True, False),  # for another time
        (Standing.WATCHED, 31, True, False),  # the ban was over by itself
        (Standing.WATCHED, 1, False, False),  # a guest who typed the same address
    ],
)
def test_a_ban_that_a_colleague_lifted_before_the_answer_is_told(
    database: Database, now: datetime, instead: Standing, days: int, proved: bool, lifted: bool
) -> None:
    desk = desk_with(database, Outcome.HOLD, now)
    desk.ban()
    desk.appeal()
    desk.now += timedelta(days=days)
    desk.member = replace(desk.colleague(), role=Role.EDITOR)
    with database.writing() as connection:
        address = address_of(connection, desk.comment)._replace(proved=proved)
        until = desk.now + timedelta(days=9) if instead is Standing.BANNED else None
        wanted = NewStanding(instead, "Seen anew.", until)
        give(connection, address, desk.member, wanted, now=desk.now)
    desk.member = desk.colleague()
    answer = desk.decide(Outcome.DECLINE, "staff-off-topic")
    assert ("ban is lifted" in desk.letter_about(answer.id)) is lifted


def test_another_ban_stays_when_an_appeal_is_upheld(database: Database, now: datetime) -> None:
    desk = desk_with(database, Outcome.HOLD, now)
    desk.decide(Outcome.DECLINE, "staff-abuse")
    desk.appeal()
    desk.member = desk.colleague()
    with database.writing() as connection:
        address = address_of(connection, desk.comment)
        banned = NewStanding(Standing.BANNED, "Another matter.", now + timedelta(days=9))
        give(connection, address, desk.member, banned, now=now)
    answer = desk.decide(Outcome.PUBLISH)
    assert desk.standing() is Standing.BANNED
    assert "ban is lifted" not in desk.letter_about(answer.id)
