"""What is kept of the store in memory, and for how long."""

from sqlalchemy import Connection, insert, select, update

from rejoinder.readership.tables import salts
from rejoinder.storage import Database, StoreCache, open_database
from tests.support.newspaper import until


def add(connection: Connection, day: str) -> None:
    connection.execute(insert(salts).values(day=day, salt=b"x"))


def read(connection: Connection) -> frozenset[str]:
    return frozenset(connection.execute(select(salts.c.day)).scalars())


def kept(cache: StoreCache) -> frozenset[str]:
    with cache.reading() as reading:
        return reading.get("days", read)


def test_a_value_is_kept_until_somebody_here_writes(database: Database) -> None:
    cache = StoreCache(database)
    assert kept(cache) == frozenset()
    with database.writing() as connection:
        add(connection, "1")
        assert kept(cache) == frozenset()
    assert kept(cache) == {"1"}


def test_a_worker_who_looks_and_changes_nothing_leaves_it(database: Database) -> None:
    if not database.embedded:
        return  # it does not say how many rows a connection has changed
    cache = StoreCache(database)
    assert kept(cache) == frozenset()
    database.group_write(lambda connection: add(connection, "1"))
    with database.writing() as connection:
        connection.execute(update(salts).where(salts.c.day == "9").values(salt=b"y"))
    assert kept(cache) == frozenset(), "what was kept, which a group write leaves"
    with database.writing() as connection:
        connection.execute(update(salts).where(salts.c.day == "1").values(salt=b"y"))
    assert kept(cache) == {"1"}


def test_group_writes_leave_it(database: Database) -> None:
    cache = StoreCache(database)
    if not database.embedded:
        return  # there it lasts a moment only, whoever writes
    assert kept(cache) == frozenset()
    for day in "123":
        database.group_write(lambda connection, day=day: add(connection, day))  # type: ignore[misc]
    assert kept(cache) == frozenset(), "what a group write changes must not be kept"


def test_what_another_process_writes_is_seen(database: Database, database_url: str) -> None:
    cache = StoreCache(database)
    elsewhere = open_database(database_url)
    assert kept(cache) == frozenset()
    with elsewhere.writing() as connection:
        add(connection, "1")
    if database.embedded:
        assert kept(cache) == {"1"}, "at once, where the store can tell"
    until(lambda: kept(cache) == {"1"})
    elsewhere.group_write(lambda connection: add(connection, "2"))
    until(lambda: kept(cache) == {"1", "2"})
    elsewhere.close()


def test_what_another_process_writes_while_we_write_is_seen_afterwards(
    database: Database, database_url: str
) -> None:
    cache = StoreCache(database)
    elsewhere = open_database(database_url)
    assert kept(cache) == frozenset()
    database.group_write(lambda connection: add(connection, "1"))
    with elsewhere.writing() as connection:
        add(connection, "2")
    database.group_write(lambda connection: add(connection, "3"))
    until(lambda: kept(cache) == {"1", "2", "3"})
    elsewhere.close()


def test_a_state_that_is_older_than_the_newest_write_is_not_kept(database: Database) -> None:
    cache = StoreCache(database)
    with cache.reading() as reading:
        read(reading.connection)  # on SQLite the state is settled by the first look
        with database.writing() as connection:
            add(connection, "1")
        reading.get("days", read)
    assert kept(cache) == {"1"}
