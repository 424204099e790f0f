"""Adding ways to sign on, and knowing somebody by an account elsewhere."""

import re
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Connection, Row, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from rejoinder.errors import Invalid, N_
from rejoinder.readers import queries as reader_queries
from rejoinder.readers.actions import at_proved_address, end_sessions_by
from rejoinder.readers.model import Reader, placeholder_of
from rejoinder.secret_tokens import hash_token
from rejoinder.sign_on import queries
from rejoinder.sign_on.model import (
    LONGEST_ISSUER,
    SETTINGS,
    Claimed,
    Settings,
    TokenRefused,
    TokenSettings,
    Used,
    Way,
)
from rejoinder.sign_on.subscriptions import STANDS_FOR
from rejoinder.sign_on.tables import reader_identities, sign_on_ways, used_tokens
from rejoinder.storage import lock_until_commit

# A session that a token began. A publisher's page hands a new one in with each visit, so that
# whoever signs out there is soon signed out here.
SIGNED_ON_FOR = timedelta(days=1)
MOST_WAYS = 20
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,58}")


class Recognised(NamedTuple):
    """Somebody known by an account elsewhere."""

    reader: Reader
    wants_name: str
    """What that account calls them, where that is new to us; empty where it is not."""


def add_way(
    connection: Connection,
    site_id: int,
    *,
    name: str,
    label: str,
    settings: Settings,
    now: datetime,
) -> Way:
    """Adds a way to sign on to a site.

    Raises:
        Invalid: its name or its label is none, or taken, or the site has too many.
    """
    if not _NAME.fullmatch(name) or not 0 < len(label) <= 120:
        raise Invalid(
            N_("Call it by small letters, figures and hyphens; its label has 120 characters.")
        )
    lock_until_commit(connection, f"ways of {site_id}")
    if len(queries.ways_of(connection, site_id)) >= MOST_WAYS:
        raise Invalid(N_("A site has at most %(most)s ways to sign on."), most=MOST_WAYS)
    if isinstance(settings, TokenSettings) and len(settings.issuer) > LONGEST_ISSUER:
        raise Invalid(N_("An issuer has at most %(most)s characters."), most=LONGEST_ISSUER)
    kind = next(kind for kind, each in SETTINGS.items() if isinstance(settings, each))
    values = {"site_id": site_id, "kind": kind.value, "name": name, "label": label}
    try:
        connection.execute(
            insert(sign_on_ways).values(
                **values, settings=msgspec.to_builtins(settings), made_at=now
            )
        )
    except IntegrityError:
        raise Invalid(N_("There is a way to sign on called “%(name)s”."), name=name) from None
    return queries.way_called(connection, site_id, name)


def change_way(connection: Connection, way: Way, settings: Settings) -> None:
    """Puts other settings in force, such as one secret more."""
    connection.execute(
        update(sign_on_ways)
        .where(sign_on_ways.c.id == way.id)
        .values(settings=msgspec.to_builtins(settings))
    )


def remove_way(connection: Connection, way: Way, *, now: datetime) -> None:
    """Lets nobody sign on that way any more; its secrets are forgotten, its readers are not.

    Whoever came that way signs in anew, and no subscription of theirs counts any more.
    """
    connection.execute(
        update(sign_on_ways).where(sign_on_ways.c.id == way.id).values(removed_at=now, settings={})
    )
    table = reader_identities.c
    by_it = (table.site_id == way.site_id) & (table.issuer == way.issuer)
    connection.execute(update(reader_identities).where(by_it).values(subscribes_until=None))
    end_sessions_by(connection, select(table.reader_id).where(by_it))


def recognise(
    connection: Connection, site_id: int, claimed: Claimed, *, now: datetime
) -> Recognised:
    """The reader whom an account elsewhere is known as; the first time they become one.

    They are known by the issuer and the subject. A proved address joins them with the reader of
    that address, and only the first time; an address that is not proved never does.
    """
    lock_until_commit(connection, f"identity {site_id} {placeholder_of(*claimed[:2])}")
    table = reader_identities.c
    row = connection.execute(
        select(reader_identities).where(
            table.site_id == site_id,
            table.issuer == claimed.issuer,
            table.subject == claimed.subject,
        )
    ).first()
    if row is not None:
        return _known(connection, row, claimed, now=now)
    proved = claimed.email if claimed.email_verified else None
    address = proved or placeholder_of(claimed.issuer, claimed.subject)
    reader = at_proved_address(connection, site_id, address, now=now)
    connection.execute(
        insert(reader_identities).values(
            site_id=site_id,
            issuer=claimed.issuer,
            subject=claimed.subject,
            reader_id=reader.id,
            email=claimed.email or "",
            name=(claimed.name or "")[:200],
            issued_at=claimed.issued_at,
            created_at=now,
            subscribes_until=_until(claimed, now),
        )
    )
    return Recognised(reader, "" if reader.name else claimed.name or "")


def use_once(connection: Connection, site_id: int, used: Used) -> None:
    """Remembers a token, so that it opens nothing a second time.

    Raises:
        TokenRefused: it was used already.
    """
    token_hash = hash_token(f"{used.issuer}\n{used.token_id}")
    values = {"site_id": site_id, "token_hash": token_hash, "until": used.until}
    try:
        connection.execute(insert(used_tokens).values(**values))
    except IntegrityError:
        raise TokenRefused(
            N_("This token was used already. Please sign in again."), code="token-replayed"
        ) from None


def forget_old_sign_ons(connection: Connection, *, now: datetime) -> None:
    """Throws away what opens nothing any more."""
    connection.execute(delete(used_tokens).where(used_tokens.c.until <= now))


def _until(claimed: Claimed, now: datetime) -> datetime | None:
    return now + STANDS_FOR if claimed.subscribes else None


def _known(connection: Connection, row: Row[Any], claimed: Claimed, *, now: datetime) -> Recognised:
    """Takes over what is newer than what was told before; what is not told stays as it was.

    Only of a subscription nothing said means none: it may have ended.
    """
    reader = reader_queries.by_id(connection, row.reader_id)
    newer = claimed.issued_at is None or row.issued_at is None or claimed.issued_at > row.issued_at
    if not newer:
        return Recognised(reader, "" if reader.name else row.name)
    told: dict[str, object] = {
        "issued_at": claimed.issued_at or row.issued_at,
        "subscribes_until": _until(claimed, now),
    }
    if claimed.email is not None:
        told["email"] = claimed.email
    if claimed.name is not None:
        told["name"] = claimed.name[:200]
    connection.execute(
        update(reader_identities).where(reader_identities.c.id == row.id).values(**told)
    )
    renamed = claimed.name is not None and claimed.name[:200] != row.name
    name = claimed.name or row.name
    return Recognised(reader, name if renamed or not reader.name else "")
