"""The tables of passkeys, and of the challenges that wait for an answer."""

from sqlalchemy import BigInteger, Column, ForeignKey, String, Table, Text, UniqueConstraint

from rejoinder.passkeys.model import LONGEST_CREDENTIAL_ID, LONGEST_NAME
from rejoinder.storage import Id, Moment, metadata

passkeys = Table(
    "passkeys",
    metadata,
    Column("id", Id, primary_key=True),
    Column("site_id", Id, ForeignKey("sites.id"), nullable=False),
    Column("staff_id", Id, ForeignKey("staff.id"), nullable=False, index=True),
    Column("credential_id", String(LONGEST_CREDENTIAL_ID), nullable=False),
    Column("public_key", Text, nullable=False),
    Column("sign_count", BigInteger, nullable=False),
    Column("name", String(LONGEST_NAME), nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("used_at", Moment),
    UniqueConstraint("site_id", "credential_id"),
)

passkey_challenges = Table(  # one a session: the newest is the only one that can be answered
    "passkey_challenges",
    metadata,
    Column("session_hash", String(64), primary_key=True),
    Column("ceremony", String(20), nullable=False),
    Column("challenge", String(64), nullable=False),
    Column("made_at", Moment, nullable=False, index=True),
)
