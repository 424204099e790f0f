"""What the desk keeps: who has a comment before them, and filters by name."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Adds both tables."""
    op.create_table(
        "claims",
        sa.Column("comment_id", ID, nullable=False, autoincrement=False),
        sa.Column("site_id", ID, nullable=False),
        sa.Column("staff_id", ID, nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("comment_id", name=op.f("pk_claims")),
        sa.ForeignKeyConstraint(["comment_id"], ["comments.id"], name=op.f("fk_claims_comment_id")),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_claims_site_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_claims_staff_id")),
    )
    op.create_index("ix_claims_site_id_until", "claims", ["site_id", "until"])
    op.create_table(
        "saved_filters",
        sa.Column("id", ID, nullable=False),
        sa.Column("site_id", ID, nullable=False),
        sa.Column("staff_id", ID, nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("query", sa.JSON(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_filters")),
        sa.UniqueConstraint("staff_id", "name", name=op.f("uq_saved_filters_staff_id_name")),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_saved_filters_site_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_saved_filters_staff_id")),
    )
