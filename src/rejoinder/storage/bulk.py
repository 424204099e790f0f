"""Many rows at once: by `executemany` on SQLite, by COPY on PostgreSQL."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain, islice
from typing import Any

from sqlalchemy import (
    ARRAY,
    JSON,
    Column,
    Connection,
    Dialect,
    Select,
    String,
    Table,
    func,
    literal,
    select,
    text,
    true,
)
from sqlalchemy.dialects import postgresql, sqlite

from rejoinder.storage.copying import write_rows
from rejoinder.storage.schema import Moment

Row = Sequence[Any]
Binder = Callable[[Any], Any] | None
# Rows of a statement on SQLite: of twenty columns that is a third of the values that one may have.
_A_STRETCH = 500


@dataclass(slots=True)
class BulkInsert:
    """Rows of one table, which give values to the same columns."""

    table: Table
    columns: tuple[str, ...]
    as_text: tuple[str, ...] = ()
    """Those of them whose values come as SQLite keeps them: JSON, and moments by `moment_text`."""
    _binders: dict[str, list[tuple[int, Callable[[Any], Any]]]] = field(default_factory=dict)

    def run(self, connection: Connection, rows: Iterable[Row]) -> None:
        """Adds the rows, all or none."""
        bound = self._bound(connection.dialect, rows)
        driver: Any = connection.connection.driver_connection
        names = ", ".join(self.columns)
        if connection.dialect.name == "sqlite":
            _insert_in_stretches(driver, f"{self.table.name} ({names})", len(self.columns), bound)
            return
        if self.as_text and driver.info.parameter_status("TimeZone") != "UTC":
            # So each moment need not say that it is in UTC.
            driver.execute("SET LOCAL TIME ZONE 'UTC'")
        with (
            driver.cursor() as cursor,
            cursor.copy(f"COPY {self.table.name} ({names}) FROM STDIN") as copy,
        ):
            write_rows(copy, bound)

    def _bound(self, dialect: Dialect, rows: Iterable[Row]) -> Iterable[Row]:
        binders = self._binders.get(dialect.name)
        if binders is None:
            binders = self._binders[dialect.name] = list(self._make_binders(dialect))
        return _bind(rows, binders) if binders else rows

    def _make_binders(self, dialect: Dialect) -> Iterable[tuple[int, Callable[[Any], Any]]]:
        # COPY takes JSON as text, as SQLite does; the driver's own wrapper is for parameters.
        kinds: dict[str, Any] = {"sqlite": sqlite.dialect, "postgresql": postgresql.dialect}
        writer = kinds[dialect.name]()
        for index, name in enumerate(self.columns):
            kind = self.table.c[name].type
            bind: Binder = kind.dialect_impl(writer).bind_processor(writer)
            if name in self.as_text:
                bind = None
            elif isinstance(kind, Moment) and bind is not None:
                # Most rows of a batch share moments with others, and with those of other tables.
                bind = lru_cache(maxsize=4096)(bind)
            elif isinstance(kind, JSON) and bind is not None:
                bind = _nothing_stays(bind)
            if bind is not None:
                yield index, bind


def _insert_in_stretches(driver: Any, into: str, width: int, rows: Iterable[Row]) -> None:
    """Some hundred rows a statement, so long as there are as many; then fewer.

    Of a table with triggers SQLite copies, for each statement, every page that it changes, to take
    back what a later row forbids: a row a statement it took longer to copy them than to write.
    """
    waiting = iter(rows)
    for size in (_A_STRETCH, _A_STRETCH // 10, 1):
        places = ", ".join([f"({', '.join('?' * width)})"] * size)
        statement = f"INSERT INTO {into} VALUES {places}"  # noqa: S608 - ours
        while len(rest := list(islice(waiting, size))) == size:
            driver.execute(statement, list(chain.from_iterable(rest)))
        waiting = iter(rest)


def _bind(
    rows: Iterable[Row], binders: Sequence[tuple[int, Callable[[Any], Any]]]
) -> Iterable[Row]:
    for row in rows:
        cells = list(row)
        for index, bind in binders:
            cells[index] = bind(cells[index])
        yield cells


def _nothing_stays(bind: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Keeps None what it is: `null` in JSON is something else than nothing."""
    return lambda value: None if value is None else bind(value)


def each_of(
    connection: Connection, found: Select[Any], column: Column[Any], values: Sequence[str]
) -> Select[Any]:
    """Those of `found` whose column is one of these values; no two of them have the same.

    The values are one parameter, however many they are.
    PostgreSQL looks for one after the other: of a table that is just being filled it knows nothing,
    and would rather read all that is in it, each time again.
    """
    if connection.dialect.name == "sqlite":
        told = func.json_each(json.dumps(values)).table_valued("value")
        return found.where(column.in_(select(told.c.value)))
    array = literal(list(values), ARRAY(String))
    asked = func.unnest(array).table_valued("value").render_derived()
    one = found.where(column == asked.c.value).limit(1).lateral()
    return select(one).select_from(asked.join(one, true()))


def new_ids(connection: Connection, table: Table, count: int) -> range | list[int]:
    """Numbers for rows that are inserted in this same transaction, rising.

    On SQLite, whose writers take turns, they are those that follow the last.
    """
    if connection.dialect.name == "sqlite":
        last = connection.execute(select(func.max(table.c.id))).scalar() or 0
        return range(last + 1, last + 1 + count)
    # Which sequence it is, is asked once: for each row that took four fifths of the time.
    taken = text(
        "WITH its AS MATERIALIZED (SELECT pg_get_serial_sequence(:table, 'id')::regclass AS name)"
        " SELECT nextval(its.name) FROM its, generate_series(1, :count)"
    )
    rows = connection.execute(taken, {"table": table.name, "count": count}).scalars()
    return sorted(int(each) for each in rows)
