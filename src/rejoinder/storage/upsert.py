"""An INSERT that says what is done where the row is there already."""

from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def upsert(connection: Connection, table: Table) -> Any:
    """Begins one in the dialect of the store: it takes `on_conflict_do_update` or `…_nothing`.

    Both dialects have the same methods, but share no type that names them.
    """
    return (sqlite if connection.dialect.name == "sqlite" else postgresql).insert(table)
