"""Addresses of articles' pages, put in the one form by which they are known. Each is hostile.

One page is reached in many ways: by http and https, with and without a slash at the end, with what
advertisers add to it. These are made alike (RFC 3986, section 6.2). What only the paper's own
server knows to be one page (`www.`, capitals in a path, `index.html`) stays apart, and is told as a
further address.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import ip_address
from urllib.parse import SplitResult, quote, unquote_plus, urlsplit

import idna

from rejoinder.errors import Invalid, N_

# In characters, as it was sent and as it is kept: what browsers and search engines take.
LONGEST_ADDRESS = 2000
# More parameters than any page has, and few enough to be put in order at once.
MOST_PARAMETERS = 100
LONGEST_HOST = 253
# What networks add to the addresses that their readers follow; no page differs by it.
MARKS = frozenset(
    {
        *("_ga", "_gl", "dclid", "epik", "fbclid", "gad_source", "gbraid", "gclid", "gclsrc"),
        *("igsh", "igshid", "li_fat_id", "mc_cid", "mc_eid", "mkt_tok", "msclkid", "srsltid"),
        *("ttclid", "twclid", "wbraid", "yclid", "_hsenc", "_hsmi"),
    }
)
MARK_PREFIX = "utm_"
_PORTS = {"http": 80, "https": 443}
_NAME = re.compile(
    r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
)
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})?")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_SAFE = "%:@!$&'()*+,;=~/"


@dataclass(frozen=True, slots=True)
class PageAddress:
    """An address by http or https, without a user's name, a fragment and advertisers' marks."""

    url: str
    """As a browser follows it: whole, in ASCII, at most LONGEST_ADDRESS characters."""
    origin: str
    """Its scheme, host and port, such as `https://paper.example`."""
    key: str
    """The same for all ways of writing it; begins with the host."""

    @property
    def host(self) -> str:
        """The host, and the port where it is not the usual one."""
        return self.origin.partition("://")[2]


def read_address(raw: str) -> PageAddress:
    """An address as somebody wrote it.

    Raises:
        Invalid: it is no address of a page, or is too long.
    """
    if len(raw) > LONGEST_ADDRESS:
        raise _bad(N_("The address is too long: at most %(most)s characters."))
    raw = raw.strip()
    if "\\" in raw or " " in raw or not raw.isprintable():
        raise _bad()
    try:
        parts = urlsplit(raw)
        host = _host(parts)
    except ValueError:  # of the library, of IDNA and ours
        raise _bad() from None
    origin = f"{parts.scheme}://{host}"
    path, query = _clean(parts.path) or "/", _parameters(parts.query)
    url = origin + path + ("?" + "&".join(query) if query else "")
    in_order = "&".join(sorted(each.replace("+", "%20") for each in query))
    key = host + _one_path(path) + (f"?{in_order}" if query else "")
    if max(len(url), len(key)) > LONGEST_ADDRESS:
        raise _bad(N_("The address is too long: at most %(most)s characters."))
    return PageAddress(url, origin, key)


def read_address_on(origins: Iterable[str], raw: str) -> PageAddress:
    """The same for a page of a site, which is led to by the scheme that the site's origin has.

    Raises:
        Invalid: it is no address, or stands on none of the origins.
    """
    address = read_address(raw)
    own = _origins(tuple(origins))
    same = [origin for origin in own if origin.partition("://")[2] == address.host]
    if not same:
        raise Invalid(
            N_("%(host)s is none of the site's own origins."),
            code="wrong-origin",
            host=address.host[:100],
        )
    origin = address.origin if address.origin in same else same[0]
    return PageAddress(origin + address.url.removeprefix(address.origin), origin, address.key)


@lru_cache(maxsize=4096)
def is_on(origins: tuple[str, ...], url: str) -> bool:
    """Whether a page's address stands on one of a site's origins, as they are now."""
    try:
        return read_address(url).origin in _origins(origins)
    except Invalid:
        return False


def is_mark(name: str) -> bool:
    """Whether a parameter's name, as it stands in an address, is an advertiser's mark."""
    plain = unquote_plus(name).lower()
    return plain in MARKS or plain.startswith(MARK_PREFIX)


@lru_cache(maxsize=1024)
def _origins(origins: tuple[str, ...]) -> tuple[str, ...]:
    """A site's origins in the form that addresses have; what was never one is left out."""
    read: list[str] = []
    for each in origins:
        try:
            read.append(read_address(each).origin)
        except Invalid:
            continue
    return tuple(read)


def _host(parts: SplitResult) -> str:
    """The host as it is asked for, with the port where it is not the usual one; or ValueError."""
    if parts.scheme not in _PORTS or "@" in parts.netloc:
        raise ValueError("not by http, or with a user's name")
    name, port = (parts.hostname or "").removesuffix("."), parts.port
    name = f"[{ip_address(name).compressed}]" if ":" in name else _name(name)
    return name if port in {None, _PORTS[parts.scheme]} else f"{name}:{port}"


def _name(name: str) -> str:
    """A host's name in ASCII. Look-alikes of other alphabets stay what they are: other names."""
    if not name or len(name) > LONGEST_HOST:
        raise ValueError("no name")
    plain = name if name.isascii() else idna.encode(name, uts46=True).decode()
    if not _NAME.fullmatch(plain) or len(plain) > LONGEST_HOST:
        raise ValueError("no name")
    return plain


def _parameters(query: str) -> list[str]:
    """A query's parameters without empty ones and marks, in their order."""
    if query.count("&") >= MOST_PARAMETERS:
        raise _bad()
    return [
        _clean(each) for each in query.split("&") if each and not is_mark(each.partition("=")[0])
    ]


def _clean(part: str) -> str:
    """Escapes in one form (RFC 3986, 6.2.2): none where none is needed, capitals in the others."""
    return _ESCAPE.sub(_escape, quote(part, safe=_SAFE + "?"))


def _escape(match: re.Match[str]) -> str:
    if match[1] is None:
        return "%25"
    character = chr(int(match[1], 16))
    return character if character in _UNRESERVED else match[0].upper()


def _one_path(path: str) -> str:
    """Without doubled slashes, one at the end, and steps up and down."""
    kept: list[str] = []
    for segment in path.split("/"):
        if segment == "..":
            del kept[-1:]
        elif segment not in {"", "."}:
            kept.append(segment)
    return "/" + "/".join(kept)


def _bad(
    message: str = N_("That is no address of a page: https://paper.example/article."),
) -> Invalid:
    return Invalid(message, code="bad-address", most=LONGEST_ADDRESS)
