"""A key opens one thing or several; what older ones open stays as it was."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

KEYS = sa.table("keys", sa.column("purpose"), sa.column("scopes"))


def upgrade() -> None:
    """What a key was for becomes what it opens; one for articles posts for readers too."""
    scopes = sa.Column("scopes", sa.String(120), nullable=False, server_default=sa.text("''"))
    op.add_column("keys", scopes)
    opens = sa.case((KEYS.c.purpose == "articles", "articles post"), else_=KEYS.c.purpose)
    op.execute(sa.update(KEYS).values(scopes=opens))
    op.drop_column("keys", "purpose")
