"""ID tokens that a provider, or whoever plays one, must not get away with."""

import hmac
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import partial
from typing import Any, cast

import pytest
from authlib.oidc.core.util import create_half_hash
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey
from joserfc.util import urlsafe_b64encode
from msgspec.structs import replace

from rejoinder.errors import Invalid
from rejoinder.sign_on.fetching import Fetching
from rejoinder.sign_on.model import Claimed, Kind, OpenIdSettings, TokenRefused, Way
from rejoinder.sign_on.openid import AuthorizationRequest, Client, whose
from rejoinder.sign_on.provider import Provider, read_provider
from rejoinder.sign_on.tokens import VerifyingKey
from tests.support.event_loop import run

NOW = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)
ISSUER = "https://id.example"
KEY = RSAKey.generate_key(2048)
OTHER = RSAKey.generate_key(2048)
SECRET = "s" * 40
ASKED = AuthorizationRequest("state", "nonce", "verifier")
SETTINGS = OpenIdSettings(
    provider=ISSUER, client_id="comments", client_secret=SECRET, emails_verified=True
)
PROVIDER = Provider(ISSUER, f"{ISSUER}/a", f"{ISSUER}/t", f"{ISSUER}/k", f"{ISSUER}/u", "none")
CLIENT = Client(Way(1, 1, Kind.OPENID, "id", "Id", SETTINGS), SETTINGS, "https://a.example/back")
AT_HASH = create_half_hash("access", "RS256").decode()
CLAIMS = {
    "iss": ISSUER,
    "aud": "comments",
    "sub": "4711",
    "exp": NOW.timestamp() + 300,
    "iat": NOW.timestamp(),
    "nonce": "nonce",
    "at_hash": AT_HASH,
}
MORE = {"sub": "4711", "email": "Jonas@example.org", "email_verified": True, "nickname": "Jonas"}


class Answers:
    """In place of what asks a provider."""

    def __init__(self, token: object, more: Mapping[str, Any]) -> None:
        self.token = token
        self.more = more

    async def keys(self, _url: str, _key_id: str, *, now: datetime) -> list[VerifyingKey]:
        return [VerifyingKey("one", ("RS256",), KEY)]

    async def told(
        self, _url: str, *, headers: Mapping[str, str], body: bytes | None = None
    ) -> Mapping[str, Any]:
        return self.more if body is None else {"id_token": self.token, "access_token": "access"}


def claimed(token: object, more: Mapping[str, Any] = MORE) -> Claimed:
    answers = cast("Fetching", Answers(token, more))
    return run(partial(whose, CLIENT, PROVIDER, "code", ASKED, answers, NOW))


def signed(key: RSAKey = KEY, **claims: object) -> str:
    told = {name: value for name, value in {**CLAIMS, **claims}.items() if value is not None}
    return jwt.encode({"alg": "RS256", "kid": "one"}, told, key)


def test_a_good_one_tells_who_it_is() -> None:
    assert claimed(signed()) == Claimed(ISSUER, "4711", "jonas@example.org", True, "Jonas", NOW)


def test_what_the_provider_tells_of_somebody_else_is_nobodys() -> None:
    told = claimed(signed(), {**MORE, "sub": "4712"})
    assert (told.subject, told.email, told.name) == ("4711", None, None)


@pytest.mark.parametrize("verified", [False, "true", 1, None])
def test_an_address_is_proved_only_where_the_provider_says_so(verified: object) -> None:
    assert claimed(signed(), {**MORE, "email_verified": verified}).email_verified is False


def test_what_is_verified_is_the_address_that_the_provider_meant() -> None:
    other = claimed(signed(email="editor@example.org"))  # of which the ID token says no more
    assert (other.email, other.email_verified) == ("editor@example.org", False)
    same = claimed(signed(email=MORE["email"]))
    assert (same.email, same.email_verified) == ("jonas@example.org", True)


def test_a_subscription_is_told_by_the_token_or_by_the_user_info() -> None:
    told = {"nickname": "Jonas", "email": "jonas@example.org"}
    for token, more in (
        (signed(KEY, **told, roles=["subscriber"]), MORE),
        (signed(KEY, **told), {**MORE, "roles": ["subscriber"]}),
    ):
        answers = cast("Fetching", Answers(token, more))
        client = CLIENT._replace(settings=replace(SETTINGS, subscriber="roles=subscriber"))
        assert run(partial(whose, client, PROVIDER, "code", ASKED, answers, NOW)).subscribes
        assert not claimed(token, more).subscribes


def test_corals_claims_are_none_of_a_providers() -> None:
    assert claimed(signed(user={"id": "1", "username": "Editor"})).subject == "4711"


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"nonce": ["nonce"]},
        {"aud": "another"},
        {"aud": ["another", "third"]},
        {"aud": ["comments", "another"]},  # without azp
        {"azp": "another"},
        {"iss": "https://evil.example"},
        {"iss": f"{ISSUER}/"},
        {"exp": NOW.timestamp() - 300},
        {"exp": None},
        {"iat": NOW.timestamp() + 3600},
        {"at_hash": "of another"},
        {"at_hash": 7},
        {"sub": None},
        {"sub": ""},
    ],
)
def test_one_that_is_not_of_this_attempt_opens_nothing(claims: dict[str, object]) -> None:
    with pytest.raises(TokenRefused):
        claimed(signed(KEY, **claims))


def unsigned(algorithm: str, mark: bytes = b"") -> str:
    payload = signed().split(".")[1]
    head = urlsafe_b64encode(f'{{"alg":"{algorithm}","kid":"one"}}'.encode()).decode()
    return f"{head}.{payload}.{urlsafe_b64encode(mark).decode()}"


@pytest.mark.parametrize(
    "token",
    [
        None,
        7,
        "",
        "a.b.c",
        unsigned("none"),
        unsigned("None"),
        unsigned("HS256"),
        unsigned("RS256"),
        signed(OTHER),
        signed()[:-4] + "AAAA",
    ],
)
def test_one_that_the_provider_did_not_sign_opens_nothing(token: object) -> None:
    with pytest.raises(TokenRefused):
        claimed(token)


def test_neither_the_clients_secret_nor_a_public_key_signs() -> None:
    public = KEY.as_pem(private=False)
    head = urlsafe_b64encode(b'{"alg":"HS256","kid":"one"}').decode()
    begun = f"{head}.{signed().split('.')[1]}"
    for secret in (SECRET.encode(), public):
        mark = urlsafe_b64encode(hmac.digest(secret, begun.encode(), "sha256")).decode()
        with pytest.raises(TokenRefused):
            claimed(f"{begun}.{mark}")
    by_secret = jwt.encode({"alg": "HS256"}, CLAIMS, OctKey.import_key(SECRET))
    with pytest.raises(TokenRefused):
        claimed(by_secret)


@pytest.mark.parametrize(
    "document",
    [
        b"",
        b"[]",
        b"{}",
        b"\xff",
        b"[" * 50_000,
        b'{"issuer": "https://evil.example"}',
        b'{"issuer": "https://id.example"}',
        b'{"issuer": "https://id.example", "authorization_endpoint": "javascript:alert(1)",'
        b' "token_endpoint": "https://id.example/t", "jwks_uri": "https://id.example/k"}',
    ],
)
def test_what_is_no_provider_is_asked_nothing(document: bytes) -> None:
    with pytest.raises(Invalid):
        read_provider(document, ISSUER)
