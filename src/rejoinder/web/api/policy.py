"""The rules over the API: read whole and by section, put in force, and what they were before."""

from typing import Annotated

from litestar import Response, get, put
from litestar.params import FromPath, JSONBody, Parameter

from rejoinder.errors import N_, NotFound
from rejoinder.moderation.actions.policies import DEFAULT_ID, NewPolicy
from rejoinder.moderation.model import Discussed
from rejoinder.moderation.policy import default_source
from rejoinder.moderation.workbench.switching import switch_on
from rejoinder.sites.model import Key, PutPolicy, Scope, policy_version
from rejoinder.sites.queries import put_policies, put_policy_by_id
from rejoinder.sites.roles import Act, require
from rejoinder.web.api.error_responses import error_responses
from rejoinder.web.api.keys import require_scope
from rejoinder.web.api.moderation import WITH_KEY, Limit
from rejoinder.web.api.paging import Cursor, last_row, one_page
from rejoinder.web.api.policy_as_read import as_read
from rejoinder.web.api.policy_model import (
    PolicyIn,
    PolicyOut,
    PolicyVersion,
    PolicyVersionPage,
)
from rejoinder.web.app_state import WebRequest
from rejoinder.web.context import RequestContext, context_of
from rejoinder.web.deciders import Signers, signers_of
from rejoinder.web.middleware.csrf import takes_json
from rejoinder.web.policy_problems import problems_told
from rejoinder.web.templating import iso
from rejoinder.web.thread_pool import in_thread

POLICY = "/api/v1/policy"
Section = Annotated[
    str, Parameter(max_length=200, description="The settings that hold in this section.")
]
Article = Annotated[
    str, Parameter(max_length=200, description="Under this article, by its slug or your own id.")
]


@get(
    POLICY,
    operation_id="get_policy",
    tags=["policy"],
    responses=error_responses(400, 403, 404),
    security=WITH_KEY,
)
@in_thread
def get_policy(
    request: WebRequest, section: Section = "", article: Article = ""
) -> Response[PolicyOut]:
    """The rules in force, everywhere or as they are at one place. Needs a key with `admin`."""
    context = context_of(request)
    require_scope(context, Scope.ADMIN)
    place = Discussed(section, frozenset({article} - {""}))
    return Response(_in_force(context, place))


@put(
    POLICY,
    operation_id="put_policy",
    tags=["policy"],
    responses=error_responses(400, 403, 404, 409, 413, 415, 422),
    guards=[takes_json],
    security=WITH_KEY,
)
@in_thread
def put_policy(request: WebRequest, data: JSONBody[PolicyIn]) -> Response[PolicyOut]:
    """Puts other rules in force from the next comment on. Needs a key with `admin`."""
    context = context_of(request)
    key = key_for_rules(context)
    new = NewPolicy(data.source, key.signature, data.reason, data.seen)
    with problems_told(context.translator):
        switch_on(context.database, context.site, new, is_meant=data.sure, now=context.now)
    return Response(_in_force(context, Discussed()))


@get(
    f"{POLICY}/versions",
    operation_id="list_policy_versions",
    tags=["policy"],
    responses=error_responses(400, 403, 404, 422),
    security=WITH_KEY,
)
@in_thread
def list_policy_versions(
    request: WebRequest, cursor: Cursor = None, limit: Limit = 50
) -> Response[PolicyVersionPage]:
    """All rules that were ever put in force, without their texts, the newest first."""
    context = context_of(request)
    require_scope(context, Scope.ADMIN)
    site_id, before = context.site.id, last_row(cursor)
    with context.database.reading() as connection:
        found = put_policies(connection, site_id, before=before, limit=limit + 1)
        signers = signers_of(connection, context.translator, site_id)
    page, following = one_page(found, limit)
    return Response(PolicyVersionPage([_version(each, signers) for each in page], following))


@get(
    f"{POLICY}/versions/{{policy_id:int}}",
    operation_id="get_policy_version",
    tags=["policy"],
    responses=error_responses(400, 403, 404),
    security=WITH_KEY,
)
@in_thread
def get_policy_version(request: WebRequest, policy_id: FromPath[int]) -> Response[PolicyOut]:
    """One of them, as it was written."""
    context = context_of(request)
    require_scope(context, Scope.ADMIN)
    with context.database.reading() as connection:
        found = put_policy_by_id(connection, context.site.id, policy_id)
        signers = signers_of(connection, context.translator, context.site.id)
    if found is None:
        raise NotFound(N_("There were never such rules here."), code="unknown-policy")
    return Response(_told(_version(found, signers), found.source, Discussed()))


def key_for_rules(context: RequestContext) -> Key:
    """The key with which somebody changes or tries rules. Raises Forbidden."""
    key = require_scope(context, Scope.ADMIN)
    require(key, Act.EDIT_POLICY, "")
    return key


def _in_force(context: RequestContext, place: Discussed) -> PolicyOut:
    site_id = context.site.id
    with context.database.reading() as connection:
        found = next(iter(put_policies(connection, site_id, limit=1)), None)
        signers = signers_of(connection, context.translator, site_id)
    if found is not None:
        return _told(_version(found, signers), found.source, place)
    source = default_source()
    default = PolicyVersion(DEFAULT_ID, policy_version(source), None, None, "")
    return _told(default, source, place)


def _version(put: PutPolicy, signers: Signers) -> PolicyVersion:
    return PolicyVersion(put.id, put.version, signers.name(put.put_by), iso(put.put_at), put.reason)


def _told(version: PolicyVersion, source: str, place: Discussed) -> PolicyOut:
    read = as_read(source, place)
    return PolicyOut(
        id=version.id,
        version=version.version,
        put_by=version.put_by,
        put_at=version.put_at,
        reason=version.reason,
        source=source,
        readable=read.readable,
        settings=read.settings,
        differences=read.differences,
    )
