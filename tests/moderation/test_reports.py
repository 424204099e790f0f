"""What readers' reports bring about, and how they are answered."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from rejoinder.articles.queries import by_id as article_by_id
from rejoinder.comments.model import Comment, State
from rejoinder.desk.queue import View
from rejoinder.errors import Invalid, Refused
from rejoinder.moderation.actions.notes import LONGEST_NOTE
from rejoinder.moderation.actions.reports import Reporter, report
from rejoinder.moderation.model import Outcome
from rejoinder.moderation.queries import latest_decision
from rejoinder.moderation.tables import reports
from rejoinder.readers.queries import by_id as reader_by_id
from rejoinder.sites.queries import by_id as site_by_id
from rejoinder.storage import Database
from tests.support.desk import Desk, desk_with
from tests.support.factories import make_comment, make_reader

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
        report(connection, desk.comment, reporter=Reporter("a"), reason=reason, note=note, now=now)
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


def weights(database: Database, comment: Comment) -> list[int]:
    of_it = select(reports.c.weight).where(reports.c.comment_id == comment.id)
    with database.reading() as connection:
        return list(connection.execute(of_it.order_by(reports.c.id)).scalars())


def test_reports_weigh_by_who_sends_them(database: Database, now: datetime) -> None:
    desk = desk_with(database, Outcome.PUBLISH, now)
    with database.writing() as connection:
        site = site_by_id(connection, desk.comment.site_id)
        newcomer = make_reader(connection, site, now=now)
        typed = make_reader(connection, site, now=now, verified=False)
        author = reader_by_id(connection, desk.comment.author.reader_id)
    desk.report("known")
    desk.report(by=Reporter("reader-1000", newcomer, signed_in=True))
    desk.report(by=Reporter("a-network", typed))
    desk.report(by=Reporter("nobody known"))
    desk.report(by=Reporter("reader-1001", author, signed_in=True))
    assert weights(database, desk.comment) == [100, 50, 25, 25, 0]
    assert desk.state() is State.PUBLISHED
    desk.report(by=Reporter("reader-1002", newcomer, signed_in=True, is_staff=True))
    assert weights(database, desk.comment)[-1] == 300
    assert desk.state() is State.HELD


def test_a_guest_who_posted_as_one_is_a_guest_and_no_known_reader(
    database: Database, now: datetime
) -> None:
    desk = desk_with(database, Outcome.PUBLISH, now)
    with database.writing() as connection:
        article = article_by_id(connection, desk.comment.site_id, desk.comment.article_id)
        site = site_by_id(connection, desk.comment.site_id)
        guest = make_reader(connection, site, now=now, verified=False)
        for _ in range(5):
            make_comment(connection, now=now, article=article, reader=guest)
    desk.report(by=Reporter("a-network", guest))
    assert weights(database, desk.comment) == [25]


@pytest.mark.parametrize(
    ("outcome", "reason", "signed_in", "guest"),
    [(Outcome.PUBLISH, "", 50, 12), (Outcome.DECLINE, "staff-abuse", 100, 25)],
)
def test_who_reported_wrongly_weighs_less_afterwards(
    database: Database, now: datetime, outcome: Outcome, reason: str, signed_in: int, guest: int
) -> None:
    first = desk_with(database, Outcome.PUBLISH, now)
    for _ in range(3):
        first.comment = another_comment(first)
        first.report("somebody")
        first.report(by=Reporter("a-network"))
        first.decide(outcome, reason)
    first.comment = another_comment(first)
    first.report("somebody")
    first.report(by=Reporter("a-network"))
    assert weights(database, first.comment) == [signed_in, guest]


def test_what_was_undone_counts_for_nobody_and_against_nobody(
    database: Database, now: datetime
) -> None:
    desk = desk_with(database, Outcome.PUBLISH, now)
    desk.report("somebody")
    desk.undo(desk.decide(Outcome.PUBLISH).id)
    desk.comment = another_comment(desk)
    desk.report("somebody")
    assert weights(database, desk.comment) == [100]


def test_guests_of_one_network_never_take_a_comment_off_the_page(
    database: Database, now: datetime
) -> None:
    desk = desk_with(database, Outcome.PUBLISH, now)
    for day in range(30):  # each day's salt gives the network another key
        desk.now = now + timedelta(days=day)
        for _ in range(3):
            desk.report(by=Reporter(f"network-on-day-{day}"))
    assert len(weights(database, desk.comment)) == 30
    assert desk.state() is State.PUBLISHED


def another_comment(desk: Desk) -> Comment:
    with desk.database.writing() as connection:
        article = article_by_id(connection, desk.comment.site_id, desk.comment.article_id)
        return make_comment(connection, now=desk.now, article=article)
