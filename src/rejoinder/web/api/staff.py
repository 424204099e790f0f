"""Who works at the desk, over the API: let in, given another role, shut out."""

from typing import Final

from litestar import Response, delete, get, patch, post
from litestar.params import FromPath, JSONBody
from msgspec import UNSET
from sqlalchemy import Connection

from rejoinder.errors import N_, NotFound
from rejoinder.moderation.actions import staff as actions
from rejoinder.passkeys.queries import counts
from rejoinder.readers.model import check_email
from rejoinder.readers.names import check_name
from rejoinder.sites.model import Key, NewStaff, Role, Scope, StaffMember
from rejoinder.sites.queries import all_staff, staff_by_id
from rejoinder.sites.roles import Act, require
from rejoinder.web.api.error_responses import error_responses
from rejoinder.web.api.keys import require_scope
from rejoinder.web.api.moderation import WITH_KEY
from rejoinder.web.api.staff_model import StaffIn, StaffList, StaffOut, StaffPatchIn
from rejoinder.web.app_state import WebRequest
from rejoinder.web.context import RequestContext, context_of
from rejoinder.web.middleware.csrf import takes_json
from rejoinder.web.thread_pool import in_thread

STAFF: Final = "/api/v1/staff"
ONE: Final = f"{STAFF}/{{staff_id:int}}"


@get(
    STAFF,
    operation_id="list_staff",
    tags=["staff"],
    responses=error_responses(403, 404),
    security=WITH_KEY,
)
@in_thread
def list_staff(request: WebRequest) -> Response[StaffList]:
    """Everybody who works at the desk. Needs a key with `admin`, as do the other calls."""
    context = context_of(request)
    _key(context)
    with context.database.reading() as connection:
        people = all_staff(connection, context.site.id)
        passkeys = counts(connection, context.site.id)
    return Response(StaffList([_told(each, passkeys.get(each.id, 0)) for each in people]))


@post(
    STAFF,
    operation_id="add_staff",
    tags=["staff"],
    responses=error_responses(400, 403, 404, 409, 413, 415, 422),
    guards=[takes_json],
    security=WITH_KEY,
)
@in_thread
def add_staff(request: WebRequest, data: JSONBody[StaffIn]) -> Response[StaffOut]:
    """Lets somebody in, who gets a letter; or changes who is there already."""
    context = context_of(request)
    key = _key(context)
    email, name = check_email(data.email), check_name(data.name)
    new = NewStaff(email, name, Role(data.role), frozenset(data.sections))
    with context.database.writing() as connection:
        return Response(_let_in(connection, context, new, key), status_code=201)


@patch(
    ONE,
    operation_id="change_staff",
    tags=["staff"],
    responses=error_responses(400, 403, 404, 409, 413, 415, 422),
    guards=[takes_json],
    security=WITH_KEY,
)
@in_thread
def change_staff(
    request: WebRequest, staff_id: FromPath[int], data: JSONBody[StaffPatchIn]
) -> Response[StaffOut]:
    """Gives somebody another name or role, or other sections."""
    context = context_of(request)
    key = _key(context)
    with context.database.writing() as connection:
        actions.check_still_manages(connection, key)  # whoever is shut out meanwhile stays so
        member = _member(connection, context, staff_id)
        new = NewStaff(
            member.email,
            member.name if data.name is UNSET else check_name(data.name),
            member.role if data.role is UNSET else Role(data.role),
            member.sections if data.sections is UNSET else frozenset(data.sections),
        )
        return Response(_let_in(connection, context, new, key))


@delete(
    ONE,
    operation_id="remove_staff",
    tags=["staff"],
    status_code=204,
    responses=error_responses(400, 403, 404, 409),
    security=WITH_KEY,
)
@in_thread
def remove_staff(request: WebRequest, staff_id: FromPath[int]) -> None:
    """Shuts the desk to somebody at once; what they decided stays decided, in their name."""
    context = context_of(request)
    key = _key(context)
    with context.database.writing() as connection:
        member = _member(connection, context, staff_id)
        actions.remove_staff(connection, context.site.id, member.email, now=context.now, by=key)


def _key(context: RequestContext) -> Key:
    key = require_scope(context, Scope.ADMIN)
    require(key, Act.MANAGE_STAFF)
    return key


def _member(connection: Connection, context: RequestContext, staff_id: int) -> StaffMember:
    member = staff_by_id(connection, staff_id)
    if member is None or member.site_id != context.site.id:
        raise NotFound(N_("Nobody with this number works here."), code="unknown-staff")
    return member


def _let_in(connection: Connection, context: RequestContext, new: NewStaff, key: Key) -> StaffOut:
    site = context.site
    actions.let_in(connection, site, new, by=key, now=context.now)
    member = next(each for each in all_staff(connection, site.id) if each.email == new.email)
    return _told(member, counts(connection, site.id).get(member.id, 0))


def _told(member: StaffMember, passkeys: int) -> StaffOut:
    return StaffOut(
        id=member.id,
        email=member.email,
        name=member.name,
        role=member.role.value,
        sections=sorted(member.sections),
        passkeys=passkeys,
    )
