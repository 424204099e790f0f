"""The store for a command: opened as the settings say, brought up to date, closed again."""

from collections.abc import Iterator
from contextlib import contextmanager

import click

from rejoinder.clock import now
from rejoinder.settings import from_environment
from rejoinder.sites.model import Site
from rejoinder.storage import (
    COMMAND_LINE,
    AuditEntry,
    AuditKind,
    Database,
    audit_log,
    open_database,
)
from rejoinder.storage.migrations import bring_up_to_date

# What is taken as a file, as the log names it.
WHOLE_SITE, STATEMENTS, FEEDBACK = "site", "statements", "feedback"

site_option = click.option(
    "--site", "site_key", metavar="KEY", help="Which site; not needed where there is only one."
)


@contextmanager
def opened_store() -> Iterator[Database]:
    """The store that REJOINDER_DATABASE_URL names."""
    database = open_database(from_environment().database_url)
    try:
        bring_up_to_date(database)
        yield database
    finally:
        database.close()


def note_export(
    database: Database,
    site: Site,
    what: str,
    *,
    kind: AuditKind = AuditKind.EXPORTED,
    **facts: str,
) -> None:
    """Writes into the site's log that somebody at the server takes it as a file.

    Before anything goes out: whoever breaks off has what was written by then. `reading` has read
    already, so that the row is no part of what it sees, and two exports are alike.
    """
    with database.writing() as connection:
        audit_log.put(connection, AuditEntry(site.id, kind, what, COMMAND_LINE, now(), facts))
