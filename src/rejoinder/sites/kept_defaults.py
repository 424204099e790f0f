"""Finding the default policies of our versions, by which sites that put none were decided."""

from datetime import datetime

from sqlalchemy import Connection, select

from rejoinder.sites.tables import default_policies


def is_kept_default(connection: Connection, version: str) -> bool:
    """Whether the store has the text of this default policy."""
    kept = select(default_policies.c.version).where(default_policies.c.version == version)
    return connection.execute(kept).first() is not None


def kept_defaults(connection: Connection) -> dict[str, str]:
    """The texts of the default policies by which sites of this store were decided, by version."""
    rows = connection.execute(select(default_policies.c.version, default_policies.c.source))
    return {row.version: row.source for row in rows}


def default_at(connection: Connection, moment: datetime) -> str | None:
    """The text of the default policy that held at a moment; of before any was kept, the oldest.

    None where none is kept.
    """
    since = default_policies.c.first_used_at
    kept = select(default_policies.c.source).limit(1)
    by_then = kept.where(since <= moment).order_by(since.desc())
    found: str | None = connection.execute(by_then).scalar()
    return connection.execute(kept.order_by(since)).scalar() if found is None else found
