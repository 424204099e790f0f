"""The checks by URL that a site has now."""

from sqlalchemy import Connection, select

from rejoinder.moderation.outside_check import OutsideCheck
from rejoinder.moderation.tables import outside_checks
from rejoinder.outbound.signing import SigningSecrets


def checks_of(connection: Connection, site_id: int) -> tuple[OutsideCheck, ...]:
    """Oldest first."""
    rows = connection.execute(
        select(outside_checks)
        .where(outside_checks.c.site_id == site_id)
        .order_by(outside_checks.c.id)
    )
    return tuple(
        OutsideCheck(
            row.id,
            row.name,
            row.url,
            row.timeout_ms,
            SigningSecrets(row.secret, row.old_secret, row.old_secret_until),
        )
        for row in rows
    )
