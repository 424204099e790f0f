"""Two tabs of one person's that add or remove passkeys at the same moment."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import Connection

from rejoinder.errors import Forbidden, Invalid, Refused
from rejoinder.passkeys import actions, queries
from rejoinder.passkeys.model import MOST_PASSKEYS, Attempt
from rejoinder.storage import Database
from tests.support import factories
from tests.support.at_once import one_behind_the_other
from tests.support.authenticator import Authenticator

HOME, PARTY = "https://paper.example", "paper.example"
on_postgresql = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


@pytest.fixture
def tabs(database: Database, now: datetime) -> list[Attempt]:
    """Two of somebody who works where everybody must have one."""
    with database.writing() as connection:
        made = factories.make_site(connection, now=now)
        member = factories.make_staff(connection, made, now=now)
    site = replace(made, base_url=HOME, passkeys_required=True)
    return [Attempt(site, member, letter * 64, now) for letter in "st"]


def adding(
    database: Database, tab: Attempt, device: Authenticator | None = None
) -> Callable[[Connection], None]:
    device = device or Authenticator(HOME, PARTY)
    with database.writing() as connection:
        options = actions.begin_registration(connection, tab)
    challenge, answer = json.loads(options)["challenge"], device.create(options)

    def add(connection: Connection) -> None:
        actions.finish_registration(connection, tab, challenge, answer, "laptop")

    return add


def have(database: Database, tab: Attempt, number: int) -> list[int]:
    """Gives somebody so many, and returns their numbers."""
    for _ in range(number):
        add = adding(database, tab)
        with database.writing() as connection:
            add(connection)
    with database.reading() as connection:
        return [each.id for each in queries.of_member(connection, tab.member)]


@on_postgresql
def test_one_device_that_is_registered_twice_at_once_is_refused_once(
    database: Database, tabs: list[Attempt]
) -> None:
    device = Authenticator(HOME, PARTY)
    one, other = (adding(database, tab, device) for tab in tabs)
    with pytest.raises(Forbidden):
        one_behind_the_other(database, one, other)
    assert len(have(database, tabs[0], 0)) == 1


def test_what_is_registered_already_is_refused_a_colleague_as_well(
    database: Database, tabs: list[Attempt]
) -> None:
    device = Authenticator(HOME, PARTY)
    with database.writing() as connection:
        colleague = factories.make_staff(connection, tabs[0].site, now=tabs[0].now)
    theirs = replace(tabs[1], member=colleague)
    first, second = adding(database, tabs[0], device), adding(database, theirs, device)
    with database.writing() as connection:
        first(connection)
    with pytest.raises(Forbidden), database.writing() as connection:
        second(connection)


@on_postgresql
def test_of_two_at_once_where_there_is_room_for_one_the_second_is_refused(
    database: Database, tabs: list[Attempt]
) -> None:
    have(database, tabs[0], MOST_PASSKEYS - 1)
    one, other = (adding(database, tab) for tab in tabs)
    with pytest.raises(Invalid, match="Please remove one first"):
        one_behind_the_other(database, one, other)


@on_postgresql
def test_of_the_last_two_that_are_removed_at_once_one_stays(
    database: Database, tabs: list[Attempt]
) -> None:
    first, second = have(database, tabs[0], 2)
    with pytest.raises(Refused, match="That is your last one"):
        one_behind_the_other(
            database,
            lambda connection: actions.remove(connection, tabs[0], first),
            lambda connection: actions.remove(connection, tabs[1], second),
        )
    assert have(database, tabs[0], 0) == [second]
