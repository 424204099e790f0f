"""What a person or readers took off the page comes back when a person says so, and no other way."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from rejoinder.comments.model import Comment, State
from rejoinder.comments.queries import by_id
from rejoinder.desk.queue import View
from rejoinder.engine import Case, Judgement
from rejoinder.engine.judge_pool import JudgePool, one_by_one
from rejoinder.errors import Forbidden, Refused
from rejoinder.moderation.actions.edit import BRING_BACK_WITHIN, bring_back, edit, withdraw
from rejoinder.moderation.actions.gather import Commenter
from rejoinder.moderation.model import Outcome
from rejoinder.moderation.queries import history, latest_decision
from rejoinder.readers.queries import by_id as reader_by_id
from rejoinder.sites import actions as site_actions
from rejoinder.sites import queries as site_queries
from rejoinder.storage import Database
from tests.support.desk import Desk, desk_with
from tests.support.fake_judges import gentle

ENOUGH = ("a", "b", "c")
RULES = '[words]\nwatched = ["gadzooks"]\n[topic]\nhold_below = 0\ndecline_below = 0\n'


@pytest.fixture
def judge_pool() -> Iterator[JudgePool]:
    opened = JudgePool(one_by_one(gentle), model="gentle")
    yield opened
    opened.close()


def commenter(desk: Desk) -> Commenter:
    with desk.database.reading() as connection:
        reader = reader_by_id(connection, desk.comment.author.reader_id)
    return Commenter(reader.name, reader.email, reader.sender_key, reader, signed_in=True)


def found(desk: Desk) -> Comment:
    with desk.database.reading() as connection:
        return by_id(connection, desk.comment.site_id, desk.comment.id)


def change(desk: Desk, judge_pool: JudgePool, text: str = "The same, with a full stop.") -> None:
    desk.now += timedelta(seconds=1)
    edit(desk.database, judge_pool, found(desk), text, commenter=commenter(desk), now=desk.now)


def rules(desk: Desk, judge_pool: JudgePool) -> list[str]:
    """The reasons of the decision in force."""
    with desk.database.reading() as connection:
        return [each.rule for each in latest_decision(connection, desk.comment.id).findings]


@pytest.mark.parametrize("times", [1, 2])
def test_an_edit_does_not_lift_what_reports_brought_about(
    database: Database, judge_pool: JudgePool, now: datetime, times: int
) -> None:
    desk = desk_with(database, Outcome.PUBLISH, now)
    for key in ENOUGH:
        desk.report(key)
    for number in range(times):
        change(desk, judge_pool, f"Changed {number}.")
    assert desk.state() is State.HELD
    assert rules(desk, judge_pool)[0] == "reported"
    assert desk.waiting(View.REPORTED) == 1
    desk.decide(Outcome.PUBLISH)
    assert desk.state() is State.PUBLISHED


@pytest.mark.parametrize("before", [Outcome.PUBLISH, Outcome.HOLD])
@pytest.mark.parametrize("times", [1, 2])
def test_an_edit_does_not_lift_what_a_person_holds(
    database: Database, judge_pool: JudgePool, now: datetime, before: Outcome, times: int
) -> None:
    desk = desk_with(database, before, now)
    desk.decide(Outcome.HOLD)
    for number in range(times):
        change(desk, judge_pool, f"Changed {number}.")
    assert desk.state() is State.HELD
    assert rules(desk, judge_pool) == ["held-by-staff"]
    desk.decide(Outcome.PUBLISH)
    change(desk, judge_pool)  # once a person let it go, the rules alone decide again
    assert desk.state() is State.PUBLISHED


def test_an_edit_does_not_lift_a_hold_that_an_undoing_brought_back(
    database: Database, judge_pool: JudgePool, now: datetime
) -> None:
    desk = desk_with(database, Outcome.PUBLISH, now)
    desk.decide(Outcome.HOLD)
    desk.undo(desk.decide(Outcome.PUBLISH).id)
    change(desk, judge_pool)
    assert desk.state() is State.HELD


def test_what_the_policy_alone_held_is_the_authors_to_mend(
    database: Database, judge_pool: JudgePool, now: datetime
) -> None:
    desk = desk_with(database, Outcome.PUBLISH, now)
    with database.writing() as connection:
        site = site_queries.by_id(connection, desk.comment.site_id)
        site_actions.put_policy(connection, site, RULES, put_by="tests", now=now)
    change(desk, judge_pool, "Gadzooks, a bridge.")
    assert desk.state() is State.HELD
    change(desk, judge_pool, "A bridge.")
    assert desk.state() is State.PUBLISHED


def test_reports_outlive_an_edit_and_count_against_the_new_text(
    database: Database, judge_pool: JudgePool, now: datetime
) -> None:
    desk = desk_with(database, Outcome.PUBLISH, now)
    desk.report("a")
    desk.report("b")
    change(desk, judge_pool)
    assert desk.state() is State.PUBLISHED
    assert desk.waiting(View.REPORTED) == 1
    desk.report("a")  # of the new text too, but their first is still unanswered
    assert desk.state() is State.PUBLISHED
    desk.report("c")
    assert desk.state() is State.HELD


def test_who_let_a_text_stand_did_not_let_the_next_one_stand(
    database: Database, judge_pool: JudgePool, now: datetime
) -> None:
    desk = desk_with(database, Outcome.PUBLISH, now)
    desk.report("a")
    desk.decide(Outcome.PUBLISH)
    desk.report("a")  # the same text again: a person has seen it
    assert desk.waiting(View.REPORTED) == 0
    change(desk, judge_pool, "Now something else.")
    for key in ENOUGH:
        desk.report(key)
    assert desk.state() is State.HELD


def test_reports_that_a_persons_word_outweighed_hold_the_next_text(
    database: Database, judge_pool: JudgePool, now: datetime
) -> None:
    desk = desk_with(database, Outcome.PUBLISH, now)
    desk.decide(Outcome.PUBLISH)
    for key in ENOUGH:
        desk.report(key)
    assert desk.state() is State.PUBLISHED
    change(desk, judge_pool, "Now something else.")
    assert desk.state() is State.HELD


def test_an_undone_word_of_a_person_protects_nothing(database: Database, now: datetime) -> None:
    desk = desk_with(database, Outcome.PUBLISH, now)
    desk.undo(desk.decide(Outcome.PUBLISH).id)
    for key in ENOUGH:
        desk.report(key)
    assert desk.state() is State.HELD


def test_a_persons_word_that_an_undoing_put_back_protects_again(
    database: Database, now: datetime
) -> None:
    desk = desk_with(database, Outcome.PUBLISH, now)
    desk.decide(Outcome.PUBLISH)
    desk.undo(desk.decide(Outcome.DECLINE, "staff-abuse").id)
    for key in ENOUGH:
        desk.report(key)
    assert desk.state() is State.PUBLISHED


@pytest.mark.parametrize(
    ("before", "meanwhile"),
    [(Outcome.HOLD, Outcome.HOLD), (Outcome.PUBLISH, Outcome.PUBLISH)],
)
def test_what_a_person_decides_while_an_edit_is_judged_stands(
    database: Database, now: datetime, before: Outcome, meanwhile: Outcome
) -> None:
    """Neither the state nor the text changes by it, only what a person said."""
    desk = desk_with(database, before, now)

    def decided_meanwhile(question: Case) -> Judgement:
        desk.decide(meanwhile)
        return gentle(question)

    judge_pool = JudgePool(one_by_one(decided_meanwhile))
    with pytest.raises(Refused) as refused:
        change(desk, judge_pool)
    judge_pool.close()
    assert refused.value.code == "changed-meanwhile"
    assert found(desk).revision == 1


def test_reports_that_come_while_an_edit_is_judged_hold_it(
    database: Database, now: datetime
) -> None:
    desk = desk_with(database, Outcome.PUBLISH, now)

    def reported_meanwhile(question: Case) -> Judgement:
        for key in ENOUGH:
            desk.report(key)
        return gentle(question)

    judge_pool = JudgePool(one_by_one(reported_meanwhile))
    with pytest.raises(Refused):
        change(desk, judge_pool)
    judge_pool.close()
    assert desk.state() is State.HELD


@pytest.mark.parametrize(
    ("how", "after"),
    [("reports", State.HELD), ("a person", State.HELD), ("nobody", State.PUBLISHED)],
)
def test_taking_a_comment_back_and_bringing_it_back_lifts_nothing(
    database: Database, judge_pool: JudgePool, now: datetime, how: str, after: State
) -> None:
    desk = desk_with(database, Outcome.PUBLISH, now)
    if how == "a person":
        desk.decide(Outcome.HOLD)
    for key in ENOUGH if how == "reports" else ("a",):
        if how != "a person":
            desk.report(key)
    reported = desk.waiting(View.REPORTED)
    withdraw(database, found(desk), commenter=commenter(desk), now=desk.now)
    assert desk.waiting(View.ALL) == 0
    bring_back(database, found(desk), commenter=commenter(desk), now=desk.now)
    assert desk.state() is after
    assert desk.waiting(View.REPORTED) == reported
    assert found(desk).withdrawn_at is None
    change(desk, judge_pool)
    assert desk.state() is after


def test_what_was_declined_comes_back_declined(database: Database, now: datetime) -> None:
    desk = desk_with(database, Outcome.PUBLISH, now)
    desk.decide(Outcome.DECLINE, "staff-abuse")
    withdraw(database, found(desk), commenter=commenter(desk), now=desk.now)
    bring_back(database, found(desk), commenter=commenter(desk), now=desk.now)
    assert desk.state() is State.DECLINED


def test_a_withdrawal_can_be_undone_for_a_while_and_by_its_author_alone(
    database: Database, now: datetime
) -> None:
    desk = desk_with(database, Outcome.PUBLISH, now)
    with pytest.raises(Refused):
        bring_back(database, found(desk), commenter=commenter(desk), now=now)
    withdraw(database, found(desk), commenter=commenter(desk), now=now)
    stranger = Commenter("Mallory", "mallory@example.org", "network")
    with pytest.raises(Forbidden):
        bring_back(database, found(desk), commenter=stranger, now=now)
    with pytest.raises(Refused):
        bring_back(database, found(desk), commenter=commenter(desk), now=now + BRING_BACK_WITHIN)
    assert desk.state() is State.WITHDRAWN


def test_an_appeal_is_made_once_though_its_answer_was_undone(
    database: Database, now: datetime
) -> None:
    desk = desk_with(database, Outcome.PUBLISH, now)
    desk.decide(Outcome.DECLINE, "staff-abuse")
    desk.appeal()
    desk.member = desk.colleague()
    desk.undo(desk.decide(Outcome.PUBLISH).id)
    assert desk.waiting(View.APPEALED) == 1
    with pytest.raises(Forbidden):
        desk.appeal()
    with database.reading() as connection:
        assert len(history(connection, desk.comment.id)) == 4
