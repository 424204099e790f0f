"""Signed tokens: which are taken, and that nothing forged, stale or meant for others is."""

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, Key, OKPKey, RSAKey
from joserfc.jws import JWSRegistry

from rejoinder.errors import Invalid, Unavailable
from rejoinder.outbound.client import Client
from rejoinder.outbound.ssrf_guard import Resolver, SsrfGuard
from rejoinder.sign_on.by_token import Proved, whose
from rejoinder.sign_on.fetching import Fetching
from rejoinder.sign_on.model import (
    Kind,
    Secret,
    TokenRefused,
    TokenSettings,
    Way,
)
from rejoinder.sign_on.tokens import LONGEST_TOKEN, key_set_of, read_key_set
from tests.support import event_loop

NOW = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)
OLD, NEW = "ssosec_" + "0a" * 32, "ssosec_" + "7b" * 32
USER = {"id": "4711", "email": "Jonas@Example.org", "username": "Jonas Lind", "badges": ["member"]}
RSA = RSAKey.generate_key(2048)
EC = ECKey.generate_key("P-256")
ED = OKPKey.generate_key("Ed25519")


class _Signing(JWSRegistry):
    """Signs by EdDSA without a word of its new name."""

    def get_alg(self, name: str) -> Any:
        return self.algorithms[name]


def part(value: object) -> str:
    raw = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def by_hand(header: object, claims: object, secret: str = NEW) -> str:
    """A token with HMAC, whatever its header says."""
    signed = f"{part(header)}.{part(claims)}"
    return f"{signed}.{part(hmac.digest(secret.encode(), signed.encode(), hashlib.sha256))}"


def claims(**told: Any) -> dict[str, Any]:
    moment = int(NOW.timestamp())
    return {"user": USER, "iat": moment, "exp": moment + 300, "jti": "one", **told}


def coral(**told: Any) -> str:
    return by_hand({"alg": "HS256", "typ": "JWT"}, claims(**told))


def signed_by(key: Key, algorithm: str, **header: str) -> str:
    told = {"sub": "4711", "exp": int(NOW.timestamp()) + 300, "nickname": "Jonas"}
    return jwt.encode({"alg": algorithm, **header}, told, key, registry=_Signing())


def ask(token: str, **told: Any) -> Proved:
    """Whom the token speaks for at a site with these settings."""
    told.setdefault("secrets", (Secret("new", NEW),) if "keys" not in told else ())
    return ask_all(token, accounts=TokenSettings(**told))


def ask_all(token: str, **ways: TokenSettings) -> Proved:
    """The same where a site has several ways."""
    made = [Way(1, 1, Kind.TOKEN, name, name, told) for name, told in ways.items()]
    resolver = Resolver(1)
    fetching = Fetching(Client(SsrfGuard(resolver)))
    try:
        return event_loop.run(partial(whose, token, made, fetching, now=NOW))
    finally:
        resolver.close()


def refusal(token: str, **told: Any) -> str:
    with pytest.raises(TokenRefused) as refused:
        ask(token, **told)
    return refused.value.code


def test_corals_claims_are_taken_as_they_are() -> None:
    claimed, used = ask(coral())
    assert used is None
    assert (claimed.issuer, claimed.subject) == ("token:accounts", "4711")
    assert (claimed.email, claimed.email_verified) == ("jonas@example.org", False)
    assert (claimed.name, claimed.issued_at) == ("Jonas Lind", NOW)
    assert ask(coral(), emails_verified=True).claimed.email_verified


def test_two_secrets_are_in_force_while_one_follows_the_other() -> None:
    both = (Secret("old", OLD), Secret("new", NEW))
    for secret in (OLD, NEW):
        assert ask(by_hand({"alg": "HS256"}, claims(), secret), secrets=both).claimed.name
    named = by_hand({"alg": "HS256", "kid": "old"}, claims(), OLD)
    assert ask(named, secrets=both).claimed.subject == "4711"
    stranger = by_hand({"alg": "HS256", "kid": "older"}, claims(), OLD)
    assert refusal(stranger, secrets=both) == "token-unknown-key"
    assert refusal(named, secrets=both[1:]) == "token-signature"


