"""The site's own software begins jobs that decide many comments, with a key."""

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
# SQLite makes the table anew, and lets none go that another row names.
ASIDE = (
    "CREATE TEMP TABLE kept_items AS SELECT * FROM bulk_items",
    "CREATE TEMP TABLE kept_undoings AS"
    " SELECT id, undoes_id FROM bulk_jobs WHERE undoes_id IS NOT NULL",
    "DELETE FROM bulk_items",
    "UPDATE bulk_jobs SET undoes_id = NULL",
)
BACK = (
    "UPDATE bulk_jobs SET undoes_id ="
    " (SELECT undoes_id FROM kept_undoings WHERE kept_undoings.id = bulk_jobs.id)",
    "INSERT INTO bulk_items SELECT * FROM kept_items",
    "DROP TABLE kept_items",
    "DROP TABLE kept_undoings",
)


def upgrade() -> None:
    """Adds the key; a job has it, or somebody of the staff."""
    on_sqlite = op.get_context().dialect.name == "sqlite"
    for statement in ASIDE if on_sqlite else ():
        op.execute(statement)
    with op.batch_alter_table("bulk_jobs") as jobs:
        jobs.alter_column("staff_id", existing_type=ID, nullable=True)
        jobs.add_column(sa.Column("key_id", ID))
    for statement in BACK if on_sqlite else ():
        op.execute(statement)
