"""Which page of the desk has a card before it, and which pages said good-bye."""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Adds the column and the table; of what is taken while this runs, no page has said so yet."""
    page = sa.Column("page", sa.String(length=20), nullable=False, server_default=sa.text("''"))
    op.add_column("claims", page)
    op.create_table(
        "closed_pages",
        sa.Column("staff_id", ID, nullable=False, autoincrement=False),
        sa.Column("page", sa.String(20), nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("staff_id", "page", name=op.f("pk_closed_pages")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_closed_pages_staff_id"),
    )
