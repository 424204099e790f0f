"""Signing in for a page of another origin: in a window that it opens, and that tells it who came.

The page gets a session of its own, which no cookie carries. Only the site's origins get one: the
browser itself gives the message to nobody else (HTML, 9.3.3, `targetOrigin`).
"""

from typing import Any
from urllib.parse import quote, urlencode

from litestar import Response, get, post
from litestar.response import Redirect

from rejoinder.errors import Forbidden, N_
from rejoinder.readers.actions import begin_session
from rejoinder.readers.model import SessionCarrier
from rejoinder.web.app_state import WebRequest
from rejoinder.web.context import Form, RequestContext, context_of, field
from rejoinder.web.site.layout import show
from rejoinder.web.site.paths import POP_UP
from rejoinder.web.templating import iso
from rejoinder.web.thread_pool import in_thread

# Said by what leads back here after signing in: then nobody need press once more.
AT_ONCE = "at-once"


@get(POP_UP)
@in_thread
def pop_up(request: WebRequest) -> Response[Any]:
    """Asks whether the page may have a session of whoever is signed in; else they sign in first."""
    context = context_of(request)
    origin = _checked(context, request.query_params.get("origin", ""))
    if not context.visitor.signed_in:
        back = f"{POP_UP}?{urlencode({'origin': origin, AT_ONCE: 1})}"
        return Redirect(f"/sign-in?next={quote(back)}", status_code=303)
    values = {"origin": origin, "at_once": AT_ONCE in request.query_params}
    return show(context, "pop_up.html", values)


@post(POP_UP, status_code=200)
@in_thread
def hand_over(request: WebRequest, data: Form) -> Response[Any]:
    """Begins the page's session; the script of the answer tells the page, and closes the window."""
    context = context_of(request)
    origin = _checked(context, field(data, "origin"))
    session, member = context.visitor.session, context.visitor.member
    if session is None or not session.signed_in:
        return Redirect(f"{POP_UP}?{urlencode({'origin': origin})}", status_code=303)
    context.app_state.rate_limits.session(context.visitor.network)
    with context.database.writing() as connection:
        begun = begin_session(
            connection,
            session.reader,
            signed_in=True,
            now=context.now,
            carrier=SessionCarrier.BEARER,
        )
    message = {
        "type": "rejoinder-session",
        "session": begun.token,
        "expires_at": iso(begun.expires_at),
        "reader": {
            "name": session.reader.name if member is None else member.name,
            "badge": None if member is None else "staff",
        },
    }
    answer = show(context, "handed_over.html", {"origin": origin, "handed_over": message})
    answer.headers["cache-control"] = "no-store"  # the token is told once, and kept nowhere else
    return answer


def _checked(context: RequestContext, origin: str) -> str:
    """The origin, one of those that the site lets in. Raises Forbidden."""
    if origin not in context.site.origins:
        raise Forbidden(
            N_("The page that opened this window is none of those that may sign readers in here."),
            code="unknown-origin",
        )
    return origin
