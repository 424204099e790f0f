"""Many comments decided at once, as jobs."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Adds both tables."""
    op.create_table(
        "bulk_jobs",
        sa.Column("id", ID, nullable=False),
        sa.Column("site_id", ID, nullable=False),
        sa.Column("staff_id", ID, nullable=False),
        sa.Column("choice", sa.JSON(), nullable=False),
        sa.Column("outcome", sa.String(20), nullable=False),
        sa.Column("reason", sa.String(60), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("undoes_id", ID),
        sa.Column("seen_comment_id", ID, nullable=False),
        sa.Column("seen_decision_id", ID, nullable=False),
        sa.Column("expected", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("gathered", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("gathered_to", ID, nullable=False),
        sa.Column("decided_to", ID, nullable=False),
        sa.Column("problem", sa.String(60), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("worked_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulk_jobs")),
        sa.UniqueConstraint("undoes_id", name=op.f("uq_bulk_jobs_undoes_id")),
        *_references("bulk_jobs", site_id="sites", staff_id="staff", undoes_id="bulk_jobs"),
    )
    op.create_index("ix_bulk_jobs_site_id_id", "bulk_jobs", ["site_id", "id"])
    op.create_index("ix_bulk_jobs_state_worked_at", "bulk_jobs", ["state", "worked_at"])
    op.create_table(
        "bulk_items",
        sa.Column("job_id", ID, nullable=False, autoincrement=False),
        sa.Column("comment_id", ID, nullable=False, autoincrement=False),
        sa.Column("seen_id", ID, nullable=False),
        sa.Column("decision_id", ID),
        sa.Column("skipped", sa.String(20), nullable=False),
        sa.PrimaryKeyConstraint("job_id", "comment_id", name=op.f("pk_bulk_items")),
        *_references("bulk_items", job_id="bulk_jobs", comment_id="comments"),
    )


def _references(table: str, **columns: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([name], [f"{target}.id"], name=op.f(f"fk_{table}_{name}"))
        for name, target in columns.items()
    ]
