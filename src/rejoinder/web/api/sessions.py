"""Sessions over the API: for pages of other origins, whose cookies browsers refuse."""

from functools import partial

from litestar import Response, delete, get, post
from litestar.params import JSONBody

from rejoinder.errors import N_, NotFound
from rejoinder.readers import actions
from rejoinder.readers.model import OpenSession, SessionCarrier
from rejoinder.sign_on.actions import SIGNED_ON_FOR
from rejoinder.sign_on.by_token import whose
from rejoinder.sign_on.model import Way
from rejoinder.web.api.error_responses import error_responses
from rejoinder.web.api.model import NewSession, ReaderOut, SessionOut, TokenIn
from rejoinder.web.app_state import WebRequest, app_state_of
from rejoinder.web.context import RequestContext, context_in, context_of
from rejoinder.web.lookups import sign_on_ways
from rejoinder.web.middleware.csrf import takes_json
from rejoinder.web.signing_on import SignOn, sign_on
from rejoinder.web.templating import iso
from rejoinder.web.thread_pool import in_thread, run_briefly, run_in_turn
from rejoinder.web.visitor import session_token

SESSIONS = "/api/v1/sessions"
CURRENT = f"{SESSIONS}/current"
BEARER = [{"session": list[str]()}]


@post(
    SESSIONS,
    operation_id="begin_session",
    tags=["sessions"],
    responses=error_responses(400, 403, 404, 413, 415, 429, 503),
    guards=[takes_json],
)
async def begin_session(request: WebRequest, data: JSONBody[TokenIn]) -> Response[NewSession]:
    """Begins a session for whom the site's own accounts vouch by a signed token."""
    context, ways = await run_briefly(request, partial(_ways, request))
    fetching = context.app_state.sign_on
    proved = await whose(data.token, ways, fetching, now=context.now)
    asked = SignOn(proved.claimed, proved.used, SessionCarrier.BEARER, SIGNED_ON_FOR)
    signed_on = await run_in_turn(request, partial(sign_on, context, asked))
    reader = ReaderOut(signed_on.name, signed_on.badge, True, signed_on.name_problem)
    begun = signed_on.begun
    return Response(NewSession(begun.token, iso(begun.expires_at), reader), status_code=201)


def _ways(request: WebRequest) -> tuple[RequestContext, tuple[Way, ...]]:
    with app_state_of(request.app).cache.reading() as reading:
        context = context_in(reading, request)
        context.app_state.rate_limits.session(context.visitor.network)
        return context, sign_on_ways(reading, context.site.id)


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
    session = session_behind(context)
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
    session_behind(context)
    token = session_token(request, context.site)
    with context.database.writing() as connection:
        actions.end_session(connection, token)


def reader_out(context: RequestContext) -> ReaderOut:
    """Whom this request's session knows."""
    session, member = session_behind(context), context.visitor.member
    name = session.reader.name if member is None else member.name
    return ReaderOut(name, None if member is None else "staff", session.signed_in)


def session_behind(context: RequestContext) -> OpenSession:
    """The session with which somebody calls.

    Raises:
        NotFound: there is none, or it has ended (`no-session`).
    """
    session = context.visitor.session
    if session is None:
        raise NotFound(
            N_("There is no such session, or it has ended. Please sign in again."),
            code="no-session",
        )
    return session
