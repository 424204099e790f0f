"""How many waited at each hour: against a recount by hand, and against the queue itself."""

import random
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Connection

from rejoinder.comments.model import Comment
from rejoinder.desk.numbers.figures import queue_by_piece
from rejoinder.desk.numbers.model import Numbers, Period, QueueAt
from rejoinder.desk.numbers.queries import numbers_of
from rejoinder.desk.numbers.queue_length import Stay, queue_length
from rejoinder.desk.numbers.stays import stays_of
from rejoinder.desk.queue.waiting import waiting_comments
from rejoinder.moderation.actions.appeals import appeal
from rejoinder.moderation.actions.decide import StaffDecision, decide_as_staff, find
from rejoinder.moderation.actions.passings import pass_on, take_back
from rejoinder.moderation.actions.reports import Reporter, report
from rejoinder.moderation.model import Outcome
from rejoinder.moderation.queries import latest_decision
from rejoinder.sites.model import Role
from rejoinder.sites.queries import by_id as site_by_id
from rejoinder.storage import Database
from tests.support.factories import make_article, make_comment, make_staff, withdraw

BERLIN = ZoneInfo("Europe/Berlin")
HOUR = 3600


def decide(connection: Connection, comment: Comment, outcome: Outcome, at: datetime) -> None:
    site = site_by_id(connection, comment.site_id)
    member = make_staff(connection, site, now=at, role=Role.EDITOR)
    seen = latest_decision(connection, comment.id).id
    wanted = StaffDecision(outcome, seen, "staff-abuse")
    decide_as_staff(
        connection, find(connection, comment.site_id, comment.id), member, wanted, now=at
    )


def report_it(connection: Connection, comment: Comment, at: datetime) -> None:
    reporter = Reporter(f"reader at {at}")
    report(connection, comment, reporter=reporter, reason="abuse", note="", now=at)


def ask_an_editor(connection: Connection, comment: Comment, at: datetime) -> None:
    site = site_by_id(connection, comment.site_id)
    make_staff(connection, site, now=at, role=Role.EDITOR)
    member, seen = make_staff(connection, site, now=at), latest_decision(connection, comment.id).id
    passing = pass_on(connection, comment, member, "", seen=seen, now=at)
    take_back(connection, comment, passing, member, now=at + timedelta(hours=0.2))
    pass_on(connection, comment, member, "", seen=seen, now=at + timedelta(hours=0.4))


def a_morning(connection: Connection, now: datetime) -> int:
    """What came and went in the forty hours before now; the site's number."""

    def at(hours: float) -> datetime:
        return now + timedelta(hours=hours)

    def comes(outcome: Outcome, hours: float) -> Comment:
        return make_comment(connection, now=at(hours), article=article, outcome=outcome)

    article = make_article(connection, now=at(-40))
    old = comes(Outcome.HOLD, -30)
    comes(Outcome.HOLD, -1.5)  # waits to the end
    # Before the period began.
    decide(connection, comes(Outcome.HOLD, -35), Outcome.PUBLISH, at(-34))
    held_again, shown = comes(Outcome.HOLD, -3.5), comes(Outcome.PUBLISH, -3.5)
    declined, taken_back = comes(Outcome.PUBLISH, -5), comes(Outcome.HOLD, -2.9)
    decide(connection, held_again, Outcome.HOLD, at(-3.2))  # it goes on waiting
    for hours in (-2.8, -2.7):
        report_it(connection, shown, at(hours))
    decide(connection, old, Outcome.DECLINE, at(-2.4))
    withdraw(connection, taken_back, now=at(-2.2))
    decide(connection, declined, Outcome.DECLINE, at(-2.1))
    decide(connection, held_again, Outcome.PUBLISH, at(-1.2))
    decide(connection, shown, Outcome.PUBLISH, at(-1.1))
    appeal(connection, find(connection, declined.site_id, declined.id), "", now=at(-0.5))
    return article.site_id


