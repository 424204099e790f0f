"""The page where a reader who signed in chooses the name above their comments, or another one."""

from typing import Any
from urllib.parse import quote

from litestar import Response, get, post
from litestar.response import Redirect

from rejoinder.errors import RejoinderError
from rejoinder.moderation.actions.names import choose_name
from rejoinder.readers.model import Reader
from rejoinder.readers.names import renaming_opens
from rejoinder.web.app_state import WebRequest, app_state_of
from rejoinder.web.commenters import free_name
from rejoinder.web.context import Form, RequestContext, context_in, context_of, field
from rejoinder.web.errors import status_of
from rejoinder.web.site.layout import show
from rejoinder.web.site.paths import local_path
from rejoinder.web.site.problems import problem_of
from rejoinder.web.thread_pool import in_thread

# The form for signing in takes no longer way back.
_LONGEST_WAY = 500


@get("/your-name")
@in_thread
def name_form(request: WebRequest) -> Response[Any]:
    """Asks for a name; whoever has not signed in is asked to do that first."""
    context = context_of(request)
    next_path = local_path(request.query_params.get("next", ""))
    reader = _signed_in(context)
    if reader is None:
        return _sign_in_first(next_path)
    typed = request.query_params.get("name", "")
    changed = "changed" in request.query_params
    return _form(context, reader, next_path, typed=typed, changed=changed)


@post("/your-name")
@in_thread
def change_name(request: WebRequest, data: Form) -> Response[Any]:
    """Takes the name; whatever is wrong with it, the form comes back with what was typed."""
    next_path = local_path(field(data, "next", max_length=500))
    typed = field(data, "name")
    with app_state_of(request.app).cache.reading() as reading:
        context = context_in(reading, request)
        reader = _signed_in(context)
        if reader is None:
            return _sign_in_first(next_path, typed)
        problem: RejoinderError | None = None
        try:
            context.app_state.rate_limits.name(context.visitor.network)
            name = free_name(reading, context.site, typed, reader_id=reader.id)
        except RejoinderError as failure:
            problem = failure
    try:
        if problem is not None:
            raise problem
        if context.visitor.member is None:
            app_state = context.app_state
            choose_name(app_state.database, app_state.judge_pool, reader, name, now=context.now)
    except RejoinderError as failure:
        return _form(context, reader, next_path, failure=failure, typed=typed)
    return Redirect(f"/your-name?changed=1&next={quote(next_path)}", status_code=303)


def _signed_in(context: RequestContext) -> Reader | None:
    session = context.visitor.session
    return session.reader if session is not None and session.signed_in else None


def _sign_in_first(next_path: str, typed: str = "") -> Redirect:
    """What they typed comes back with them, if it could be a name."""
    here = f"/your-name?next={quote(next_path)}"
    with_name = f"{here}&name={quote(typed)}"
    here = with_name if typed and len(with_name) <= _LONGEST_WAY else here
    return Redirect(f"/sign-in?next={quote(here)}", status_code=303)


def _form(
    context: RequestContext,
    reader: Reader,
    next_path: str,
    *,
    failure: RejoinderError | None = None,
    typed: str = "",
    changed: bool = False,
) -> Response[Any]:
    member = context.visitor.member
    opens = renaming_opens(reader.named_at) if reader.name else None
    values = {
        "name": member.name if member else typed or reader.name,
        "given": member is not None,
        "later": opens if opens is not None and opens > context.now else None,
        "changed": changed and reader.name,
        "next": next_path,
        "problems": {} if failure is None else problem_of(context, failure).by_field,
    }
    status = 200 if failure is None else status_of(failure)
    return show(context, "your_name.html", values, status=status)
