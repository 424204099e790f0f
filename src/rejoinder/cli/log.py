"""`rejoinder log`: whether what was logged is still as it was."""

import sys
from pathlib import Path

import click

from rejoinder.audit.actions import note_verified, seal
from rejoinder.audit.model import Head
from rejoinder.audit.queries import head_of
from rejoinder.audit.queries import verify as verify_chain
from rejoinder.audit.writing import write_log
from rejoinder.cli.store import note_export, opened_store, site_option
from rejoinder.clock import now
from rejoinder.sites.queries import by_key
from rejoinder.storage import AuditKind, Database


@click.group()
def log() -> None:
    """Decisions, policies, bans, roles and keys: a chained log that shows what was altered."""


@log.command("head")
@site_option
def head(site_key: str | None) -> None:
    """Seal what is new and print where the log stands, to be kept somewhere else."""
    with opened_store() as database:
        _seal_everything(database)
        with database.reading() as connection:
            site = by_key(connection, site_key)
            click.echo(head_of(connection, site.id))


@log.command("verify")
@click.option(
    "--head",
    "earlier",
    metavar="NUMBER:DIGEST",
    help="A head that was printed earlier: has everything before it stayed as it was?",
)
@site_option
def verify(earlier: str | None, site_key: str | None) -> None:
    """Read the whole log again and name each row that was altered, taken away or put in.

    When it was read, and how far, stands in the log.

    Ends with 1 where something is wrong.
    """
    printed = None if earlier is None else Head.from_text(earlier)
    with opened_store() as database:
        _seal_everything(database)
        with database.reading() as connection:
            site = by_key(connection, site_key)
            found = verify_chain(
                connection,
                site.id,
                now=now(),
                head=printed,
                tell=lambda problem: click.echo(str(problem), err=True),
            )
        with database.writing() as connection:
            note_verified(connection, site.id, found, now=now())
    if found.problems:
        sys.exit(1)
    click.echo(f"{found.head.number} rows are as they were sealed.")
    click.echo(found.head)


@log.command("export")
@click.argument("path", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False))
@site_option
def export(path: Path, site_key: str | None) -> None:
    """Write the sealed log to FILE as JSON lines, each row with its seal."""
    with opened_store() as database:
        _seal_everything(database)
        with database.reading() as connection:
            site = by_key(connection, site_key)
            kind = AuditKind.LOG_EXPORTED
            note_export(database, site, "log", kind=kind, format="sealed rows")
            written = write_log(connection, site.id, path)
    click.echo(f"{written} rows of {site.name} are written to {path}")


def _seal_everything(database: Database) -> None:
    sealed = 1
    while sealed:
        with database.writing() as connection:
            sealed = seal(connection, now=now())
