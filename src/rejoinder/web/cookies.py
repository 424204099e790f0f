"""The cookies: a session, kept on the server, of which the browser holds only the token; and what
one attempt to sign in elsewhere is known by, which is kept nowhere else.
"""

from typing import Any

from litestar import Response
from litestar.datastructures import Cookie

from rejoinder.readers.actions import GUEST_SESSION_LASTS, SESSION_LASTS
from rejoinder.sites.model import Site
from rejoinder.web.visitor import cookie_name


def set_session_cookie(response: Response[Any], site: Site, token: str, *, signed_in: bool) -> None:
    """Lets the browser show the token next time."""
    lasts = SESSION_LASTS if signed_in else GUEST_SESSION_LASTS
    name = cookie_name(site)
    response.set_cookie(own_cookie(site, name, token, int(lasts.total_seconds())))


def clear_session_cookie(response: Response[Any], site: Site) -> None:
    """Takes the token away."""
    response.set_cookie(own_cookie(site, cookie_name(site), "", 0))


def own_cookie(site: Site, name: str, value: str, seconds: int) -> Cookie:
    """A cookie that no script reads and no other host gets, under a name of `cookie_name`."""
    # No domain, the path / and, where its name asks for it, secure: what `cookie_name` promises.
    return Cookie(
        key=name,
        value=value,
        path="/",
        max_age=seconds,
        httponly=True,
        samesite="lax",
        secure=site.base_url.startswith("https:"),
    )
