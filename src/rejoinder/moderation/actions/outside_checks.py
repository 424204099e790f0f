"""A site adds a check by URL, gives it another secret, or does without it again."""

from datetime import datetime

import httpx
from sqlalchemy import Connection, delete, insert, update

from rejoinder.errors import Invalid, N_, NotFound
from rejoinder.moderation.checks_in_force import checks_of
from rejoinder.moderation.outside_check import LONGEST_NAME, MOST_CHECKS, TIMEOUTS, OutsideCheck
from rejoinder.moderation.tables import outside_checks
from rejoinder.outbound.addresses import OutboundError, checked_url
from rejoinder.settings import HostPorts
from rejoinder.sites.model import Site
from rejoinder.storage import lock_until_commit
from rejoinder.text import TooLong
from rejoinder.text.tidying import tidy_line


def add_check(
    connection: Connection, site: Site, wanted: OutsideCheck, *, inside: HostPorts, now: datetime
) -> OutsideCheck:
    """From now on the check is asked about every comment; `wanted` has no number yet.

    Raises:
        Invalid: a name, an address or a time-out that cannot be used, or one check too many.
    """
    lock_until_commit(connection, f"checks of {site.id}")
    checks = checks_of(connection, site.id)
    name = _checked_name(wanted.name)
    if any(check.name == name for check in checks):
        raise Invalid(N_("There is a check of this name already."))
    if len(checks) >= MOST_CHECKS:
        raise Invalid(N_("A site has at most %(most)s checks."), most=MOST_CHECKS)
    if wanted.timeout_ms not in TIMEOUTS:
        raise Invalid(
            N_("A time-out is from %(least)s to %(most)s milliseconds."),
            least=TIMEOUTS[0],
            most=TIMEOUTS[-1],
        )
    url = checked_endpoint(wanted.url, inside)
    values = {"name": name, "url": str(url), "timeout_ms": wanted.timeout_ms}
    secret = wanted.secrets.current
    connection.execute(
        insert(outside_checks).values(**values, site_id=site.id, secret=secret, made_at=now)
    )
    return _named(connection, site, name)


def remove_check(connection: Connection, site: Site, name: str) -> None:
    """Nobody asks it any more.

    Raises:
        NotFound: the site has no such check.
    """
    check = _named(connection, site, name)
    connection.execute(delete(outside_checks).where(outside_checks.c.id == check.id))


def rotate_secret(connection: Connection, site: Site, name: str, *, now: datetime) -> OutsideCheck:
    """Gives it a new secret; the old one signs beside it for a while.

    Raises:
        NotFound: the site has no such check.
    """
    check = _named(connection, site, name)
    secrets = check.secrets.rotated(now)
    connection.execute(
        update(outside_checks)
        .where(outside_checks.c.id == check.id)
        .values(
            secret=secrets.current,
            old_secret=secrets.previous,
            old_secret_until=secrets.previous_until,
        )
    )
    return _named(connection, site, name)


def check_named(connection: Connection, site: Site, name: str) -> OutsideCheck:
    """One check of a site.

    Raises:
        NotFound: the site has no such check.
    """
    return _named(connection, site, name)


def _named(connection: Connection, site: Site, name: str) -> OutsideCheck:
    for check in checks_of(connection, site.id):
        if check.name == name:
            return check
    raise NotFound(N_("There is no check of this name."))


def _checked_name(name: str) -> str:
    try:
        line = tidy_line(name, LONGEST_NAME)
    except TooLong:
        line = ""
    if not line:
        raise Invalid(N_("A name has 1 to %(most)s characters."), most=LONGEST_NAME)
    return line


def checked_endpoint(url: str, inside: HostPorts) -> httpx.URL:
    """An address to which we shall send what happens here.

    Raises:
        Invalid: it may not be gone to; the message says why.
    """
    try:
        return checked_url(url, inside=inside)
    except OutboundError as problem:
        raise Invalid(
            N_("We cannot send anything to this address: %(problem)s."), problem=str(problem)
        ) from None
