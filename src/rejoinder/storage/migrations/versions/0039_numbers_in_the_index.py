"""Which comments are in what state is told by the index alone, on PostgreSQL too.

SQLite's indexes hold the number of each row; PostgreSQL went through the rows themselves for it.
"""

from alembic import op

revision = "0039"
down_revision = "0038"

INDEX = "ix_comments_site_id_state_created_at"


def upgrade() -> None:
    """Makes the index anew, with the comments' numbers in it."""
    if op.get_context().dialect.name == "postgresql":
        op.drop_index(INDEX, "comments")
        op.create_index(
            INDEX,
            "comments",
            ["site_id", "state", "created_at", "article_id"],
            postgresql_include=["id"],
        )
