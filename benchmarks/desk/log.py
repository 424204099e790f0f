"""The log of a million rows: searched at the desk, read anew, and written to files.

What reads all of it runs in a process of its own, so that the most memory it ever held is its own.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Final

import click
from sqlalchemy import func, select

from benchmarks.desk.newsroom import Newsroom
from benchmarks.desk.requests import answered
from rejoinder.audit.queries import verify
from rejoinder.audit.tables import log_seals
from rejoinder.audit.writing import write_log
from rejoinder.clock import now
from rejoinder.sites.queries import by_key
from rejoinder.storage import open_database

# So far back that as many are passed over as stand behind it.
_DAYS: Final = 100


def pages(newsroom: Newsroom) -> Sequence[float]:
    """Milliseconds for a page of what somebody looks for, from the newest on and from long ago."""
    long_ago = int((now() - timedelta(days=_DAYS)).timestamp() * 1_000_000)
    behind = f"before={long_ago}-0-1"
    asked = (
        *("", behind, "who=policy", "who=staff-1", f"kind=decision&who=staff-2&{behind}"),
        *("words=city+desk", "words=nowhere-to-be-found", f"words=last+week&{behind}"),
        *("comment=17", "kind=standing"),
    )
    return answered(*(f"/desk/log?{each}" for each in asked))(newsroom)


def a_month(newsroom: Newsroom) -> Sequence[float]:
    """Milliseconds for a page of what was logged in some month, of each kind of maker."""
    last = now().date() - timedelta(days=30)
    first = last - timedelta(days=30)
    days = f"from={first}&to={last}"
    asked = ("", "&who=policy", "&who=staff-1", "&words=rules", "&kind=decision&words=none")
    return answered(*(f"/desk/log?{days}{each}" for each in asked))(newsroom)


def read_whole(what: str) -> Callable[[Newsroom], Sequence[float]]:
    """Rows a second, of one run, and its memory."""

    def measured(newsroom: Newsroom) -> list[float]:
        command = [sys.executable, "-m", "benchmarks.desk.log", what, newsroom.url]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        found = json.loads(done.stdout)
        click.echo(f"    {found['rows']:,} rows, {found['memory'] / 1e6:.0f} MB of memory")
        return [found["rows"] / found["seconds"]]

    return measured


def from_the_desk(kind: str) -> Callable[[Newsroom], Sequence[float]]:
    """Rows a second of the log as a file that somebody takes at the desk."""

    def measured(newsroom: Newsroom) -> list[float]:
        began, lines = time.perf_counter(), 0
        with (
            newsroom.client() as client,
            client.stream("POST", "/desk/log/export", data={"format": kind}) as answer,
        ):
            answer.raise_for_status()
            for piece in answer.iter_bytes():
                lines += piece.count(b"\n")
        return [lines / (time.perf_counter() - began)]

    return measured


@click.command()
@click.argument("what", type=click.Choice(["verify", "export"]))
@click.argument("url")
def main(what: str, url: str) -> None:
    """Read the whole log once; prints how many rows, its seconds and its memory."""
    database = open_database(url)
    with database.reading() as connection, tempfile.TemporaryDirectory() as folder:
        site = by_key(connection, None)
        rows = connection.execute(select(func.count()).select_from(log_seals)).scalar_one()
        began = time.perf_counter()
        if what == "verify":
            found = verify(connection, site.id, now=now())
            if found.problems:
                raise SystemExit(str(found.problems[0]))
        else:
            write_log(connection, site.id, Path(folder) / "log.jsonl")
        seconds = time.perf_counter() - began
    database.close()
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    click.echo(json.dumps({"rows": rows, "seconds": seconds, "memory": most}))


if __name__ == "__main__":
    main()
