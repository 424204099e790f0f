"""The table of what came from where: by it nothing comes twice, and an import goes on."""

from collections.abc import Iterable

from sqlalchemy import Column, Connection, ForeignKey, String, Table

from rejoinder.storage import BulkInsert, Id, metadata

import_sources = Table(
    "import_sources",
    metadata,
    Column("site_id", Id, ForeignKey("sites.id"), primary_key=True, autoincrement=False),
    # Which system, or which of two of the same kind: see `--from`.
    Column("source", String(40), primary_key=True),
    # `article`, `author` or `comment`.
    Column("kind", String(10), primary_key=True),
    # There; of a long one, and of what holds an address, a hash.
    Column("source_id", String(200), primary_key=True),
    # Here.
    Column("target_id", Id, nullable=False),
    sqlite_with_rowid=False,
)

_INSERT = BulkInsert(import_sources, ("site_id", "source", "kind", "source_id", "target_id"))


def insert_sources(
    connection: Connection, site_id: int, source: str, kind: str, pairs: Iterable[tuple[str, int]]
) -> None:
    """Keeps which row here came from which there."""
    _INSERT.run(connection, ((site_id, source, kind, there, here) for there, here in pairs))
