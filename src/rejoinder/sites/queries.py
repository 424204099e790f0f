"""Finding a site, its policy, its staff and its keys."""

from collections.abc import Collection
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, Row, bindparam, func, select

from rejoinder.errors import N_, NotFound
from rejoinder.secret_tokens import hash_token
from rejoinder.sites.model import (
    Key,
    ListedKey,
    PolicySource,
    PutPolicy,
    Role,
    Scope,
    Site,
    StaffMember,
)
from rejoinder.sites.tables import (
    hosts,
    key_uses,
    keys,
    policies,
    sites,
    staff,
)
from rejoinder.storage import Prepared

# Asked at each request of the desk's.
_AT_HOST: Final = Prepared(
    select(sites)
    .join(hosts)
    .where((hosts.c.host == bindparam("host")) | (hosts.c.host == bindparam("name")))
)
_AT_ITS_OWN: Final = Prepared(
    select(sites)
    .where((sites.c.base_url == bindparam("http")) | (sites.c.base_url == bindparam("https")))
    .limit(2)
)
_ANY: Final = Prepared(select(sites).limit(2))
_MEMBER: Final = Prepared(
    select(staff).where(
        staff.c.site_id == bindparam("site_id"),
        staff.c.email == bindparam("email"),
        staff.c.removed_at.is_(None),
    )
)


def by_host(connection: Connection, host: str) -> Site:
    """The site that answers at `host` (name and port); an installation's only site answers at all.

    A site answers at the hosts that were named for it, and at that of its own address.

    Raises:
        NotFound: there are several sites and none is at this host.
    """
    named = _AT_HOST.first(connection, {"host": host, "name": host.partition(":")[0]})
    if named is not None:
        return _site(named)
    own = {"http": f"http://{host}", "https": f"https://{host}"}
    for question, values in ((_AT_ITS_OWN, own), (_ANY, {})):
        rows = question.all(connection, values)
        if len(rows) == 1:
            return _site(rows[0])
    raise NotFound(N_("There is no publication at this address."), code="unknown-site")


def answers_at(connection: Connection, site: Site, host: str) -> bool:
    """Whether a host (name and port) is one of the site's own, as it was named or in its address.

    Stricter than `by_host`: an installation's only site answers at any host, but owns no other's.
    """
    if site.base_url in {f"http://{host}", f"https://{host}"}:
        return True
    named = select(hosts.c.host).where(
        hosts.c.site_id == site.id, hosts.c.host.in_([host, host.partition(":")[0]])
    )
    return connection.execute(named).first() is not None


def by_key(connection: Connection, key: str | None) -> Site:
    """The site with this key; None asks for the installation's only one.

    Raises:
        NotFound: no such site, or no key while there are several.
    """
    query = select(sites) if key is None else select(sites).where(sites.c.key == key)
    rows = connection.execute(query.limit(2)).all()
    if len(rows) == 1:
        return _site(rows[0])
    if key is None and rows:
        raise NotFound(
            N_("There are several sites: say which one with --site."), code="unknown-site"
        )
    raise NotFound(N_("There is no such site."), code="unknown-site")


def by_id(connection: Connection, site_id: int) -> Site:
    """The site with this number, which somebody already looked up."""
    return _site(connection.execute(select(sites).where(sites.c.id == site_id)).one())


def everyone(connection: Connection) -> list[Site]:
    """All sites, oldest first."""
    return [_site(row) for row in connection.execute(select(sites).order_by(sites.c.id))]


def policy_in_force(connection: Connection, site_id: int) -> PolicySource | None:
    """The newest policy of a site, or None where none was ever put."""
    row = connection.execute(
        select(policies.c.id, policies.c.version, policies.c.source)
        .where(policies.c.site_id == site_id)
        .order_by(policies.c.id.desc())
        .limit(1)
    ).first()
    return None if row is None else PolicySource(row.version, row.source, row.id)


def put_policies(
    connection: Connection, site_id: int, *, before: int | None = None, limit: int = 500
) -> list[PutPolicy]:
    """The policies that a site had in force, the newest first.

    `before` leaves out the row with this number and all that are newer.
    """
    older = () if before is None else (policies.c.id < before,)
    rows = connection.execute(
        select(policies)
        .where(policies.c.site_id == site_id, *older)
        .order_by(policies.c.id.desc())
        .limit(limit)
    )
    return [_put_policy(row) for row in rows]


def put_policy_by_id(connection: Connection, site_id: int, policy_id: int) -> PutPolicy | None:
    """A policy that a site had in force, by its row."""
    row = connection.execute(
        select(policies).where(policies.c.site_id == site_id, policies.c.id == policy_id)
    ).first()
    return None if row is None else _put_policy(row)


def put_sources(connection: Connection, site_id: int, versions: Collection[str]) -> dict[str, str]:
    """The texts of these of a site's policies, by version; those that it never put are left out.

    A policy that was put again and again is read once.
    """
    newest = (
        select(func.max(policies.c.id))
        .where(policies.c.site_id == site_id, policies.c.version.in_(versions))
        .group_by(policies.c.version)
    )
    rows = connection.execute(
        select(policies.c.version, policies.c.source).where(policies.c.id.in_(newest))
    )
    return {row.version: row.source for row in rows}


