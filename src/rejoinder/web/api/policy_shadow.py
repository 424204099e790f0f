"""The policy that decides beside the one in force, over the API: begun, watched, ended."""

from typing import Final

from litestar import Response, delete, get, put
from litestar.params import JSONBody
from sqlalchemy import Connection

from rejoinder.errors import N_, NotFound
from rejoinder.moderation.workbench.actions import begin_shadow, end_shadow
from rejoinder.moderation.workbench.model import Shadow
from rejoinder.moderation.workbench.queries import (
    draft_by_id,
    newest_shadow,
    shadow_differences,
    shadow_moves,
)
from rejoinder.sites.model import Scope
from rejoinder.web.api.error_responses import error_responses
from rejoinder.web.api.keys import require_scope
from rejoinder.web.api.moderation import WITH_KEY, Limit
from rejoinder.web.api.paging import Cursor, last_row, one_page
from rejoinder.web.api.policy import POLICY, key_for_rules
from rejoinder.web.api.policy_trial_model import (
    Move,
    ShadowDifferenceOut,
    ShadowDifferencePage,
    ShadowIn,
    ShadowOut,
)
from rejoinder.web.app_state import WebRequest
from rejoinder.web.context import RequestContext, context_of
from rejoinder.web.deciders import signers_of
from rejoinder.web.middleware.csrf import takes_json
from rejoinder.web.templating import iso
from rejoinder.web.thread_pool import in_thread

SHADOW: Final = f"{POLICY}/shadow"


@get(
    SHADOW,
    operation_id="get_shadow_policy",
    tags=["policy"],
    responses=error_responses(403, 404),
    security=WITH_KEY,
)
@in_thread
def get_shadow_policy(request: WebRequest) -> Response[ShadowOut]:
    """The one that runs beside, or that ran last, and what it would have made of comments."""
    context = context_of(request)
    require_scope(context, Scope.ADMIN)
    with context.database.reading() as connection:
        return Response(_told(connection, context))


@put(
    SHADOW,
    operation_id="begin_shadow_policy",
    tags=["policy"],
    responses=error_responses(400, 403, 404, 413, 415),
    guards=[takes_json],
    security=WITH_KEY,
)
@in_thread
def begin_shadow_policy(request: WebRequest, data: JSONBody[ShadowIn]) -> Response[ShadowOut]:
    """Lets a draft decide beside the policy in force, without any effect; another one ends."""
    context = context_of(request)
    key = key_for_rules(context)
    with context.database.writing() as connection:
        draft = draft_by_id(connection, context.site.id, data.draft_id)
        begin_shadow(connection, draft, by=key.signature, now=context.now)
        return Response(_told(connection, context))


@delete(
    SHADOW,
    operation_id="end_shadow_policy",
    tags=["policy"],
    status_code=204,
    responses=error_responses(403, 404),
    security=WITH_KEY,
)
@in_thread
def end_shadow_policy(request: WebRequest) -> None:
    """Ends it; what it would have decided is kept."""
    context = context_of(request)
    key = key_for_rules(context)
    with context.database.writing() as connection:
        end_shadow(connection, context.site.id, by=key.signature, now=context.now)


@get(
    f"{SHADOW}/differences",
    operation_id="list_shadow_differences",
    tags=["policy"],
    responses=error_responses(400, 403, 404, 422),
    security=WITH_KEY,
)
@in_thread
def list_shadow_differences(
    request: WebRequest, cursor: Cursor = None, limit: Limit = 50
) -> Response[ShadowDifferencePage]:
    """The comments of which it would have made something else, the newest first."""
    context = context_of(request)
    require_scope(context, Scope.ADMIN)
    before = last_row(cursor)
    with context.database.reading() as connection:
        shadow = _newest(connection, context)
        found = shadow_differences(connection, shadow.id, before=before, limit=limit + 1)
    page, following = one_page(found, limit, lambda each: each.decision_id)
    told = [
        ShadowDifferenceOut(
            id=each.decision_id,
            comment_id=each.comment_id,
            was=each.was.value,
            becomes=each.becomes.value,
            rule=each.rule,
            made_at=iso(each.made_at),
        )
        for each in page
    ]
    return Response(ShadowDifferencePage(told, following))


def _newest(connection: Connection, context: RequestContext) -> Shadow:
    shadow = newest_shadow(connection, context.site.id)
    if shadow is None:
        raise NotFound(N_("No policy runs beside the one in force."), code="no-shadow")
    return shadow


def _told(connection: Connection, context: RequestContext) -> ShadowOut:
    shadow = _newest(connection, context)
    signers = signers_of(connection, context.translator, context.site.id)
    ended = shadow.ended_at
    return ShadowOut(
        draft_id=shadow.draft_id,
        version=draft_by_id(connection, context.site.id, shadow.draft_id).version,
        running=ended is None,
        begun_by=signers.name(shadow.begun_by),
        begun_at=iso(shadow.begun_at),
        ended_by=None if ended is None else signers.name(shadow.ended_by),
        ended_at=None if ended is None else iso(ended),
        moves=[
            Move(was.value, becomes.value, count)
            for (was, becomes), count in sorted(shadow_moves(connection, shadow.id).items())
        ],
    )
