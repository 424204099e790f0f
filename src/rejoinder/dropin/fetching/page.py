"""One page over HTTP: a few redirects, each checked anew; HTML only; so much and no more of it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import httpx

from rejoinder.outbound.addresses import OutboundError, checked_url
from rejoinder.outbound.client import ENCODING, Answer, Call, Client
from rejoinder.outbound.ssrf_guard import SsrfGuard

# Newspapers' pages are a tenth to half of it, without their pictures and scripts.
MAX_PAGE_BYTES = 2_000_000
# From http to https, to www, and to the article's newest address.
MAX_REDIRECTS = 3
REDIRECTS = (301, 302, 303, 307, 308)
HTML = ("text/html", "application/xhtml+xml")
_CHARSET = re.compile(r"charset=[\"']?([A-Za-z0-9_-]{1,40})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it came, unpacked."""

    html: bytes
    charset: str = ""
    """What the server says that it is written in."""


class PageFetcher:
    """Fetches pages. Takes no proxy, keeps no cookie, sends nothing but the address."""

    def __init__(self, guard: SsrfGuard, *, agent: str, hosts: Sequence[str] = ()) -> None:
        """`agent` is how we name ourselves; `hosts` are the only ones, where there are any."""
        self._hosts = hosts
        self._headers = (
            (b"User-Agent", agent.encode("ascii", "ignore")),
            (b"Accept", ", ".join(HTML).encode()),
            ENCODING,
        )
        self._client = Client(guard)

    async def page(self, url: str) -> Page:
        """The page at an address, or where it has moved to.

        Raises:
            OutboundError: the address may not be gone to, nobody answered, or what came is no page.
        """
        for _ in range(MAX_REDIRECTS + 1):
            target = checked_url(url, self._hosts)
            async with self._client.ask(Call(target, self._headers)) as answer:
                location = answer.headers.get("location")
                if answer.status not in REDIRECTS or not location:
                    return await _page(answer)
                url = _moved(target, location)
        raise OutboundError("it moves on and on")

    async def close(self) -> None:
        """Ends what is still open."""
        await self._client.close()


async def _page(answer: Answer) -> Page:
    if answer.status != 200:
        raise OutboundError(f"its host answers with {answer.status}")
    media_type = answer.headers.get("content-type", "")
    if media_type.partition(";")[0].strip().lower() not in HTML:
        raise OutboundError("it is no HTML")
    charset = _CHARSET.search(media_type)
    return Page(await answer.body(MAX_PAGE_BYTES), charset[1] if charset else "")


def _moved(target: httpx.URL, location: str) -> str:
    try:
        return str(target.join(location))
    except (httpx.InvalidURL, UnicodeError):
        raise OutboundError("it has moved to what is no address") from None
