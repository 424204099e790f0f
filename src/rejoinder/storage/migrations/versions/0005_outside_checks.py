"""The checks by URL that a site adds to its policy."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Adds their table; no site has any."""
    op.create_table(
        "outside_checks",
        sa.Column("id", ID, primary_key=True),
        sa.Column("site_id", ID, sa.ForeignKey("sites.id"), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("url", sa.String(2000), nullable=False),
        sa.Column("timeout_ms", sa.Integer, nullable=False),
        sa.Column("secret", sa.String(120), nullable=False),
        sa.Column("old_secret", sa.String(120)),
        sa.Column("old_secret_until", MOMENT),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.UniqueConstraint("site_id", "name"),
    )
