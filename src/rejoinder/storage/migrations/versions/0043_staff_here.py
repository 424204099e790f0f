"""Who has the desk's queue open, as each process of the server tells it."""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Adds the table."""
    op.create_table(
        "staff_here",
        sa.Column("process", sa.String(16), nullable=False),
        sa.Column("staff_id", ID, nullable=False, autoincrement=False),
        sa.Column("site_id", ID, nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("process", "staff_id", name=op.f("pk_staff_here")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_staff_here_staff_id"),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name="fk_staff_here_site_id"),
    )
    op.create_index("ix_staff_here_site_id_until", "staff_here", ["site_id", "until"])
