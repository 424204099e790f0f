"""Statements that every post executes: compiled once, and given to the driver as they are.

SQLAlchemy builds and looks up a statement, its parameters and its result anew at each execution,
which costs five times what SQLite needs to answer. `Prepared` keeps what it made the first time:
the text, how each value is bound, how each column is read. Types and dialects stay SQLAlchemy's.
"""

from collections import namedtuple
from collections.abc import Callable, Mapping, MutableMapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sqlalchemy import Connection, Dialect, Insert, Select, Update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.compiler import SQLCompiler

T = TypeVar("T")
# Rows of which something made is kept; some 20 MB at most.
MADE_LIMIT = 100_000
Converter = Callable[[Any], Any]


@dataclass(slots=True)
class Prepared:
    """One statement, ready for each kind of store."""

    statement: Select[Any] | Insert | Update
    values: tuple[str, ...] = ()
    """The columns that an insert gives values to; other statements name their parameters."""
    _made: dict[str, "_Compiled"] = field(default_factory=dict)

    def all(self, connection: Connection, values: Mapping[str, Any]) -> list[Any]:
        """Every row, its columns as attributes."""
        compiled = self._for(connection.dialect)
        return [compiled.row(raw) for raw in compiled.run(connection, values).fetchall()]

    def raw(self, connection: Connection, values: Mapping[str, Any]) -> list[Any]:
        """Every row as the driver gives it, its columns in their order."""
        rows: list[Any] = self._for(connection.dialect).run(connection, values).fetchall()
        return rows

    def all_made(
        self,
        connection: Connection,
        values: Mapping[str, Any],
        make: Callable[[Any], T],
        made: MutableMapping[Any, T],
    ) -> list[T]:
        """What `make` makes of every row; `made` keeps it by the row as the driver gave it."""
        compiled = self._for(connection.dialect)
        if len(made) > MADE_LIMIT:
            made.clear()
        results = []
        for raw in compiled.run(connection, values).fetchall():
            result = made.get(raw)
            if result is None:
                result = made[raw] = make(compiled.row(raw))
            results.append(result)
        return results

    def first(self, connection: Connection, values: Mapping[str, Any]) -> Any:
        """The first row, or None."""
        compiled = self._for(connection.dialect)
        raw = compiled.run(connection, values).fetchone()
        return None if raw is None else compiled.row(raw)

    def run(self, connection: Connection, values: Mapping[str, Any]) -> None:
        """Executes what answers nothing."""
        self._for(connection.dialect).run(connection, values)

    def run_each(self, connection: Connection, several: Sequence[Mapping[str, Any]]) -> None:
        """Executes it with each of these, in their order; PostgreSQL is waited for once."""
        self._for(connection.dialect).run_each(connection, several)

    def insert(self, connection: Connection, values: Mapping[str, Any]) -> int:
        """Adds a row to a table that numbers its rows, and returns its number."""
        compiled = self._for(connection.dialect)
        cursor = compiled.run(connection, values)
        return int(cursor.fetchone()[0] if compiled.returns else cursor.lastrowid)

    def _for(self, dialect: Dialect) -> "_Compiled":
        made = self._made.get(dialect.name)
        if made is None:
            made = self._made[dialect.name] = _compile(self.statement, self.values, dialect)
        return made


@dataclass(frozen=True, slots=True)
class _Compiled:
    """A statement as one kind of driver takes it."""

    text: str
    binders: tuple[tuple[str, Converter | None], ...]
    """The parameters in their order, each with what makes it fit for the driver."""
    by_name: bool
    """Whether the driver takes them by name."""
    constants: Mapping[str, Any]
    """Parameters that the statement brought along."""
    readers: tuple[tuple[int, Converter], ...]
    """Columns whose values are converted."""
    make: Callable[[Sequence[Any]], Any] | None
    returns: bool

    def run(self, connection: Connection, values: Mapping[str, Any]) -> Any:
        driver: Any = connection.connection.driver_connection
        try:
            return driver.execute(self.text, self._bound(values))
        except connection.dialect.loaded_dbapi.Error as failure:
            raise self._told(connection, failure) from failure

    def run_each(self, connection: Connection, several: Sequence[Mapping[str, Any]]) -> None:
        driver: Any = connection.connection.driver_connection
        try:
            with closing(driver.cursor()) as cursor:
                cursor.executemany(self.text, list(map(self._bound, several)))
        except connection.dialect.loaded_dbapi.Error as failure:
            raise self._told(connection, failure) from failure

    def _told(self, connection: Connection, failure: Exception) -> Exception:
        """As SQLAlchemy says it; without the parameters, in which stands what readers wrote."""
        dialect = connection.dialect
        return DBAPIError.instance(
            self.text,
            None,
            failure,
            dialect.loaded_dbapi.Error,
            hide_parameters=True,
            dialect=dialect,
        )

    def _bound(self, values: Mapping[str, Any]) -> Mapping[str, Any] | Sequence[Any]:
        given = {**self.constants, **values} if self.constants else values
        bound = [
            given[name] if convert is None else convert(given[name])
            for name, convert in self.binders
        ]
        names = (name for name, _ in self.binders)
        return dict(zip(names, bound, strict=True)) if self.by_name else bound

    def row(self, raw: Sequence[Any]) -> Any:
        if self.readers:
            cells = list(raw)
            for index, convert in self.readers:
                cells[index] = convert(cells[index])
            raw = cells
        return raw if self.make is None else self.make(raw)


def _compile(
    statement: Select[Any] | Insert | Update, values: Sequence[str], dialect: Dialect
) -> _Compiled:
    # SQLite's driver knows the number of the row; others are asked for it.
    returns = (
        isinstance(statement, Insert) and dialect.name != "sqlite" and "id" in statement.table.c
    )
    if isinstance(statement, Insert) and returns:
        statement = statement.returning(statement.table.c.id)
    made = statement.compile(dialect=dialect, column_keys=list(values) or None)
    assert isinstance(made, SQLCompiler)  # noqa: S101 - what every statement compiles to
    order = made.binds if made.positiontup is None else made.positiontup
    binders = tuple(
        (name, made.binds[name].type.dialect_impl(dialect).bind_processor(dialect))
        for name in order
    )
    columns = list(statement.selected_columns) if isinstance(statement, Select) else []
    converters = [
        each.type.dialect_impl(dialect).result_processor(dialect, None) for each in columns
    ]
    row_class: Any = namedtuple("Row", [str(each.key) for each in columns]) if columns else None
    return _Compiled(
        text=made.string,
        binders=binders,
        by_name=made.positiontup is None,
        constants={name: bind.value for name, bind in made.binds.items() if not bind.required},
        readers=tuple((n, each) for n, each in enumerate(converters) if each is not None),
        make=None if row_class is None else row_class._make,
        returns=returns,
    )
