"""The tables' history, one file a step. `bring_up_to_date` is called at every start."""

import logging
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from rejoinder.storage.database import Database

# Any number does, as long as nothing else in the same PostgreSQL database locks by it.
TURN = 7_365_646_337

# It would say at every start which kind of store it sees.
logging.getLogger("alembic.runtime.migration").setLevel(logging.WARNING)


def bring_up_to_date(database: Database) -> None:
    """Runs the steps that this store has not seen, all or none; mostly it costs one query.

    Several processes may call it at once: the first does the work, the others wait and find it
    done.
    """
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    head = ScriptDirectory.from_config(config).get_current_head()
    with database.reading() as connection:
        if MigrationContext.configure(connection).get_current_revision() == head:
            return
    with database.writing() as connection:
        if not database.embedded:  # on SQLite to write is to have the turn
            connection.execute(text("SET LOCAL lock_timeout = 0"))
            connection.execute(text("SELECT pg_advisory_xact_lock(:turn)"), {"turn": TURN})
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
