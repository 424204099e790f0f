"""Showing a passkey to come in, and the passkeys that somebody has."""

from typing import Any, Final

from litestar import MediaType, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from rejoinder.errors import Forbidden, Invalid, N_, Refused, RejoinderError
from rejoinder.passkeys import actions, queries
from rejoinder.passkeys.model import LONGEST_NAME, Attempt, Ceremony, relying_party
from rejoinder.sites.model import StaffMember
from rejoinder.sites.roles import Act
from rejoinder.web.app_state import WebRequest
from rejoinder.web.context import Form, RequestContext, context_of, field
from rejoinder.web.desk.access import (
    PASSKEY,
    PRIVATE,
    DeskContext,
    show,
    staff_only,
    staff_or_sign_in,
)
from rejoinder.web.desk.notices import problem
from rejoinder.web.desk.views import DeskNotice
from rejoinder.web.errors import status_of
from rejoinder.web.thread_pool import in_thread

OWN: Final = "/desk/passkeys"
# A registration with the longest credential id has some 6,000 characters.
LONGEST_ANSWER: Final = 20_000
LONGEST_NEXT: Final = 500
DONE = {
    "added": N_("It is added. From now on the desk opens to you with it, after the link."),
    "named": N_("That is what it is called now."),
    "removed": N_("It opens the desk no more."),
    "required": N_("From now on nobody comes to the desk without a passkey."),
    "optional": N_("From now on whoever has no passkey comes to the desk without one."),
}


@get(PASSKEY)
@in_thread
def show_door(request: WebRequest) -> Response[Any] | Redirect:
    """Asks for a passkey; whoever has none where one is wanted registers one here."""
    context = context_of(request)
    next_path = _next_path(request.query_params.get("next", ""))
    if context.visitor.unproved is not None:
        return _door(context, next_path)
    desk = staff_or_sign_in(request, Act.READ)
    return desk if isinstance(desk, Redirect) else Redirect(next_path, status_code=303)


@post(f"{PASSKEY}/options", status_code=200)
@in_thread
def sign_in_options(request: WebRequest) -> Response[str]:
    """What the browser is asked, for the page's script."""
    attempt = _attempt(context_of(request))
    with context_of(request).database.writing() as connection:
        return _json(actions.begin_sign_in(connection, attempt))


@post(PASSKEY)
@in_thread
def sign_in(request: WebRequest, data: Form) -> Response[Any]:
    """Takes the browser's answer, and opens the desk."""
    context = context_of(request)
    attempt, next_path = _attempt(context), _next_path(field(data, "next"))
    try:
        answer = field(data, "answer", max_length=LONGEST_ANSWER)
        with context.database.writing() as connection:
            challenge = actions.take_challenge(connection, attempt, Ceremony.SIGN_IN)
        with context.database.writing() as connection:
            actions.finish_sign_in(connection, attempt, challenge, answer)
    except (Forbidden, Invalid) as failure:
        return _door(context, next_path, failure)
    return Redirect(next_path, status_code=303)


@get(OWN)
@in_thread
def show_passkeys(request: WebRequest) -> Response[Any] | Redirect:
    """Somebody's own passkeys."""
    desk = staff_or_sign_in(request, Act.READ)
    if isinstance(desk, Redirect):
        return desk
    said = DONE.get(request.query_params.get("done", ""))
    notice = None if said is None else DeskNotice("done", desk.context.translator.translate(said))
    return _page(desk, notice)


@post(f"{OWN}/options", status_code=200)
@in_thread
def registration_options(request: WebRequest) -> Response[str]:
    """What the browser is asked for a new passkey, for the page's script."""
    context = context_of(request)
    attempt = _registering(context)
    with context.database.writing() as connection:
        return _json(actions.begin_registration(connection, attempt))


@post(OWN)
@in_thread
def register(request: WebRequest, data: Form) -> Response[Any]:
    """Keeps the passkey that the browser made."""
    context = context_of(request)
    attempt = _registering(context)
    try:
        answer = field(data, "answer", max_length=LONGEST_ANSWER)
        name = actions.checked_name(field(data, "name"))
        with context.database.writing() as connection:
            challenge = actions.take_challenge(connection, attempt, Ceremony.REGISTRATION)
        with context.database.writing() as connection:
            actions.finish_registration(connection, attempt, challenge, answer, name)
    except (Forbidden, Invalid) as failure:
        if context.visitor.unproved is not None:
            return _door(context, OWN, failure)
        return _failed(staff_only(request, Act.READ), failure)
    return Redirect(f"{OWN}?done=added", status_code=303)


