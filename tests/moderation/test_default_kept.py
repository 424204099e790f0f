"""The text of our own policy is kept once, by whichever process of a server comes first."""

import subprocess
import sys
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection, select
from sqlalchemy.exc import OperationalError

from rejoinder import policy_worker
from rejoinder.moderation.actions.policies import keep_default
from rejoinder.moderation.policy import default_source
from rejoinder.policy_worker import PolicyWorker
from rejoinder.sites.actions import keep_default_policy
from rejoinder.sites.kept_defaults import default_at, kept_defaults
from rejoinder.sites.model import policy_version
from rejoinder.sites.tables import default_policies
from rejoinder.storage import Database, open_database
from tests.support.default_policies import Ship, ship
from tests.support.newspaper import Clock

__all__ = ["ship"]

# Each is loaded when it is told to go, so that all go at once.
KEEP = """
import sys
from datetime import datetime
from rejoinder.moderation.actions.policies import keep_default
from rejoinder.storage import open_database

database = open_database(sys.argv[1])
print("ready", flush=True)
sys.stdin.readline()
keep_default(database, now=datetime.fromisoformat(sys.argv[2]))
"""


def first_used(connection: Connection) -> list[datetime]:
    return list(connection.execute(select(default_policies.c.first_used_at)).scalars())


def test_servers_that_start_at_once_keep_it_once(
    database: Database, database_url: str, now: datetime
) -> None:
    starting = [
        subprocess.Popen(
            [sys.executable, "-c", KEEP, database_url, (now + timedelta(seconds=each)).isoformat()],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for each in range(3)
    ]
    for each in starting:
        assert each.stdout is not None
        assert each.stdout.readline() == "ready\n"
    for each in starting:
        assert each.stdin is not None
        each.stdin.write("go\n")
        each.stdin.flush()
    for each in starting:
        each.communicate()
    assert [each.returncode for each in starting] == [0, 0, 0]
    with database.reading() as connection:
        assert kept_defaults(connection) == {policy_version(default_source()): default_source()}


def test_who_looked_before_another_wrote_changes_nothing(database: Database, now: datetime) -> None:
    with database.writing() as connection:
        for each in (now, now + timedelta(days=1)):
            keep_default_policy(connection, default_source(), now=each)
        assert first_used(connection) == [now]


def test_the_worker_keeps_it_once_and_anew_where_the_store_was_away(
    database: Database, database_url: str, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock(now)
    worker = PolicyWorker(database, database_url, clock)
    calls = []

    def keep(database: Database, *, now: datetime) -> None:
        calls.append(now)
        if len(calls) == 1:
            raise OperationalError("", None, Exception("locked"))
        keep_default(database, now=now)

    monkeypatch.setattr(policy_worker, "keep_default", keep)
    with pytest.raises(OperationalError):
        worker.run_once()
    for _ in range(3):
        clock.turn(minutes=1)
        worker.run_once()
    with database.reading() as connection:
        assert first_used(connection) == [now + timedelta(minutes=1)]
    assert len(calls) == 2


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_where_it_is_kept_nobody_writes(database: Database, now: datetime) -> None:
    keep_default(database, now=now)
    path = database.writer.url.database
    read_only = open_database(f"sqlite:///file:{path}?mode=ro&uri=true")
    keep_default(read_only, now=now)
    with pytest.raises(OperationalError), read_only.writing() as connection:
        keep_default_policy(connection, "# Another.", now=now)
    read_only.close()


def test_which_one_held_is_told_by_when_each_came(
    database: Database, now: datetime, ship: Ship
) -> None:
    with database.reading() as connection:
        assert default_at(connection, now) is None
    for days, text in ((2, "# First.\n"), (4, "# Second.\n")):
        ship(text)
        keep_default(database, now=now + timedelta(days=days))
    with database.reading() as connection:
        held = [default_at(connection, now + timedelta(days=each)) for each in (1, 2, 3, 4, 5)]
    assert held == ["# First.\n"] * 3 + ["# Second.\n"] * 2
