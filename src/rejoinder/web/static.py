"""What browsers get as it is written: scripts, styles, fonts; and the site's own colours."""

from litestar import Response, Router, get
from litestar.datastructures import CacheControlHeader
from litestar.static_files import create_static_files_router

from rejoinder.colour import lightened
from rejoinder.sites.model import Site
from rejoinder.web.app_state import WebRequest
from rejoinder.web.context import context_of
from rejoinder.web.templating import FRONTEND, static_version
from rejoinder.web.thread_pool import in_thread

YEAR_SECONDS = 365 * 24 * 3600


def files_router() -> Router:
    """Front-end files under an address that changes with their content."""
    return create_static_files_router(
        path=f"/static/{static_version()}",
        directories=[FRONTEND],
        cache_control=CacheControlHeader(public=True, max_age=YEAR_SECONDS, immutable=True),
        name="static",
    )


@get("/site.css")
@in_thread
def site_stylesheet(request: WebRequest) -> Response[str]:
    """The site's accent, for light pages and lightened for dark ones."""
    css = accents(context_of(request).site, ":root")
    return Response(
        content=css, media_type="text/css", headers={"cache-control": "public, max-age=300"}
    )


def accents(site: Site, selector: str) -> str:
    """The site's colours as a rule."""
    return f"{selector}{{--accent:{site.accent};--accent-dark:{lightened(site.accent)}}}"
