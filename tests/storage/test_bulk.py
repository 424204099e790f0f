"""Many rows at once stand as one by one: each of them, and all or none."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, Text, func, select
from sqlalchemy.dialects import postgresql

from rejoinder.readership.tables import salts
from rejoinder.storage import BulkInsert, Database, Moment, each_of, moment_text

SALTS = BulkInsert(salts, ("day", "salt"))


@pytest.mark.parametrize("size", [0, 1, 49, 50, 499, 500, 1061])
def test_each_row_stands_as_it_was_given(database: Database, size: int) -> None:
    rows = [(f"{number:010}", str(number).encode()) for number in range(size)]
    with database.writing() as connection:
        SALTS.run(connection, iter(rows))
    with database.reading() as connection:
        stored = connection.execute(select(salts.c.day, salts.c.salt).order_by(salts.c.day)).all()
    assert [tuple(each) for each in stored] == rows


def test_a_row_that_cannot_stand_leaves_none(database: Database) -> None:
    rows = [*((f"{number:010}", b"x") for number in range(700)), ("0000000003", b"twice")]
    with pytest.raises(Exception, match=r"(?i)unique"), database.writing() as connection:
        SALTS.run(connection, rows)
    with database.reading() as connection:
        assert connection.execute(select(func.count()).select_from(salts)).scalar() == 0


def test_rows_are_looked_up_by_many_values_and_not_each_held_against_all(
    database: Database,
) -> None:
    days = [f"{number:010}" for number in range(5)]
    with database.writing() as connection:
        SALTS.run(connection, [(day, b"x") for day in days])
        wanted = each_of(connection, select(salts.c.day), salts.c.day, [*days[:2], "never"])
        assert sorted(connection.execute(wanted).scalars()) == days[:2]
        if not database.embedded:
            # As the driver asks who has asked often: planned before the values are known.
            kind = postgresql.dialect(paramstyle="numeric_dollar")  # type: ignore[no-untyped-call]
            asked = f"EXPLAIN (GENERIC_PLAN) {wanted.compile(dialect=kind)}"
            plan = "\n".join(connection.exec_driver_sql(asked).scalars())
            assert "ANY" not in plan
            assert "Nested Loop" in plan


def test_a_moment_that_comes_as_text_is_in_utc_whatever_zone_the_store_is_in(
    database: Database,
) -> None:
    told = Table("told", MetaData(), Column("at", Moment), prefixes=["TEMPORARY"])
    with database.writing() as connection:
        told.create(connection)
        if not database.embedded:
            connection.exec_driver_sql("SET LOCAL TIME ZONE 'Asia/Tokyo'")
        at = datetime(2015, 5, 5, 12, 0, 0, 250_000, tzinfo=UTC)
        rows = [(moment_text(at),), (None,)]
        BulkInsert(told, ("at",), as_text=("at",)).run(connection, rows)
        assert connection.execute(select(told.c.at)).scalars().all() == [at, None]
        told.drop(connection)


@pytest.mark.parametrize("size", [1, 2_001])
def test_texts_stand_letter_by_letter_whatever_they_hold(database: Database, size: int) -> None:
    told = Table(
        "told",
        MetaData(),
        Column("number", Integer),
        Column("answers", Integer),
        Column("text", Text),
        Column("name", Text),
        prefixes=["TEMPORARY"],
    )
    hostile = ["\\N", "\\.", "a\tb", "a\nb\r\n", "\\", "\\\\n", "", " é 😀 ", "NULL", '"x",y']
    rows = [
        (each, each % 3 or None, hostile[each % len(hostile)], [None, *hostile][each % 7])
        for each in range(size + len(hostile))
    ]
    with database.writing() as connection:
        told.create(connection)
        BulkInsert(told, ("number", "answers", "text", "name")).run(connection, rows)
        stored = connection.execute(select(told).order_by(told.c.number)).all()
    assert [tuple(each) for each in stored] == rows


def test_a_text_that_no_store_of_postgresqls_takes_is_refused_there(database: Database) -> None:
    told = Table("told", MetaData(), Column("text", Text), prefixes=["TEMPORARY"])
    if database.embedded:
        return
    with database.writing() as connection:
        told.create(connection)
        with pytest.raises(Exception, match="NUL"), connection.begin_nested():
            BulkInsert(told, ("text",)).run(connection, [("a",), ("b\0c",)])
