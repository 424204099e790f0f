"""What comes from other comment systems: from where, and what had been decided there."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Adds both tables."""
    op.create_table(
        "import_sources",
        sa.Column("site_id", ID, nullable=False, autoincrement=False),
        sa.Column("source", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("source_id", sa.String(200), nullable=False),
        sa.Column("target_id", ID, nullable=False),
        sa.PrimaryKeyConstraint(
            "site_id", "source", "kind", "source_id", name=op.f("pk_import_sources")
        ),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_import_sources_site_id")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "earlier_decisions",
        sa.Column("id", ID, nullable=False),
        sa.Column("site_id", ID, nullable=False),
        sa.Column("comment_id", ID, nullable=False),
        sa.Column("source", sa.String(40), nullable=False),
        sa.Column("label", sa.String(60), nullable=False),
        sa.Column("outcome", sa.String(20), nullable=False),
        sa.Column("maker", sa.String(20), nullable=False),
        sa.Column("made_by", sa.String(200), nullable=False),
        sa.Column("made_at", MOMENT),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_earlier_decisions")),
        sa.ForeignKeyConstraint(
            ["site_id"], ["sites.id"], name=op.f("fk_earlier_decisions_site_id")
        ),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comments.id"], name=op.f("fk_earlier_decisions_comment_id")
        ),
    )
    op.create_index("ix_earlier_decisions_comment_id", "earlier_decisions", ["comment_id"])
    op.create_index("ix_earlier_decisions_site_id_id", "earlier_decisions", ["site_id", "id"])
