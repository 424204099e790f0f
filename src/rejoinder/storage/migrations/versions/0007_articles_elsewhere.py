"""Articles on the newsroom's own pages: its ids, their addresses, and whose word a text is."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Adds what is known of them; all articles so far are the newsroom's word, on our pages."""
    for column in (
        sa.Column("body_format", sa.String(10), nullable=False, server_default="markdown"),
        sa.Column("cms_id", sa.String(200)),
        sa.Column("canonical_url", sa.String(2000)),
        sa.Column("told_by", sa.String(20), nullable=False, server_default="newsroom"),
        sa.Column("unpublished_at", MOMENT),
    ):
        op.add_column("articles", column)
    op.create_index("uq_articles_site_id_cms_id", "articles", ["site_id", "cms_id"], unique=True)
    op.create_table(
        "article_addresses",
        sa.Column("id", ID, primary_key=True),
        sa.Column("site_id", ID, sa.ForeignKey("sites.id"), nullable=False),
        sa.Column("article_id", ID, sa.ForeignKey("articles.id"), nullable=False),
        sa.Column("address", sa.String(2000), nullable=False),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.UniqueConstraint("site_id", "address"),
    )
    op.create_index("ix_article_addresses_article_id", "article_addresses", ["article_id"])
