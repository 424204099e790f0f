"""Who works at the desk: an administrator lets people in, says what each may, shuts them out."""

from typing import Any

from litestar import Response, get, post
from litestar.response import Redirect
from sqlalchemy import Connection

from rejoinder.articles.queries import sections as article_sections
from rejoinder.errors import Forbidden, Invalid, N_, NotFound, RejoinderError
from rejoinder.moderation.actions.staff import let_in, remove_staff, reset_passkeys
from rejoinder.passkeys.queries import counts
from rejoinder.readers.model import check_email
from rejoinder.readers.names import check_name
from rejoinder.sites.model import LONGEST_SECTION, NewStaff, Role, StaffMember
from rejoinder.sites.queries import all_staff
from rejoinder.sites.roles import ROLE_NAMES, ROLE_WORDS, Act
from rejoinder.web.app_state import WebRequest
from rejoinder.web.context import Form, field, fields_named
from rejoinder.web.desk.access import DeskContext, show, staff_only, staff_or_sign_in
from rejoinder.web.desk.notices import problem
from rejoinder.web.desk.views import DeskNotice, RoleChoice
from rejoinder.web.errors import status_of
from rejoinder.web.thread_pool import in_thread

DONE = {
    "invited": N_("They work here now. A letter tells them so, and how they sign in."),
    "changed": N_("That is what they may do from now on."),
    "reset": N_(
        "Their passkeys are forgotten, and they are signed out. They begin anew by a link."
    ),
    "removed": N_("They no longer work here, and are signed out everywhere."),
}


@get("/desk/staff")
@in_thread
def show_staff(request: WebRequest) -> Response[Any] | Redirect:
    """Everybody who works here."""
    desk = staff_or_sign_in(request, Act.MANAGE_STAFF)
    if isinstance(desk, Redirect):
        return desk
    said = DONE.get(request.query_params.get("done", ""))
    translate = desk.context.translator.translate
    return _page(desk, None if said is None else DeskNotice("done", translate(said)))


@post("/desk/staff")
@in_thread
def invite_staff(request: WebRequest, data: Form) -> Response[Any]:
    """Makes somebody staff, or gives one who is another role, name or sections."""
    desk = staff_only(request, Act.MANAGE_STAFF)
    try:
        new, now = _wanted(data), desk.context.now
        with desk.context.database.writing() as connection:
            is_new = let_in(connection, desk.context.site, new, by=desk.member, now=now)
    except (Forbidden, Invalid) as failure:
        return _failed(desk, failure)
    return Redirect(f"/desk/staff?done={'invited' if is_new else 'changed'}", status_code=303)


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


@post("/desk/staff/passkeys")
@in_thread
def begin_anew(request: WebRequest, data: Form) -> Response[Any]:
    """Forgets the passkeys of somebody who lost them."""
    desk = staff_only(request, Act.MANAGE_STAFF)
    try:
        email, now = check_email(field(data, "email")), desk.context.now
        with desk.context.database.writing() as connection:
            reset_passkeys(connection, desk.site_id, email, by=desk.member, now=now)
    except (Forbidden, Invalid, NotFound) as failure:
        return _failed(desk, failure)
    return Redirect("/desk/staff?done=reset", status_code=303)


def _wanted(data: Any) -> NewStaff:
    email, role = check_email(field(data, "email")), field(data, "role")
    name = check_name(field(data, "name"))
    if role not in set(Role):
        raise Invalid(N_("Please choose a role."), code="role-missing")
    sections = fields_named(data, "section", max_length=LONGEST_SECTION)
    return NewStaff(email, name, Role(role), frozenset(sections))


def _failed(desk: DeskContext, failure: RejoinderError) -> Response[Any]:
    return _page(desk, problem(desk, failure), status=status_of(failure))


def _page(desk: DeskContext, notice: DeskNotice | None, *, status: int = 200) -> Response[Any]:
    translate = desk.context.translator.translate
    with desk.context.database.reading() as connection:
        people = all_staff(connection, desk.site_id)
        sections = _sections(connection, desk, people)
        passkeys = counts(connection, desk.site_id)
    roles = [
        RoleChoice(each, translate(ROLE_NAMES[each]), translate(ROLE_WORDS[each])) for each in Role
    ]
    values = {
        "notice": notice,
        "view": "",
        "people": people,
        "roles": roles,
        "role_names": {each.value: each.name for each in roles},
        "sections": sections,
        "passkeys": passkeys,
    }
    return show(desk, "staff.html", values, status=status)


def _sections(connection: Connection, desk: DeskContext, people: list[StaffMember]) -> list[str]:
    """What the form offers: sections that have articles, and those that somebody looks after."""
    theirs = {each for person in people for each in person.sections}
    with_articles = [each for each in article_sections(connection, desk.site_id) if each]
    return [*with_articles, *sorted(theirs - {*with_articles})]