@pytest.mark.parametrize(
    ("key", "algorithm"), [(RSA, "RS256"), (EC, "ES256"), (ED, "EdDSA"), (ED, "Ed25519")]
)
def test_public_keys_check_what_their_private_ones_signed(key: Key, algorithm: str) -> None:
    kept = json.dumps({"keys": [{**key.as_dict(private=False), "kid": "k1"}]})
    token = signed_by(key, algorithm, kid="k1")
    assert ask(token, keys=kept).claimed[:5:4] == ("token:accounts", "Jonas")
    assert refusal(signed_by(key, algorithm, kid="k2"), keys=kept) == "token-unknown-key"


def test_the_algorithm_is_the_keys_and_never_the_tokens() -> None:
    kept = json.dumps({"keys": [RSA.as_dict(private=False)]})
    # A public key is no secret, in whichever form somebody might have hashed it.
    for secret in (kept, RSA.as_pem(private=False).decode()):
        assert refusal(by_hand({"alg": "HS256"}, claims(), secret), keys=kept) == (
            "token-unknown-key"
        )
    assert refusal(signed_by(RSA, "RS256")) == "token-unknown-key"
    for none in ("none", "None", "NONE", "", "HS384", "PS256"):
        bare = f"{part({'alg': none})}.{part(claims())}."
        assert refusal(bare) == refusal(bare, keys=kept) == "token-unknown-key"


def test_a_forged_token_opens_nothing() -> None:
    token = coral()
    head, body, signature = token.split(".")
    other = part(claims(user={**USER, "id": "1"}))
    for forged in (
        f"{head}.{other}.{signature}",
        f"{head}.{body}.{part(b'x' * 32)}",
        f"{head}.{body}.",
        by_hand({"alg": "HS256"}, claims(), OLD),
    ):
        assert refusal(forged) == "token-signature"


@pytest.mark.parametrize(
    ("told", "settings", "code"),
    [
        ({"exp": int(NOW.timestamp()) - 61}, {}, "token-expired"),
        ({"exp": None}, {}, "token-no-expiry"),
        ({"exp": "tomorrow"}, {"needs_expiry": False}, "token-no-expiry"),
        ({"exp": float("inf")}, {}, "token-no-expiry"),
        ({"nbf": int(NOW.timestamp()) + 61}, {}, "token-too-early"),
        ({"iat": int(NOW.timestamp()) + 61}, {}, "token-too-early"),
        ({"iat": [1]}, {}, "bad-token"),
        ({"iss": "https://evil.example"}, {"issuer": "https://paper.example"}, "token-issuer"),
        ({}, {"issuer": "https://paper.example"}, "token-issuer"),
        ({"aud": "another"}, {"audience": "comments"}, "token-audience"),
        ({"aud": ["another", {}]}, {"audience": "comments"}, "token-audience"),
        ({}, {"audience": "comments"}, "token-audience"),
        ({"jti": None}, {"single_use": True}, "token-no-id"),
        ({"user": "4711"}, {}, "bad-token"),
        ({"user": {"username": "Jonas"}}, {}, "token-subject"),
        ({"user": {**USER, "id": "a\n" * 3}}, {}, "token-subject"),
        ({"user": {**USER, "id": "4" * 256}}, {}, "token-subject"),
        ({"user": {**USER, "id": True}}, {}, "token-subject"),
    ],
)
def test_what_is_stale_or_for_others_is_refused_and_told_why(
    told: dict[str, Any], settings: dict[str, Any], code: str
) -> None:
    assert refusal(coral(**told), **settings) == code


