"""Signing in by an e-mailed link, and out again. The same door for readers and staff."""

from http import HTTPStatus
from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from rejoinder.demo.opening import READER
from rejoinder.errors import Gone, N_, RejoinderError, Unavailable
from rejoinder.readers import actions
from rejoinder.readers.model import LinkRequest, LinkState, check_email
from rejoinder.readers.queries import link_at
from rejoinder.sign_on.model import TokenRefused, Way
from rejoinder.sites.queries import all_staff, staff_member
from rejoinder.sites.roles import ROLE_NAMES
from rejoinder.storage import outbox
from rejoinder.web.app_state import WebRequest
from rejoinder.web.context import Form, RequestContext, context_of, field
from rejoinder.web.cookies import clear_session_cookie, set_session_cookie
from rejoinder.web.errors import status_of
from rejoinder.web.lookups import sign_on_ways
from rejoinder.web.pseudonyms import network_key
from rejoinder.web.site.layout import show
from rejoinder.web.site.paths import in_pop_up, local_path
from rejoinder.web.site.views import Option
from rejoinder.web.thread_pool import in_thread
from rejoinder.web.visitor import session_token


@get("/sign-in")
@in_thread
def sign_in_form(request: WebRequest) -> Response[str]:
    """Asks for an address."""
    context = context_of(request)
    return show_form(context, next_path=local_path(request.query_params.get("next", "")))


@post("/sign-in")
@in_thread
def send_link(request: WebRequest, data: Form) -> Response[Any]:
    """Mails a link; says the same whether or not we know the address.

    In the demo whoever is on the buttons is signed in by pressing theirs.
    """
    context = context_of(request)
    raw, next_path = field(data, "email"), local_path(field(data, "next", max_length=500))
    demo_link = None
    try:
        email = check_email(raw)
        if context.app_state.settings.demo:
            demo_link = _demo_link(context, email, next_path)
            if email in {person.value for person in _demo_people(context)}:
                return _signed_in(context, demo_link.rpartition("/")[2])
        else:
            _send(context, email, next_path)
    except RejoinderError as failure:
        return show_form(context, next_path=next_path, email=raw, failure=failure)
    values = {"email": email, "demo_link": demo_link, "next": next_path}
    return show(context, "link_sent.html", {**values, "in_pop_up": in_pop_up(next_path)})


@get("/sign-in/{token:str}")
@in_thread
def open_link(request: WebRequest, token: FromPath[str]) -> Response[str]:
    """Asks for one more press: mail scanners open links too, and would use this one up."""
    context = context_of(request)
    with context.database.reading() as connection:
        link = link_at(connection, context.site.id, token[:100], now=context.now)
    if link is None or not link.opens:
        return _expired(context, link)
    return show(context, "open_link.html", {"action": f"/sign-in/{token[:100]}"})


@post("/sign-in/{token:str}", status_code=303)
@in_thread
def use_link(request: WebRequest, token: FromPath[str]) -> Response[Any]:
    """Signs in."""
    context = context_of(request)
    try:
        return _signed_in(context, token[:100])
    except Gone:
        with context.database.reading() as connection:
            link = link_at(connection, context.site.id, token[:100], now=context.now)
        return _expired(context, link)


def _signed_in(context: RequestContext, token: str) -> Response[Any]:
    """Opens a link, and leads to where its holder wanted to go. Raises Gone."""
    site = context.site
    with context.database.writing() as connection:
        opened = actions.open_link(connection, site.id, token, now=context.now)
        member = staff_member(connection, site.id, opened.reader.email)
        if member is not None and opened.reader.name != member.name:
            actions.call_as_staff(connection, opened.reader, member.name)
    response: Response[Any] = Redirect(local_path(opened.next_path), status_code=303)
    set_session_cookie(response, site, opened.token, signed_in=True)
    return response


@post("/sign-out", status_code=303)
@in_thread
def sign_out(request: WebRequest) -> Response[Any]:
    """Forgets this browser."""
    context = context_of(request)
    token = session_token(request, context.site)
    if token:
        with context.database.writing() as connection:
            actions.end_session(connection, token)
    response: Response[Any] = Redirect("/", status_code=303)
    clear_session_cookie(response, context.site)
    return response


def show_form(
    context: RequestContext,
    *,
    next_path: str,
    email: str = "",
    failure: RejoinderError | None = None,
    expired: bool = False,
) -> Response[Any]:
    """The page that asks for an address, and names the site's other ways to sign in.

    `expired` says of a link that it opens no more, `failure` why nothing came of another way.
    """
    values = {
        "email": email,
        "next": next_path,
        "in_pop_up": in_pop_up(next_path),
        "expired": expired,
        "problems": {}
        if failure is None
        else {_field_of(failure): context.translator.error(failure)},
        "ways": _ways(context),
        "demo_people": _demo_people(context) if context.app_state.settings.demo else [],
    }
    status = HTTPStatus.GONE if expired else HTTPStatus.OK
    if failure is not None:
        status = HTTPStatus(status_of(failure))
    return show(context, "sign_in.html", values, status=status)


def _field_of(failure: RejoinderError) -> str:
    return "form" if isinstance(failure, TokenRefused | Unavailable) else "email"


def _ways(context: RequestContext) -> list[Way]:
    with context.app_state.cache.reading() as reading:
        return [way for way in sign_on_ways(reading, context.site.id) if way.by_page]


def _expired(context: RequestContext, link: LinkState | None) -> Response[Any]:
    """A new link is to be had at once and leads where the old one led; whose it was is not said."""
    return show_form(
        context, next_path=local_path("" if link is None else link.next_path), expired=True
    )


def _demo_people(context: RequestContext) -> list[Option]:
    translate = context.translator.translate
    email, name = READER
    people = [Option(f"{name} — {translate(N_('Reader'))}", "", False, email)]
    with context.database.reading() as connection:
        staff = all_staff(connection, context.site.id)
    return people + [
        Option(f"{each.name} — {translate(ROLE_NAMES[each.role])}", "", False, each.email)
        for each in staff
    ]


def _send(context: RequestContext, email: str, next_path: str) -> None:
    """Leaves a letter to be sent."""
    context.app_state.rate_limits.sign_in(context.visitor.network)
    asker = network_key(context)  # before the transaction: the day's first one makes a salt
    with context.database.writing() as connection:
        asked = LinkRequest(context.site.id, email, next_path, asker)
        request_key = actions.ask_for_link(connection, asked, now=context.now)
        if request_key is not None:
            outbox.put(connection, actions.SEND_LINK, {"request": request_key}, now=context.now)


def _demo_link(context: RequestContext, email: str, next_path: str) -> str:
    """In the demo no letter is sent: the link stands on the page, for whoever plays whom."""
    with context.database.writing() as connection:
        token = actions.make_link(
            connection, context.site.id, email, next_path=next_path, now=context.now
        )
    return f"/sign-in/{token}"
