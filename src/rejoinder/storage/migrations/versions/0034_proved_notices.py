"""Whether whoever gave a notice had proved the address: of earlier ones nobody knows."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"


def upgrade() -> None:
    """Adds the column."""
    proved: sa.Column[bool] = sa.Column(
        "proved", sa.Boolean(), nullable=False, server_default=sa.false()
    )
    op.add_column("notices", proved)
