"""Refuses what another website makes a reader's browser send (cross-site request forgery, CSRF).

The algorithm is Filippo Valsorda's, which Go 1.25 has as `http.CrossOriginProtection`: browsers say
themselves where a request comes from (`Sec-Fetch-Site` of Fetch Metadata, W3C; else `Origin`, RFC
6454), so no token stands in our forms and a page can be the same bytes for everybody. What sends
neither header is no browser, and carries nobody's cookies but its own.
"""

from typing import Any
from urllib.parse import urlsplit

from anyio.to_thread import run_sync
from litestar.connection import ASGIConnection
from litestar.exceptions import HTTPException
from litestar.handlers.base import BaseRouteHandler

from rejoinder.errors import Forbidden, N_
from rejoinder.sites.queries import by_host
from rejoinder.web.app_state import WebRequest, app_state_of
from rejoinder.web.client_address import host_of
from rejoinder.web.visitor import EMBED

SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
# Routes that look at no cookie: there is nothing to forge. All but the first are other services'.
COOKIELESS = ("/api/", "/v1/", "/v1alpha1/", "/batch", "/1.1/", "/1.2/", "/coral/")
DEFAULT_PORTS = {"http": 80, "https": 443}

# What a browser sends to another site without asking it first (Fetch, CORS-safelisted) is not among
# these; so whoever takes only JSON is called by no page that it does not know.
JSON = "application/json"

Origin = tuple[str, str, int | None]


async def refuse_forgery(request: WebRequest) -> None:
    """Called before every handler.

    Raises:
        Forbidden: another site sent this in the reader's name.
        NotFound: there is no publication at this host.
    """
    if request.method in SAFE_METHODS or request.scope["path"].startswith(COOKIELESS):
        return
    fetch_site = request.headers.get("sec-fetch-site")
    if request.scope["path"].startswith(EMBED):
        same_origin = await run_sync(_is_own_or_let_in, request)
    elif fetch_site is not None:
        same_origin = fetch_site in {"same-origin", "none"}
    elif (origin := request.headers.get("origin")) is not None:
        same_origin = await run_sync(_is_own, request, origin)
    else:
        same_origin = True
    if not same_origin:
        raise Forbidden(
            N_("This was sent from another website. Please send it from our own page."),
            code="cross-site",
        )


async def takes_json(
    connection: ASGIConnection[Any, Any, Any, Any], _handler: BaseRouteHandler
) -> None:
    """A guard of whatever takes a body over the API.

    Raises:
        HTTPException: 415, the body does not say that it is JSON.
    """
    told = connection.headers.get("content-type", "").partition(";")[0]
    if told.strip().lower() != JSON:
        raise HTTPException(status_code=415)


def _is_own_or_let_in(request: WebRequest) -> bool:
    """Whether a form for pages of other origins comes from one that the site lets in, or from us.

    No cookie is looked at there, so nobody's name can be borrowed. What a stranger's page could
    still make a browser do is to write as a guest from its reader's network, whom the limits and
    bans would then hit. Browsers say with every form from where it comes (RFC 6454, 7.3); a page
    that hides it says `null`, which is nobody.
    """
    origin = request.headers.get("origin")
    if origin is None:
        return request.headers.get("sec-fetch-site") in {None, "same-origin", "none"}
    with app_state_of(request.app).database.reading() as connection:
        origins = by_host(connection, host_of(request)).origins
    return origin in origins or _is_own(request, origin)


def _is_own(request: WebRequest, raw: str) -> bool:
    """Whether an Origin header names the site that was asked: its scheme, host and port.

    A proxy in front of us may have ended the encryption and changed the port, so the scheme and
    the port that the browser used are the ones that the site is known to be reached by. A site on
    plain HTTP takes HTTPS of the same host too, which nobody between can write.
    """
    origin, host = _origin(raw), host_of(request)
    with app_state_of(request.app).database.reading() as connection:
        base_url = by_host(connection, host).base_url
    own = _origin(base_url)
    schemes = {"https", own[0] if own else "https"}
    return origin is not None and origin in {
        own,
        *(_origin(f"{scheme}://{host}") for scheme in schemes),
    }


def _origin(address: str) -> Origin | None:
    """Scheme, host and port of an address; None where it has none, as `null` has not."""
    try:
        parts = urlsplit(address.lower())
        port = parts.port or DEFAULT_PORTS.get(parts.scheme)
    except ValueError:
        return None
    return (parts.scheme, parts.hostname, port) if parts.hostname else None
