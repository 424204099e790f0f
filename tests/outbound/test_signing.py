"""Signatures, as a receiver checks them who has the standard's own library."""

from datetime import UTC, datetime, timedelta

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from rejoinder.outbound.signing import BOTH_FOR, SigningSecrets, new_message_id, signature_headers

BODY = '{"type":"comment.published","name":"Åsa"}'.encode()


def headers(secrets: SigningSecrets, *, now: datetime, body: bytes = BODY) -> dict[str, str]:
    made = signature_headers(new_message_id(), body, secrets.active(now), now=now)
    return {name.decode(): value.decode() for name, value in made}


def opens(secret: str, told: dict[str, str], body: bytes = BODY) -> bool:
    try:
        Webhook(secret).verify(body, told)
    except WebhookVerificationError:
        return False
    return True


def test_the_standards_own_library_takes_our_signature_and_no_other() -> None:
    secrets, other, now = SigningSecrets.new(), SigningSecrets.new(), datetime.now(UTC)
    told = headers(secrets, now=now)
    assert secrets.current.startswith("whsec_")
    assert opens(secrets.current, told)
    assert not opens(other.current, told)
    assert not opens(secrets.current, told, BODY + b" ")
    assert not opens(secrets.current, {**told, "Webhook-Id": "msg_1"})
    moved = str(int(told["Webhook-Timestamp"]) + 1)
    assert not opens(secrets.current, {**told, "Webhook-Timestamp": moved})


def test_an_old_call_is_taken_by_nobody() -> None:
    secrets = SigningSecrets.new()
    assert not opens(
        secrets.current, headers(secrets, now=datetime.now(UTC) - timedelta(minutes=6))
    )


def test_both_secrets_sign_while_receivers_are_told_the_new_one() -> None:
    first, now = SigningSecrets.new(), datetime.now(UTC)
    both = first.rotated(now)
    assert both.current != first.current
    told = headers(both, now=now)
    assert opens(first.current, told)
    assert opens(both.current, told)
    later = first.rotated(now - BOTH_FOR)
    told = headers(later, now=now)
    assert opens(later.current, told)
    assert not opens(first.current, told)


@pytest.mark.parametrize("name", ["Webhook-Id", "Webhook-Timestamp", "Webhook-Signature"])
def test_each_header_is_needed(name: str) -> None:
    secrets = SigningSecrets.new()
    told = headers(secrets, now=datetime.now(UTC))
    del told[name]
    assert not opens(secrets.current, told)