def test_the_queue_at_each_hour_is_that_of_a_recount(database: Database, now: datetime) -> None:
    with database.writing() as connection:
        site_id = a_morning(connection, now)
    period = Period.of(now.date(), now.date(), BERLIN)
    with database.reading() as connection:
        numbers = numbers_of(connection, site_id, period, now=now)
        waiting = waiting_comments(connection, site_id)
    by_hour = {round((each.begins - now) / timedelta(hours=1)): each for each in numbers.queue}
    assert max(by_hour) == -1, "nothing is told of hours that have not begun"
    told = {hour: (by_hour[hour].waiting, by_hour[hour].most) for hour in (-5, -4, -3, -2, -1)}
    assert told == {
        -5: (1, 1),  # the old one
        -4: (2, 2),  # and the one that is held twice
        -3: (2, 4),  # one is taken back, the old one answered; two readers report one comment
        -2: (1, 3),  # a new one comes, two are answered
        -1: (2, 2),  # an appeal
    }
    ages = {hour: (by_hour[hour].oldest_seconds or 0) / HOUR for hour in (-5, -3, -2, -1)}
    assert ages == pytest.approx({-5: 26, -3: 1.5, -2: 0.5, -1: 1.5})
    last = numbers.queue[-1]
    assert last.waiting == len(waiting), "at its end it is the queue as it stands"
    assert last.oldest_seconds == pytest.approx(
        (now - min(each.since for each in waiting)).total_seconds()
    )


def test_what_an_editor_is_asked_of_waits_like_the_rest(database: Database, now: datetime) -> None:
    period = Period.of(now.date(), now.date(), BERLIN)
    asked_at, hour = now - timedelta(hours=3.5), timedelta(hours=1)
    with database.writing() as connection:
        shown = make_comment(connection, now=asked_at - hour)
        ask_an_editor(connection, shown, asked_at)
        stays = list(stays_of(connection, shown.site_id, period))
        waiting = waiting_comments(connection, shown.site_id)
        decide(connection, shown, Outcome.PUBLISH, asked_at + hour)
        decided = list(stays_of(connection, shown.site_id, period))
    began, again = asked_at, asked_at + 0.4 * hour
    assert [each.comment_id for each in waiting] == [shown.id]
    assert stays == [
        Stay(shown.id, began, asked_at + 0.2 * hour),
        Stay(shown.id, again, None),
    ]
    assert decided[1] == Stay(shown.id, again, asked_at + hour)


def by_looking(stays: list[Stay], at: datetime) -> int:
    """How many wait at a moment, found by looking at all."""
    those = (each for each in stays if each.since <= at)
    return len({each.comment_id for each in those if each.until is None or each.until > at})


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("days", [2, 20, 100])
def test_whatever_overlaps_is_counted_as_by_looking_at_each(seed: int, days: int) -> None:
    rng = random.Random(seed)
    start = datetime(2026, 3, 20, tzinfo=UTC)
    now = start + timedelta(days=days * 0.9)
    stays = []
    for _ in range(40):
        since = start + timedelta(hours=rng.randrange(-48, days * 20))
        until = None if rng.random() < 0.2 else since + timedelta(hours=rng.randrange(1, 90))
        if since < now:
            stays.append(Stay(rng.randrange(25), since, until if until and until < now else None))
    period = Period.of(start.date(), (start + timedelta(days=days - 1)).date(), BERLIN)
    told: list[QueueAt] = list(queue_length(stays, period, now=now))
    ends = [*(each.begins for each in told[1:]), now]
    for each, end in zip(told, ends, strict=True):
        assert each.waiting == by_looking(stays, end)
        within = [each.begins, end, *(s.since for s in stays if each.begins <= s.since <= end)]
        assert each.most == max(by_looking(stays, moment) for moment in within)


def test_the_hour_that_happens_twice_when_summer_ends_is_told_twice() -> None:
    autumn = date(2026, 10, 25)
    period = Period(autumn, autumn, BERLIN)
    queue = tuple(queue_length([], period, now=datetime(2026, 10, 27, tzinfo=UTC)))
    told = [each for each, _ in queue_by_piece(Numbers(period=period, queue=queue))]
    assert [each.isoformat() for each in told[2:4]] == [
        "2026-10-25T02:00:00+02:00",
        "2026-10-25T02:00:00+01:00",
    ]
    assert len(told) == 25
