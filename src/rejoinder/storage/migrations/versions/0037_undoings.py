"""What undid a decision is found by it: numbers and reports went through all of them for each."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"

UNDOES = sa.text("undoes_id IS NOT NULL")


def upgrade() -> None:
    """Adds the index, of those alone that undo another."""
    op.create_index(
        "ix_decisions_undoes_id",
        "decisions",
        ["undoes_id"],
        sqlite_where=UNDOES,
        postgresql_where=UNDOES,
    )
