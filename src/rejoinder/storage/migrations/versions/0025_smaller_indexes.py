"""Two indexes of comments without those who have nothing to be found by."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"

SMALLER = {
    "ix_comments_site_id_sender_key_created_at": ("site_id", "sender_key", "created_at"),
    "ix_comments_parent_id": ("parent_id",),
}
WHERE = {
    "ix_comments_site_id_sender_key_created_at": sa.text("sender_key IS NOT NULL"),
    "ix_comments_parent_id": sa.text("parent_id IS NOT NULL"),
}


def upgrade() -> None:
    """Makes them anew, each with its condition."""
    for name, columns in SMALLER.items():
        op.drop_index(name, table_name="comments")
        op.create_index(
            name,
            "comments",
            [*columns],
            sqlite_where=WHERE[name],
            postgresql_where=WHERE[name],
        )
