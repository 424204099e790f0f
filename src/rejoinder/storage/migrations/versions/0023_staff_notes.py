"""What staff tell each other of a comment."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
REFERENCES = {
    "site_id": "sites",
    "comment_id": "comments",
    "reader_id": "readers",
    "staff_id": "staff",
    "answered_by_id": "decisions",
}


def upgrade() -> None:
    """Adds the table."""
    op.create_table(
        "staff_notes",
        sa.Column("id", ID, nullable=False),
        sa.Column("site_id", ID, nullable=False),
        sa.Column("comment_id", ID),
        sa.Column("reader_id", ID, nullable=False),
        sa.Column("staff_id", ID, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("passed_on", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("answered_by_id", ID),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_notes")),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=f"fk_staff_notes_{column}")
            for column, table in REFERENCES.items()
        ),
    )
    for columns in (["comment_id"], ["reader_id"], ["site_id", "answered_by_id"]):
        op.create_index(f"ix_staff_notes_{'_'.join(columns)}", "staff_notes", columns)
