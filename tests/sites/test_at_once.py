"""Two who count calls, or say who works at a desk, at one moment."""

from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy import Connection, select

from rejoinder.moderation.actions.staff import remove_staff
from rejoinder.sites import actions, queries
from rejoinder.sites.model import NewKey, NewStaff, Role, Scope, Site, StaffMember
from rejoinder.storage import AuditKind, Database
from rejoinder.storage.audit_log import audit_log
from tests.support import factories
from tests.support.at_once import one_behind_the_other

pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)

ADA = "ada@example.org"


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


def inviting(site: Site, role: Role, now: datetime) -> Callable[[Connection], StaffMember]:
    def invite(connection: Connection) -> StaffMember:
        return actions.invite(connection, site, NewStaff(ADA, "Ada", role), now=now)

    return invite


def test_who_is_invited_twice_at_once_is_one_person_with_the_later_role(
    database: Database, site: Site, now: datetime
) -> None:
    one, other = one_behind_the_other(
        database, inviting(site, Role.MODERATOR, now), inviting(site, Role.EDITOR, now)
    )
    assert (other.id, other.role) == (one.id, Role.EDITOR)
    with database.reading() as connection:
        assert queries.all_staff(connection, site.id) == [other]
        logged = connection.execute(select(audit_log.c.kind).where(audit_log.c.subject == ADA))
        kinds = [AuditKind(each) for each in logged.scalars()]
    assert kinds == [AuditKind.STAFF_INVITED, AuditKind.STAFF_CHANGED]


def test_who_is_invited_while_they_are_removed_is_let_in_anew(
    database: Database, site: Site, now: datetime
) -> None:
    invite = inviting(site, Role.MODERATOR, now)
    with database.writing() as connection:
        invite(connection)

    def remove(connection: Connection) -> StaffMember:
        return remove_staff(connection, site.id, ADA, now=now)

    gone, back = one_behind_the_other(database, remove, invite)
    assert gone.id != back.id
    with database.reading() as connection:
        assert queries.all_staff(connection, site.id) == [back]
