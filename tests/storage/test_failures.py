"""What the store cannot do just now is told from what we asked wrongly."""

import pytest
from psycopg import errors
from sqlalchemy import exc, text

from rejoinder.readership.tables import salts
from rejoinder.storage import BulkInsert, Database, is_deadlock, is_store_failure

SALTS = BulkInsert(salts, ("day", "salt"))


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_many_rows_that_wait_too_long_for_a_table_find_no_store(database: Database) -> None:
    with database.writer.begin() as other:
        other.execute(text("LOCK TABLE reading_salts"))
        with database.writing() as connection:
            connection.execute(text("SET LOCAL lock_timeout = '50ms'"))
            with pytest.raises(errors.LockNotAvailable) as told:
                SALTS.run(connection, [("2026-06-15", b"x")])
    assert is_store_failure(told.value)


@pytest.mark.parametrize(
    "own",
    [
        errors.UniqueViolation,
        errors.UndefinedTable,
        errors.InvalidTextRepresentation,
        errors.InFailedSqlTransaction,
        errors.FeatureNotSupported,
    ],
)
def test_what_we_asked_wrongly_is_no_failure_of_the_store(own: type[errors.Error]) -> None:
    wrapped = exc.DBAPIError.instance("SELECT 1", None, own(), errors.Error)
    assert not is_store_failure(own())
    assert not is_store_failure(wrapped)


def test_a_deadlock_is_known_bare_and_wrapped() -> None:
    bare = errors.DeadlockDetected()
    wrapped = exc.OperationalError("SELECT 1", None, bare)
    assert is_deadlock(bare)
    assert is_deadlock(wrapped)
    assert is_store_failure(bare)
    assert not is_deadlock(errors.LockNotAvailable())
