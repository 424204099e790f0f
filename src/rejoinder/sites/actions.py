"""Founding a site, putting a policy in force, inviting staff, cutting keys."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import Connection, insert, update

from rejoinder.colour import HEX_COLOUR, LEAST_CONTRAST, contrast
from rejoinder.errors import Invalid, N_, NotFound
from rejoinder.secret_tokens import hash_token, new_short_token, new_token
from rejoinder.sites import queries
from rejoinder.sites.addresses import check_address, origin_of
from rejoinder.sites.model import (
    LONGEST_KEY_NAME,
    LONGEST_SECTION,
    ListedKey,
    NewKey,
    NewSite,
    NewStaff,
    PutReason,
    Role,
    Scope,
    Site,
    StaffMember,
    policy_version,
)
from rejoinder.sites.tables import default_policies, hosts, key_uses, keys, policies, sites, staff
from rejoinder.storage import (
    COMMAND_LINE,
    AuditEntry,
    AuditKind,
    audit_log,
    lock_until_commit,
    upsert,
)


def create_site(connection: Connection, new: NewSite, *, now: datetime) -> Site:
    """Makes a site.

    Raises:
        Invalid: its time zone or its colour is not one.
    """
    _check(new)
    site_id = connection.execute(
        insert(sites)
        .values(
            key=new.key,
            name=new.name,
            tagline=new.tagline,
            language=new.language,
            time_zone=new.time_zone,
            base_url=new.base_url.rstrip("/"),
            accent=new.accent,
            origins=list(new.origins),
            passkeys_required=new.passkeys_required,
            created_at=now,
        )
        .returning(sites.c.id)
    ).scalar_one()
    for host in new.hosts:
        connection.execute(insert(hosts).values(host=host, site_id=site_id))
    return queries.by_id(connection, site_id)


def set_base_url(connection: Connection, site: Site, base_url: str) -> None:
    """Tells a site the address at which it is now reached.

    Raises:
        Invalid: it is none, or names a path.
    """
    check_address(base_url)
    connection.execute(
        update(sites).where(sites.c.id == site.id).values(base_url=base_url.rstrip("/"))
    )


def set_origins(connection: Connection, site: Site, origins: Iterable[str]) -> tuple[str, ...]:
    """Tells a site on which web origins its own pages stand, and returns them as they are kept.

    Raises:
        Invalid: one is no origin: a scheme, a host and a port, as browsers write it (RFC 6454).
    """
    kept = tuple(dict.fromkeys(origin_of(each) for each in origins))
    connection.execute(update(sites).where(sites.c.id == site.id).values(origins=list(kept)))
    return kept


def put_policy(
    connection: Connection,
    site: Site,
    source: str,
    *,
    put_by: str,
    now: datetime,
    why: PutReason | None = None,
) -> str:
    """Puts an already validated policy in force and returns its version."""
    version = policy_version(source)
    in_force = queries.policy_in_force(connection, site.id)
    if in_force is None or in_force.version != version:
        connection.execute(
            insert(policies).values(
                site_id=site.id,
                version=version,
                source=source,
                put_by=put_by,
                put_at=now,
                reason=why.words or None if why else None,
                replaces=in_force.version if in_force else None,
                sections=list(why.sections) or None if why else None,
            )
        )
    return version


def keep_default_policy(connection: Connection, source: str, *, now: datetime) -> None:
    """Keeps the text of a default policy by its version, if it is not kept yet.

    Several processes may do so at once: the first has written it.
    """
    row = {"version": policy_version(source), "source": source, "first_used_at": now}
    statement = upsert(connection, default_policies).values(row)
    connection.execute(statement.on_conflict_do_nothing())


def lock_staff(connection: Connection, site_id: int) -> None:
    """One after the other says who works at a site's desk, from before it is looked at."""
    lock_until_commit(connection, f"staff of {site_id}")


def invite(
    connection: Connection, site: Site, new: NewStaff, *, now: datetime, by: str = COMMAND_LINE
) -> StaffMember:
    """Makes somebody staff, or changes the role, the sections and the name of one who is.

    `by` is who does it, as the audit log names them.

    Raises:
        Invalid: a section is none, or the role is one for all sections.
    """
    lock_staff(connection, site.id)
    present = queries.staff_member(connection, site.id, new.email)
    told, kept = _facts(new), {"role": new.role.value, "name": new.name}
    kept |= {"sections": "\n".join(_sections(new))}
    if present is None:
        connection.execute(
            insert(staff).values(site_id=site.id, email=new.email, invited_at=now, **kept)
        )
    else:
        connection.execute(update(staff).where(staff.c.id == present.id).values(**kept))
    member = queries.staff_member(connection, site.id, new.email)
    if member is None:
        raise Invalid(N_("The invitation could not be kept."))
    kind = AuditKind.STAFF_INVITED if present is None else AuditKind.STAFF_CHANGED
    was = {} if present is None else {"was": _facts(present)}
    audit_log.put(connection, AuditEntry(site.id, kind, new.email, by, now, {**was, **told}))
    return member


