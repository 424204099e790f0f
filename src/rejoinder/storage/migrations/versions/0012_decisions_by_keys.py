"""Decisions that a site's own software makes with a key: the log says which key it was."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Adds the column; no key has decided anything yet."""
    op.add_column("decisions", sa.Column("key_id", ID))
