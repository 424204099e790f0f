"""The keys that sign tokens, fetched from where a site says that they are, and kept for a while.

The addresses are a site's own settings; where they lead is looked at each time (`outbound`).
"""

import asyncio
import logging
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http import HTTPStatus

from cachetools import LRUCache

from rejoinder.errors import Invalid, N_, Unavailable
from rejoinder.outbound.addresses import OutboundError, checked_url
from rejoinder.outbound.client import Call, Client
from rejoinder.settings import HostPorts
from rejoinder.sign_on.tokens import VerifyingKey, read_key_set

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


@dataclass(slots=True)
class _Kept:
    """What an address answered last."""

    answer: list[VerifyingKey] | None = None
    fetched_at: datetime | None = None
    tried_at: datetime | None = None
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class Fetching:
    """Asks, in one event loop, and keeps what was answered for a while."""

    def __init__(self, client: Client, inside: HostPorts = ()) -> None:
        """`inside` are hosts and ports in the operator's network that may be asked."""
        self._client = client
        self._inside = inside
        self._kept: LRUCache[str, _Kept] = LRUCache(MOST_ADDRESSES)

    async def keys(self, url: str, key_id: str, *, now: datetime) -> list[VerifyingKey]:
        """The keys at this address; asked for anew where none of those that we have is called so.

        Raises:
            Unavailable: nobody answers there, and has not for a day.
        """
        if url not in self._kept:
            self._kept[url] = _Kept()
        kept = self._kept[url]
        async with kept.lock:
            keys = kept.answer or []
            known = not key_id or any(each.id in {"", key_id} for each in keys)
            if not keys or not known or not _within(kept.fetched_at, FRESH, now):
                keys = await self._ask_again(kept, url, now=now)
            return keys

    async def close(self) -> None:
        """Ends what is still open."""
        await self._client.close()

    async def _ask_again(self, kept: _Kept, url: str, *, now: datetime) -> list[VerifyingKey]:
        if not _within(kept.tried_at, AGAIN_AFTER, now):
            kept.tried_at = now
            try:
                kept.answer, kept.fetched_at = read_key_set(await self._fetch(url)), now
            except (OutboundError, Invalid, TimeoutError) as failure:
                log.warning("The keys of a site's tokens could not be fetched: %s", failure)
        if kept.answer is None or not _within(kept.fetched_at, STALE, now):
            raise Unavailable(
                N_(
                    "The service that knows you does not answer just now. Please try again in a "
                    "moment."
                ),
                code="sign-on-unavailable",
            )
        return kept.answer

    async def _fetch(self, url: str) -> bytes:
        call = Call(checked_url(url, inside=self._inside), [(b"Accept", b"application/json")])
        async with asyncio.timeout(TIMEOUT), self._client.ask(call) as answer:
            if answer.status != HTTPStatus.OK:
                raise OutboundError(f"it answers {answer.status}")
            return await answer.body(LARGEST_ANSWER)


def _within(moment: datetime | None, time: timedelta, now: datetime) -> bool:
    return moment is not None and now - moment < time
