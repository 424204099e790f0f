"""Who is banned or watched on a site, and taking that back."""

from litestar import Response, get, post
from litestar.params import FromPath, JSONBody

from rejoinder.moderation.actions.standing import lift
from rejoinder.readers.model import Restricted, Standing, is_placeholder
from rejoinder.readers.restricted import restricted
from rejoinder.sites.model import Scope
from rejoinder.web.api.error_responses import error_responses
from rejoinder.web.api.keys import require_scope
from rejoinder.web.api.moderation import DESK, WITH_KEY, Limit
from rejoinder.web.api.moderation_model import (
    LiftingIn,
    RestrictedOut,
    RestrictedPage,
    StandingOut,
)
from rejoinder.web.api.paging import Cursor, last_row, one_page
from rejoinder.web.app_state import WebRequest
from rejoinder.web.context import context_of
from rejoinder.web.deciders import Signers, signers_of
from rejoinder.web.middleware.csrf import takes_json
from rejoinder.web.templating import iso
from rejoinder.web.thread_pool import in_thread


@get(
    f"{DESK}/standings",
    operation_id="list_standings",
    tags=["moderation"],
    responses=error_responses(400, 403, 404, 422),
    security=WITH_KEY,
)
@in_thread
def list_standings(
    request: WebRequest, cursor: Cursor = None, limit: Limit = 50
) -> Response[RestrictedPage]:
    """Who is banned or watched at present, the newest first."""
    context = context_of(request)
    require_scope(context, Scope.MODERATE)
    site_id, now, before = context.site.id, context.now, last_row(cursor)
    with context.database.reading() as connection:
        found = restricted(connection, site_id, now=now, before=before, limit=limit + 1)
        signers = signers_of(connection, context.translator, site_id)
    page, following = one_page([_row(each, signers) for each in found], limit)
    return Response(RestrictedPage([*page], following))


@post(
    f"{DESK}/standings/{{standing_id:int}}/lifting",
    operation_id="lift_standing",
    tags=["moderation"],
    responses=error_responses(400, 403, 404, 409, 413, 415, 422),
    guards=[takes_json],
    security=WITH_KEY,
)
@in_thread
def lift_standing(
    request: WebRequest, standing_id: FromPath[int], data: JSONBody[LiftingIn]
) -> Response[StandingOut]:
    """Takes a ban or a watch back; a ban needs a key with `admin`."""
    context = context_of(request)
    key = require_scope(context, Scope.MODERATE)
    with context.database.writing() as connection:
        number = lift(connection, standing_id, key, data.reason, now=context.now)
    return Response(StandingOut(number, Standing.NEW.value, None), status_code=201)


def _row(found: Restricted, signers: Signers) -> RestrictedOut:
    given, email = found.given, found.address.email
    return RestrictedOut(
        id=found.standing_id,
        author_id=found.reader_id,
        name=found.name,
        email=None if is_placeholder(email) else email,
        proved=found.address.proved,
        standing=given.standing.value,
        reason=given.reason,
        made_by=signers.name(given.made_by),
        made_at=iso(given.made_at),
        until=None if given.until is None else iso(given.until),
    )
