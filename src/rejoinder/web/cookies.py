"""The one cookie: a session, kept on the server, of which the browser holds only the token."""

from typing import Any

from litestar import Response
from litestar.datastructures import Cookie

from rejoinder.readers.actions import GUEST_SESSION_LASTS, SESSION_LASTS
from rejoinder.sites.model import Site
from rejoinder.web.visitor import cookie_name


def set_session_cookie(response: Response[Any], site: Site, token: str, *, signed_in: bool) -> None:
    """Lets the browser show the token next time."""
    lasts = SESSION_LASTS if signed_in else GUEST_SESSION_LASTS
    response.set_cookie(_cookie(site, token, int(lasts.total_seconds())))


def clear_session_cookie(response: Response[Any], site: Site) -> None:
    """Takes the token away."""
    response.set_cookie(_cookie(site, "", 0))


def _cookie(site: Site, token: str, seconds: int) -> Cookie:
    # No domain, the path / and, where its name asks for it, secure: what `cookie_name` promises.
    return Cookie(
        key=cookie_name(site),
        value=token,
        path="/",
        max_age=seconds,
        httponly=True,
        samesite="lax",
        secure=site.base_url.startswith("https:"),
    )
