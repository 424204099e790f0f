"""PostgreSQL finds the newest comments that have a common word from the newest on."""

from alembic import op

revision = "0040"
down_revision = "0039"


def upgrade() -> None:
    """Adds the index, on PostgreSQL alone."""
    if op.get_context().dialect.name == "postgresql":
        op.create_index(
            "ix_comments_site_id_created_at_id", "comments", ["site_id", "created_at", "id"]
        )
