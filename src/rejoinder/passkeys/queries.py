"""Which passkeys there are, and who has to show one."""

from typing import Any, Final

from sqlalchemy import Connection, Row, bindparam, func, select

from rejoinder.passkeys.model import Passkey
from rejoinder.passkeys.tables import passkeys
from rejoinder.sites.model import Site, StaffMember
from rejoinder.storage import Prepared

# Asked at each request of the desk's.
_COUNT: Final = Prepared(
    select(func.count().label("number")).where(passkeys.c.staff_id == bindparam("staff_id"))
)


def of_member(connection: Connection, member: StaffMember) -> list[Passkey]:
    """Somebody's passkeys, oldest first."""
    rows = connection.execute(
        select(passkeys).where(passkeys.c.staff_id == member.id).order_by(passkeys.c.id)
    )
    return [_passkey(row) for row in rows]


def is_asked_for(connection: Connection, site: Site, member: StaffMember) -> bool:
    """Whether the desk opens to somebody by a passkey only: they have one, or the site wants it."""
    return site.passkeys_required or count_of(connection, member) > 0


def count_of(connection: Connection, member: StaffMember) -> int:
    """How many passkeys somebody has."""
    return int(_COUNT.first(connection, {"staff_id": member.id}).number)


def counts(connection: Connection, site_id: int) -> dict[int, int]:
    """How many each member of a site's staff has who has one, by their numbers."""
    rows = connection.execute(
        select(passkeys.c.staff_id, func.count().label("number"))
        .where(passkeys.c.site_id == site_id)
        .group_by(passkeys.c.staff_id)
    )
    return {row.staff_id: row.number for row in rows}


def _passkey(row: Row[Any]) -> Passkey:
    return Passkey(
        id=row.id,
        name=row.name,
        credential_id=row.credential_id,
        public_key=row.public_key,
        sign_count=row.sign_count,
        made_at=row.made_at,
        used_at=row.used_at,
    )
