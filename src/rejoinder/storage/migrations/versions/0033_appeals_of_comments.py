"""Whether a comment's author appealed is looked up by the comment."""

from alembic import op

revision = "0033"
down_revision = "0032"


def upgrade() -> None:
    """Adds the index."""
    op.create_index("ix_appeals_comment_id", "appeals", ["comment_id"])
