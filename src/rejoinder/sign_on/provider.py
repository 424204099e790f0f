"""What a provider of OpenID Connect tells of itself (Discovery 1.0, 4). Pure."""

import json
from dataclasses import dataclass
from urllib.parse import urlsplit

from rejoinder.errors import Invalid, N_

WELL_KNOWN = "/.well-known/openid-configuration"


@dataclass(frozen=True, slots=True)
class Provider:
    """Where a provider answers what."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str
    """Empty where it has none."""
    auth_method: str
    """How a client with a secret shows it."""


def read_provider(text: bytes, issuer: str) -> Provider:
    """The provider as its document tells.

    Raises:
        Invalid: it tells of another issuer, or leaves out what is needed.
    """
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        told = None
    if not isinstance(told, dict) or told.get("issuer") != issuer:
        raise _none()
    # Left out, it is the first (Discovery, 3).
    methods = told.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    basic = "client_secret_basic" in methods if isinstance(methods, list) else True
    return Provider(
        issuer,
        _address(told.get("authorization_endpoint")),
        _address(told.get("token_endpoint")),
        _address(told.get("jwks_uri")),
        _address(told["userinfo_endpoint"]) if told.get("userinfo_endpoint") else "",
        "client_secret_basic" if basic else "client_secret_post",
    )


def _address(told: object) -> str:
    """An address of the web: the reader's browser is led to one of them."""
    try:
        fits = isinstance(told, str) and urlsplit(told).scheme in {"https", "http"}
    except ValueError:
        fits = False
    if not isinstance(told, str) or not fits:
        raise _none()
    return told


def _none() -> Invalid:
    return Invalid(N_("That is no provider of OpenID Connect with this issuer."))
