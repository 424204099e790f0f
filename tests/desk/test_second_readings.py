"""A share of decisions is read again by somebody else; where two differ an editor settles."""

from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import Connection, func, select, update

from rejoinder.articles.tables import articles
from rejoinder.comments.model import Comment, State
from rejoinder.comments.queries import by_id
from rejoinder.desk.numbers.figures import agreement_by_person, agreement_in_all
from rejoinder.desk.numbers.model import Period
from rejoinder.desk.numbers.queries import numbers_of
from rejoinder.desk.second_readings.actions import read_again, settle
from rejoinder.desk.second_readings.queries import (
    Difference,
    differences,
    next_to_read,
    number_of_differences,
    number_to_read,
)
from rejoinder.errors import Forbidden, Invalid, Refused
from rejoinder.moderation.actions.decide import StaffDecision, decide_as_staff, find, undo
from rejoinder.moderation.actions.house_reasons import add_reason, remove_reason
from rejoinder.moderation.actions.second_reading import is_drawn
from rejoinder.moderation.model import Outcome
from rejoinder.moderation.queries import latest_decision
from rejoinder.moderation.tables import second_readings
from rejoinder.sites.actions import put_policy
from rejoinder.sites.model import Role, StaffMember
from rejoinder.sites.queries import by_id as site_by_id
from rejoinder.storage import Database
from tests.support.factories import make_article, make_comment, make_site, make_staff

NOTHING = (None, 0)
ALL = "[second_reading]\npercent = 100\n"


class Newsroom:
    """Two moderators and an editor, where every decision of people is drawn."""

    def __init__(self, database: Database, now: datetime, policy: str = ALL) -> None:
        self.database, self.now = database, now
        with database.writing() as connection:
            self.article = make_article(connection, now=now)
            site = site_by_id(connection, self.article.site_id)
            put_policy(connection, site, policy, put_by="tests", now=now)
            self.first, self.second = (make_staff(connection, site, now=now) for _ in range(2))
            self.editor = make_staff(connection, site, now=now, role=Role.EDITOR)

    def decided(self, outcome: Outcome) -> Comment:
        with self.database.writing() as connection:
            return self.decide(connection, outcome)

    def decide(self, connection: Connection, outcome: Outcome) -> Comment:
        comment = make_comment(connection, now=self.now, article=self.article, outcome=Outcome.HOLD)
        seen = latest_decision(connection, comment.id).id
        wanted = StaffDecision(outcome, seen, "staff-abuse")
        decide_as_staff(connection, comment, self.first, wanted, now=self.now)
        return comment

    def waiting(self, who: StaffMember) -> tuple[int | None, int]:
        """The next for somebody, and how many there are."""
        with self.database.reading() as connection:
            found = next_to_read(connection, who)
            return None if found is None else found.id, number_to_read(connection, who)

    def reads(self, who: StaffMember, outcome: Outcome, reading_id: int = 1) -> None:
        with self.database.writing() as connection:
            said = StaffDecision(outcome, 0, "staff-abuse", "A note.")
            read_again(connection, reading_id, who, said, now=self.now)

    def settles(self, who: StaffMember, outcome: Outcome, reading_id: int = 1) -> None:
        with self.database.writing() as connection:
            wanted = StaffDecision(
                outcome,
                latest_decision(connection, 1).id,
                "staff-abuse",
                settles=True,
            )
            settle(connection, reading_id, who, wanted, now=self.now)

    def differing(self) -> list[Difference]:
        with self.database.reading() as connection:
            found = differences(connection, self.article.site_id, limit=100)
            assert number_of_differences(connection, self.article.site_id) == len(found)
            return found

    def state(self, comment: Comment) -> State:
        with self.database.reading() as connection:
            return by_id(connection, comment.site_id, comment.id).state


@pytest.mark.parametrize("percent", [0, 10, 100])
def test_as_many_are_drawn_as_the_policy_says_and_always_the_same(percent: int) -> None:
    drawn = [each for each in range(10_000) if is_drawn("secret", each, percent)]
    assert len(drawn) == pytest.approx(percent * 100, abs=100)
    assert drawn == [each for each in range(10_000) if is_drawn("secret", each, percent)]
    if 0 < percent < 100:
        assert drawn != [each for each in range(10_000) if is_drawn("another", each, percent)]


def test_nothing_is_drawn_unless_the_policy_says_so(database: Database, now: datetime) -> None:
    room = Newsroom(database, now, policy="# Nothing.\n")
    room.decided(Outcome.PUBLISH)
    assert room.waiting(room.second) == NOTHING


def test_nobody_reads_their_own_again_and_alike_changes_nothing(
    database: Database, now: datetime
) -> None:
    room = Newsroom(database, now)
    comment = room.decided(Outcome.DECLINE)
    assert room.waiting(room.first) == NOTHING
    assert room.waiting(room.second) == (1, 1)
    with pytest.raises(Forbidden):
        room.reads(room.first, Outcome.PUBLISH)
    room.reads(room.second, Outcome.DECLINE)
    assert room.state(comment) is State.DECLINED
    assert room.differing() == []
    with pytest.raises(Refused):
        room.reads(room.editor, Outcome.PUBLISH)


def test_one_is_read_again_however_many_wait_before_it(database: Database, now: datetime) -> None:
    newsroom = Newsroom(database, now)
    for _ in range(2):
        newsroom.decided(Outcome.PUBLISH)
    assert newsroom.waiting(newsroom.second) == (1, 2)
    newsroom.reads(newsroom.second, Outcome.PUBLISH, 2)
    with pytest.raises(Refused):
        newsroom.reads(newsroom.second, Outcome.PUBLISH, 2)


