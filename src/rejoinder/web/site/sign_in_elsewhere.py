"""Signing in on a page elsewhere: a provider of OpenID Connect, or one of the site's own.

What one attempt is known by stands in a cookie of its own until its reader is back: so it is this
browser's attempt and no other's, and nothing is stored for whoever never comes back.
"""

import hmac
from collections.abc import Mapping
from functools import partial
from typing import Any

import msgspec
from litestar import Response, get
from litestar.datastructures import Cookie
from litestar.params import FromPath
from litestar.response import Redirect

from rejoinder.errors import N_, NotFound, RejoinderError
from rejoinder.readers.model import SessionCarrier
from rejoinder.secret_tokens import new_token
from rejoinder.sign_on import commento, openid
from rejoinder.sign_on.model import Claimed, CommentoSettings, OpenIdSettings, TokenRefused, Way
from rejoinder.sites.model import Site
from rejoinder.web.app_state import WebRequest, app_state_of
from rejoinder.web.context import RequestContext, context_in
from rejoinder.web.cookies import own_cookie, set_session_cookie
from rejoinder.web.lookups import sign_on_ways
from rejoinder.web.signing_on import SignedOn, SignOn, sign_on
from rejoinder.web.site.paths import local_path
from rejoinder.web.site.sign_in import show_form
from rejoinder.web.thread_pool import run_briefly, run_in_turn
from rejoinder.web.visitor import cookie_in, cookie_name

COOKIE = "rejoinder_sign_in"
# In seconds: as long as somebody may take to sign in elsewhere.
LASTS = 900


class Attempt(msgspec.Struct, frozen=True):
    """One attempt to sign in elsewhere."""

    way: str
    state: str
    nonce: str
    verifier: str
    next_path: str


@get("/sign-in/by/{name:str}")
async def sign_in_elsewhere(request: WebRequest, name: FromPath[str]) -> Response[Any]:
    """Leads to the page where the reader signs in."""
    context, way = await run_briefly(request, partial(_begin, request, name))
    next_path = local_path(request.query_params.get("next", ""))
    attempt = Attempt(way.name, new_token(), new_token(), new_token() + new_token(), next_path)
    try:
        address = await _page_for(context, way, attempt)
    except RejoinderError as failure:
        return await run_in_turn(request, partial(_refused, context, next_path, failure))
    response: Response[Any] = Redirect(address, status_code=303)
    raw = msgspec.json.encode(attempt).hex()
    response.set_cookie(_cookie(context.site, raw, LASTS))
    return response


@get("/sign-in/by/{name:str}/back")
async def back_from_provider(request: WebRequest, name: FromPath[str]) -> Response[Any]:
    """Signs in whom the provider led back."""
    context, way = await run_briefly(request, partial(_begin, request, name))
    return await _back(context, way)


@get("/api/oauth/sso/callback")
async def back_as_from_commento(request: WebRequest) -> Response[Any]:
    """Signs in whom a page led back that was written for Commento, whose address this is."""
    context, way = await run_briefly(request, partial(_begin, request, None))
    return await _back(context, way)


async def _back(context: RequestContext, way: Way) -> Response[Any]:
    request, attempt = context.request, _attempt_in(context)
    next_path = "/" if attempt is None else local_path(attempt.next_path)
    try:
        claimed = await _claimed(context, way, attempt, request.query_params)
        asked = SignOn(claimed, None, SessionCarrier.COOKIE)
        signed_on = await run_in_turn(request, partial(sign_on, context, asked))
    except RejoinderError as failure:
        answer = await run_in_turn(request, partial(_refused, context, next_path, failure))
    else:
        answer = _signed_in(context, signed_on, next_path)
    answer.set_cookie(_cookie(context.site, "", 0))
    return answer


def _signed_in(context: RequestContext, signed_on: SignedOn, next_path: str) -> Response[Any]:
    response: Response[Any] = Redirect(next_path, status_code=303)
    set_session_cookie(response, context.site, signed_on.begun.token, signed_in=True)
    return response


def _begin(request: WebRequest, name: str | None) -> tuple[RequestContext, Way]:
    """The way of this name that leads to a page elsewhere; None: that of the attempt that the
    browser has begun. Raises NotFound.
    """
    with app_state_of(request.app).cache.reading() as reading:
        context = context_in(reading, request)
        if name is None and (attempt := _attempt_in(context)) is not None:
            name = attempt.way
        context.app_state.rate_limits.session(context.visitor.network)
        for way in sign_on_ways(reading, context.site.id):
            if way.name == name and way.by_page:
                return context, way
    raise NotFound(N_("There is no such page."))


async def _page_for(context: RequestContext, way: Way, attempt: Attempt) -> str:
    if isinstance(way.settings, CommentoSettings):
        return commento.page_for(way.settings, _commentos(attempt))
    client = _client(context, way)
    provider = await context.app_state.sign_on.provider(client.settings.provider, now=context.now)
    return openid.page_for(client, provider, _asked(attempt))


async def _claimed(
    context: RequestContext, way: Way, attempt: Attempt | None, told: Mapping[str, str]
) -> Claimed:
    if attempt is None or attempt.way != way.name:
        raise TokenRefused(
            N_("This was not begun in this browser, or too long ago. Please sign in again."),
            code="no-attempt",
        )
    if isinstance(way.settings, CommentoSettings):
        payload, mark = told.get("payload", ""), told.get("hmac", "")
        return commento.told_by(way, way.settings, payload, mark, token=_commentos(attempt))
    client, fetching, now = _client(context, way), context.app_state.sign_on, context.now
    provider = await fetching.provider(client.settings.provider, now=now)
    asked = _asked(attempt)
    code = openid.code_in(told, provider, asked)
    return await openid.whose(client, provider, code, asked, fetching, now)


def _client(context: RequestContext, way: Way) -> openid.Client:
    assert isinstance(way.settings, OpenIdSettings)  # noqa: S101 - there is no third kind of page
    back = f"{context.site.base_url}/sign-in/by/{way.name}/back"
    return openid.Client(way, way.settings, back)


def _asked(attempt: Attempt) -> openid.AuthorizationRequest:
    return openid.AuthorizationRequest(attempt.state, attempt.nonce, attempt.verifier)


def _commentos(attempt: Attempt) -> str:
    """The attempt's token in Commento's form: 64 hexadecimal figures."""
    return hmac.digest(attempt.verifier.encode(), attempt.state.encode(), "sha256").hex()


def _refused(context: RequestContext, next_path: str, failure: RejoinderError) -> Response[Any]:
    return show_form(context, next_path=next_path, failure=failure)


def _attempt_in(context: RequestContext) -> Attempt | None:
    """What the browser says that it began; it can make that up, and would sign in itself.

    Under https another host of the publisher's domain cannot put an attempt of its own there, and
    have the reader sign in as somebody else.
    """
    raw = cookie_in(context.request, cookie_name(context.site, COOKIE))
    try:
        return msgspec.json.decode(bytes.fromhex(raw), type=Attempt)
    except (ValueError, msgspec.MsgspecError):
        return None


def _cookie(site: Site, value: str, seconds: int) -> Cookie:
    return own_cookie(site, cookie_name(site, COOKIE), value, seconds)
