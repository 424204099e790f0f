"""The policies by which comments were decided are looked up by their versions."""

from alembic import op

revision = "0051"
down_revision = "0050"


def upgrade() -> None:
    """Adds an index."""
    op.create_index("ix_policies_site_id_version", "policies", ["site_id", "version"])
