"""The paper's icon: its initial in its own accent, and a plain one for browsers without SVG."""

import struct
import zlib

from litestar import Response, get

from rejoinder.sites.model import Site
from rejoinder.web.app_state import WebRequest
from rejoinder.web.context import context_of
from rejoinder.web.templating import fill
from rejoinder.web.thread_pool import in_thread

# A day: an accent or a name changes once in years.
HEADERS = {"cache-control": "public, max-age=86400", "vary": "host"}
# Of the plain icon, in pixels: lines of print on the accent, as (top, bottom, left, right).
SIZE = 32
LINES = ((7, 11, 6, 26), (14, 16, 6, 26), (18, 20, 6, 26), (22, 24, 6, 18))
PAPER = bytes((0xFD, 0xFC, 0xF9))


@get("/favicon.svg")
@in_thread
def icon(request: WebRequest) -> Response[str]:
    """The initial, drawn."""
    site = context_of(request).site
    drawn = fill(site, "site/icon.svg", {"initial": initial_of(site)})
    return Response(content=str(drawn), media_type="image/svg+xml", headers=HEADERS)


@get("/favicon.ico")
@in_thread
def plain_icon(request: WebRequest) -> Response[bytes]:
    """A PNG, which browsers take under this name too."""
    drawn = drawn_plainly(context_of(request).site.accent)
    return Response(content=drawn, media_type="image/png", headers=HEADERS)


def initial_of(site: Site) -> str:
    """The first letter or figure of the paper's name, its article aside."""
    name = site.name.strip()
    if name[:4].casefold() == "the " and name[4:].strip():
        name = name[4:]
    return next((letter for letter in name if letter.isalnum()), "R").upper()[:1]


def drawn_plainly(accent: str) -> bytes:
    """A PNG of SIZE pixels in the accent `#rrggbb`."""
    ground = bytes.fromhex(accent.removeprefix("#"))
    rows = [[ground] * SIZE for _ in range(SIZE)]
    for top, bottom, left, right in LINES:
        for row in rows[top:bottom]:
            row[left:right] = [PAPER] * (right - left)
    # Each row begins with its filter: none.
    pixels = b"".join(b"\0" + b"".join(row) for row in rows)
    # Eight bits each of red, green and blue.
    header = struct.pack(">IIBBBBB", SIZE, SIZE, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(pixels, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_part(kind, data) for kind, data in parts)


def _part(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
