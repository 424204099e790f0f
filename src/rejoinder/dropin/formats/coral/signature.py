"""Whether Coral signed a body: HMAC-SHA256 over its bytes, with the phase's whole secret as key."""

import hmac
from collections.abc import Sequence

_PREFIX = "sha256="
# One for each secret in force; Coral has two while one takes over from the other.
MOST_SIGNATURES = 8


def is_signed(body: bytes, header: str, secrets: Sequence[str]) -> bool:
    """Whether any of the header's signatures was made with any of these secrets.

    Every one is compared, each in constant time: how long it takes tells nothing.
    """
    given = [each.strip() for each in header.split(",", MOST_SIGNATURES)[:MOST_SIGNATURES]]
    expected = [f"{_PREFIX}{_digest(body, secret)}".encode() for secret in secrets]
    found = [
        hmac.compare_digest(one.encode("utf-8", "replace"), other)
        for one in given
        for other in expected
    ]
    return any(found)


def _digest(body: bytes, secret: str) -> str:
    return hmac.new(secret.encode(), body, "sha256").hexdigest()
