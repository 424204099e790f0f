"""What browsers must not do with our answers: a header of each kind on every one of them."""

from litestar.datastructures import MutableScopeHeaders
from litestar.types import Message, Scope

from rejoinder.clock import now

CONTENT_SECURITY_POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
# Where readers sign in, a window may be one that a page of another origin opened and waits for: cut
# off from that page (HTML, 7.1.3) it could not tell it.
SIGN_IN = ("/sign-in", "/api/oauth/sso/")
OPENER_POLICY = "cross-origin-opener-policy"
# W3C, Server Timing: what `performance` tells a page of the answer it came with.
SERVER_TIMING = "server-timing"
SECURITY_HEADERS = {
    "content-security-policy": CONTENT_SECURITY_POLICY,
    "x-content-type-options": "nosniff",
    # Never the path, not to ourselves either: some of our addresses are private, and logs of
    # proxies have a column for where a reader came from.
    "referrer-policy": "strict-origin",
    OPENER_POLICY: "same-origin",
    # What is the same for everybody says so itself; the rest is nobody else's.
    "cache-control": "private, no-cache",
    "vary": "cookie, x-fragment",
}


async def add_security_headers(message: Message, scope: Scope) -> None:
    """Called before anything is sent; a header that the handler set stays as it is."""
    if message["type"] == "http.response.start":
        headers = MutableScopeHeaders.from_message(message)
        if scope["path"].startswith(SIGN_IN):
            headers.setdefault(OPENER_POLICY, "unsafe-none")
        for name, value in SECURITY_HEADERS.items():
            headers.setdefault(name, value)
        headers[SERVER_TIMING] = server_clock()


def server_clock() -> str:
    """The time of this answer, in milliseconds since 1970: a page's script sees no other header.

    A reader's own clock may be a day fast; without this it would need a request to be compared.
    """
    return f'clock;desc="{1000 * now().timestamp():.0f}"'
