"""Whose a signed token is, by the ways to sign on that a site has."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from rejoinder.errors import N_, Unavailable
from rejoinder.sign_on.claims import from_token
from rejoinder.sign_on.fetching import Fetching
from rejoinder.sign_on.model import Claimed, TokenRefused, TokenSettings, Used, Way
from rejoinder.sign_on.tokens import (
    PUBLIC_KEY_ALGORITHMS,
    Header,
    VerifyingKey,
    check_claims,
    once,
    read_header,
    read_key_set,
    secret_keys,
    verified,
)


class Proved(NamedTuple):
    """What a token proves."""

    claimed: Claimed
    used: Used | None
    """What is to be remembered of it; None where it may come again."""


async def whose(token: str, ways: Iterable[Way], fetching: Fetching, *, now: datetime) -> Proved:
    """Whom the token speaks for.

    Each way is tried: several may have the same keys, as have all customers of one provider, and
    keys that are away may not be the ones. What is told is what the last way says that has the
    key, else that keys are away, else that none has it.

    Raises:
        TokenRefused: it proves nothing to this site, and why.
        Unavailable: the keys that would prove it are nowhere to be had just now.
    """
    header = read_header(token)
    no_key = TokenRefused(N_("This site takes no signed tokens."), code="no-sign-on")
    away: Unavailable | None = None
    refused: TokenRefused | None = None
    for way, settings in _token_ways(ways):
        try:
            claims = await _verified(token, header, settings, fetching, now=now)
        except TokenRefused as failure:
            no_key = failure
            continue
        except Unavailable as failure:
            away = failure
            continue
        try:
            return _proved(way, settings, claims, now=now)
        except TokenRefused as failure:
            refused = failure
    raise refused or away or no_key


async def _verified(
    token: str, header: Header, settings: TokenSettings, fetching: Fetching, *, now: datetime
) -> Mapping[str, Any]:
    return verified(token, header, await _keys(settings, header, fetching, now=now))


def _proved(
    way: Way, settings: TokenSettings, claims: Mapping[str, Any], *, now: datetime
) -> Proved:
    check_claims(settings, claims, now=now)
    return Proved(from_token(way, settings, claims), once(way, settings, claims))


def _token_ways(ways: Iterable[Way]) -> Iterator[tuple[Way, TokenSettings]]:
    for way in ways:
        if isinstance(way.settings, TokenSettings):
            yield way, way.settings


async def _keys(
    settings: TokenSettings, header: Header, fetching: Fetching, *, now: datetime
) -> list[VerifyingKey]:
    """The keys that may have signed it; none is fetched for what cannot be of them."""
    if settings.secrets:
        return secret_keys(settings.secrets)
    if settings.keys:
        return read_key_set(settings.keys)
    if header.algorithm in PUBLIC_KEY_ALGORITHMS:
        return await fetching.keys(settings.keys_url, header.key_id, now=now)
    return []
