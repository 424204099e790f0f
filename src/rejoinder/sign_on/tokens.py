"""Checking a signed token: its form, signature and registered claims (RFC 7515, 7519, 8725).

The algorithm is the key's, never the token's: a token only chooses among the keys that its site
has, so that neither `none` nor a public key taken for a shared secret opens anything.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, Key, OctKey, OKPKey, RSAKey
from joserfc.jws import JWSRegistry
from joserfc.util import urlsafe_b64decode

from rejoinder.errors import Invalid, N_
from rejoinder.sign_on.claims import moment_of
from rejoinder.sign_on.model import Secret, TokenRefused, TokenSettings, Used, Way

# In characters: as much as a header of a request holds. Coral's have some hundreds.
LONGEST_TOKEN = 8_000
# In bits: what may be broken is no key (NIST SP 800-131A).
SHORTEST_RSA = 2048
# In bytes, of an HS256 secret: 128 bits in hexadecimal.
SHORTEST_SECRET = 32
MOST_KEYS = 50

# Those of keys that anybody may have and only one side signs with.
PUBLIC_KEY_ALGORITHMS = frozenset({"RS256", "ES256", "EdDSA", "Ed25519"})

_WRONG = N_("The token's signature is not of this site's keys.")


@dataclass(frozen=True, slots=True)
class VerifyingKey:
    """A key with the algorithm that is its own."""

    id: str
    """Empty for one that has none."""
    algorithms: tuple[str, ...]
    key: Key


@dataclass(frozen=True, slots=True)
class Header:
    """What a token says of its signature; nothing of it is believed."""

    algorithm: str
    key_id: str


class _Registry(JWSRegistry):
    """Knows the algorithms that `VerifyingKey`s have; EdDSA without a word of its new name."""

    def get_alg(self, name: str) -> Any:
        return self.algorithms[name]


def read_header(token: str) -> Header:
    """The header of a token in the compact form.

    Raises:
        TokenRefused: it is no token, or far too long.
    """
    if len(token) > LONGEST_TOKEN:
        raise TokenRefused(
            N_("The token is too long: at most %(most)s characters."),
            code="token-too-long",
            most=LONGEST_TOKEN,
        )
    parts = token.split(".")
    if len(parts) != 3 or not token.isascii():
        raise _no_token()
    told = _read_json(parts[0])
    algorithm, key_id = told.get("alg"), told.get("kid", "")
    if not isinstance(algorithm, str) or not isinstance(key_id, str | int):
        raise _no_token()
    if "crit" in told:  # it lists what must be understood of it, and we understand none of that
        raise _no_token()
    return Header(algorithm, str(key_id))


def verified(token: str, header: Header, keys: Iterable[VerifyingKey]) -> Mapping[str, Any]:
    """The claims of a token that one of these keys signed.

    A `kid` chooses among the keys that have one; a token without tries each.

    Raises:
        TokenRefused: none of them did.
    """
    fitting = list(_fitting(header, keys))
    if not fitting:
        raise TokenRefused(
            N_("This site has no key for that token (kid and alg say which)."),
            code="token-unknown-key",
        )
    for candidate in fitting:
        registry = _Registry(algorithms=candidate.algorithms, strict_check_header=False)
        try:
            jws.deserialize_compact(token, candidate.key, registry=registry)
        except (JoseError, ValueError, KeyError, TypeError, RecursionError):
            continue
        return _read_json(token.split(".")[1])
    raise TokenRefused(_WRONG, code="token-signature")


def check_claims(settings: TokenSettings, claims: Mapping[str, Any], *, now: datetime) -> None:
    """Whether a token is meant for this site, and now.

    Raises:
        TokenRefused: it is not; the code says why.
    """
    moment, leeway = now.timestamp(), settings.leeway_seconds
    expires = moment_of(claims.get("exp"))
    if expires is None and (settings.needs_expiry or settings.single_use or "exp" in claims):
        raise TokenRefused(N_("The token does not say when it ends (exp)."), code="token-no-expiry")
    if expires is not None and expires.timestamp() + leeway <= moment:
        raise TokenRefused(N_("The token has expired. Please sign in again."), code="token-expired")
    for claim in ("nbf", "iat"):
        begins = moment_of(claims.get(claim))
        if claim in claims and begins is None:
            raise TokenRefused(
                N_("The token's claim “%(claim)s” is not as it must be."), claim=claim
            )
        if begins is not None and begins.timestamp() - leeway > moment:
            raise TokenRefused(N_("The token is not valid yet."), code="token-too-early")
    if settings.issuer and claims.get("iss") != settings.issuer:
        raise TokenRefused(N_("The token is of another issuer (iss)."), code="token-issuer")
    if settings.audience and settings.audience not in _audiences(claims):
        raise TokenRefused(N_("The token is not meant for us (aud)."), code="token-audience")


def once(way: Way, settings: TokenSettings, claims: Mapping[str, Any]) -> Used | None:
    """What is remembered of a token that opens one session only; None for any other.

    Raises:
        TokenRefused: it has no id (`jti`) to be remembered by.
    """
    if not settings.single_use:
        return None
    told, expires = claims.get("jti"), moment_of(claims.get("exp"))
    if not isinstance(told, str) or not told or expires is None:
        raise TokenRefused(N_("The token has no id of its own (jti)."), code="token-no-id")
    until = expires + timedelta(seconds=settings.leeway_seconds)
    return Used(way.issuer, told, until)


def secret_keys(secrets: Iterable[Secret]) -> list[VerifyingKey]:
    """Secrets as keys. One alone signs whatever its tokens call it."""
    kept = list(secrets)
    return [
        VerifyingKey(
            each.id if kept[1:] else "", ("HS256",), OctKey.import_key(each.value.encode())
        )
        for each in kept
    ]


def read_key_set(text: str | bytes) -> list[VerifyingKey]:
    """The keys of a JSON Web Key Set that we can check signatures with.

    Raises:
        Invalid: it is no such set, or has none.
    """
    try:
        told = json.loads(text)
        listed = told["keys"]
        keys = [key for each in listed[:MOST_KEYS] if (key := _key_of(each)) is not None]
    except (ValueError, KeyError, TypeError, RecursionError):
        keys = []
    if not keys:
        raise Invalid(
            N_("These are no keys for RS256, ES256 or EdDSA (a JSON Web Key Set, or PEM).")
        )
    return keys


def check_secret(value: str) -> str:
    """A secret that is long enough not to be guessed.

    Raises:
        Invalid: it is not, or is a public key, which everybody has.
    """
    try:
        fits = len(value.encode()) >= SHORTEST_SECRET and bool(OctKey.import_key(value))
    except (ValueError, UnicodeEncodeError, Warning):
        fits = False
    if not fits:
        raise Invalid(
            N_("A secret has at least %(least)s characters and is no public key."),
            least=SHORTEST_SECRET,
        )
    return value


def key_set_of(pasted: str) -> str:
    """Public keys as somebody pastes them, PEM or JSON, as a key set to be kept.

    Of a private key only its public half is.

    Raises:
        Invalid: they are none.
    """
    if "-----BEGIN" in pasted:
        pasted = _from_pem(pasted)
    elif '"keys"' not in pasted:
        pasted = f'{{"keys": [{pasted}]}}'
    kept = [
        {**each.key.as_dict(private=False), "kid": each.id} if each.id else each.key.as_dict(False)
        for each in read_key_set(pasted)
    ]
    return json.dumps({"keys": kept})


def _from_pem(pasted: str) -> str:
    for kind in _KINDS.values():
        try:
            key = kind.import_key(pasted)
        except (JoseError, ValueError, TypeError):
            continue
        return json.dumps({"keys": [key.as_dict(private=False)]})
    return ""


def _key_of(told: Any) -> VerifyingKey | None:
    """One key of a set; None for one that is not for signatures, or too weak."""
    if not isinstance(told, dict) or told.get("use", "sig") != "sig":
        return None
    key_id = told.get("kid", "")
    algorithms = _algorithms_of(told)
    if not algorithms or told.get("alg", algorithms[0]) not in algorithms:
        return None
    public = {name: value for name, value in told.items() if name in _PUBLIC[told["kty"]]}
    try:
        key = _KINDS[told["kty"]].import_key(public)
    except (JoseError, ValueError, KeyError, TypeError):
        return None
    if isinstance(key, RSAKey) and key.raw_value.key_size < SHORTEST_RSA:
        return None
    return VerifyingKey(str(key_id), algorithms, key)


_KINDS: Mapping[str, type[RSAKey | ECKey | OKPKey]] = {"RSA": RSAKey, "EC": ECKey, "OKP": OKPKey}
_PUBLIC: Mapping[str, frozenset[str]] = {
    "RSA": frozenset({"kty", "n", "e"}),
    "EC": frozenset({"kty", "crv", "x", "y"}),
    "OKP": frozenset({"kty", "crv", "x"}),
}


def _algorithms_of(told: Mapping[str, Any]) -> tuple[str, ...]:
    """The algorithms of a kind of key: no key has two that could be taken for each other."""
    kind, curve = told.get("kty"), told.get("crv")
    if kind == "RSA":
        return ("RS256",)
    if (kind, curve) == ("EC", "P-256"):
        return ("ES256",)
    return ("EdDSA", "Ed25519") if (kind, curve) == ("OKP", "Ed25519") else ()


def _fitting(header: Header, keys: Iterable[VerifyingKey]) -> Iterator[VerifyingKey]:
    for each in keys:
        named = not header.key_id or not each.id or header.key_id == each.id
        if named and header.algorithm in each.algorithms:
            yield each


def _audiences(claims: Mapping[str, Any]) -> list[object]:
    told = claims.get("aud")
    return told if isinstance(told, list) else [told]


def _read_json(part: str) -> Mapping[str, Any]:
    try:
        told = json.loads(urlsafe_b64decode(part.encode("ascii")))
    except (ValueError, RecursionError):
        raise _no_token() from None
    if not isinstance(told, dict):
        raise _no_token()
    return told


def _no_token() -> TokenRefused:
    return TokenRefused(N_("That is no signed token (JWT)."))
