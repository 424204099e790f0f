"""Drafts of the rules over the API: written whole or by setting, read, and tried on comments."""

from typing import Any, Final

from litestar import Response, get, post
from litestar.params import FromPath, JSONBody
from msgspec import UNSET
from sqlalchemy import Connection

from rejoinder.errors import Invalid, N_
from rejoinder.moderation.model import Discussed
from rejoinder.moderation.policies_read import source_in_force
from rejoinder.moderation.policy import read_policy
from rejoinder.moderation.policy.schema import TABLES
from rejoinder.moderation.policy.writing import GONE
from rejoinder.moderation.setting import Path
from rejoinder.moderation.workbench.actions import ask_for_replay, write_draft
from rejoinder.moderation.workbench.changes import changes_between
from rejoinder.moderation.workbench.model import Draft
from rejoinder.moderation.workbench.queries import draft_by_id, newest_drafts, replays_of
from rejoinder.moderation.workbench.writing import Place, place_called, rewritten
from rejoinder.sites.model import Key, Scope
from rejoinder.web.api.error_responses import error_responses
from rejoinder.web.api.keys import require_scope
from rejoinder.web.api.moderation import WITH_KEY, Limit
from rejoinder.web.api.paging import Cursor, last_row, one_page
from rejoinder.web.api.policy import POLICY, key_for_rules
from rejoinder.web.api.policy_as_read import as_read, plain
from rejoinder.web.api.policy_replays import one_replay, replays_told
from rejoinder.web.api.policy_trial_model import (
    ChangeOut,
    ChangesIn,
    DraftIn,
    DraftOut,
    DraftPage,
    DraftSummary,
    ReplayIn,
    ReplayList,
    ReplayOut,
)
from rejoinder.web.app_state import WebRequest
from rejoinder.web.context import RequestContext, context_of
from rejoinder.web.deciders import Signers, signers_of
from rejoinder.web.middleware.csrf import takes_json
from rejoinder.web.policy_problems import problems_told
from rejoinder.web.templating import iso
from rejoinder.web.thread_pool import in_thread

DRAFTS: Final = f"{POLICY}/drafts"
ONE: Final = f"{DRAFTS}/{{draft_id:int}}"
_PATHS: Final[dict[str, Path]] = {
    ".".join((*table.path, key)): (*table.path, key) for table in TABLES for key in table.settings
}


@get(
    DRAFTS,
    operation_id="list_policy_drafts",
    tags=["policy"],
    responses=error_responses(400, 403, 404, 422),
    security=WITH_KEY,
)
@in_thread
def list_policy_drafts(
    request: WebRequest, cursor: Cursor = None, limit: Limit = 50
) -> Response[DraftPage]:
    """Drafts of the rules without their texts, the newest first. Needs a key with `admin`."""
    context = context_of(request)
    require_scope(context, Scope.ADMIN)
    site_id, before = context.site.id, last_row(cursor)
    with context.database.reading() as connection:
        found = newest_drafts(connection, site_id, before=before, limit=limit + 1)
        signers = signers_of(connection, context.translator, site_id)
    page, following = one_page(found, limit)
    drafts = [
        DraftSummary(each.id, each.version, signers.name(each.made_by), iso(each.made_at))
        for each in page
    ]
    return Response(DraftPage(drafts, following))


@post(
    DRAFTS,
    operation_id="write_policy_draft",
    tags=["policy"],
    responses=error_responses(400, 403, 404, 413, 415, 422),
    guards=[takes_json],
    security=WITH_KEY,
)
@in_thread
def write_policy_draft(request: WebRequest, data: JSONBody[DraftIn]) -> Response[DraftOut]:
    """Keeps rules that are to be tried; they decide nothing."""
    context = context_of(request)
    key = key_for_rules(context)
    with context.database.writing() as connection, problems_told(context.translator):
        return _kept(connection, context, key, data.source)


@post(
    f"{POLICY}/changes",
    operation_id="draft_policy_changes",
    tags=["policy"],
    responses=error_responses(400, 403, 404, 413, 415, 422),
    guards=[takes_json],
    security=WITH_KEY,
)
@in_thread
def draft_policy_changes(request: WebRequest, data: JSONBody[ChangesIn]) -> Response[DraftOut]:
    """Writes a draft with other settings, everywhere or in one section; all else as it was."""
    context = context_of(request)
    key = key_for_rules(context)
    place, changed = _place(data), _settings(data)
    with context.database.writing() as connection, problems_told(context.translator):
        base = _base(connection, context, data)
        read_policy(base)  # else it is told what is wrong with it, and it can be written whole
        return _kept(connection, context, key, rewritten(base, place, changed))


