"""What authors' appeals bring about, and how they are answered."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from rejoinder.articles.queries import by_id as article_by_id
from rejoinder.comments.model import State
from rejoinder.desk.queue import View
from rejoinder.errors import Forbidden, Refused
from rejoinder.moderation.actions.appeals import may_appeal
from rejoinder.moderation.actions.standing import NewStanding, address_of, give
from rejoinder.moderation.model import Outcome
from rejoinder.moderation.policy.settings import DutiesSettings
from rejoinder.moderation.queries import latest_decision
from rejoinder.moderation.rules.standing import STANDING_BANNED
from rejoinder.notifications import email_of_ban
from rejoinder.readers.model import Standing
from rejoinder.readers.queries import by_id as reader_by_id
from rejoinder.readers.tables import standings
from rejoinder.sites.model import Role
from rejoinder.sites.queries import by_id as site_by_id
from rejoinder.storage import Database
from tests.support.desk import desk_with
from tests.support.factories import make_comment, make_staff, withdraw


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
    assert "somebody else than who decided first has" in desk.letter_about(decision.id)


def test_an_author_may_appeal_once(database: Database, now: datetime) -> None:
    desk = desk_with(database, Outcome.DECLINE, now)
    desk.appeal()
    with pytest.raises(Forbidden):
        desk.appeal()
    desk.decide(Outcome.DECLINE, "staff-abuse")
    with pytest.raises(Forbidden):
        desk.appeal()


@pytest.mark.parametrize(
    ("outcome", "withdrawn", "hours", "expected"),
    [
        (Outcome.DECLINE, False, 0, True),
        (Outcome.DECLINE, True, 0, False),
        (Outcome.HOLD, False, 23, False),
        (Outcome.HOLD, False, 24, True),
        (Outcome.PUBLISH, False, 0, False),
    ],
)
def test_what_was_declined_can_be_appealed_and_what_waited_long(
    database: Database,
    now: datetime,
    outcome: Outcome,
    withdrawn: bool,
    hours: int,
    expected: bool,
) -> None:
    desk = desk_with(database, outcome, now)
    state = State.WITHDRAWN if withdrawn else desk.comment.state
    with database.writing() as connection:
        if withdrawn:
            withdraw(connection, desk.comment, now=now)
        allowed = may_appeal(
            connection,
            replace(desk.comment, state=state),
            latest_decision(connection, desk.comment.id),
            DutiesSettings(),
            now=now + timedelta(hours=hours),
        )
    assert allowed is expected


def test_an_appeal_is_taken_for_as_long_as_the_site_allows(
    database: Database, now: datetime
) -> None:
    desk = desk_with(database, Outcome.DECLINE, now)
    desk.now = now + timedelta(days=184)  # past the same day six months later
    with pytest.raises(Forbidden) as refused:
        desk.appeal()
    assert refused.value.code == "appeal-too-late"
    desk.put_policy("[duties]\nappeal_months = 7\n")
    desk.appeal()
    assert desk.waiting(View.APPEALED) == 1


def test_who_appealed_against_a_hold_can_still_appeal_against_the_decline(
    database: Database, now: datetime
) -> None:
    desk = desk_with(database, Outcome.HOLD, now)
    with pytest.raises(Forbidden) as refused:
        desk.appeal()
    assert refused.value.code == "appeal-too-early"
    desk.now += timedelta(hours=25)
    desk.appeal()
    desk.decide(Outcome.DECLINE, "staff-off-topic")
    assert desk.waiting(View.ALL) == 0
    desk.appeal()
    assert desk.waiting(View.APPEALED) == 1


def test_somebody_else_than_who_decided_first_answers(database: Database, now: datetime) -> None:
    desk = desk_with(database, Outcome.PUBLISH, now)
    colleague = desk.colleague()
    desk.decide(Outcome.DECLINE, "staff-off-topic")
    desk.appeal()
    for outcome, reason in ((Outcome.PUBLISH, ""), (Outcome.DECLINE, "staff-off-topic")):
        with pytest.raises(Refused) as refused:
            desk.decide(outcome, reason, alone=True)
        assert refused.value.code == "colleague-must-answer"
    with pytest.raises(Refused):
        desk.ban()
    assert desk.state() is State.DECLINED
    desk.member = colleague
    answer = desk.decide(Outcome.PUBLISH)
    assert desk.state() is State.PUBLISHED
    assert "somebody else than who decided first has" in desk.letter_about(answer.id)


def test_whoever_is_alone_says_so_and_the_author_is_told(database: Database, now: datetime) -> None:
    desk = desk_with(database, Outcome.PUBLISH, now)
    with database.writing() as connection:  # who only reads can answer nobody
        site = site_by_id(connection, desk.comment.site_id)
        make_staff(connection, site, now=now, role=Role.OBSERVER)
    desk.decide(Outcome.DECLINE, "staff-off-topic")
    desk.appeal()
    with pytest.raises(Refused) as refused:
        desk.decide(Outcome.PUBLISH)
    assert refused.value.code == "nobody-else"
    answer = desk.decide(Outcome.PUBLISH, alone=True)
    assert "The same person who decided first has read it anew" in desk.letter_about(answer.id)


def test_an_appeal_against_a_ban_is_not_answered_by_who_gave_it(
    database: Database, now: datetime
) -> None:
    desk = desk_with(database, Outcome.PUBLISH, now)
    colleague = desk.colleague()
    desk.ban()
    with database.writing() as connection:
        comment = make_comment(
            connection,
            now=desk.now,
            article=article_by_id(connection, desk.comment.site_id, desk.comment.article_id),
            reader=reader_by_id(connection, desk.comment.author.reader_id),
            outcome=Outcome.DECLINE,
            findings=(STANDING_BANNED.finding(),),
        )
    desk.comment = comment
    desk.appeal()
    with pytest.raises(Refused) as refused:
        desk.decide(Outcome.PUBLISH)
    assert refused.value.code == "colleague-must-answer"
    desk.member = colleague
    desk.decide(Outcome.PUBLISH)


def test_a_banned_author_is_told_and_appeals_where_a_comment_of_theirs_stands(
    database: Database, now: datetime
) -> None:
    desk = desk_with(database, Outcome.PUBLISH, now)
    colleague = desk.colleague()
    with pytest.raises(Forbidden):
        desk.appeal()
    with database.writing() as connection:
        wanted = NewStanding(Standing.BANNED, "Enough.", now + timedelta(days=7))
        give(connection, address_of(connection, desk.comment), desk.member, wanted, now=desk.now)
    with database.reading() as connection:
        (standing_id,) = connection.execute(select(standings.c.id)).scalars()
        letter = email_of_ban(connection, standing_id)
    assert letter is not None
    assert letter.to == desk.comment.author.email
    assert "We take no comments from you until 22 June 2026" in letter.text
    assert desk.comment.status_token in letter.text
    assert "Enough." not in letter.text
    desk.appeal()
    assert desk.waiting(View.APPEALED) == 1
    with pytest.raises(Refused):
        desk.decide(Outcome.PUBLISH)
    desk.member = colleague
    desk.decide(Outcome.PUBLISH)
    assert desk.waiting(View.APPEALED) == 0


def test_who_sees_it_differently_undoes_their_own_decision(
    database: Database, now: datetime
) -> None:
    desk = desk_with(database, Outcome.PUBLISH, now)
    desk.colleague()
    declined = desk.decide(Outcome.DECLINE, "staff-off-topic")
    desk.appeal()
    desk.undo(declined.id)
    assert desk.state() is State.PUBLISHED
