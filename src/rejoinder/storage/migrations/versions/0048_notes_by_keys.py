"""The site's own software writes notes too, with a key, and passes comments on."""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Adds the key; a note has it, or somebody of the staff."""
    with op.batch_alter_table("staff_notes") as notes:
        notes.alter_column("staff_id", existing_type=ID, nullable=True)
        notes.add_column(sa.Column("key_id", ID))
