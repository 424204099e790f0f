"""What browsers get as it is written: scripts, styles, fonts; and the site's own colours."""

import colorsys

from litestar import Response, Router, get
from litestar.datastructures import CacheControlHeader
from litestar.static_files import create_static_files_router

from rejoinder.web.app_state import WebRequest
from rejoinder.web.context import context_of
from rejoinder.web.templating import FRONTEND, static_version
from rejoinder.web.thread_pool import in_thread

YEAR_SECONDS = 365 * 24 * 3600
# On a dark page an accent must be light enough to read: WCAG AA wants 4.5 to 1.
DARK_LIGHTNESS = 0.74


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
    accent = context_of(request).visitor.site.accent
    css = f":root{{--accent:{accent};--accent-dark:{lightened(accent)}}}"
    return Response(
        content=css, media_type="text/css", headers={"cache-control": "public, max-age=300"}
    )


def lightened(colour: str) -> str:
    """The same hue, as light as a dark page needs. `colour` is `#rrggbb`."""
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    hue, lightness, saturation = colorsys.rgb_to_hls(red, green, blue)
    lifted = colorsys.hls_to_rgb(hue, max(lightness, DARK_LIGHTNESS), saturation)
    return "#" + "".join(f"{round(part * 255):02x}" for part in lifted)
