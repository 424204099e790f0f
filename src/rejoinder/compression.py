"""Bodies made smaller for whoever accepts it (RFC 9110, 8.4): Brotli, else gzip."""

import gzip
from functools import lru_cache

import brotli

# Below this, compression costs more than it saves (one network packet).
WORTH_COMPRESSING = 1400
BROTLI_QUALITY = 5
GZIP_LEVEL = 6
QUICK_BROTLI_QUALITY = 2
QUICK_GZIP_LEVEL = 1
IDENTITY = b""
# In bytes: browsers differ in a few headers, all of them shorter.
_USUAL = 200
_PREFERRED = (b"br", b"gzip")
_TEXTUAL = (
    *(b"text/", b"application/json", b"application/rss", b"application/vnd.oai"),
    *(b"application/atom", b"application/feed"),
)

Headers = list[tuple[bytes, bytes]]


def best_of(accepted: bytes) -> bytes:
    """The encoding to answer in, from an Accept-Encoding header; a weight of 0 refuses one."""
    return _best_of(accepted) if len(accepted) < _USUAL else _best_of.__wrapped__(accepted)


@lru_cache(maxsize=256)
def _best_of(accepted: bytes) -> bytes:
    offered = {
        name.strip()
        for name, _, weight in (part.partition(b";") for part in accepted.lower().split(b","))
        if weight.replace(b" ", b"") not in {b"q=0", b"q=0.0", b"q=0.00", b"q=0.000"}
    }
    return next((each for each in _PREFERRED if each in offered), IDENTITY)


def encoded(body: bytes, encoding: bytes, *, quickly: bool = False) -> bytes:
    """The body in that encoding; `quickly` takes a third of the time and a tenth more bytes."""
    if encoding == b"br":
        quality = QUICK_BROTLI_QUALITY if quickly else BROTLI_QUALITY
        smaller: bytes = brotli.compress(body, quality=quality)
        return smaller
    if encoding == b"gzip":
        level = QUICK_GZIP_LEVEL if quickly else GZIP_LEVEL
        return gzip.compress(body, compresslevel=level, mtime=0)
    return body


def worth_encoding(headers: Headers, body: bytes) -> bool:
    """Whether it is text, long enough, and not encoded yet."""
    kind = header(headers, b"content-type")
    done = header(headers, b"content-encoding")
    return len(body) >= WORTH_COMPRESSING and kind.startswith(_TEXTUAL) and not done


def compressed(headers: Headers, body: bytes, encoding: bytes) -> tuple[Headers, bytes]:
    """An answer in that encoding, where it is worth it, and as it was where it is not.

    Quickly where it is sent once, since whoever asks meanwhile waits for it; well where browsers
    and caches keep it, as scripts and styles.
    """
    if not encoding or not worth_encoding(headers, body):
        return headers, body
    is_kept = header(headers, b"cache-control").startswith(b"public")
    smaller = encoded(body, encoding, quickly=not is_kept)
    varies = header(headers, b"vary")
    return [
        *without(headers, b"content-length", b"vary"),
        (b"content-length", str(len(smaller)).encode()),
        (b"content-encoding", encoding),
        (b"vary", varies + b", accept-encoding" if varies else b"accept-encoding"),
    ], smaller


def header(headers: Headers, name: bytes) -> bytes:
    """One header's value; empty where it is missing."""
    return next((value for each, value in headers if each.lower() == name), b"")


def without(headers: Headers, *names: bytes) -> Headers:
    """The headers but those."""
    return [(name, value) for name, value in headers if name.lower() not in names]
