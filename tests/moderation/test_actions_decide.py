"""What staff decide, what they take back, and what an author is told of it."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest

from rejoinder.comments.model import State
from rejoinder.comments.queries import by_id
from rejoinder.errors import Invalid, NotFound, Refused
from rejoinder.moderation.actions.decide import StaffDecision, decide_as_staff, find
from rejoinder.moderation.actions.notes import LONGEST_NOTE
from rejoinder.moderation.model import Outcome
from rejoinder.moderation.queries import history
from rejoinder.readers.actions import give_standing
from rejoinder.readers.model import GivenStanding, Standing
from rejoinder.readers.queries import by_id as reader_by_id
from rejoinder.storage import Database
from tests.support.desk import desk_with
from tests.support.factories import make_site, withdraw


@pytest.mark.parametrize(
    ("before", "outcome", "reason", "after", "author_is_told"),
    [
        (Outcome.HOLD, Outcome.PUBLISH, "", State.PUBLISHED, True),
        (Outcome.HOLD, Outcome.DECLINE, "staff-abuse", State.DECLINED, True),
        (Outcome.HOLD, Outcome.HOLD, "", State.HELD, False),
        (Outcome.PUBLISH, Outcome.DECLINE, "staff-privacy", State.DECLINED, True),
        (Outcome.PUBLISH, Outcome.HOLD, "", State.HELD, True),
        (Outcome.PUBLISH, Outcome.PUBLISH, "", State.PUBLISHED, False),
        (Outcome.DECLINE, Outcome.PUBLISH, "", State.PUBLISHED, True),
    ],
)
def test_a_moderators_word_is_put_in_force_and_told_where_it_is_news(
    database: Database,
    now: datetime,
    before: Outcome,
    outcome: Outcome,
    reason: str,
    after: State,
    author_is_told: bool,
) -> None:
    desk = desk_with(database, before, now)
    decision = desk.decide(outcome, reason)
    assert desk.state() is after
    assert (decision.made_by, decision.staff_id) == ("staff", desk.member.id)
    assert (decision.outcome, decision.rule) == (outcome, reason)
    assert desk.told() == ([decision.id] if author_is_told else [])


@pytest.mark.parametrize("reason", ["", "words-banned", "x" * 300])
def test_nobody_is_declined_without_a_reason_that_we_can_tell(
    database: Database, now: datetime, reason: str
) -> None:
    desk = desk_with(database, Outcome.HOLD, now)
    with pytest.raises(Invalid) as refusal:
        desk.decide(Outcome.DECLINE, reason)
    assert refusal.value.details == {"field": "reason"}
    assert desk.state() is State.HELD


def test_a_reason_is_kept_only_where_somebody_is_declined(
    database: Database, now: datetime
) -> None:
    desk = desk_with(database, Outcome.HOLD, now)
    assert desk.decide(Outcome.PUBLISH, "x" * 300).rule == ""


def test_a_note_is_kept_without_what_no_store_can_hold(database: Database, now: datetime) -> None:
    desk = desk_with(database, Outcome.HOLD, now)
    assert desk.decide(Outcome.HOLD, note=" Ask\x00 the lawyer. ").note == "Ask the lawyer."
    with pytest.raises(Invalid):
        desk.decide(Outcome.HOLD, note="x" * (LONGEST_NOTE + 1))


def test_a_decision_about_what_somebody_else_decided_meanwhile_is_refused(
    database: Database, now: datetime
) -> None:
    desk = desk_with(database, Outcome.HOLD, now)
    with database.reading() as connection:
        seen = desk.seen(connection)
    desk.decide(Outcome.PUBLISH)
    with database.writing() as connection:
        comment = find(connection, desk.comment.site_id, desk.comment.id)
        with pytest.raises(Refused) as refusal:
            decide_as_staff(
                connection, comment, desk.member, StaffDecision(Outcome.HOLD, seen), now=now
            )
    assert refusal.value.code == "changed-meanwhile"
    assert desk.state() is State.PUBLISHED


def test_of_two_moderators_at_the_same_moment_one_is_told_to_look_again(
    database: Database, now: datetime
) -> None:
    desk = desk_with(database, Outcome.HOLD, now)
    with database.reading() as connection:
        seen = desk.seen(connection)
    both = threading.Barrier(2)

    def decide(outcome: Outcome) -> str:
        both.wait(timeout=30)
        try:
            with database.writing() as connection:
                comment = find(connection, desk.comment.site_id, desk.comment.id)
                wanted = StaffDecision(outcome, seen, "staff-other")
                decide_as_staff(connection, comment, desk.member, wanted, now=now)
        except Refused:
            return "refused"
        return "decided"

    with ThreadPoolExecutor(2) as pool:
        results = sorted(pool.map(decide, [Outcome.PUBLISH, Outcome.DECLINE]))
    assert results == ["decided", "refused"]


def test_another_papers_comment_is_not_there(database: Database, now: datetime) -> None:
    desk = desk_with(database, Outcome.HOLD, now)
    with database.writing() as connection:
        other = make_site(connection, now=now)
        with pytest.raises(NotFound):
            find(connection, other.id, desk.comment.id)


def test_what_its_author_took_back_is_nobodys_to_decide(database: Database, now: datetime) -> None:
    desk = desk_with(database, Outcome.HOLD, now)
    declined = desk.decide(Outcome.DECLINE, "staff-abuse")
    with database.writing() as connection:
        withdraw(connection, desk.comment, now=now)
    with pytest.raises(Refused):
        desk.decide(Outcome.PUBLISH)
    with pytest.raises(Refused):
        desk.undo(declined.id)
    assert desk.state() is State.WITHDRAWN


def test_an_undone_decision_gives_way_to_the_one_before_it(
    database: Database, now: datetime
) -> None:
    desk = desk_with(database, Outcome.HOLD, now)
    declined = desk.decide(Outcome.DECLINE, "staff-abuse")
    undone = desk.undo(declined.id)
    assert desk.state() is State.HELD
    assert (undone.outcome, undone.undoes_id) == (Outcome.HOLD, declined.id)
    assert desk.told() == []
    with database.reading() as connection:
        comment = by_id(connection, desk.comment.site_id, desk.comment.id)
        assert comment.held_at == desk.comment.held_at
        assert len(history(connection, comment.id)) == 3


@pytest.mark.parametrize(
    ("letter", "author_is_told"),
    [("waits", False), ("waits long, as no worker came", False), ("begun", True), ("gone", True)],
)
def test_an_undoing_is_told_where_the_letter_may_have_gone_before(
    database: Database, now: datetime, letter: str, author_is_told: bool
) -> None:
    desk = desk_with(database, Outcome.HOLD, now)
    declined = desk.decide(Outcome.DECLINE, "staff-abuse")
    if letter in {"begun", "gone"}:
        desk.post_letters(all_of_them=letter == "gone")
    desk.now += timedelta(minutes=9 if "long" in letter else 0)
    undone = desk.undo(declined.id)
    assert (undone.id in desk.told()) is author_is_told


def test_while_no_worker_comes_what_the_author_knows_is_not_forgotten(
    database: Database, now: datetime
) -> None:
    desk = desk_with(database, Outcome.HOLD, now)
    for outcome in (Outcome.DECLINE, Outcome.PUBLISH, Outcome.DECLINE, Outcome.DECLINE):
        last = desk.decide(outcome, "staff-abuse")
        desk.now += timedelta(minutes=2)
    assert desk.told() == [last.id]


def test_an_undoing_tells_of_what_is_in_force_again_where_nobody_heard_of_it(
    database: Database, now: datetime
) -> None:
    desk = desk_with(database, Outcome.HOLD, now)
    desk.decide(Outcome.DECLINE, "staff-abuse")
    undone = desk.undo(desk.decide(Outcome.PUBLISH).id)
    assert undone.outcome is Outcome.DECLINE
    assert desk.told()[-1] == undone.id


@pytest.mark.parametrize("which", ["the policy's", "an undoing", "an older one"])
def test_only_the_newest_decision_of_a_person_can_be_undone(
    database: Database, now: datetime, which: str
) -> None:
    desk = desk_with(database, Outcome.HOLD, now)
    with database.reading() as connection:
        decision_id = desk.seen(connection)
    if which == "an undoing":
        decision_id = desk.undo(desk.decide(Outcome.PUBLISH).id).id
    elif which == "an older one":
        decision_id = desk.decide(Outcome.PUBLISH).id
        desk.decide(Outcome.HOLD)
    with pytest.raises(Refused):
        desk.undo(decision_id)


def test_a_ban_declines_the_comment_and_an_undoing_lifts_it(
    database: Database, now: datetime
) -> None:
    desk = desk_with(database, Outcome.HOLD, now)
    banned = desk.ban()
    assert desk.standing() is Standing.BANNED
    assert desk.state() is State.DECLINED
    desk.undo(banned.id)
    assert desk.standing() is Standing.NEW
    assert desk.state() is State.HELD


def test_a_lifted_ban_gives_back_what_staff_had_said_before(
    database: Database, now: datetime
) -> None:
    desk = desk_with(database, Outcome.HOLD, now)
    with database.writing() as connection:
        author = reader_by_id(connection, desk.comment.author.reader_id)
        given = GivenStanding(Standing.WATCHED, "desk", "why", now)
        give_standing(connection, author.address, given)
    desk.undo(desk.ban().id)
    assert desk.standing() is Standing.WATCHED


def test_who_was_banned_by_mistake_can_earn_a_standing_again(
    database: Database, now: datetime
) -> None:
    desk = desk_with(database, Outcome.HOLD, now)
    desk.undo(desk.ban().id)
    desk.decide(Outcome.PUBLISH)
    assert desk.standing() is Standing.KNOWN
