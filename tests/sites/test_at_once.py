"""Two who count calls at one moment, as two processes of a server do."""

from datetime import datetime

import pytest
from sqlalchemy import Connection

from rejoinder.sites import actions, queries
from rejoinder.sites.model import NewKey, Scope, Site
from rejoinder.storage import Database
from tests.support import factories
from tests.support.at_once import one_behind_the_other

pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


@pytest.fixture
def site(database: Database, now: datetime) -> Site:
    with database.writing() as connection:
        return factories.make_site(connection, now=now)


def test_of_a_keys_first_calls_that_are_counted_at_once_none_is_lost(
    database: Database, site: Site, now: datetime
) -> None:
    with database.writing() as connection:
        token = actions.create_key(connection, site, NewKey("talk", {Scope.DROPIN}), now=now)
        key = queries.key_of(connection, token)
    assert key is not None
    number, day = key.id, now.date()

    def count(connection: Connection) -> None:
        actions.count_uses(
            connection, {(number, day, "native"): 2, (number, day, "perspective"): 1}
        )

    one_behind_the_other(database, count, count)
    with database.reading() as connection:
        used = [
            queries.uses_of(connection, number, face, since=day)
            for face in ("native", "perspective")
        ]
    assert used == [4, 2]
