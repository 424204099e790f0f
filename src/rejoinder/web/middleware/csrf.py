"""Refuses what another website makes a reader's browser send (cross-site request forgery).

Browsers say themselves where a request comes from (Fetch Metadata, W3C; Origin, RFC 6454), so no
token stands in our forms and a page can be the same bytes for everybody. What sends neither
header is no browser, and carries nobody's cookies but its own.
"""

from rejoinder.errors import Forbidden, N_
from rejoinder.web.app_state import WebRequest
from rejoinder.web.client_address import host_of

SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
# Routes that look at no cookie: there is nothing to forge. All but the first are other services'.
COOKIELESS = ("/api/", "/v1/", "/v1alpha1/", "/batch", "/1.1/", "/1.2/", "/coral/")


def refuse_forgery(request: WebRequest) -> None:
    """Called before every handler.

    Raises:
        Forbidden: another site sent this in the reader's name.
    """
    if request.method in SAFE_METHODS or request.scope["path"].startswith(COOKIELESS):
        return
    if not _from_here(request):
        raise Forbidden(
            N_("This was sent from another website. Please send it from our own page."),
            code="cross-site",
        )


def _from_here(request: WebRequest) -> bool:
    fetch_site = request.headers.get("sec-fetch-site")
    if fetch_site is not None:
        return fetch_site in {"same-origin", "none"}
    origin = request.headers.get("origin")
    return origin is None or origin.lower().partition("://")[2] == host_of(request)
