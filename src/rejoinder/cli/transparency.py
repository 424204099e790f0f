"""`rejoinder transparency`: what the authorities and the public are told of decisions."""

from datetime import datetime
from pathlib import Path

import click

from rejoinder.cli.store import STATEMENTS, note_export, opened_store, site_option
from rejoinder.clock import now
from rejoinder.sites.queries import by_key
from rejoinder.transparency.model import Period
from rejoinder.transparency.writing import BODIES, REPORT, TABLE, write_all

_DAY = click.DateTime(["%Y-%m-%d"])


@click.group()
def transparency() -> None:
    """Statements of reasons for the EU's Transparency Database, and the yearly report."""


@transparency.command("export")
@click.argument("folder", metavar="FOLDER", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--from", "first", required=True, type=_DAY, metavar="DAY", help="Such as 2026-01-01."
)
@click.option("--to", "last", required=True, type=_DAY, metavar="DAY", help="The last day, in UTC.")
@site_option
def export(folder: Path, first: datetime, last: datetime, site_key: str | None) -> None:
    """Write a period's statements of reasons and its report into FOLDER.

    statements.jsonl holds a body for the Transparency Database's API a line, 100 statements in each
    at most; report.csv and report.html hold the numbers. Nothing in them names a person or quotes
    a reader.
    """
    period = Period.of(first.date(), last.date())
    with opened_store() as database, database.reading() as connection:
        site = by_key(connection, site_key)
        note_export(database, site, STATEMENTS, first=f"{period.first}", last=f"{period.last}")
        written = write_all(connection, site, period, folder, now=now())
    click.echo(f"{written.statements} statements in {written.bodies} bodies: {folder / BODIES}")
    click.echo(f"The report: {folder / REPORT} and {folder / TABLE}")
