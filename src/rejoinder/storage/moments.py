"""Moments as both stores reckon with them: their hour, their day, the seconds between two."""

from typing import Any

from sqlalchemy import Float, String
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction
from sqlalchemy.types import NullType


class hour_of(GenericFunction[str]):  # noqa: N801 - named as SQL's functions are
    """A moment's hour in UTC, as `2026-06-15 12`."""

    type = String()
    inherit_cache = True


class seconds_between(GenericFunction[float]):  # noqa: N801 - as above
    """How long it is from one moment to a later one."""

    type = Float()
    inherit_cache = True


class utc_as_stored(GenericFunction[Any]):  # noqa: N801 - as above
    """A moment in UTC without saying so, as the driver has it: of SQLite a text, else a datetime.

    For many rows of which few are looked at closely: to give each its zone takes longer than to
    read it.
    """

    type = NullType()
    inherit_cache = True


@compiles(hour_of, "sqlite")
def _hour_in_sqlite(element: Any, compiler: Any, **options: Any) -> str:
    # Moments are kept as text there, all written alike, in UTC.
    return f"substr({compiler.process(element.clauses, **options)}, 1, 13)"


@compiles(hour_of, "postgresql")
def _hour_in_postgresql(element: Any, compiler: Any, **options: Any) -> str:
    moment = compiler.process(element.clauses, **options)
    return f"to_char(({moment}) AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24')"


@compiles(seconds_between, "sqlite")
def _seconds_in_sqlite(element: Any, compiler: Any, **options: Any) -> str:
    first, second = (compiler.process(each, **options) for each in element.clauses)
    return f"((julianday({second}) - julianday({first})) * 86400.0)"


@compiles(seconds_between, "postgresql")
def _seconds_in_postgresql(element: Any, compiler: Any, **options: Any) -> str:
    first, second = (compiler.process(each, **options) for each in element.clauses)
    return f"extract(epoch FROM ({second}) - ({first}))"


@compiles(utc_as_stored, "sqlite")
def _utc_in_sqlite(element: Any, compiler: Any, **options: Any) -> str:
    text: str = compiler.process(element.clauses, **options)
    return text


@compiles(utc_as_stored, "postgresql")
def _utc_in_postgresql(element: Any, compiler: Any, **options: Any) -> str:
    return f"({compiler.process(element.clauses, **options)}) AT TIME ZONE 'UTC'"