def _facts(who: NewStaff | StaffMember) -> dict[str, Any]:
    """What the audit log tells of somebody."""
    facts: dict[str, Any] = {"role": who.role.value, "name": who.name}
    return {**facts, "sections": sorted(who.sections)} if who.sections else facts


def _sections(new: NewStaff) -> list[str]:
    sections = sorted({" ".join(each.split()) for each in new.sections} - {""})
    if new.sections and new.role in {Role.OBSERVER, Role.ADMINISTRATOR}:
        raise Invalid(
            N_("Sections are for moderators and editors: the others look after all of them."),
            code="bad-section",
        )
    if any(len(each) > LONGEST_SECTION or not each.isprintable() for each in sections):
        raise Invalid(N_("That cannot be the name of a section."), code="bad-section")
    return sections


def remove(
    connection: Connection, member: StaffMember, *, now: datetime, by: str = COMMAND_LINE
) -> None:
    """Takes somebody off the staff; what they decided stays in their name."""
    removed = connection.execute(
        update(staff)
        .where(staff.c.id == member.id, staff.c.removed_at.is_(None))
        .values(removed_at=now)
    )
    if removed.rowcount:
        kind, facts = AuditKind.STAFF_REMOVED, {"role": member.role.value, "name": member.name}
        entry = AuditEntry(member.site_id, kind, member.email, by, now, facts)
        audit_log.put(connection, entry)


def create_key(
    connection: Connection, site: Site, new: NewKey, *, now: datetime, by: str = COMMAND_LINE
) -> str:
    """Makes an API key and returns it: the only time that it can be seen.

    `by` is who makes it, as the audit log names them.

    Raises:
        Invalid: it would open nothing, or its name is none.
    """
    if not new.name.strip() or len(new.name) > LONGEST_KEY_NAME or not new.name.isprintable():
        raise Invalid(
            N_("Please name the key, in at most %(most)s characters."), most=LONGEST_KEY_NAME
        )
    if not new.scopes:
        raise Invalid(N_("A key opens one of these at least: %(scopes)s."), scopes=", ".join(Scope))
    token = new_key(short=new.short)
    scopes = " ".join(scope for scope in Scope if scope in new.scopes)
    connection.execute(
        insert(keys).values(
            site_id=site.id,
            name=new.name,
            scopes=scopes,
            token_hash=hash_token(token),
            created_at=now,
        )
    )
    made = AuditEntry(site.id, AuditKind.KEY_MADE, new.name, by, now, {"scopes": scopes})
    audit_log.put(connection, made)
    return token


def revoke_key(
    connection: Connection, site: Site, which: str, *, now: datetime, by: str = COMMAND_LINE
) -> ListedKey:
    """Lets a key open nothing from now on; `which` is its number or its name.

    A number is looked for first, in case that another key is called so.

    Raises:
        NotFound: the site has no such key that still opens anything.
        Invalid: several have that name.
    """
    open_keys = [each for each in queries.all_keys(connection, site.id) if not each.revoked_at]
    numbered = [each for each in open_keys if which == str(each.id)]
    named = numbered or [each for each in open_keys if which == each.name]
    if not named:
        raise NotFound(N_("There is no open key “%(which)s”."), code="unknown-key", which=which)
    if len(named) > 1:
        raise Invalid(
            N_("Several keys are called “%(which)s”: give the number of one."), which=which
        )
    (key,) = named
    connection.execute(update(keys).where(keys.c.id == key.id).values(revoked_at=now))
    revoked = AuditEntry(site.id, AuditKind.KEY_REVOKED, key.name, by, now, {"key_id": key.id})
    audit_log.put(connection, revoked)
    return replace(key, revoked_at=now)


def new_key(*, short: bool = False) -> str:
    """A key that nobody has yet; `short` as in `NewKey`."""
    return new_short_token() if short else f"rj_{new_token()}"


def count_uses(connection: Connection, calls: Mapping[tuple[int, date, str], int]) -> None:
    """Adds to the calls that keys made: how many, by the key's number, the day and the face."""
    # In one order, and each in a single statement: other processes add to the same counts.
    for (key_id, day, face), number in sorted(calls.items()):
        added = upsert(connection, key_uses)
        connection.execute(
            added.values(key_id=key_id, day=day, face=face, calls=number).on_conflict_do_update(
                index_elements=[key_uses.c.key_id, key_uses.c.day, key_uses.c.face],
                set_={"calls": key_uses.c.calls + added.excluded.calls},
            )
        )


def _check(new: NewSite) -> None:
    check_address(new.base_url)
    try:
        ZoneInfo(new.time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        raise Invalid(N_("“%(name)s” is not a time zone."), name=new.time_zone) from None
    if not HEX_COLOUR.fullmatch(new.accent):
        raise Invalid(N_("The accent colour must be written #rrggbb, in small letters."))
    if contrast(new.accent) < LEAST_CONTRAST:
        raise Invalid(N_("That accent colour is too light to be read on the page."))
