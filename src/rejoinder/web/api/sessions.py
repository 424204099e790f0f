"""Sessions over the API: for pages of other origins, whose cookies browsers refuse."""

from litestar import Response, delete, get

from rejoinder.errors import N_, NotFound
from rejoinder.readers import actions
from rejoinder.readers.model import OpenSession
from rejoinder.web.api.error_responses import error_responses
from rejoinder.web.api.model import ReaderOut, SessionOut
from rejoinder.web.app_state import WebRequest
from rejoinder.web.context import RequestContext, context_of
from rejoinder.web.templating import iso
from rejoinder.web.thread_pool import in_thread
from rejoinder.web.visitor import session_token

CURRENT = "/api/v1/sessions/current"
BEARER = [{"session": list[str]()}]


@get(
    CURRENT,
    operation_id="get_session",
    tags=["sessions"],
    responses=error_responses(404),
    security=BEARER,
)
@in_thread
def get_session(request: WebRequest) -> Response[SessionOut]:
    """Whom the session knows, and until when."""
    context = context_of(request)
    session = _session(context)
    return Response(SessionOut(iso(session.expires_at), reader_out(context)))


@delete(
    CURRENT,
    operation_id="end_session",
    tags=["sessions"],
    responses=error_responses(404),
    security=BEARER,
    status_code=204,
)
@in_thread
def end_session(request: WebRequest) -> None:
    """Ends the session: its token opens nothing any more."""
    context = context_of(request)
    _session(context)
    token = session_token(request, context.site)
    with context.database.writing() as connection:
        actions.end_session(connection, token)


def reader_out(context: RequestContext) -> ReaderOut:
    """Whom this request's session knows."""
    session, member = _session(context), context.visitor.member
    name = session.reader.name if member is None else member.name
    return ReaderOut(name, None if member is None else "staff", session.signed_in)


def _session(context: RequestContext) -> OpenSession:
    session = context.visitor.session
    if session is None:
        raise NotFound(
            N_("There is no such session, or it has ended. Please sign in again."),
            code="no-session",
        )
    return session
