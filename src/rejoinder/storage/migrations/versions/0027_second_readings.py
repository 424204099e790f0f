"""Decisions of people that a second one reads without knowing the first."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Adds the table; nothing is drawn until the policy says so."""
    op.create_table(
        "second_readings",
        sa.Column("id", ID, nullable=False),
        sa.Column("site_id", ID, nullable=False),
        sa.Column("comment_id", ID, nullable=False),
        sa.Column("decision_id", ID, nullable=False),
        sa.Column("rule", sa.String(60), nullable=False),
        sa.Column("drawn_at", MOMENT, nullable=False),
        sa.Column("staff_id", ID),
        sa.Column("outcome", sa.String(20)),
        sa.Column("reason", sa.String(60)),
        sa.Column("note", sa.Text()),
        sa.Column("read_at", MOMENT),
        sa.Column("settled_by_id", ID),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_second_readings")),
        sa.UniqueConstraint("decision_id", name=op.f("uq_second_readings_decision_id")),
        *(
            sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_second_readings_{column}"))
            for column, target in (
                ("site_id", "sites.id"),
                ("comment_id", "comments.id"),
                ("decision_id", "decisions.id"),
                ("staff_id", "staff.id"),
                ("settled_by_id", "decisions.id"),
            )
        ),
    )
    op.create_index("ix_second_readings_site_id_read_at", "second_readings", ["site_id", "read_at"])
