"""Pages of another origin than the newspaper's, as a publisher's own system would serve them."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

# What docs/embed.md says that a page's policy must let in; nothing else is.
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; script-src {comments}; "
    "connect-src {comments}; base-uri 'none'; require-trusted-types-for 'script'; "
    "trusted-types rejoinder"
)
# Without scripts the style sheet is a link, and the form is sent to it and answered by a way back.
POLICY_OF_INCLUDE = (
    "default-src 'none'; style-src 'self' {comments}; script-src {comments}; "
    "connect-src {comments}; form-action 'self' {comments}; base-uri 'none'; "
    "require-trusted-types-for 'script'; trusted-types rejoinder"
)


@dataclass(slots=True)
class HostPages:
    """A publisher's server; `pages` are told by their paths, made when they are asked for."""

    port: int = 0
    pages: dict[str, Callable[[], str]] = field(default_factory=dict)
    policy: str = ""
    styles: str = ""

    @property
    def origin(self) -> str:
        """By another name of this machine than the newspaper's: another site to a browser."""
        return f"http://localhost:{self.port}"


@contextmanager
def host_pages() -> Iterator[HostPages]:
    """The server while the block runs."""
    pages = HostPages()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.partition("?")[0]
            made = pages.pages.get(path)
            body = pages.styles if path == "/style.css" else made() if made else None
            self.send_response(404 if body is None else 200)
            kind = {"css": "css", "js": "javascript"}.get(path.rpartition(".")[2], "html")
            self.send_header("content-type", f"text/{kind}; charset=utf-8")
            self.send_header("content-security-policy", pages.policy)
            self.end_headers()
            self.wfile.write((body or "").encode())

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    pages.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield pages
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=5)