@get(
    ONE,
    operation_id="get_policy_draft",
    tags=["policy"],
    responses=error_responses(400, 403, 404),
    security=WITH_KEY,
)
@in_thread
def get_policy_draft(request: WebRequest, draft_id: FromPath[int]) -> Response[DraftOut]:
    """A draft, with what it changes of the policy in force."""
    context = context_of(request)
    require_scope(context, Scope.ADMIN)
    with context.database.reading() as connection:
        draft = draft_by_id(connection, context.site.id, draft_id)
        return Response(_told(connection, context, draft))


@post(
    f"{ONE}/replays",
    operation_id="replay_policy_draft",
    tags=["policy"],
    responses=error_responses(400, 403, 404, 409, 413, 415),
    guards=[takes_json],
    security=WITH_KEY,
)
@in_thread
def replay_policy_draft(
    request: WebRequest, draft_id: FromPath[int], data: JSONBody[ReplayIn]
) -> Response[ReplayOut]:
    """Has a draft replayed on past comments, beside all else; ask how far it is."""
    context = context_of(request)
    key = key_for_rules(context)
    days, sections = data.days, data.sections
    by, now = key.signature, context.now
    with context.database.writing() as connection:
        draft = draft_by_id(connection, context.site.id, draft_id)
        number = ask_for_replay(connection, draft, days=days, by=by, sections=sections, now=now)
        return Response(one_replay(connection, context, number), status_code=201)


@get(
    f"{ONE}/replays",
    operation_id="list_policy_replays",
    tags=["policy"],
    responses=error_responses(400, 403, 404),
    security=WITH_KEY,
)
@in_thread
def list_policy_replays(request: WebRequest, draft_id: FromPath[int]) -> Response[ReplayList]:
    """The newest ten replays of these words, in whichever draft they stand."""
    context = context_of(request)
    require_scope(context, Scope.ADMIN)
    with context.database.reading() as connection:
        found = replays_of(connection, draft_by_id(connection, context.site.id, draft_id))
        return Response(ReplayList(replays_told(connection, context, found)))


def _place(data: ChangesIn) -> Place | None:
    section, article = (
        place_called("sections", data.section),
        place_called("articles", data.article),
    )
    if section and article:
        raise Invalid(N_("Please name a section or an article, not both."), code="bad-place")
    if (data.section or data.article) and not (section or article):
        raise Invalid(
            N_("That cannot be the name of a section or of an article."), code="bad-place"
        )
    return section or article


def _settings(data: ChangesIn) -> dict[Path, Any]:
    unknown = sorted(data.changes.keys() - _PATHS.keys())
    if unknown:
        raise Invalid(
            N_("There is no setting “%(name)s”."),
            code="unknown-setting",
            details={"fields": unknown},
            name=unknown[0],
        )
    return {_PATHS[name]: _as_toml(value) for name, value in data.changes.items()}


def _as_toml(value: Any) -> Any:
    """JSON does not tell 3 from 3.0."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return GONE if value is None else value


def _base(connection: Connection, context: RequestContext, data: ChangesIn) -> str:
    if data.draft_id is not UNSET:
        return draft_by_id(connection, context.site.id, data.draft_id).source
    return source_in_force(connection, context.site.id)


def _kept(
    connection: Connection, context: RequestContext, key: Key, source: str
) -> Response[DraftOut]:
    site_id = context.site.id
    number = write_draft(connection, site_id, source, by=key.signature, now=context.now)
    draft = draft_by_id(connection, site_id, number)
    return Response(_told(connection, context, draft), status_code=201)


def _told(connection: Connection, context: RequestContext, draft: Draft) -> DraftOut:
    read = as_read(draft.source, Discussed())
    signers: Signers = signers_of(connection, context.translator, context.site.id)
    return DraftOut(
        id=draft.id,
        version=draft.version,
        made_by=signers.name(draft.made_by),
        made_at=iso(draft.made_at),
        source=draft.source,
        readable=read.readable,
        settings=read.settings,
        differences=read.differences,
        changes=_changes(source_in_force(connection, context.site.id), draft.source),
    )


def _changes(before: str, after: str) -> list[ChangeOut]:
    """None where one of the two cannot be read, as after a setting got another name."""
    try:
        changes = changes_between(read_policy(before), read_policy(after))
    except Invalid:
        return []
    told: dict[tuple[str, str], ChangeOut] = {}
    for each in changes:
        place = (each.section, each.article)
        here = told.setdefault(place, ChangeOut(*place, {}, {}))
        for values, value in ((here.was, each.was), (here.becomes, each.becomes)):
            if value is not None:
                values[each.path] = plain(value)
    return list(told.values())
