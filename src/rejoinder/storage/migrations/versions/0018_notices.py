"""Notices of what is against the law."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
REFERENCES = {
    "site_id": "sites",
    "comment_id": "comments",
    "report_id": "reports",
    "again_id": "reports",
}


def upgrade() -> None:
    """Adds them."""
    op.create_table(
        "notices",
        sa.Column("id", ID, nullable=False),
        sa.Column("site_id", ID, nullable=False),
        sa.Column("comment_id", ID, nullable=False),
        sa.Column("report_id", ID, nullable=False),
        sa.Column("again_id", ID),
        sa.Column("kind", sa.String(30), nullable=False),
        sa.Column("explanation", sa.Text(), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("trusted", sa.Boolean(), nullable=False),
        sa.Column("token", sa.String(64), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_notices_{column}"))
            for column, table in REFERENCES.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
        *(
            sa.UniqueConstraint(each, name=op.f(f"uq_notices_{each}"))
            for each in ("report_id", "again_id", "token")
        ),
    )
    op.create_index("ix_notices_site_id_email_made_at", "notices", ["site_id", "email", "made_at"])
    op.create_index("ix_notices_comment_id", "notices", ["comment_id"])
