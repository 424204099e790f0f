"""The store for a command: opened as the settings say, brought up to date, closed again."""

from collections.abc import Iterator
from contextlib import contextmanager

import click

from rejoinder.settings import from_environment
from rejoinder.storage import Database, open_database
from rejoinder.storage.migrations import bring_up_to_date

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
