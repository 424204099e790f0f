"""Signatures by which a receiver knows that a call is ours, and of now. Pure.

Source: Standard Webhooks 1.0.0, https://github.com/standard-webhooks/standard-webhooks. What is
signed is `ID.TIMESTAMP.BODY`, by HMAC-SHA256 with the bytes behind the secret's prefix.
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Self

PREFIX = "whsec_"
# The standard asks for 24 to 64 bytes.
SECRET_BYTES = 32
# Long enough to give the new secret to every receiver.
BOTH_FOR = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class SigningSecrets:
    """A receiver's secret, and for a while the one before it."""

    current: str
    previous: str | None = None
    previous_until: datetime | None = None

    @classmethod
    def new(cls) -> Self:
        """One that nobody knows yet."""
        return cls(PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode())

    def rotated(self, now: datetime) -> Self:
        """A new one; what it takes the place of signs beside it until every receiver has it."""
        new = self.new().current
        return replace(self, current=new, previous=self.current, previous_until=now + BOTH_FOR)

    def active(self, now: datetime) -> tuple[str, ...]:
        """Those that sign now, the newest first."""
        if self.previous and self.previous_until is not None and now < self.previous_until:
            return (self.current, self.previous)
        return (self.current,)


def new_message_id() -> str:
    """The name of a message: the same whenever it is sent again, and of no other."""
    return f"msg_{secrets.token_hex(16)}"


def signature_headers(
    message_id: str, body: bytes, active: Sequence[str], *, now: datetime
) -> list[tuple[bytes, bytes]]:
    """The three headers of one call, a signature for each secret."""
    timestamp = str(int(now.timestamp()))
    signed = f"{message_id}.{timestamp}.".encode() + body
    signatures = " ".join(f"v1,{_signature(secret, signed)}" for secret in active)
    return [
        (b"Webhook-Id", message_id.encode()),
        (b"Webhook-Timestamp", timestamp.encode()),
        (b"Webhook-Signature", signatures.encode()),
    ]


def _signature(secret: str, signed: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(PREFIX))
    return base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
