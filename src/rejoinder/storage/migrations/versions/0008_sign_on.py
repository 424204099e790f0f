"""Ways to sign on by a publisher's own accounts, and the identities that came by them."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
PRESENT = sa.text("removed_at IS NULL")


def upgrade() -> None:
    """Makes the tables; whoever signed in before did so by a link, and goes on."""
    op.create_table(
        "sign_on_ways",
        sa.Column("id", ID, primary_key=True),
        _site(),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("label", sa.String(120), nullable=False),
        sa.Column("settings", sa.JSON, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("removed_at", MOMENT),
    )
    op.create_index(
        "uq_sign_on_ways_present",
        "sign_on_ways",
        ["site_id", "name"],
        unique=True,
        sqlite_where=PRESENT,
        postgresql_where=PRESENT,
    )
    _identities()
    op.create_table(
        "used_tokens",
        sa.Column("site_id", ID, sa.ForeignKey("sites.id"), primary_key=True),
        sa.Column("token_hash", sa.String(64), primary_key=True),
        sa.Column("until", MOMENT, nullable=False, index=True),
    )


def _identities() -> None:
    op.create_table(
        "reader_identities",
        sa.Column("id", ID, primary_key=True),
        _site(),
        sa.Column("issuer", sa.String(300), nullable=False),
        sa.Column("subject", sa.String(255), nullable=False),
        sa.Column("reader_id", ID, sa.ForeignKey("readers.id"), nullable=False, index=True),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("issued_at", MOMENT),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.UniqueConstraint("site_id", "issuer", "subject"),
    )


def _site() -> sa.Column[int]:
    return sa.Column("site_id", ID, sa.ForeignKey("sites.id"), nullable=False)
