"""Two who add a way to sign on at the same moment."""

from datetime import datetime

import pytest
from sqlalchemy import Connection

from rejoinder.errors import Invalid
from rejoinder.sign_on.actions import MOST_WAYS, add_way
from rejoinder.sign_on.model import CommentoSettings
from rejoinder.sign_on.queries import ways_of
from rejoinder.storage import Database
from tests.support import factories
from tests.support.at_once import one_behind_the_other

SETTINGS = CommentoSettings(url="https://courier.example/sso", secret="0a" * 32)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
@pytest.mark.parametrize(
    ("present", "names", "refused"),
    [(0, ("courier", "courier"), "called"), (MOST_WAYS - 1, ("courier", "gazette"), "at most")],
)
def test_of_two_of_one_name_or_where_there_is_room_for_one_the_second_is_refused(
    database: Database, now: datetime, present: int, names: tuple[str, str], refused: str
) -> None:
    def add(connection: Connection, name: str) -> None:
        add_way(connection, site.id, name=name, label="Sign in", settings=SETTINGS, now=now)

    with database.writing() as connection:
        site = factories.make_site(connection, now=now)
        for number in range(present):
            add(connection, f"way-{number}")
    one, other = names
    with pytest.raises(Invalid, match=refused):
        one_behind_the_other(database, lambda its: add(its, one), lambda its: add(its, other))
    with database.reading() as connection:
        assert len(ways_of(connection, site.id)) == present + 1
