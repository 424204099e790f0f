"""A standing that staff give: who may, with what reason, until when, and what becomes of it."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection, select

from rejoinder.errors import Forbidden, Invalid, NotFound, Refused
from rejoinder.moderation.actions.ban_letters import TELL_OF_BAN
from rejoinder.moderation.actions.standing import (
    NewStanding,
    act_of,
    give,
    lift,
    take_back,
)
from rejoinder.moderation.model import Outcome
from rejoinder.moderation.queries import latest_decision
from rejoinder.moderation.rules.standing import BANNED_BY_IT
from rejoinder.notifications import email_of_ban
from rejoinder.readers.model import Address, GivenStanding, Standing
from rejoinder.readers.queries import by_id, given_standing
from rejoinder.readers.restricted import restricted
from rejoinder.sites.model import Role
from rejoinder.sites.queries import by_id as site_by_id
from rejoinder.sites.roles import Act
from rejoinder.storage import Database
from rejoinder.storage import outbox as outbox_of
from rejoinder.storage.outbox import outbox
from tests.support.desk import Desk, desk_with
from tests.support.factories import make_reader, make_site, make_staff

NEW, KNOWN, TRUSTED, WATCHED, BANNED = Standing
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("before", "wanted", "days", "act"),
    [
        (None, WATCHED, None, Act.WATCH),
        (WATCHED, NEW, None, Act.WATCH),
        (None, BANNED, 30, Act.BAN_FOR_A_WHILE),
        (WATCHED, BANNED, 7, Act.BAN_FOR_A_WHILE),
        (None, BANNED, 31, Act.BAN_FOR_LONGER),
        (None, BANNED, None, Act.BAN_FOR_LONGER),
        (BANNED, NEW, None, Act.LIFT_BAN),
        (BANNED, WATCHED, None, Act.LIFT_BAN),
        (BANNED, BANNED, 7, Act.LIFT_BAN),
        (None, TRUSTED, None, Act.TRUST),
        (None, KNOWN, None, Act.TRUST),
        (TRUSTED, NEW, None, Act.TRUST),
        (KNOWN, WATCHED, None, Act.TRUST),
    ],
)
def test_what_it_is_to_give_one_standing_for_another(
    now: datetime, before: Standing | None, wanted: Standing, days: int | None, act: Act
) -> None:
    given = None if before is None else GivenStanding(before, "desk", "why", now)
    until = None if days is None else now + days * DAY
    assert act_of(given, NewStanding(wanted, "why", until), now=now) is act


def address(desk: Desk) -> Address:
    with desk.database.reading() as connection:
        return by_id(connection, desk.comment.author.reader_id).address


def give_it(desk: Desk, standing: Standing, days: float | None = None) -> None:
    desk.now += timedelta(seconds=1)
    until = None if days is None else desk.now + timedelta(days=days)
    with desk.database.writing() as connection:
        site = site_by_id(connection, desk.comment.site_id)
        editor = make_staff(connection, site, now=desk.now, role=Role.EDITOR)
        wanted = NewStanding(standing, "Three insults.", until)
        give(connection, address_of(desk, connection), editor, wanted, now=desk.now)


def address_of(desk: Desk, connection: Connection) -> Address:
    return by_id(connection, desk.comment.author.reader_id).address


def end_of(desk: Desk) -> datetime | None:
    """When the standing that staff gave ends by itself."""
    with desk.database.reading() as connection:
        given = given_standing(connection, *address(desk)[:2], proved=True, now=desk.now)
    assert given is not None
    return given.until


def test_a_ban_ends_by_itself(database: Database, now: datetime) -> None:
    desk = desk_with(database, Outcome.PUBLISH, now)
    give_it(desk, BANNED, days=7)
    assert desk.standing() is BANNED
    desk.now += 7 * DAY
    assert desk.standing() is KNOWN


@pytest.mark.parametrize(
    ("first", "then", "after"), [(WATCHED, BANNED, WATCHED), (BANNED, BANNED, KNOWN)]
)
def test_what_ended_gives_back_what_was_before_it_but_no_older_ban(
    database: Database, now: datetime, first: Standing, then: Standing, after: Standing
) -> None:
    desk = desk_with(database, Outcome.PUBLISH, now)
    give_it(desk, first)
    give_it(desk, then, days=7)
    desk.now += 8 * DAY
    assert desk.standing() is after


def test_who_is_banned_is_listed_with_who_why_and_until_when(
    database: Database, now: datetime
) -> None:
    desk = desk_with(database, Outcome.PUBLISH, now)
    give_it(desk, BANNED, days=7)
    with database.writing() as connection:
        site = site_by_id(connection, desk.comment.site_id)
        editor = make_staff(connection, site, now=now, role=Role.EDITOR)
        (row,) = restricted(connection, site.id, now=desk.now, limit=9)
        assert (row.name, row.address.email) == (desk.comment.author.name, address(desk).email)
        assert row.given.reason == "Three insults."
        assert row.given.until == desk.now + 7 * DAY
        assert restricted(connection, site.id, now=desk.now + 8 * DAY, limit=9) == []
        assert (
            restricted(connection, make_site(connection, now=now).id, now=desk.now, limit=9) == []
        )
        lift(connection, row.standing_id, editor, "He wrote to us.", now=desk.now)
        assert restricted(connection, site.id, now=desk.now, limit=9) == []
        with pytest.raises(Refused):
            lift(connection, row.standing_id, editor, "Again.", now=desk.now)
        with pytest.raises(NotFound):
            lift(connection, 9999, editor, "Whose?", now=desk.now)
    assert desk.standing() is KNOWN


def test_a_guests_ban_is_listed_apart_from_the_owners(database: Database, now: datetime) -> None:
    desk = desk_with(database, Outcome.PUBLISH, now)
    give_it(desk, WATCHED)
    with database.writing() as connection:
        site = site_by_id(connection, desk.comment.site_id)
        editor = make_staff(connection, site, now=now, role=Role.EDITOR)
        guest = Address(site.id, address(desk).email, proved=False)
        give(connection, guest, editor, NewStanding(BANNED, "Typed it."), now=desk.now)
        listed = {
            each.address.proved: each for each in restricted(connection, site.id, now=now, limit=9)
        }
    assert {proved: row.given.standing for proved, row in listed.items()} == {
        True: WATCHED,
        False: BANNED,
    }


def test_a_standing_needs_a_reason_an_end_ahead_and_no_colleague(
    database: Database, now: datetime
) -> None:
    desk = desk_with(database, Outcome.PUBLISH, now)
    with database.writing() as connection:
        who = address_of(desk, connection)
        with pytest.raises(Invalid):
            give(connection, who, desk.member, NewStanding(WATCHED, " \n"), now=now)
        with pytest.raises(Invalid):
            give(connection, who, desk.member, NewStanding(WATCHED, "x" * 1001), now=now)
        with pytest.raises(Invalid):
            give(connection, who, desk.member, NewStanding(WATCHED, "Why.", now), now=now)
        with pytest.raises(Forbidden):
            give(connection, who, desk.member, NewStanding(BANNED, "Why."), now=now)
        colleague = Address(who.site_id, desk.member.email, proved=True)
        with pytest.raises(Refused):
            give(connection, colleague, desk.member, NewStanding(WATCHED, "Why."), now=now)
        assert given_standing(connection, *who[:2], proved=True, now=now) is None


def test_a_moderators_ban_leaves_a_longer_one_as_it_is(database: Database, now: datetime) -> None:
    desk = desk_with(database, Outcome.HOLD, now)
    give_it(desk, BANNED)
    desk.ban()
    assert (desk.standing(), end_of(desk)) == (BANNED, None)


def test_an_editors_ban_is_for_good_and_its_undoing_gives_the_shorter_one_back(
    database: Database, now: datetime
) -> None:
    desk = desk_with(database, Outcome.HOLD, now)
    give_it(desk, BANNED, days=7)
    ends = desk.now + 7 * DAY
    with database.writing() as connection:
        site = site_by_id(connection, desk.comment.site_id)
        desk.member = make_staff(connection, site, now=now, role=Role.EDITOR)
    banned = desk.ban()
    assert (desk.standing(), end_of(desk)) == (BANNED, None)
    desk.undo(banned.id)
    assert (desk.standing(), end_of(desk)) == (BANNED, ends)


def test_a_ban_says_so_in_its_decision_and_tells_its_author(
    database: Database, now: datetime
) -> None:
    desk = desk_with(database, Outcome.PUBLISH, now)
    desk.decide(Outcome.DECLINE, "staff-abuse")
    banned = desk.ban()  # the comment was declined already: only the ban is news
    assert BANNED_BY_IT in banned.findings
    assert desk.told()[-1] == banned.id
    desk.decide(Outcome.HOLD)
    with database.reading() as connection:
        assert BANNED_BY_IT not in latest_decision(connection, desk.comment.id).findings


def test_a_readers_name_in_the_list_is_the_last_they_had(database: Database, now: datetime) -> None:
    with database.writing() as connection:
        site = make_site(connection, now=now)
        editor = make_staff(connection, site, now=now, role=Role.EDITOR)
        reader = make_reader(connection, site, now=now, name="Ilka Brandt", verified=False)
        give(connection, reader.address, editor, NewStanding(BANNED, "Why."), now=now)
        (row,) = restricted(connection, site.id, now=now, limit=9)
    assert (row.name, row.address.proved) == ("Ilka Brandt", False)


@pytest.mark.parametrize(("bans", "letters"), [(1, 0), (2, 1)])
def test_a_ban_that_is_taken_back_causes_no_letter_but_of_the_one_that_counts_again(
    database: Database, now: datetime, bans: int, letters: int
) -> None:
    desk = desk_with(database, Outcome.PUBLISH, now)
    with database.writing() as connection:
        editor = make_staff(
            connection, site_by_id(connection, desk.comment.site_id), now=now, role=Role.EDITOR
        )
        address = address_of(desk, connection)
        for number in range(bans):
            at = now + timedelta(seconds=number)
            wanted = NewStanding(BANNED, "Why.", now + (7 - number) * DAY)
            given = give(connection, address, editor, wanted, now=at)
        at = now + timedelta(seconds=10)
        take_back(connection, desk.comment, given, editor, now=at)
        waiting = connection.execute(select(outbox).where(outbox.c.kind == TELL_OF_BAN)).all()
        assert all(row.due_at >= now + timedelta(seconds=30) for row in waiting)
        told = [email_of_ban(connection, row.payload["standing_id"]) for row in waiting]
    assert len([each for each in told if each is not None]) == letters


@pytest.mark.parametrize(
    ("posted", "lifted", "taken_back", "told"),
    [
        ("in time", 35, 40, 0),  # all that its owner knows is that they are banned
        ("in time", 35, 100, 1),  # meanwhile their comments were taken
        ("late", 60, 70, 1),
        ("late", 60, 100, 1),
        ("tried", 60, 70, 1),  # the post was away when it should have gone: nobody knows
    ],
)
def test_a_ban_whose_lift_is_taken_back_is_told_unless_its_owner_knows_nothing_else(
    database: Database, now: datetime, posted: str, lifted: int, taken_back: int, told: int
) -> None:
    desk = desk_with(database, Outcome.PUBLISH, now)
    seconds = [now + timedelta(seconds=each) for each in (31, lifted, taken_back, 200)]
    with database.writing() as connection:
        site = site_by_id(connection, desk.comment.site_id)
        editor = make_staff(connection, site, now=now, role=Role.EDITOR)
        address = address_of(desk, connection)
        give(connection, address, editor, NewStanding(BANNED, "Why."), now=now)
        if posted != "late":
            for job in outbox_of.claim(connection, now=seconds[0]):
                problem = "" if posted == "in time" else "away"
                outbox_of.settle(connection, job, problem, now=seconds[0])
        lifts = give(connection, address, editor, NewStanding(NEW, "Mistaken."), now=seconds[1])
        if posted == "late" and taken_back - lifted > 30:
            due = outbox_of.claim(connection, now=seconds[2])
            assert [told_of(connection, each) for each in due] == [False]
            outbox_of.done(connection, due[0], now=seconds[2])
        take_back(connection, desk.comment, lifts, editor, now=seconds[2])
        due = outbox_of.claim(connection, now=seconds[3])
        assert sum(told_of(connection, each) for each in due) == told


def told_of(connection: Connection, job: outbox_of.Job) -> bool:
    """Whether a letter goes when this is done."""
    return email_of_ban(connection, int(job.payload["standing_id"])) is not None


def test_whoever_has_no_address_is_given_nothing_that_others_without_one_would_have(
    database: Database, now: datetime
) -> None:
    """Authors who came from another system may have none."""
    desk = desk_with(database, Outcome.PUBLISH, now)
    nobodys = Address(desk.comment.site_id, "", proved=False)
    with database.writing() as connection:
        site = site_by_id(connection, desk.comment.site_id)
        editor = make_staff(connection, site, now=now, role=Role.EDITOR)
        for standing in (WATCHED, BANNED, KNOWN):
            with pytest.raises(Refused, match="No address"):
                give(connection, nobodys, editor, NewStanding(standing, "Rude."), now=now)
        assert given_standing(connection, *nobodys[:2], proved=False, now=now) is None