def test_an_editor_settles_a_difference_by_a_decision_of_their_own(
    database: Database, now: datetime
) -> None:
    room = Newsroom(database, now)
    comment = room.decided(Outcome.DECLINE)
    room.reads(room.second, Outcome.PUBLISH)
    (found,) = room.differing()
    assert (found.first.outcome, found.second.outcome) == ("decline", "publish")
    with pytest.raises(Forbidden):
        room.settles(room.second, Outcome.PUBLISH)
    room.settles(room.editor, Outcome.PUBLISH)
    assert room.state(comment) is State.PUBLISHED
    assert room.differing() == []
    with database.reading() as connection:
        assert latest_decision(connection, comment.id).staff_id == room.editor.id
        # What settles is not read a third time.
        assert connection.execute(select(func.count()).select_from(second_readings)).scalar() == 1
    with pytest.raises(Refused):
        room.settles(room.editor, Outcome.DECLINE)


def test_a_difference_of_which_something_else_was_decided_since_makes_room(
    database: Database, now: datetime
) -> None:
    room = Newsroom(database, now)
    comments = [room.decided(Outcome.DECLINE) for _ in range(3)]
    for reading_id in (1, 2, 3):
        room.reads(room.second, Outcome.PUBLISH, reading_id)
    with database.writing() as connection:
        found = find(connection, comments[0].site_id, comments[0].id)
        undo(connection, found, room.first, latest_decision(connection, found.id).id, now=now)
    assert [each.id for each in room.differing()] == [2, 3]
    with pytest.raises(Refused):
        room.settles(room.editor, Outcome.PUBLISH)
    with database.reading() as connection:
        here = room.article.site_id
        assert [each.id for each in differences(connection, here, limit=1)] == [2]
        assert [each.id for each in differences(connection, here, limit=1, after=2)] == [3]


def test_what_was_undone_meanwhile_is_not_read_again(database: Database, now: datetime) -> None:
    room = Newsroom(database, now)
    comment = room.decided(Outcome.DECLINE)
    with database.writing() as connection:
        found = find(connection, comment.site_id, comment.id)
        undo(connection, found, room.first, latest_decision(connection, 1).id, now=now)
    assert room.waiting(room.second) == NOTHING
    with pytest.raises(Refused):
        room.reads(room.second, Outcome.DECLINE)


def test_others_sections_are_not_shown(database: Database, now: datetime) -> None:
    room = Newsroom(database, now)
    room.decided(Outcome.DECLINE)
    elsewhere = replace(room.second, sections=frozenset({"Sport"}))
    assert room.waiting(elsewhere) == NOTHING
    with pytest.raises(Forbidden):
        room.reads(elsewhere, Outcome.PUBLISH)


def test_the_sections_are_ones_own_in_whatever_capitals(database: Database, now: datetime) -> None:
    room = Newsroom(database, now)
    with database.writing() as connection:
        sections = dict(enumerate(("", "Politik", "STRA\u00dfE", "Stra\u00dfe", "\u00c4RZTE"), 1))
        for section in sections.values():
            room.article = make_article(
                connection, now=now, site=site_by_id(connection, room.article.site_id)
            )
            here = update(articles).where(articles.c.id == room.article.id)
            connection.execute(here.values(section=section))
            room.decide(connection, Outcome.DECLINE)
    for theirs, waiting in (
        ({"strasse"}, (3, 2)),
        ({"\u00e4rzte", "politik"}, (2, 2)),
        ({"Sport"}, NOTHING),
        ((), (1, 5)),
    ):
        assert room.waiting(replace(room.second, sections=frozenset(theirs))) == waiting
    assert room.waiting(replace(room.second, role=Role.OBSERVER)) == NOTHING


def test_the_numbers_say_how_far_two_agree(database: Database, now: datetime) -> None:
    room = Newsroom(database, now)
    said = (Outcome.PUBLISH, Outcome.DECLINE, Outcome.DECLINE, Outcome.PUBLISH)
    for number, outcome in enumerate(said, 1):
        room.decided(Outcome.PUBLISH if number % 2 else Outcome.DECLINE)
        room.reads(room.second, outcome, number)
    period = Period.of(now.date(), now.date(), now.tzinfo)  # type: ignore[arg-type]
    with database.reading() as connection:
        numbers = numbers_of(connection, room.article.site_id, period, now=now)
    everything = agreement_in_all(numbers)
    assert (everything.number, everything.agreed, everything.value) == (4, 2, 0.0)
    assert set(agreement_by_person(numbers)) == {room.first.name, room.second.name}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_difference_names_the_houses_reason_as_it_was_and_takes_no_other_houses(
    database: Database, now: datetime
) -> None:
    room = Newsroom(database, now)
    with database.writing() as connection:
        add_reason(connection, room.editor, "A feud", "Not here.", now=now)
        other = make_staff(connection, make_site(connection, now=now), now=now, role=Role.EDITOR)
        add_reason(connection, other, "Theirs", "Not there.", now=now)
    room.decided(Outcome.PUBLISH)
    with database.writing() as connection:
        for none in ("house-2", "staff-house"):
            wanted = StaffDecision(Outcome.DECLINE, 0, none)
            with pytest.raises(Invalid):
                read_again(connection, 1, room.second, wanted, now=now)
        wanted = StaffDecision(Outcome.DECLINE, 0, "house-1")
        read_again(connection, 1, room.second, wanted, now=now)
        remove_reason(connection, room.editor, 1, now=now)
    (found,) = room.differing()
    assert (found.second.reason, found.second.title) == ("staff-house", "A feud")
