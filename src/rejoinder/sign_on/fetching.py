"""What proves who readers are, asked for where a site says that it is, and kept for a while.

The addresses are a site's own settings; where they lead is looked at each time (`outbound`).
"""

import asyncio
import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from http import HTTPStatus
from types import MappingProxyType
from typing import Any, Generic, TypeVar

from cachetools import LRUCache

from rejoinder.errors import Invalid, N_, Unavailable
from rejoinder.outbound.addresses import OutboundError, checked_url
from rejoinder.outbound.client import Call, Client
from rejoinder.settings import HostPorts
from rejoinder.sign_on.provider import WELL_KNOWN, Provider, read_provider
from rejoinder.sign_on.tokens import VerifyingKey, read_key_set

T = TypeVar("T")
log = logging.getLogger(__name__)

# In bytes; the largest provider's keys have some 10,000.
LARGEST_ANSWER = 256_000
# For all of one answer, looking up its host included.
TIMEOUT = 8.0
FRESH = timedelta(hours=1)
# A token with a key that we do not know makes us ask again, and so much later at the soonest:
# such tokens cost nothing to make up.
AGAIN_AFTER = timedelta(minutes=1)
# While a provider does not answer, its last keys count for so long.
STALE = timedelta(days=1)
MOST_ADDRESSES = 200
SERVERS_FAULT = 500


@dataclass(slots=True)
class _Kept(Generic[T]):
    """What an address answered last."""

    answer: T | None = None
    fetched_at: datetime | None = None
    tried_at: datetime | None = None
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class Fetching:
    """Asks, in one event loop, and keeps what was answered for a while."""

    def __init__(self, client: Client, inside: HostPorts = ()) -> None:
        """`inside` are hosts and ports in the operator's network that may be asked."""
        self._client = client
        self._inside = inside
        self._keys: LRUCache[str, _Kept[list[VerifyingKey]]] = LRUCache(MOST_ADDRESSES)
        self._providers: LRUCache[str, _Kept[Provider]] = LRUCache(MOST_ADDRESSES)

    async def keys(self, url: str, key_id: str, *, now: datetime) -> list[VerifyingKey]:
        """The keys at this address; asked for anew where none of those that we have is called so.

        Raises:
            Unavailable: nobody answers there, and has not for a day.
        """
        kept = self._keys.setdefault(url, _Kept())
        async with kept.lock:
            keys = kept.answer or []
            known = not key_id or any(each.id in {"", key_id} for each in keys)
            if not keys or not known or not _within(kept.fetched_at, FRESH, now):
                keys = await self._ask_again(kept, url, read_key_set, now=now)
            return keys

    async def provider(self, issuer: str, *, now: datetime) -> Provider:
        """The provider of OpenID Connect with this issuer.

        Raises:
            Unavailable: none answers there, and has not for a day.
        """
        url = issuer.rstrip("/") + WELL_KNOWN
        kept = self._providers.setdefault(issuer, _Kept())
        async with kept.lock:
            if kept.answer is not None and _within(kept.fetched_at, FRESH, now):
                return kept.answer
            read = partial(read_provider, issuer=issuer)
            return await self._ask_again(kept, url, read, now=now)

    async def told(
        self, url: str, *, headers: Mapping[str, str], body: bytes | None = None
    ) -> Mapping[str, Any]:
        """The object that a provider answers to one attempt; empty where it refuses it.

        Raises:
            Unavailable: it does not answer.
        """
        try:
            raw = await self._fetch(url, headers, body)
        except (OutboundError, TimeoutError) as failure:
            log.warning("A provider of OpenID Connect does not answer: %s", failure)
            raise _unavailable() from None
        try:
            answer = json.loads(raw)
        except (ValueError, RecursionError):
            answer = None
        return answer if isinstance(answer, dict) else {}

    async def close(self) -> None:
        """Ends what is still open."""
        await self._client.close()

    async def _ask_again(
        self, kept: _Kept[T], url: str, read: Callable[[bytes], T], *, now: datetime
    ) -> T:
        if not _within(kept.tried_at, AGAIN_AFTER, now):
            kept.tried_at = now
            try:
                kept.answer, kept.fetched_at = read(await self._fetch(url)), now
            except (OutboundError, Invalid, TimeoutError) as failure:
                log.warning("What proves a site's readers could not be fetched: %s", failure)
        if kept.answer is None or not _within(kept.fetched_at, STALE, now):
            raise _unavailable()
        return kept.answer

    async def _fetch(
        self, url: str, headers: Mapping[str, str] = MappingProxyType({}), body: bytes | None = None
    ) -> bytes:
        sent = [(b"Accept", b"application/json")]
        sent += [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
        target = checked_url(url, inside=self._inside)
        call = Call(target, sent) if body is None else Call(target, sent, "POST", body)
        async with asyncio.timeout(TIMEOUT), self._client.ask(call) as answer:
            # What a code is refused with says so in JSON (RFC 6749, 5.2).
            if answer.status != HTTPStatus.OK and (body is None or answer.status >= SERVERS_FAULT):
                raise OutboundError(f"it answers {answer.status}")
            return await answer.body(LARGEST_ANSWER)


def _within(moment: datetime | None, time: timedelta, now: datetime) -> bool:
    return moment is not None and now - moment < time


def _unavailable() -> Unavailable:
    return Unavailable(
        N_("The service that knows you does not answer just now. Please try again in a moment."),
        code="sign-on-unavailable",
    )
