"""Passkeys of staff, the challenges that wait for an answer, and whether a site wants them."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Adds them; nobody has a passkey yet, and no site wants one."""
    op.create_table(
        "passkeys",
        sa.Column("id", ID, nullable=False),
        sa.Column("site_id", ID, nullable=False),
        sa.Column("staff_id", ID, nullable=False),
        sa.Column("credential_id", sa.String(1364), nullable=False),
        sa.Column("public_key", sa.Text(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkeys")),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_passkeys_site_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_passkeys_staff_id")),
        sa.UniqueConstraint(
            "site_id", "credential_id", name=op.f("uq_passkeys_site_id_credential_id")
        ),
    )
    op.create_index(op.f("ix_passkeys_staff_id"), "passkeys", ["staff_id"])
    op.create_table(
        "passkey_challenges",
        sa.Column("session_hash", sa.String(64), nullable=False),
        sa.Column("ceremony", sa.String(20), nullable=False),
        sa.Column("challenge", sa.String(64), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("session_hash", name=op.f("pk_passkey_challenges")),
    )
    op.create_index(op.f("ix_passkey_challenges_made_at"), "passkey_challenges", ["made_at"])
    op.add_column("sessions", sa.Column("passkey_at", MOMENT))
    op.add_column(
        "sites",
        sa.Column("passkeys_required", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