def test_of_several_ways_each_is_tried() -> None:
    keys = json.dumps({"keys": [RSA.as_dict(private=False)]})
    token = signed_by(RSA, "RS256")
    # Keys that are away may not be the ones; two ways may have the same ones.
    away = TokenSettings(keys_url="http://127.0.0.1:9/keys")
    strangers = TokenSettings(keys=keys, issuer="https://id.other.example")
    ours = TokenSettings(keys=keys)
    assert ask_all(token, a=away, b=strangers, c=ours).claimed.issuer == "token:c"
    secret = TokenSettings(secrets=(Secret("new", NEW),))
    with pytest.raises(TokenRefused) as refused:
        ask_all(token, a=away, b=strangers, c=secret)
    assert refused.value.code == "token-issuer"  # said by the way that has the key
    with pytest.raises(Unavailable):
        ask_all(token, a=away, b=secret)
    old = TokenSettings(secrets=(Secret("old", OLD),))
    assert ask_all(coral(), a=secret, b=old).claimed.issuer == "token:a"


def test_an_end_that_no_clock_reaches_is_none() -> None:
    assert refusal(coral(exp=253_402_300_799), single_use=True) == "token-no-expiry"
    assert ask(coral(exp=253_370_764_799), single_use=True, leeway_seconds=600).used is not None


@pytest.mark.parametrize("crit", [["b64"], ["exp"], [], "b64", None])
def test_what_must_be_understood_and_is_not_is_refused(crit: object) -> None:
    told = {"alg": "HS256", "crit": crit, "b64": False}
    assert refusal(by_hand(told, claims())) == "bad-token"


def test_clocks_may_differ_a_little() -> None:
    ago = int((NOW - timedelta(seconds=59)).timestamp())
    assert ask(coral(exp=ago)).claimed.subject == "4711"
    assert refusal(coral(exp=ago), leeway_seconds=0) == "token-expired"


def test_a_token_for_one_session_is_remembered_until_it_has_ended() -> None:
    used = ask(coral(), single_use=True).used
    assert used is not None
    assert (used.token_id, used.until) == ("one", NOW + timedelta(seconds=360))


@pytest.mark.parametrize(
    "token",
    [
        "",
        ".",
        "..",
        "a.b",
        "a.b.c.d",
        "é.é.é",
        "x" * (LONGEST_TOKEN + 1),
        f"{part([1])}.{part(claims())}.x",
        f"{part({'alg': 1})}.{part(claims())}.x",
        f"{part(b'[' * 5000)}.{part(claims())}.x",
        f"{part(bytes([255, 254]))}.{part(claims())}.x",
    ],
)
def test_what_is_no_token_is_refused_as_none(token: str) -> None:
    assert refusal(token) in {"bad-token", "token-too-long"}


@pytest.mark.parametrize(
    "body", [b"[" * 4000, b'{"user":' * 400 + b"1" + b"}" * 400, b"[]", b"\xff"]
)
def test_claims_nested_ever_deeper_are_refused(body: bytes) -> None:
    signed = f"{part({'alg': 'HS256'})}.{part(body)}"
    signature = part(hmac.digest(NEW.encode(), signed.encode(), hashlib.sha256))
    assert refusal(f"{signed}.{signature}") in {"bad-token", "token-no-expiry"}


def test_half_a_letter_in_a_name_or_an_address_is_left_out() -> None:
    claimed = ask(coral(user={**USER, "username": "Jo\ud800", "email": "a\ud800@example.org"}))
    assert (claimed.claimed.name, claimed.claimed.email) == (None, None)


def test_of_pasted_keys_only_the_public_half_is_kept() -> None:
    for key in (RSA, EC, ED):
        for pasted in (key.as_pem(private=True).decode(), json.dumps(key.as_dict(private=True))):
            kept = key_set_of(pasted)
            assert '"d"' not in kept
            assert len(read_key_set(kept)) == 1


@pytest.mark.parametrize(
    "pasted",
    [
        "",
        "{}",
        "[1]",
        '{"keys": []}',
        '{"keys": [1, {}]}',
        '{"keys": [{"kty": "oct", "k": "c2VjcmV0"}]}',
        '{"keys": [{"kty": "RSA", "n": "%s", "e": "AQAB"}]}' % ("v" * 171),
        "-----BEGIN NOTHING-----",
        "[" * 9000,
    ],
)
def test_what_holds_no_good_key_is_refused(pasted: str) -> None:
    with pytest.raises(Invalid):
        key_set_of(pasted)
