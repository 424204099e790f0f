"""Cards that somebody at the desk leaves to colleagues for a while."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Adds the table."""
    op.create_table(
        "left_cards",
        sa.Column("comment_id", ID, nullable=False, autoincrement=False),
        sa.Column("staff_id", ID, nullable=False, autoincrement=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("comment_id", "staff_id", name=op.f("pk_left_cards")),
        sa.ForeignKeyConstraint(["comment_id"], ["comments.id"], name="fk_left_cards_comment_id"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_left_cards_staff_id"),
    )
    op.create_index("ix_left_cards_staff_id_until", "left_cards", ["staff_id", "until"])
