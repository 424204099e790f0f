"""Who works at the desk: an editor lets people in and shuts them out."""

from typing import Any

from litestar import Response, get, post
from litestar.response import Redirect

from rejoinder.errors import Invalid, N_, NotFound, RejoinderError
from rejoinder.moderation.actions.staff import check_still_manages, remove_staff
from rejoinder.readers.model import check_email
from rejoinder.readers.names import check_name
from rejoinder.sites.actions import invite
from rejoinder.sites.model import NewStaff, Role
from rejoinder.sites.queries import all_staff
from rejoinder.sites.roles import Act
from rejoinder.web.app_state import WebRequest
from rejoinder.web.context import Form, field
from rejoinder.web.desk.access import DeskContext, show, staff_only, staff_or_sign_in
from rejoinder.web.desk.notices import problem
from rejoinder.web.desk.views import DeskNotice
from rejoinder.web.errors import status_of
from rejoinder.web.thread_pool import in_thread

ROLE_NAMES = {Role.EDITOR: N_("Editor"), Role.MODERATOR: N_("Moderator")}


@get("/desk/staff")
@in_thread
def show_staff(request: WebRequest) -> Response[Any] | Redirect:
    """Everybody who works here."""
    desk = staff_or_sign_in(request, Act.MANAGE_STAFF)
    if isinstance(desk, Redirect):
        return desk
    said = {
        "invited": N_("They work here now, and sign in with a link to their address."),
        "removed": N_("They no longer work here, and are signed out everywhere."),
    }.get(request.query_params.get("done", ""))
    translate = desk.context.translator.translate
    return _page(desk, None if said is None else DeskNotice("done", translate(said)))


@post("/desk/staff")
@in_thread
def invite_staff(request: WebRequest, data: Form) -> Response[Any]:
    """Makes somebody staff, or gives one who is another role."""
    desk = staff_only(request, Act.MANAGE_STAFF)
    try:
        email, role = check_email(field(data, "email")), field(data, "role")
        name = check_name(field(data, "name"))
        if role not in set(Role):
            raise Invalid(N_("Please choose a role."), code="role-missing")
        if email == desk.member.email:
            raise Invalid(N_("Another editor has to change your role."), code="not-yourself")
        with desk.context.database.writing() as connection:
            check_still_manages(connection, desk.member)
            site, now = desk.context.site, desk.context.now
            by = desk.member.signature
            invite(connection, site, NewStaff(email, name, Role(role)), now=now, by=by)
    except Invalid as failure:
        return _failed(desk, failure)
    return Redirect("/desk/staff?done=invited", status_code=303)


@post("/desk/staff/removal")
@in_thread
def remove(request: WebRequest, data: Form) -> Response[Any]:
    """Takes somebody off the staff and signs them out."""
    desk = staff_only(request, Act.MANAGE_STAFF)
    try:
        email, now = check_email(field(data, "email")), desk.context.now
        with desk.context.database.writing() as connection:
            remove_staff(connection, desk.site_id, email, now=now, by=desk.member)
    except (Invalid, NotFound) as failure:
        return _failed(desk, failure)
    return Redirect("/desk/staff?done=removed", status_code=303)


def _failed(desk: DeskContext, failure: RejoinderError) -> Response[Any]:
    return _page(desk, problem(desk, failure), status=status_of(failure))


def _page(desk: DeskContext, notice: DeskNotice | None, *, status: int = 200) -> Response[Any]:
    translate = desk.context.translator.translate
    with desk.context.database.reading() as connection:
        people = all_staff(connection, desk.site_id)
    roles = {role: translate(name) for role, name in ROLE_NAMES.items()}
    values = {"notice": notice, "view": "", "people": people, "roles": roles}
    return show(desk, "staff.html", values, status=status)
