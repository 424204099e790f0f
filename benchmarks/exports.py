"""`python -m benchmarks.exports`: how fast a site is written in each format, and brought back.

Each runs in a process of its own, so that the most memory it ever held is its own.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from sqlalchemy import Column, func, insert, literal, select

from benchmarks.seed import fill
from benchmarks.workload import build_workload
from rejoinder.cli.json_lines import numbered_lines
from rejoinder.cli.restore import LONGEST_LINE_BYTES
from rejoinder.clock import now
from rejoinder.comments.tables import comments, revisions
from rejoinder.exports.restoring import restore
from rejoinder.exports.writing import FORMATS
from rejoinder.moderation.tables import decisions
from rejoinder.sites.queries import by_key
from rejoinder.storage import Database, open_database
from rejoinder.storage.migrations import bring_up_to_date

_TABLES = ((comments, "id"), (revisions, "comment_id"), (decisions, "comment_id"))


def grow(database: Database, wanted: int) -> None:
    """Copies the comments of a small store, each with its text and its decision, until enough."""
    with database.reading() as connection:
        last = connection.execute(select(func.max(comments.c.id))).scalar_one()
    offset = last
    while offset < wanted:
        step = min(last, wanted - offset)
        with database.writing() as connection:
            for table, known_by in _TABLES:
                moved = {"id", known_by}
                copied = [
                    (each + offset if each.name in moved else _other(each, offset)).label(each.name)
                    for each in table.columns
                ]
                query = select(*copied).where(table.c[known_by] <= step)
                connection.execute(insert(table).from_select(list(table.c.keys()), query))
        offset += step


def _other(each: Column[Any], offset: int) -> Any:
    """Of what nobody else may have, another."""
    if each.name == "status_token":
        return func.substr(each, 1, 40) + literal(f"-{offset}")
    return each


@click.command(hidden=True)
@click.argument("what")
@click.argument("url")
@click.argument("path", type=click.Path(path_type=Path))
def work(what: str, url: str, path: Path) -> None:
    """One export or restoring; prints its seconds and its memory."""
    database = open_database(url)
    began, busy = time.perf_counter(), time.process_time()
    if what == "restore":
        bring_up_to_date(database)
        with path.open("rb") as file, database.writing() as connection:
            restore(connection, numbered_lines(file, LONGEST_LINE_BYTES))
    else:
        with database.reading() as connection:
            FORMATS[what](connection, by_key(connection, None), path, now=now())
    seconds, busy = time.perf_counter() - began, time.process_time() - busy
    database.close()
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    click.echo(json.dumps({"seconds": seconds, "busy": busy, "memory": most}))


@click.command()
@click.option("--comments", "wanted", default=100_000, show_default=True)
def measure(wanted: int) -> None:
    """Write a site in each format, and bring it back."""
    with tempfile.TemporaryDirectory(prefix="rejoinder-exports-") as name:
        folder = Path(name)
        url = f"sqlite:///{folder}/store.db"
        fill(url, build_workload(), now=datetime.now(UTC), progress=lambda _: None)
        database = open_database(url)
        grow(database, wanted)
        database.close()
        for kind in FORMATS:
            _tell(kind, wanted, url, folder / f"out.{kind}")
        _tell("restore", wanted, f"sqlite:///{folder}/other.db", folder / "out.jsonl")


def _tell(what: str, wanted: int, url: str, path: Path) -> None:
    command = [sys.executable, "-m", "benchmarks.exports", "work", what, url, str(path)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=Path.cwd())
    found = json.loads(done.stdout)
    files = path.rglob("*") if path.is_dir() else [path]
    size = sum(each.stat().st_size for each in files)
    click.echo(
        f"{what:9} {wanted / found['seconds']:9,.0f} comments/s ({wanted / found['busy']:,.0f} a"
        f" second of processor)  {found['memory'] / 1e6:4.0f} MB"
        f" of memory  {size / 1e6:6.1f} MB of files"
    )


@click.group(invoke_without_command=True)
@click.pass_context
def main(context: click.Context) -> None:
    """Without a command it measures."""
    if context.invoked_subcommand is None:
        context.invoke(measure)


main.add_command(work)
main.add_command(measure)

if __name__ == "__main__":
    main()