def staff_member(connection: Connection, site_id: int, email: str) -> StaffMember | None:
    """The member of staff with this address, if they work here now."""
    row = _MEMBER.first(connection, {"site_id": site_id, "email": email})
    return None if row is None else _member(row)


def staff_by_id(connection: Connection, staff_id: int) -> StaffMember | None:
    """The member of staff with this number, if they work here now."""
    row = connection.execute(
        select(staff).where(staff.c.id == staff_id, staff.c.removed_at.is_(None))
    ).first()
    return None if row is None else _member(row)


def all_staff(connection: Connection, site_id: int) -> list[StaffMember]:
    """Everybody who works at the site's desk now."""
    rows = connection.execute(
        select(staff)
        .where(staff.c.site_id == site_id, staff.c.removed_at.is_(None))
        .order_by(staff.c.id)
    )
    return [_member(row) for row in rows]


def staff_names(connection: Connection, site_id: int) -> dict[int, str]:
    """The names of all who ever worked at the site's desk, for the log, by their numbers."""
    rows = connection.execute(select(staff.c.id, staff.c.name).where(staff.c.site_id == site_id))
    return {row.id: row.name for row in rows}


def staff_addresses(connection: Connection, site_id: int) -> dict[int, str]:
    """The addresses of the same, as the log has them where there is no number."""
    rows = connection.execute(select(staff.c.id, staff.c.email).where(staff.c.site_id == site_id))
    return {row.id: row.email for row in rows}


def signed_names(connection: Connection, site_id: int) -> dict[str, str]:
    """The names of the same by their addresses, with which they sign what they do."""
    rows = connection.execute(
        select(staff.c.email, staff.c.name).where(staff.c.site_id == site_id).order_by(staff.c.id)
    )
    return {row.email: row.name for row in rows}


def key_names(connection: Connection, site_id: int) -> dict[int, str]:
    """What each key that was ever made for a site is called."""
    rows = connection.execute(select(keys.c.id, keys.c.name).where(keys.c.site_id == site_id))
    return {row.id: row.name for row in rows}


def key_of(connection: Connection, token: str) -> Key | None:
    """The key that this token is, of whichever site, if it was not revoked."""
    row = connection.execute(
        select(keys.c.id, keys.c.site_id, keys.c.name, keys.c.scopes).where(
            keys.c.token_hash == hash_token(token), keys.c.revoked_at.is_(None)
        )
    ).first()
    return None if row is None else Key(row.id, row.site_id, row.name, _scopes(row.scopes))


def key_by_id(connection: Connection, site_id: int, key_id: int) -> Key | None:
    """The key with this number, if it opens anything now."""
    row = connection.execute(
        select(keys.c.id, keys.c.site_id, keys.c.name, keys.c.scopes).where(
            keys.c.id == key_id, keys.c.site_id == site_id, keys.c.revoked_at.is_(None)
        )
    ).first()
    return None if row is None else Key(row.id, row.site_id, row.name, _scopes(row.scopes))


def all_keys(connection: Connection, site_id: int) -> list[ListedKey]:
    """Every key that was made for the site, oldest first; none can be told from what is kept."""
    used = select(func.max(key_uses.c.day)).where(key_uses.c.key_id == keys.c.id).scalar_subquery()
    rows = connection.execute(
        select(keys, used.label("last_used")).where(keys.c.site_id == site_id).order_by(keys.c.id)
    )
    return [
        ListedKey(
            row.id, row.name, _scopes(row.scopes), row.created_at, row.revoked_at, row.last_used
        )
        for row in rows
    ]


def uses_of(connection: Connection, key_id: int, face: str, *, since: date) -> int:
    """How many calls a key made through one face since the beginning of that day (UTC)."""
    total = select(func.coalesce(func.sum(key_uses.c.calls), 0)).where(
        key_uses.c.key_id == key_id, key_uses.c.face == face, key_uses.c.day >= since
    )
    return int(connection.execute(total).scalar_one())


def _put_policy(row: Row[Any]) -> PutPolicy:
    return PutPolicy(row.version, row.source, row.put_by, row.put_at, row.id, row.reason or "")


def _scopes(kept: str) -> frozenset[Scope]:
    return frozenset(map(Scope, kept.split()))


def _site(row: Row[Any]) -> Site:
    return Site(
        id=row.id,
        key=row.key,
        name=row.name,
        tagline=row.tagline,
        language=row.language,
        time_zone=row.time_zone,
        base_url=row.base_url,
        accent=row.accent,
        origins=tuple(row.origins),
        passkeys_required=row.passkeys_required,
    )


def _member(row: Row[Any]) -> StaffMember:
    return StaffMember(
        id=row.id,
        site_id=row.site_id,
        email=row.email,
        name=row.name,
        role=Role(row.role),
        sections=frozenset(row.sections.splitlines()),
    )
