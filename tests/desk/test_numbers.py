"""The newsroom's numbers against a recount by hand."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from rejoinder.comments.model import Comment
from rejoinder.desk.numbers.csv_files import csv_of
from rejoinder.desk.numbers.figures import (
    answered_in_all,
    decided_by_piece,
    judged_in_all,
    quantile,
    right_by_rule,
    waited_in_all,
)
from rejoinder.desk.numbers.model import Numbers, OfArticle, Period, Step
from rejoinder.desk.numbers.queries import numbers_of, own_numbers_of
from rejoinder.desk.numbers.table import NumbersTable
from rejoinder.desk.numbers.tables import tables_of
from rejoinder.desk.proportions import Share
from rejoinder.errors import Invalid
from rejoinder.moderation.actions.appeals import appeal
from rejoinder.moderation.actions.decide import StaffDecision, decide_as_staff, find, undo
from rejoinder.moderation.model import Decision, Finding, Outcome, Severity
from rejoinder.moderation.queries import latest_decision
from rejoinder.sites.model import StaffMember
from rejoinder.sites.queries import by_id as site_by_id
from rejoinder.storage import Database
from tests.support.factories import make_article, make_comment, make_reader, make_staff, withdraw

BERLIN = ZoneInfo("Europe/Berlin")
INSULT = (Finding("abuse-insult", Severity.HOLD),)
WATCHED = (Finding("words-watched", Severity.HOLD),)
BOTH = (*WATCHED, *INSULT)


class Newsroom:
    """Two moderators over one article, whose clock is told."""

    def __init__(self, database: Database, now: datetime) -> None:
        self.database, self.now = database, now
        with database.writing() as connection:
            self.article = make_article(connection, now=now)
            site = site_by_id(connection, self.article.site_id)
            self.first, self.second = (make_staff(connection, site, now=now) for _ in range(2))
            self.reader = make_reader(connection, site, now=now)

    def comes(self, outcome: Outcome, findings: tuple[Finding, ...] = ()) -> Comment:
        with self.database.writing() as connection:
            return make_comment(
                connection,
                now=self.now,
                article=self.article,
                reader=self.reader,
                outcome=outcome,
                findings=findings,
            )

    def decides(
        self, who: StaffMember, comment: Comment, outcome: Outcome, **later: float
    ) -> Decision:
        with self.database.writing() as connection:
            seen = latest_decision(connection, comment.id).id
            wanted = StaffDecision(outcome, seen, "staff-abuse")
            found, at = find(connection, comment.site_id, comment.id), self.now + timedelta(**later)
            return decide_as_staff(connection, found, who, wanted, now=at)

    def numbers(self, **later: float) -> Numbers:
        now = self.now + timedelta(**later)
        period = Period.of(self.now.date(), self.now.date() + timedelta(days=1), BERLIN)
        with self.database.reading() as connection:
            return numbers_of(connection, self.article.site_id, period, now=now)


@pytest.fixture
def shift(database: Database, now: datetime) -> Newsroom:
    """Five comments come; four of them are decided, and one of those on appeal once more."""
    room = Newsroom(database, now)
    insulting, watched = room.comes(Outcome.HOLD, INSULT), room.comes(Outcome.HOLD, WATCHED)
    fair, missed = room.comes(Outcome.HOLD, BOTH), room.comes(Outcome.PUBLISH)
    room.comes(Outcome.HOLD)
    room.decides(room.first, insulting, Outcome.DECLINE, hours=1)
    room.decides(room.first, watched, Outcome.PUBLISH, hours=2)
    room.decides(room.second, fair, Outcome.PUBLISH, hours=9)
    room.decides(room.second, missed, Outcome.DECLINE, hours=9.2)
    with database.writing() as connection:
        again = find(connection, missed.site_id, missed.id)
        appeal(connection, again, "", now=now + timedelta(hours=10))
    room.decides(room.first, missed, Outcome.PUBLISH, hours=11)
    return room


def test_decisions_and_waits_are_those_of_a_recount(shift: Newsroom) -> None:
    numbers = shift.numbers(hours=12)
    sizes = Counter[tuple[bool, str]]()
    for each in numbers.decided:
        sizes[each.by_person, each.outcome] += each.number
    by_policy = {(False, "hold"): 4, (False, "publish"): 1}
    assert sizes == {**by_policy, (True, "decline"): 2, (True, "publish"): 3}
    waited = waited_in_all(numbers, within_hours=4)
    # Three held ones and the appeal are answered, one is not and has waited too long.
    assert (waited.came, waited.answered, waited.waiting) == (5, 4, 1)
    assert waited.in_time == Share(3, 5)
    assert waited.median_hours == pytest.approx(1)
    assert waited_in_all(numbers, within_hours=24).in_time == Share(4, 4)
    states = {each.state: each.number for each in numbers.articles}
    assert states == {"declined": 1, "published": 3, "held": 1}


def test_what_people_did_is_that_of_a_recount(shift: Newsroom) -> None:
    loads = {each.staff_id: each for each in shift.numbers(hours=12).load}
    first, second = loads[shift.first.id], loads[shift.second.id]
    assert (first.published, first.declined, first.hours) == (2, 1, 3)
    assert (second.decisions, second.hours, second.pace) == (2, 1, 2.0)
    assert (second.appealed, second.overturned) == (1, 1)
    assert (first.appealed, first.overturned) == (0, 0)


def test_the_judge_beside_people_is_that_of_a_recount(shift: Newsroom) -> None:
    numbers = shift.numbers(hours=12)
    judged = judged_in_all(numbers)
    # It found two, though a rule of words came first with one; of these people declined one.
    assert judged.precision == Share(1, 2)
    assert judged.recall == Share(1, 1)
    assert right_by_rule(numbers) == {"abuse-insult": Share(1, 2)}
    answering = answered_in_all(numbers)
    assert (answering.kept_back, answering.appeals, answering.won) == (4, 1, Share(1, 1))
    # The insulting one and the one that was missed; against the latter its author appealed.
    assert answering.appealed == Share(1, 2)


def test_an_undoing_is_no_decision_and_what_was_undone_is_told(
    database: Database, now: datetime
) -> None:
    room = Newsroom(database, now)
    comment = room.comes(Outcome.HOLD, INSULT)
    decision = room.decides(room.first, comment, Outcome.DECLINE, hours=1)
    with database.writing() as connection:
        found = find(connection, comment.site_id, comment.id)
        undo(connection, found, room.first, decision.id, now=now + timedelta(hours=1))
    numbers = room.numbers(hours=2)
    (load,) = numbers.load
    assert (load.decisions, load.undone) == (1, 1)
    assert judged_in_all(numbers).precision == Share(0, 0)
    assert {each.then for each in numbers.rules if not each.by_person} == {""}


def test_what_its_author_takes_back_was_no_wait(database: Database, now: datetime) -> None:
    room = Newsroom(database, now)
    comment = room.comes(Outcome.HOLD)
    assert waited_in_all(room.numbers(), 4).came == 1
    with database.writing() as connection:
        withdraw(connection, comment, now=now)
    assert waited_in_all(room.numbers(), 4).came == 0


def test_nobody_sees_anothers_in_their_own(database: Database, now: datetime) -> None:
    room = Newsroom(database, now)
    for who in (room.first, room.first, room.second):
        room.decides(who, room.comes(Outcome.HOLD), Outcome.PUBLISH)
    period = Period.of(now.date(), now.date(), BERLIN)
    with database.reading() as connection:
        own = own_numbers_of(connection, room.article.site_id, period, room.second.id)
    assert [each.staff_id for each in own.load] == [room.second.id]
    assert sum(each.number for each in own.decided) == 1
    assert (own.rules, own.judged, own.articles) == ((), (), ())


def test_days_begin_where_the_newspaper_is() -> None:
    # The clocks go forward on that day.
    period = Period.of(date(2026, 3, 28), date(2026, 3, 30), BERLIN)
    assert period.start == datetime(2026, 3, 27, 23, tzinfo=UTC)
    assert period.end == datetime(2026, 3, 30, 22, tzinfo=UTC)
    assert period.piece_at("2026-03-28 23") == date(2026, 3, 29)
    assert list(period.pieces()) == [date(2026, 3, day) for day in (28, 29, 30)]


@pytest.mark.parametrize(
    ("days", "step", "pieces"), [(93, Step.DAY, 93), (94, Step.WEEK, 14), (700, Step.MONTH, 24)]
)
def test_many_days_are_shown_by_weeks_then_months(days: int, step: Step, pieces: int) -> None:
    first = date(2026, 1, 1)
    period = Period.of(first, first + timedelta(days=days - 1), BERLIN)
    assert period.step is step
    assert len(list(period.pieces())) == pieces


def test_a_period_that_is_none_is_refused() -> None:
    for first, last in ((2, 1), (1, 4000)):
        with pytest.raises(Invalid):
            Period.of(date(2026, 1, first), date(2026, 1, 1) + timedelta(days=last - 1), BERLIN)


def test_a_quantile_is_one_of_the_values() -> None:
    assert quantile([], 0.5) is None
    assert [quantile([1, 2, 3, 4], share) for share in (0.0, 0.5, 0.9, 1.0)] == [1, 2, 4, 4]


def test_no_headline_becomes_a_formula_in_a_spreadsheet() -> None:
    period = Period.of(date(2026, 6, 1), date(2026, 6, 1), BERLIN)
    evil = OfArticle(1, '=HYPERLINK("http://x")', "-City", "published", 2)
    tables = tables_of(Numbers(period, articles=(evil,)), 4, str)
    files = {each.key: csv_of(each, str) for each in tables}
    assert "\"'=HYPERLINK(" in files["articles"]
    assert "\n'-City,2,2,0,0,0,0.0000,0.0000,0.6576" in files["sections"].replace("\r", "")
    assert decided_by_piece(Numbers(period)) == {date(2026, 6, 1): {}}


def test_every_row_is_as_wide_as_its_head(database: Database, now: datetime) -> None:
    room = Newsroom(database, now)
    room.decides(room.first, room.comes(Outcome.HOLD, INSULT), Outcome.DECLINE)
    tables: tuple[NumbersTable, ...] = tables_of(room.numbers(), 4, str)
    assert all(len(row) == len(each.columns) for each in tables for row in each.rows)
    assert all(each.rows for each in tables)
