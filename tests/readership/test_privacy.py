"""What the store keeps of a reader: nothing that leads back, and that only for two days."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from ipaddress import ip_address

import pytest
from sqlalchemy import Table, insert, select

from rejoinder.readership import actions, sketches
from rejoinder.readership.collector import Collector
from rejoinder.readership.model import DailySalt
from rejoinder.readership.tables import reads, salts
from rejoinder.storage import Database
from tests.readership.conftest import FIREFOX, NOON, StoredSite, addresses

ADDRESS = "203.0.113.77"
BEFORE_MIDNIGHT = datetime(2026, 6, 15, 23, 59, 59, tzinfo=UTC)
MIDNIGHT = datetime(2026, 6, 16, tzinfo=UTC)


def everything_in(database: Database, table: Table) -> bytes:
    with database.reading() as connection:
        return b"\n".join(
            value if isinstance(value, bytes) else str(value).encode()
            for row in connection.execute(select(table))
            for value in row
        )


def test_nothing_kept_leads_back_to_an_address(paper: StoredSite) -> None:
    tram = paper.article("tram")
    collector = Collector()
    salt = actions.salt_for(paper.database, NOON)
    assert actions.count_read(collector, tram.id, ADDRESS, FIREFOX, salt=salt, now=NOON)
    with paper.database.writing() as connection:
        collector.flush(connection, NOON)
    kept = everything_in(paper.database, reads) + everything_in(paper.database, salts)
    assert salt.secret in kept  # so what is looked for below would be found
    reader = sketches.hash_reader(salt.secret, tram.id, ADDRESS, FIREFOX)
    for trace in (
        ADDRESS.encode(),
        ip_address(ADDRESS).packed,
        ip_address(ADDRESS).packed[::-1],
        FIREFOX.encode(),
        reader.to_bytes(8, "big"),
        reader.to_bytes(8, "little"),
        str(reader).encode(),
        f"{reader:x}".encode(),
    ):
        assert trace not in kept


def test_one_reader_cannot_be_followed_from_article_to_article_or_day_to_day(
    paper: StoredSite,
) -> None:
    for slug in ("tram", "ferry"):
        article = paper.article(slug)
        for at in (NOON, NOON + timedelta(days=1)):
            paper.read(article, ADDRESS, at=at)
    with paper.database.reading() as connection:
        kept = list(connection.execute(select(reads.c.sketch)).scalars())
    assert len(kept) == len(set(kept)) == 4
    assert sketches.estimate(sketches.merge(kept)) == 4


def test_the_salt_is_one_for_a_day_and_gone_after_it(database: Database) -> None:
    monday = actions.salt_for(database, NOON)
    assert actions.salt_for(database, BEFORE_MIDNIGHT) == monday
    tuesday = actions.salt_for(database, MIDNIGHT)
    assert tuesday.secret != monday.secret
    assert tuesday.day == date(2026, 6, 16)
    kept = everything_in(database, salts)
    assert tuesday.secret in kept
    assert monday.secret not in kept


def test_a_clock_that_runs_late_does_not_bring_yesterday_back(database: Database) -> None:
    ahead = actions.salt_for(database, MIDNIGHT)
    late = actions.salt_for(database, BEFORE_MIDNIGHT)
    assert late == ahead
    assert late.holds(BEFORE_MIDNIGHT)


def test_a_salt_from_a_far_future_is_not_used(database: Database) -> None:
    with database.writing() as connection:
        connection.execute(insert(salts).values(day="2031-01-01", salt=b"wrong clock"))
    assert actions.salt_for(database, NOON).day == NOON.date()
    assert b"wrong clock" not in everything_in(database, salts)


def test_processes_that_meet_midnight_together_get_one_salt(database: Database) -> None:
    actions.salt_for(database, BEFORE_MIDNIGHT)
    together = threading.Barrier(4)

    def turn() -> DailySalt:
        together.wait(timeout=30)
        return actions.salt_for(database, MIDNIGHT)

    with ThreadPoolExecutor(4) as pool:
        made = [future.result(timeout=60) for future in [pool.submit(turn) for _ in range(4)]]
    assert len({salt.secret for salt in made}) == 1
    with database.reading() as connection:
        assert connection.execute(select(salts.c.day)).scalars().all() == ["2026-06-16"]


def test_yesterdays_salt_is_refused() -> None:
    salt = DailySalt(date(2026, 6, 15), b"secret")
    collector = Collector()
    assert actions.count_read(collector, 1, ADDRESS, FIREFOX, salt=salt, now=BEFORE_MIDNIGHT)
    with pytest.raises(ValueError, match="another day"):
        actions.count_read(collector, 1, ADDRESS, FIREFOX, salt=salt, now=MIDNIGHT)


def test_the_salt_does_not_show_in_a_log() -> None:
    assert "secret" not in repr(DailySalt(NOON.date(), b"secret"))


def test_a_crawler_is_not_counted() -> None:
    collector = Collector()
    salt = DailySalt(NOON.date(), b"salt")
    for user_agent in ("Googlebot/2.1", ""):
        assert not actions.count_read(collector, 1, ADDRESS, user_agent, salt=salt, now=NOON)
    assert len(collector) == 0


def test_after_48_hours_sketches_and_salt_are_forgotten(paper: StoredSite) -> None:
    tram = paper.article("tram")
    actions.salt_for(paper.database, NOON)
    for hours in (49, 48, 47, 0):
        paper.read(tram, *addresses(2), at=NOON - timedelta(hours=hours))
    later = sketches.hour_of(NOON)
    with paper.database.writing() as connection:
        assert actions.forget_old(connection, later) == 1
        assert actions.forget_old(connection, later) == 0
    assert everything_in(paper.database, salts)
    with paper.database.writing() as connection:
        assert actions.forget_old(connection, later + timedelta(days=1)) == 2
    assert everything_in(paper.database, salts) == b""
