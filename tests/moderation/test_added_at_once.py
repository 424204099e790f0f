"""Two who add a check or a reason of the house's own at the same moment."""

from datetime import datetime

import pytest
from sqlalchemy import Connection

from rejoinder.errors import Invalid, Refused
from rejoinder.moderation.actions.house_reasons import MOST, add_reason
from rejoinder.moderation.actions.outside_checks import add_check
from rejoinder.moderation.checks_in_force import checks_of
from rejoinder.moderation.house_reasons import house_reasons_of
from rejoinder.moderation.outside_check import DEFAULT_TIMEOUT, OutsideCheck
from rejoinder.outbound.signing import SigningSecrets
from rejoinder.sites.model import Role, Site
from rejoinder.storage import Database
from tests.support import factories
from tests.support.at_once import one_behind_the_other

pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


@pytest.fixture
def site(database: Database, now: datetime) -> Site:
    with database.writing() as connection:
        return factories.make_site(connection, now=now)


def test_of_two_checks_of_one_name_the_second_is_refused(
    database: Database, site: Site, now: datetime
) -> None:
    url = "https://checks.example/in"

    def add(connection: Connection) -> None:
        wanted = OutsideCheck(0, "Toxi-Check", url, DEFAULT_TIMEOUT, SigningSecrets.new())
        add_check(connection, site, wanted, inside=(), now=now)

    with pytest.raises(Invalid, match="of this name already"):
        one_behind_the_other(database, add, add)
    with database.reading() as connection:
        assert [each.name for each in checks_of(connection, site.id)] == ["Toxi-Check"]


def test_of_two_reasons_where_there_is_room_for_one_the_second_is_refused(
    database: Database, site: Site, now: datetime
) -> None:
    with database.writing() as connection:
        editor = factories.make_staff(connection, site, now=now, role=Role.EDITOR)
        for number in range(MOST - 1):
            add_reason(connection, editor, f"Reason {number}", "Not here.", now=now)

    def add(connection: Connection) -> None:
        add_reason(connection, editor, "One more", "Not here.", now=now)

    with pytest.raises(Refused, match="already"):
        one_behind_the_other(database, add, add)
    with database.reading() as connection:
        assert len(house_reasons_of(connection, site.id)) == MOST
