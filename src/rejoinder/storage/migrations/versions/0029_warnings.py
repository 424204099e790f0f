"""Warnings that staff send to authors."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
REFERENCES = {
    "site_id": "sites",
    "comment_id": "comments",
    "reader_id": "readers",
    "staff_id": "staff",
}


def upgrade() -> None:
    """Adds the table."""
    op.create_table(
        "warnings",
        sa.Column("id", ID, nullable=False),
        sa.Column("site_id", ID, nullable=False),
        sa.Column("comment_id", ID, nullable=False),
        sa.Column("reader_id", ID, nullable=False),
        sa.Column("staff_id", ID, nullable=False),
        sa.Column("rule", sa.String(60), nullable=False),
        sa.Column("title", sa.String(60), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("told_at", MOMENT),
        sa.Column("taken_back_at", MOMENT),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_warnings")),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=f"fk_warnings_{column}")
            for column, table in REFERENCES.items()
        ),
    )
    for column in ("comment_id", "reader_id"):
        op.create_index(f"ix_warnings_{column}", "warnings", [column])
