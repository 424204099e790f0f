"""The numbers that new rows get, after rows came with numbers of their own."""

from sqlalchemy import Connection, Table, text

_NEXT = text(
    "SELECT setval(pg_get_serial_sequence(:name, 'id'),"
    " GREATEST(nextval(pg_get_serial_sequence(:name, 'id')), :last))"
)


def number_behind(connection: Connection, table: Table, last: int) -> None:
    """Lets the table's next row have a number greater than `last`.

    SQLite numbers behind the greatest that is there by itself.
    """
    if connection.dialect.name != "sqlite":
        connection.execute(_NEXT, {"name": table.name, "last": last})
