"""Many rows at once: by `executemany` on SQLite, by COPY on PostgreSQL."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from sqlalchemy import JSON, Connection, Dialect, Table, func, select, text
from sqlalchemy.dialects import postgresql, sqlite

from rejoinder.storage.schema import Moment

Row = Sequence[Any]
Binder = Callable[[Any], Any] | None


@dataclass(slots=True)
class BulkInsert:
    """Rows of one table, which give values to the same columns."""

    table: Table
    columns: tuple[str, ...]
    _binders: dict[str, list[tuple[int, Callable[[Any], Any]]]] = field(default_factory=dict)

    def run(self, connection: Connection, rows: Iterable[Row]) -> None:
        """Adds the rows, all or none."""
        bound = self._bound(connection.dialect, rows)
        driver: Any = connection.connection.driver_connection
        names = ", ".join(self.columns)
        if connection.dialect.name == "sqlite":
            places = ", ".join("?" * len(self.columns))
            driver.executemany(
                f"INSERT INTO {self.table.name} ({names}) VALUES ({places})",  # noqa: S608 - ours
                bound,
            )
            return
        with (
            driver.cursor() as cursor,
            cursor.copy(f"COPY {self.table.name} ({names}) FROM STDIN") as copy,
        ):
            for row in bound:
                copy.write_row(row)

    def _bound(self, dialect: Dialect, rows: Iterable[Row]) -> Iterable[Row]:
        binders = self._binders.get(dialect.name)
        if binders is None:
            binders = self._binders[dialect.name] = list(self._make_binders(dialect))
        for row in rows:
            cells = list(row)
            for index, bind in binders:
                cells[index] = bind(cells[index])
            yield cells

    def _make_binders(self, dialect: Dialect) -> Iterable[tuple[int, Callable[[Any], Any]]]:
        # COPY takes JSON as text, as SQLite does; the driver's own wrapper is for parameters.
        kinds: dict[str, Any] = {"sqlite": sqlite.dialect, "postgresql": postgresql.dialect}
        writer = kinds[dialect.name]()
        for index, name in enumerate(self.columns):
            kind = self.table.c[name].type
            bind: Binder = kind.dialect_impl(writer).bind_processor(writer)
            if isinstance(kind, Moment) and bind is not None:
                # Most rows of a batch share moments with others, and with those of other tables.
                bind = lru_cache(maxsize=4096)(bind)
            if isinstance(kind, JSON) and bind is not None:
                bind = _nothing_stays(bind)
            if bind is not None:
                yield index, bind


def _nothing_stays(bind: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Keeps None what it is: `null` in JSON is something else than nothing."""
    return lambda value: None if value is None else bind(value)


def new_ids(connection: Connection, table: Table, count: int) -> range | list[int]:
    """Numbers for rows that are inserted in this same transaction, rising.

    On SQLite, whose writers take turns, they are those that follow the last.
    """
    if connection.dialect.name == "sqlite":
        last = connection.execute(select(func.max(table.c.id))).scalar() or 0
        return range(last + 1, last + 1 + count)
    taken = text(
        "SELECT nextval(pg_get_serial_sequence(:table, 'id')) FROM generate_series(1, :count)"
    )
    rows = connection.execute(taken, {"table": table.name, "count": count}).scalars()
    return sorted(int(each) for each in rows)
