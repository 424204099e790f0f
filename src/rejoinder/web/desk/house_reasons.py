"""The newspaper's own reasons for declining: editors write them, moderators choose from them."""

from typing import Any, Final

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from rejoinder.errors import Invalid, N_, NotFound, Refused
from rejoinder.moderation.actions.house_reasons import (
    LONGEST_TITLE,
    MOST,
    add_reason,
    change_reason,
    remove_reason,
)
from rejoinder.moderation.actions.notes import LONGEST_NOTE
from rejoinder.moderation.house_reasons import house_reasons_of
from rejoinder.moderation.staff_reasons import EVERYWHERE
from rejoinder.sites.roles import Act
from rejoinder.web.app_state import WebRequest
from rejoinder.web.context import Form, field
from rejoinder.web.desk.access import DeskContext, show, staff_only, staff_or_sign_in
from rejoinder.web.desk.notices import problem
from rejoinder.web.desk.views import DeskNotice
from rejoinder.web.errors import status_of
from rejoinder.web.thread_pool import in_thread

# The action refuses longer ones, kindly; this only bounds what is looked at.
LONGEST_FIELD: Final = 10 * LONGEST_NOTE
_DONE: Final = {
    "added": N_("It stands on the list of reasons."),
    "changed": N_("It is worded anew. What was decided by it keeps the old words."),
    "removed": N_("It is off the list. What was decided by it stays as it was told."),
}


@get("/desk/reasons")
@in_thread
def show_reasons(request: WebRequest) -> Response[Any] | Redirect:
    """The house's own reasons, and those that every site has."""
    desk = staff_or_sign_in(request, Act.EDIT_REASONS)
    if isinstance(desk, Redirect):
        return desk
    done = request.query_params.get("done", "")
    said = desk.context.translator.translate(_DONE[done]) if done in _DONE else ""
    return _page(desk, DeskNotice("done", said) if said else None)


@post("/desk/reasons")
@in_thread
def write_reason(request: WebRequest, data: Form) -> Response[Any]:
    """Adds one."""
    desk = staff_only(request, Act.EDIT_REASONS)
    try:
        title, text = _typed(data)
        with desk.context.database.writing() as connection:
            add_reason(connection, desk.member, title, text, now=desk.context.now)
    except (Invalid, Refused) as failure:
        notice = problem(desk, failure)
        return _page(desk, notice, typed=data, status=status_of(failure))
    return Redirect("/desk/reasons?done=added", status_code=303)


@post("/desk/reasons/{reason_id:int}")
@in_thread
def reword_reason(request: WebRequest, reason_id: FromPath[int], data: Form) -> Response[Any]:
    """Words one anew."""
    desk = staff_only(request, Act.EDIT_REASONS)
    try:
        title, text = _typed(data)
        with desk.context.database.writing() as connection:
            change_reason(connection, desk.member, reason_id, title, text, now=desk.context.now)
    except (Invalid, NotFound) as failure:
        notice = problem(desk, failure, typed=str(data.get("text", "")))
        return _page(desk, notice, status=status_of(failure))
    return Redirect("/desk/reasons?done=changed", status_code=303)


@post("/desk/reasons/{reason_id:int}/removal")
@in_thread
def take_off_reason(request: WebRequest, reason_id: FromPath[int]) -> Response[Any]:
    """Takes one off the list."""
    desk = staff_only(request, Act.EDIT_REASONS)
    with desk.context.database.writing() as connection:
        remove_reason(connection, desk.member, reason_id, now=desk.context.now)
    return Redirect("/desk/reasons?done=removed", status_code=303)


def _typed(data: Any) -> tuple[str, str]:
    return (
        field(data, "title", max_length=LONGEST_FIELD),
        field(data, "text", max_length=LONGEST_FIELD),
    )


def _page(
    desk: DeskContext, notice: DeskNotice | None, *, typed: Any = None, status: int = 200
) -> Response[Any]:
    translate = desk.context.translator.translate
    with desk.context.database.reading() as connection:
        own = house_reasons_of(connection, desk.site_id)
    everywhere = [(translate(each.title), translate(each.message)) for each in EVERYWHERE.values()]
    values = {
        "notice": notice,
        "view": "",
        "own": own,
        "everywhere": everywhere,
        "typed": typed or {},
        "full": len(own) >= MOST,
        "longest_title": LONGEST_TITLE,
        "longest_text": LONGEST_NOTE,
    }
    return show(desk, "reasons.html", values, status=status)
