"""A browser is asked by one challenge at a time, the newest."""

import json
from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import Connection, select

from rejoinder.passkeys.actions import begin_registration
from rejoinder.passkeys.model import Attempt
from rejoinder.passkeys.tables import passkey_challenges
from rejoinder.storage import Database
from tests.support import factories
from tests.support.at_once import one_behind_the_other


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_of_two_tabs_that_ask_at_once_the_later_can_be_answered(
    database: Database, now: datetime
) -> None:
    with database.writing() as connection:
        site = factories.make_site(connection, now=now)
        member = factories.make_staff(connection, site, now=now)
    attempt = Attempt(replace(site, base_url="https://paper.example"), member, "s" * 64, now)

    def ask(connection: Connection) -> str:
        return str(json.loads(begin_registration(connection, attempt))["challenge"])

    challenges = one_behind_the_other(database, ask, ask)
    with database.reading() as connection:
        kept = connection.execute(select(passkey_challenges.c.challenge)).scalars().all()
    assert kept == [challenges[1]]