@post(f"{OWN}/{{passkey_id:int}}/name")
@in_thread
def rename(request: WebRequest, passkey_id: FromPath[int], data: Form) -> Response[Any]:
    """Calls one of one's own something else."""
    desk = staff_only(request, Act.READ)
    try:
        with desk.context.database.writing() as connection:
            actions.rename(connection, _attempt(desk.context), passkey_id, field(data, "name"))
    except Invalid as failure:
        return _failed(desk, failure)
    return Redirect(f"{OWN}?done=named", status_code=303)


@post(f"{OWN}/{{passkey_id:int}}/removal")
@in_thread
def remove(request: WebRequest, passkey_id: FromPath[int]) -> Response[Any]:
    """Forgets one of one's own."""
    desk = staff_only(request, Act.READ)
    try:
        with desk.context.database.writing() as connection:
            actions.remove(connection, _attempt(desk.context), passkey_id)
    except Refused as failure:
        return _failed(desk, failure)
    return Redirect(f"{OWN}?done=removed", status_code=303)


@post(f"{OWN}/rule")
@in_thread
def want_passkeys(request: WebRequest, data: Form) -> Response[Any]:
    """Says whether everybody at the desk must have one; who says so shows theirs first."""
    desk = staff_only(request, Act.SECURE_DESK)
    required, by = field(data, "required") == "1", desk.member.signature
    try:
        with desk.context.database.writing() as connection:
            if required and not queries.count_of(connection, desk.member):
                raise Invalid(N_("Please add a passkey of your own first."), code="no-passkey")
            site, now = desk.context.site, desk.context.now
            actions.want_passkeys(connection, site, required, by=by, now=now)
    except Invalid as failure:
        return _failed(desk, failure)
    return Redirect(f"{OWN}?done={'required' if required else 'optional'}", status_code=303)


def _attempt(context: RequestContext) -> Attempt:
    """Whoever asks, in this browser. Raises Forbidden: they do not work here."""
    visitor = context.visitor
    member: StaffMember | None = visitor.member or visitor.unproved
    if member is None or visitor.session is None:
        raise Forbidden(N_("This page is for the people who look after the comments."))
    return Attempt(context.site, member, visitor.session.token_hash, context.now)


def _registering(context: RequestContext) -> Attempt:
    """The same for a new passkey: who has one already has shown it.

    Else whoever reads somebody's letters could add one of their own.
    """
    attempt = _attempt(context)
    if context.visitor.unproved is not None:
        with context.database.reading() as connection:
            if queries.count_of(connection, attempt.member):
                raise Forbidden(N_("Please show your passkey first."), code="passkey-needed")
    return attempt


def _next_path(raw: str) -> str:
    """Where in the desk somebody wanted to go; anything else becomes the queue."""
    inside = raw == "/desk" or raw.startswith("/desk/")
    return raw if inside and raw.isprintable() and len(raw) <= LONGEST_NEXT else "/desk"


def _json(options: str) -> Response[str]:
    return Response(content=options, media_type=MediaType.JSON, headers=PRIVATE)


def _door(
    context: RequestContext, next_path: str, failure: RejoinderError | None = None
) -> Response[Any]:
    """The page before the desk. Whoever sees it may nothing there yet."""
    attempt = _attempt(context)
    with context.database.reading() as connection:
        registers = queries.count_of(connection, attempt.member) == 0
    desk = DeskContext(context, attempt.member)
    values: dict[str, Any] = {
        "acts": frozenset(),
        "notice": None if failure is None else problem(desk, failure),
        "view": "",
        "next": next_path,
        "registers": registers,
        "longest_name": LONGEST_NAME,
        "cannot": _cannot(desk),
    }
    return show(desk, "passkey.html", values, status=200 if failure is None else status_of(failure))


def _failed(desk: DeskContext, failure: RejoinderError) -> Response[Any]:
    return _page(desk, problem(desk, failure), status=status_of(failure))


def _page(desk: DeskContext, notice: DeskNotice | None, *, status: int = 200) -> Response[Any]:
    with desk.context.database.reading() as connection:
        present = queries.of_member(connection, desk.member)
    values = {
        "notice": notice,
        "view": "",
        "passkeys": present,
        "required": desk.context.site.passkeys_required,
        "longest_name": LONGEST_NAME,
        "cannot": _cannot(desk),
    }
    return show(desk, "passkeys.html", values, status=status)


def _cannot(desk: DeskContext) -> str:
    """Why the site can have no passkeys, in words; empty where it can."""
    try:
        relying_party(desk.context.site)
    except Invalid as failure:
        return desk.context.translator.error(failure)
    return ""
