"""One page over HTTP: a few redirects, each checked anew; HTML only; so much and no more of it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib.metadata import version

import httpx

from rejoinder.outbound.addresses import OutboundError, checked_url
from rejoinder.outbound.client import ENCODING, Answer, Call, Client
from rejoinder.outbound.ssrf_guard import SsrfGuard
from rejoinder.settings import HostPorts

# Newspapers' pages are a tenth to half of it, without their pictures and scripts.
MAX_PAGE_BYTES = 2_000_000
# From http to https, to www, and to the article's newest address.
MAX_REDIRECTS = 3
REDIRECTS = (301, 302, 303, 307, 308)
MISSING = (404, 410)
HTML = ("text/html", "application/xhtml+xml")
_CHARSET = re.compile(r"charset=[\"']?([A-Za-z0-9_-]{1,40})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it came, unpacked."""

    html: bytes
    charset: str = ""
    """What the server says that it is written in."""
    url: str = field(default="", compare=False)
    """Where it was found in the end."""


class PageMissing(OutboundError):
    """Its host says that there is no such page."""


def agent_name(contact: str) -> str:
    """How we name ourselves to the servers of pages; `contact` is our address, or empty."""
    contact = f"; +{contact}" if contact else ""
    return f"Rejoinder/{version('rejoinder')} (reads articles to moderate their comments{contact})"


class PageFetcher:
    """Fetches pages. Takes no proxy, keeps no cookie, sends nothing but the address."""

    def __init__(
        self,
        guard: SsrfGuard,
        *,
        agent: str,
        hosts: Sequence[str] = (),
        inside: HostPorts = (),
    ) -> None:
        """`agent` is how we name ourselves; `hosts` are the only ones, where there are any.

        `inside` are hosts and ports that the operator named, which may be anywhere.
        """
        self._hosts = hosts
        self._inside = inside
        self._headers = (
            (b"User-Agent", agent.encode("ascii", "ignore")),
            (b"Accept", ", ".join(HTML).encode()),
            ENCODING,
        )
        self._client = Client(guard)

    async def page(self, url: str) -> Page:
        """The page at an address, or where it has moved to.

        Raises:
            PageMissing: its host says that there is none.
            OutboundError: the address may not be gone to, nobody answered, or what came is no page.
        """
        for _ in range(MAX_REDIRECTS + 1):
            target = checked_url(url, self._hosts, self._inside)
            async with self._client.ask(Call(target, self._headers)) as answer:
                location = answer.headers.get("location")
                if answer.status not in REDIRECTS or not location:
                    return await _page(answer, str(target))
                url = _moved(target, location)
        raise OutboundError("it moves on and on")

    async def close(self) -> None:
        """Ends what is still open."""
        await self._client.close()


async def _page(answer: Answer, url: str) -> Page:
    if answer.status in MISSING:
        raise PageMissing(f"its host answers with {answer.status}")
    if answer.status != 200:
        raise OutboundError(f"its host answers with {answer.status}")
    media_type = answer.headers.get("content-type", "")
    if media_type.partition(";")[0].strip().lower() not in HTML:
        raise OutboundError("it is no HTML")
    charset = _CHARSET.search(media_type)
    return Page(await answer.body(MAX_PAGE_BYTES), charset[1] if charset else "", url)


def _moved(target: httpx.URL, location: str) -> str:
    try:
        return str(target.join(location))
    except (httpx.InvalidURL, UnicodeError):
        raise OutboundError("it has moved to what is no address") from None
