"""OpenID Connect's code flow with PKCE, against any provider (Core 1.0, RFC 7636, RFC 9207).

What is said and checked is Authlib's; what is sent goes by our own guarded client.
"""

import hmac
from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from authlib.common.errors import AuthlibBaseError
from authlib.oauth2.auth import ClientAuth
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri, prepare_token_request
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from joserfc.errors import JoseError

from rejoinder.errors import N_
from rejoinder.sign_on.claims import email_of, from_token, name_of
from rejoinder.sign_on.fetching import Fetching
from rejoinder.sign_on.model import Claimed, OpenIdSettings, TokenRefused, Way
from rejoinder.sign_on.provider import Provider
from rejoinder.sign_on.tokens import check_claims, read_header, verified

# In characters, of what a provider sends back by the reader's browser.
LONGEST_ANSWER = 4_000
_FORM = "application/x-www-form-urlencoded"


class AuthorizationRequest(NamedTuple):
    """What one attempt to sign in is known by; all of it is random."""

    state: str
    nonce: str
    verifier: str
    """PKCE's secret: whoever steals the code in the reader's browser has not that."""


class Client(NamedTuple):
    """The site as a provider knows it."""

    way: Way
    settings: OpenIdSettings
    redirect_uri: str


def page_for(client: Client, provider: Provider, asked: AuthorizationRequest) -> str:
    """The provider's page to which the reader is led."""
    address: str = prepare_grant_uri(
        provider.authorization_endpoint,
        client.settings.client_id,
        "code",
        redirect_uri=client.redirect_uri,
        scope=client.settings.scope,
        state=asked.state,
        nonce=asked.nonce,
        code_challenge=create_s256_code_challenge(asked.verifier),
        code_challenge_method="S256",
    )
    return address


def code_in(answer: Mapping[str, str], provider: Provider, asked: AuthorizationRequest) -> str:
    """The code with which the reader came back.

    Raises:
        TokenRefused: they did not sign in there, or this answers another attempt, or another
            provider's.
    """
    state, issuer = answer.get("state", ""), answer.get("iss", provider.issuer)
    if not hmac.compare_digest(state.encode(), asked.state.encode()) or issuer != provider.issuer:
        raise TokenRefused(
            N_("This answers another attempt to sign in. Please sign in again."),
            code="token-replayed",
        )
    code = answer.get("code", "")
    if answer.get("error") or not 0 < len(code) <= LONGEST_ANSWER:
        raise TokenRefused(N_("You did not sign in there."), code="not-signed-in")
    return code


async def whose(
    client: Client,
    provider: Provider,
    code: str,
    asked: AuthorizationRequest,
    fetching: Fetching,
    now: datetime,
) -> Claimed:
    """Whom the provider knows by this code.

    Raises:
        TokenRefused: nobody, or it does not prove it.
        Unavailable: it does not answer.
    """
    told = await _redeem(client, provider, code, asked, fetching)
    token, access = told.get("id_token"), told.get("access_token")
    if not isinstance(token, str) or not isinstance(access, str):
        raise TokenRefused(N_("You did not sign in there."), code="not-signed-in")
    header = read_header(token)
    keys = await fetching.keys(provider.jwks_uri, header.key_id, now=now)
    claims = dict(verified(token, header, keys))
    settings = client.settings.as_token
    check_claims(settings, claims, now=now)
    _check_attempt(claims, header.algorithm, client, access=access, nonce=asked.nonce)
    told_all = email_of(claims.get("email")) and name_of(claims) and not settings.subscriber
    if provider.userinfo_endpoint and not told_all:
        more = await fetching.told(
            provider.userinfo_endpoint, headers={"Authorization": f"Bearer {access}"}
        )
        claims = _with_user_info(claims, more)
    verified_there = claims.get("email_verified") is True
    claims.pop("user", None)  # Coral's, which is no claim of OpenID Connect's
    claimed = from_token(client.way, settings, claims)
    return claimed._replace(email_verified=claimed.email_verified and verified_there)


def _with_user_info(claims: Mapping[str, Any], more: Mapping[str, Any]) -> dict[str, Any]:
    """The ID token's claims, and those of the user info that it leaves out."""
    if more.get("sub") != claims.get("sub"):  # Core, 5.3.2: else it is of somebody else
        return dict(claims)
    told = {**more, **claims}
    if told.get("email") != more.get("email") and "email_verified" not in claims:
        told.pop("email_verified", None)  # it was said of the other address
    return told


def _check_attempt(
    claims: Mapping[str, Any], algorithm: str, client: Client, *, access: str, nonce: str
) -> None:
    """Whether the token answers this attempt, and is this client's (Core, 3.1.3.7)."""
    told = {"client_id": client.settings.client_id, "nonce": nonce, "access_token": access}
    token = CodeIDToken(claims, {"alg": algorithm}, params=told)
    try:
        for check in (token.validate_nonce, token.validate_azp, token.validate_at_hash):
            check()
    except (AuthlibBaseError, JoseError, ValueError, TypeError, AttributeError):
        raise TokenRefused(
            N_("This answers another attempt to sign in. Please sign in again."),
            code="token-replayed",
        ) from None


async def _redeem(
    client: Client, provider: Provider, code: str, asked: AuthorizationRequest, fetching: Fetching
) -> Mapping[str, Any]:
    """What the provider gives for the code (Core, 3.1.3)."""
    settings = client.settings
    body = prepare_token_request(
        "authorization_code",
        code=code,
        redirect_uri=client.redirect_uri,
        code_verifier=asked.verifier,
    )
    method = provider.auth_method if settings.client_secret else "none"
    auth = ClientAuth(settings.client_id, settings.client_secret, method)
    headers = {"Content-Type": _FORM}
    _, headers, body = auth.prepare("POST", provider.token_endpoint, headers, body)
    return await fetching.told(provider.token_endpoint, headers=headers, body=body.encode())
