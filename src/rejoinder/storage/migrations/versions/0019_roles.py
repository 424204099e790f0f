"""Four roles instead of two, and sections that somebody looks after."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """Adds the column: everybody acts everywhere, as before.

    Who was an editor could manage staff, which takes an administrator now: that is what they are.
    """
    op.add_column("staff", sa.Column("sections", sa.Text(), nullable=False, server_default=""))
    op.execute("UPDATE staff SET role = 'administrator' WHERE role = 'editor'")
