"""Keys for other software: made and shown once, what each opens, revoked."""

from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from rejoinder.errors import Invalid, N_, NotFound
from rejoinder.moderation.actions.staff import check_still_may
from rejoinder.sites.actions import create_key, revoke_key
from rejoinder.sites.model import LONGEST_KEY_NAME, SCOPES, NewKey, Scope
from rejoinder.sites.queries import all_keys
from rejoinder.sites.roles import Act
from rejoinder.web.app_state import WebRequest
from rejoinder.web.context import Form, field, fields_named
from rejoinder.web.desk.access import DeskContext, show, staff_only, staff_or_sign_in
from rejoinder.web.desk.notices import problem
from rejoinder.web.desk.views import DeskNotice
from rejoinder.web.errors import status_of
from rejoinder.web.thread_pool import in_thread


@get("/desk/keys")
@in_thread
def show_keys(request: WebRequest) -> Response[Any] | Redirect:
    """Every key that was ever made, and what each opens."""
    desk = staff_or_sign_in(request, Act.MANAGE_KEYS)
    if isinstance(desk, Redirect):
        return desk
    revoked = request.query_params.get("done", "") == "revoked"
    said = desk.context.translator.translate(N_("It opens nothing any more."))
    return _page(desk, DeskNotice("done", said) if revoked else None)


@post("/desk/keys", status_code=200)
@in_thread
def make_key(request: WebRequest, data: Form) -> Response[Any]:
    """Makes a key. The answer shows it, and nothing ever does again."""
    desk = staff_only(request, Act.MANAGE_KEYS)
    try:
        new, now, by = _wanted(data), desk.context.now, desk.member.signature
        with desk.context.database.writing() as connection:
            check_still_may(connection, desk.member, Act.MANAGE_KEYS)
            token = create_key(connection, desk.context.site, new, now=now, by=by)
    except Invalid as failure:
        return _page(desk, problem(desk, failure), status=status_of(failure))
    return _page(desk, None, made=(new.name, token))


@post("/desk/keys/{key_id:int}/revocation")
@in_thread
def revoke(request: WebRequest, key_id: FromPath[int]) -> Response[Any]:
    """Lets a key open nothing from the next call on."""
    desk = staff_only(request, Act.MANAGE_KEYS)
    now, by = desk.context.now, desk.member.signature
    try:
        with desk.context.database.writing() as connection:
            check_still_may(connection, desk.member, Act.MANAGE_KEYS)
            revoke_key(connection, desk.context.site, str(key_id), now=now, by=by)
    except NotFound as failure:
        return _page(desk, problem(desk, failure), status=status_of(failure))
    return Redirect("/desk/keys?done=revoked", status_code=303)


def _wanted(data: Any) -> NewKey:
    scopes = fields_named(data, "scope")
    if not set(scopes) <= set(Scope):
        raise Invalid(N_("Please choose what the key opens."), code="scope-missing")
    short = field(data, "short") == "1"
    return NewKey(field(data, "name"), frozenset(map(Scope, scopes)), short=short)


def _page(
    desk: DeskContext,
    notice: DeskNotice | None,
    *,
    made: tuple[str, str] | None = None,
    status: int = 200,
) -> Response[Any]:
    with desk.context.database.reading() as connection:
        keys = all_keys(connection, desk.site_id)
    translate = desk.context.translator.translate
    values = {
        "notice": notice,
        "view": "",
        "made": made,
        "scopes": {scope: translate(words) for scope, words in SCOPES.items()},
        "longest_name": LONGEST_KEY_NAME,
        # Those that open something first, the newest first.
        "keys": sorted(keys, key=lambda each: (each.revoked_at is not None, -each.id)),
    }
    return show(desk, "api_keys.html", values, status=status)
