"""Until when it counts what the publisher's own accounts said of a reader's subscription."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Adds the column; of nobody was anything said yet."""
    op.add_column("reader_identities", sa.Column("subscribes_until", sa.DateTime(timezone=True)))
