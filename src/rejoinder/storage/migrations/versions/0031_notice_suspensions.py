"""Addresses from which no notices are taken for a time."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Adds the table."""
    op.create_table(
        "notice_suspensions",
        sa.Column("id", ID, nullable=False),
        sa.Column("site_id", ID, nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_by", sa.String(200), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.Column("lifted_by", sa.String(200)),
        sa.Column("lifted_at", MOMENT),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_suspensions")),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name="fk_notice_suspensions_site_id"),
    )
    op.create_index(
        "ix_notice_suspensions_site_id_email", "notice_suspensions", ["site_id", "email"]
    )
