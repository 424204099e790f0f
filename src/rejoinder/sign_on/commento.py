"""Signing on as Commento's sites do: a page of theirs signs who somebody is. Pure.

We lead the reader there with a random token and our signature of it; the page leads them back with
what it says of them, the token in it, and its own signature. Both are HMAC-SHA256 by one secret.
"""

import hmac
import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode, urlsplit

from rejoinder.errors import Invalid, N_
from rejoinder.sign_on.claims import email_of, text_of
from rejoinder.sign_on.model import Claimed, CommentoSettings, TokenRefused, Way

# In characters, of a payload in hexadecimal: a name, an address and two links are some hundreds.
LONGEST_PAYLOAD = 8_000
# In bytes: Commento's own are 32.
SHORTEST_SECRET = 16


def checked_settings(url: str, secret: str, *, emails_verified: bool) -> CommentoSettings:
    """Settings that can work.

    Raises:
        Invalid: the page has no address, or the secret is none in hexadecimal.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"https", "http"} or not parts.netloc:
        raise Invalid(N_("That is no address of a page (https://…)."))
    if len(_bytes_of(secret)) < SHORTEST_SECRET:
        raise Invalid(
            N_("Commento's secret is %(least)s hexadecimal figures or more."),
            least=2 * SHORTEST_SECRET,
        )
    return CommentoSettings(url=url, secret=secret, emails_verified=emails_verified)


def page_for(settings: CommentoSettings, token: str) -> str:
    """Where the reader is led: the site's page, with the token (hexadecimal) and our signature."""
    mark = _sign(settings, bytes.fromhex(token)).hex()
    joint = "&" if urlsplit(settings.url).query else "?"
    return f"{settings.url}{joint}{urlencode({'token': token, 'hmac': mark})}"


def told_by(
    way: Way, settings: CommentoSettings, payload: str, mark: str, *, token: str
) -> Claimed:
    """Whom the page says that it led back. They are known by their address, as in Commento.

    Raises:
        TokenRefused: the page did not say it, or not in answer to this token.
    """
    signed = _bytes_of(payload) if len(payload) <= LONGEST_PAYLOAD else b""
    if not signed or not hmac.compare_digest(_sign(settings, signed), _bytes_of(mark)):
        raise TokenRefused(
            N_("That is not signed by this site's accounts."), code="token-signature"
        )
    told = _read(signed)
    echo = told.get("token")
    if not isinstance(echo, str) or not hmac.compare_digest(_bytes_of(echo), _bytes_of(token)):
        raise TokenRefused(
            N_("This answers another attempt to sign in. Please sign in again."),
            code="token-replayed",
        )
    email = email_of(told.get("email"))
    if email is None:
        raise TokenRefused(N_("Your account there has no e-mail address."), code="token-subject")
    return Claimed(
        issuer=way.issuer,
        subject=email,
        email=email,
        email_verified=settings.emails_verified,
        name=text_of(told.get("name")),
        issued_at=None,
    )


def _sign(settings: CommentoSettings, what: bytes) -> bytes:
    return hmac.digest(_bytes_of(settings.secret), what, sha256)


def _bytes_of(figures: str) -> bytes:
    try:
        return bytes.fromhex(figures)
    except ValueError:
        return b""


def _read(signed: bytes) -> Mapping[str, Any]:
    try:
        told = json.loads(signed)
    except (ValueError, RecursionError):
        told = None
    return told if isinstance(told, dict) else {}
