"""An answer that is kept, and as much of a request as decides whether it is given."""

import hashlib
import re
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import parse_qsl

from litestar.types import HTTPScope
from sqlalchemy import Connection

from rejoinder.compression import Headers, best_of, encoded, without, worth_encoding
from rejoinder.http_headers import by_name
from rejoinder.web.middleware.security_headers import SERVER_TIMING
from rejoinder.web.visitor import COOKIE

# Most Read beside an article, and a policy just changed, may be this old.
FRESH_SECONDS = 20.0
# A version that has lasted so long is likely to last.
SETTLED_SECONDS = 0.5
# In bytes; what is longer is no place in a thread, nor a front page's articles.
LONGEST_QUERY = 2000
ANY_TAG = b"*"
# A tag without what says that it is weak: as it is compared.
_TAG = re.compile(rb'"[\x21\x23-\x7e\x80-\xff]*"')
_TAGS = re.compile(
    rb'[ \t,]*(?:W/)?"[\x21\x23-\x7e\x80-\xff]*"'
    rb'(?:[ \t]*,[ \t,]*(?:W/)?"[\x21\x23-\x7e\x80-\xff]*")*[ \t,]*'
)
_PLAIN_PARAMETERS = {
    *("sort", "cursor", "pages", "limit", "article-id", "url", "piece"),
    *("ids", "cms_ids", "slugs"),
}

VersionOf = Callable[[Connection], int]
"""Reads the version of what an answer tells: another number whenever that has changed."""


@dataclass(frozen=True, slots=True)
class CachedAnswer:
    """An answer, in each encoding that somebody asked for."""

    version_of: VersionOf
    version: int
    checked: object
    """The store's change token when the version was last compared."""
    until: float
    headers: Headers
    etag: bytes
    bodies: dict[bytes, bytes]
    encodable: bool
    """Whether the body is worth being compressed."""
    settles_at: float
    """When a version that still stands is worth being compressed well."""
    compressed_well: set[bytes]
    """The encodings in which it has been."""

    def is_known(self, tags: frozenset[bytes]) -> bool:
        """Whether a browser that has the answers of these tags has this one."""
        return bool(tags & {ANY_TAG, self.etag.removeprefix(b"W/")})

    def body(self, encoding: bytes) -> bytes:
        """The body in that encoding: compressed quickly at first, and well once it has lasted.

        In a thread where people write just now a version lasts a tenth of a second, and whoever
        waits for it waits for its compression too.
        """
        made = self.bodies.get(encoding)
        if made is None:
            made = self.bodies[encoding] = encoded(self.bodies[b""], encoding, quickly=True)
        elif encoding not in self.compressed_well and time.monotonic() > self.settles_at:
            self.compressed_well.add(encoding)
            made = self.bodies[encoding] = encoded(self.bodies[b""], encoding)
        return made


@dataclass(frozen=True, slots=True)
class CacheRequest:
    """As much of a request as the cache looks at."""

    key: bytes
    cacheable: bool
    encoding: bytes
    known: frozenset[bytes]
    """The answers that the browser has, by their tags; `*` for any."""
    head: bool

    @classmethod
    def of(cls, scope: HTTPScope) -> "CacheRequest":
        """Reads it from the request."""
        headers = by_name(scope["headers"])
        method, query = scope["method"], scope.get("query_string", b"")
        path = scope["path"].encode("utf-8", "surrogatepass")
        return cls(
            key=b"\n".join((headers.get(b"host", b""), path, query)),
            cacheable=(
                method in {"GET", "HEAD"}
                and COOKIE.encode() not in headers.get(b"cookie", b"")
                and b"authorization" not in headers
                and b"x-fragment" not in headers
                and _plain(query)
            ),
            encoding=best_of(headers.get(b"accept-encoding", b"")),
            known=known_tags(scope["headers"]),
            head=method == "HEAD",
        )


def cached_answer(
    version_of: VersionOf, version: int, headers: Headers, body: bytes
) -> CachedAnswer:
    """An answer just made, to be kept until what it tells of moves on."""
    etag = b'W/"' + hashlib.blake2b(body, digest_size=12).hexdigest().encode() + b'"'
    return CachedAnswer(
        version_of=version_of,
        version=version,
        checked=None,
        until=time.monotonic() + FRESH_SECONDS,
        headers=[
            *without(headers, b"content-length", b"cache-control", b"vary", SERVER_TIMING.encode()),
            (b"etag", etag),
            (b"cache-control", b"public, max-age=0, must-revalidate"),
            (b"vary", b"accept-encoding, cookie, origin, x-fragment"),
        ],
        etag=etag,
        bodies={b"": body},
        encodable=worth_encoding(headers, body),
        settles_at=time.monotonic() + SETTLED_SECONDS,
        compressed_well={b""},
    )


def known_tags(headers: Iterable[tuple[bytes, bytes]]) -> frozenset[bytes]:
    """The tags in If-None-Match, which is a list, or `*`; compared weakly (RFC 9110, 13.1.2).

    What can be none of both asks for nothing.
    """
    given = b",".join(value for name, value in headers if name == b"if-none-match").strip()
    if given == b"*":
        return frozenset({ANY_TAG})
    return frozenset(_TAG.findall(given)) if _TAGS.fullmatch(given) else frozenset()


def _plain(query: bytes) -> bool:
    return not query or (len(query) < LONGEST_QUERY and _has_plain_parameters(query))


@lru_cache(maxsize=1024)
def _has_plain_parameters(query: bytes) -> bool:
    names = [name for name, _ in parse_qsl(query.decode("latin-1"), keep_blank_values=True)]
    return _PLAIN_PARAMETERS.issuperset(names)
