"""Other people's web servers to fetch from: real ones on this machine, behind public addresses.

No rule is loosened for them. The look-up answers with public addresses, as the DNS would, and only
the last step, the connection to a checked address, leads to a server of the test's.
"""

import json
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpcore

from rejoinder.outbound.addresses import OutboundError, is_public
from rejoinder.outbound.ssrf_guard import SsrfGuard
from rejoinder.page_reading.page import PageFetcher

PUBLIC = "93.184.216.34"
# No two alike: a paragraph that comes again is taken for an advertisement.
PARAGRAPHS = "\n".join(
    f"<p>Ferry number {number} will run while the harbour bridge is closed for repairs.</p>"
    for number in range(8)
)
HTML = f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>The harbour bridge closes</title>
<meta name="description" content="Six weeks of repairs."></head>
<body><nav><a href="/">Front page</a></nav>
<article><h1>The harbour bridge closes</h1>{PARAGRAPHS}</article>
<section id="comments" class="comments"><p>I like tea, said a reader.</p></section></body></html>
""".encode()

Answer = Callable[[BaseHTTPRequestHandler], None]


@dataclass(slots=True)
class Site:
    """A web server: what it answers at each path, and what it was asked."""

    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    """What was sent along, for each that was asked."""
    port: int = 0

    def page(self, path: str, body: bytes = HTML, status: int = 200, **headers: str) -> None:
        """Answers at a path with these bytes; names of headers have `_` for `-`."""

        def answer(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(status)
            told = {"content_type": "text/html; charset=utf-8", **headers}
            for name, value in told.items():
                handler.send_header(name.replace("_", "-"), value)
            handler.end_headers()
            handler.wfile.write(body)

        self.answers[path] = answer

    def says(self, path: str, told: object, status: int = 200, **headers: str) -> None:
        """Answers at a path with this as JSON."""
        body = json.dumps(told).encode()
        self.page(path, body, status, content_type="application/json", **headers)

    def moved(self, path: str, to: str, status: int = 302) -> None:
        """Sends whoever asks at a path to another address."""
        self.page(path, b"", status, location=to)


@contextmanager
def site() -> Iterator[Site]:
    """A server on a free port of this machine."""
    opened = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            """The same for what comes with a body."""
            self.do_GET()

        def do_GET(self) -> None:
            """Answers as the test said."""
            path = self.path.partition("?")[0]
            opened.bodies.append(self.rfile.read(int(self.headers.get("content-length", 0))))
            opened.asked.append((self.path, {k.lower(): v for k, v in self.headers.items()}))
            try:
                opened.answers[path](self)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

        def log_message(self, format: str, *args: Any) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.block_on_close = False
    opened.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield opened
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class Cable(httpcore.AnyIOBackend):
    """Leads from public addresses to a server on this machine, and remembers from which."""

    def __init__(self, port: int) -> None:
        """`port` is the server's."""
        self.port = port
        self.reached: list[tuple[str, int]] = []

    async def connect_tcp(self, host: str, port: int, *more: Any) -> httpcore.AsyncNetworkStream:
        """What the guard calls with an address that it has checked."""
        assert is_public(host)
        self.reached.append((host, port))
        return await super().connect_tcp("127.0.0.1", self.port, *more)


@dataclass(slots=True)
class Names:
    """The DNS of a test: each host's addresses, in turn where there are several lists."""

    known: Mapping[str, Sequence[Sequence[str]]]
    looked_up: list[str] = field(default_factory=list)

    async def __call__(self, host: str, port: int) -> Sequence[str]:
        """What the guard asks."""
        times = self.looked_up.count(host)
        self.looked_up.append(host)
        if host not in self.known:
            raise OutboundError("nobody knows its host")
        lists = self.known[host]
        return lists[min(times, len(lists) - 1)]


def web(cable: Cable, names: Names | None = None, hosts: Sequence[str] = ()) -> PageFetcher:
    """What fetches pages, in a world with one server."""
    found = names or Names({"paper.example": [[PUBLIC]], "www.paper.example": [[PUBLIC]]})
    return PageFetcher(SsrfGuard(found, cable), agent="Rejoinder/test", hosts=hosts)
