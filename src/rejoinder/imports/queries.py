"""Reading what came from where."""

from collections.abc import Sequence

from sqlalchemy import Connection, select

from rejoinder.imports.tables import import_sources
from rejoinder.storage import each_of


def targets(
    connection: Connection, site_id: int, source: str, kind: str, ids: Sequence[str]
) -> dict[str, int]:
    """Which rows here came from these; what has not come is left out."""
    if not ids:
        return {}
    known = select(import_sources.c.source_id, import_sources.c.target_id).where(
        import_sources.c.site_id == site_id,
        import_sources.c.source == source,
        import_sources.c.kind == kind,
    )
    rows = connection.execute(each_of(connection, known, import_sources.c.source_id, ids))
    return {row.source_id: row.target_id for row in rows}


def came_before(connection: Connection, site_id: int, source: str) -> bool:
    """Whether anything has come from there."""
    row = connection.execute(
        select(import_sources.c.target_id)
        .where(import_sources.c.site_id == site_id, import_sources.c.source == source)
        .limit(1)
    ).first()
    return row is not None
