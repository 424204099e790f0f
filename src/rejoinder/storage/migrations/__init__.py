"""The tables' history, one file a step. `bring_up_to_date` is called at every start."""

import logging
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, inspect, text

from rejoinder.storage.database import Database

# Any number does, as long as nothing else in the same PostgreSQL database locks by it.
TURN = 7_365_646_337

# It would say at every start which kind of store it sees.
logging.getLogger("alembic.runtime.migration").setLevel(logging.WARNING)

_HERE: Final = Path(__file__).parent


def newest_step() -> str:
    """The number with which the name of the last step begins."""
    return max(each.name for each in (_HERE / "versions").glob("[0-9]*.py")).partition("_")[0]


def _step_of(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    step = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return None if step is None else str(step)


def bring_up_to_date(database: Database) -> None:
    """Runs the steps that this store has not seen, all or none; mostly it costs one query.

    Several processes may call it at once: the first does the work, the others wait and find it
    done.
    """
    with database.reading() as connection:
        if _step_of(connection) == newest_step():
            return
    # Only where there is something to do: Alembic takes a quarter of a second to import.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(_HERE).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    with database.patient_writes(), database.writing() as connection:
        if not database.embedded:  # on SQLite to write is to have the turn
            connection.execute(text("SET LOCAL lock_timeout = 0"))
            connection.execute(text("SELECT pg_advisory_xact_lock(:turn)"), {"turn": TURN})
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
