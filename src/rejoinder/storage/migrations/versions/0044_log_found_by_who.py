"""Indexes by which the log is searched: who decided, what has a note, and the log's own time."""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"

PARTIAL: tuple[tuple[str, list[str], str], ...] = (
    ("staff_id", ["staff_id"], "staff_id IS NOT NULL"),
    ("key_id", ["key_id"], "key_id IS NOT NULL"),
    ("note", [], "note != ''"),
)


def upgrade() -> None:
    """Adds them."""
    for name, column, where in PARTIAL:
        op.create_index(
            f"ix_decisions_{name}_made_at",
            "decisions",
            ["site_id", *column, "made_at"],
            sqlite_where=sa.text(where),
            postgresql_where=sa.text(where),
        )
    op.create_index("ix_audit_log_site_id_made_at", "audit_log", ["site_id", "made_at"])
