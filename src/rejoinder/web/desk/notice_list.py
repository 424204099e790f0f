"""Notices of what is against the law, those first where somebody's life is in danger.

Who gives unfounded ones again and again can be left aside for a time.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from rejoinder.comments.model import Comment
from rejoinder.comments.queries import by_ids
from rejoinder.errors import Invalid, N_, Refused
from rejoinder.moderation.actions.notes import LONGEST_NOTE
from rejoinder.moderation.actions.notifiers import (
    SPANS,
    NewSuspension,
    suspend_notifier,
    take_notices_again,
)
from rejoinder.moderation.notice_kinds import NOTICE_KINDS
from rejoinder.moderation.notice_queries import (
    Notice,
    NotifierRecord,
    answered_notices,
    count_notices,
    notifier_records,
    suspensions,
    waiting_notices,
)
from rejoinder.sites.roles import Act
from rejoinder.web.app_state import WebRequest
from rejoinder.web.context import Form, field
from rejoinder.web.desk.access import DeskContext, show, staff_only, staff_or_sign_in
from rejoinder.web.desk.cards import excerpt
from rejoinder.web.desk.list_pages import PAGE, Places
from rejoinder.web.desk.notices import problem
from rejoinder.web.desk.views import DeskNotice
from rejoinder.web.errors import status_of
from rejoinder.web.thread_pool import in_thread


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """A notice as the list shows it."""

    notice: Notice
    kind: str
    author: str
    excerpt: str
    answered: int
    """How many of its giver's notices were answered."""
    unfounded: int
    """How many of those found nothing to act on; 0 where that is not often."""
    suspended: bool
    """Whether no more are taken from them just now."""


# The action refuses a longer reason, kindly; this only bounds what is looked at.
LONGEST_FIELD: Final = 10 * LONGEST_NOTE
_NOTICES: Final = "/desk/notices"
# What its two lists are called in the page's address.
_WAITING: Final = "after"
_ANSWERED: Final = "before"
_DONE: Final = {
    "suspended": N_("No notices are taken from this address until then. Who tries is told."),
    "restored": N_("Notices from this address are taken again."),
}


@get(_NOTICES)
@in_thread
def show_notices(request: WebRequest) -> Response[Any] | Redirect:
    """What waits, and what was answered of late."""
    desk = staff_or_sign_in(request)
    if isinstance(desk, Redirect):
        return desk
    done = request.query_params.get("done", "")
    said = desk.context.translator.translate(_DONE[done]) if done in _DONE else ""
    return _page(desk, DeskNotice("done", said) if said else None)


@post("/desk/notices/{notice_id:int}/suspension")
@in_thread
def suspend(request: WebRequest, notice_id: FromPath[int], data: Form) -> Response[Any]:
    """Takes no more notices from whoever gave this one, for a time."""
    desk = staff_only(request, Act.SUSPEND_NOTIFIER)
    wanted = NewSuspension(
        reason=field(data, "reason", max_length=LONGEST_FIELD),
        days=next((each for each in SPANS if str(each) == field(data, "days")), 0),
        warned=field(data, "warned") == "1",
    )
    try:
        with desk.context.database.writing() as connection:
            now = desk.context.now
            suspend_notifier(connection, desk.member, notice_id, wanted, now=now)
    except (Invalid, Refused) as failure:
        return _page(desk, problem(desk, failure, wanted.reason), status=status_of(failure))
    return Redirect(_places(desk).address({"done": "suspended"}), status_code=303)


@post("/desk/notices/suspensions/{suspension_id:int}/lifting")
@in_thread
def lift_suspension(request: WebRequest, suspension_id: FromPath[int]) -> Response[Any]:
    """Takes them again before the time is over."""
    desk = staff_only(request, Act.SUSPEND_NOTIFIER)
    with desk.context.database.writing() as connection:
        take_notices_again(connection, desk.member, suspension_id, now=desk.context.now)
    return Redirect(_places(desk).address({"done": "restored"}), status_code=303)


def _places(desk: DeskContext) -> Places:
    return Places.of(_NOTICES, desk.context.request.query_params, (_WAITING, _ANSWERED))


def _page(desk: DeskContext, notice: DeskNotice | None, *, status: int = 200) -> Response[Any]:
    places, site_id, limit = _places(desk), desk.site_id, PAGE + 1
    with desk.context.database.reading() as connection:
        open_ones, answered = (
            waiting_notices(connection, site_id, limit=limit, after=places.behind[_WAITING]),
            answered_notices(connection, site_id, limit=limit, before=places.behind[_ANSWERED]),
        )
        waiting_count, answered_count = count_notices(connection, site_id)
        shown = [*open_ones[:PAGE], *answered[:PAGE]]
        comments = by_ids(connection, {each.comment_id for each in shown})
        givers = {each.email for each in shown if each.email}
        records = notifier_records(connection, site_id, givers)
        suspended = suspensions(connection, site_id, now=desk.context.now)
    values = {
        "notice": notice,
        "view": "",
        "waiting": places.page(_WAITING, open_ones, at="waiting"),
        "waiting_count": waiting_count,
        "answered": places.page(_ANSWERED, answered, at="answered"),
        "answered_count": answered_count,
        "rows": _rows(desk, shown, comments, records, {each.email for each in suspended}),
        "suspended": suspended,
        # An address belongs to no section.
        "acts": desk.acts_in(""),
        "spans": SPANS,
        "longest": LONGEST_NOTE,
        "place": places.query,
    }
    return show(desk, "notices.html", values, status=status)


def _rows(
    desk: DeskContext,
    shown: Sequence[Notice],
    comments: Mapping[int, Comment],
    records: Mapping[str, NotifierRecord],
    left_aside: Collection[str],
) -> Mapping[int, NoticeRow]:
    """What is shown of each notice, by its number."""
    translate = desk.context.translator.translate
    # Said once of each, at the first of theirs.
    firsts = {each.email: each.id for each in reversed(shown)}
    rows = {}
    for each in shown:
        said_here = firsts[each.email] == each.id
        record = records.get(each.email, NotifierRecord()) if said_here else NotifierRecord()
        rows[each.id] = NoticeRow(
            each,
            translate(NOTICE_KINDS[each.kind].choice) if each.kind in NOTICE_KINDS else each.kind,
            comments[each.comment_id].author.name,
            excerpt(comments[each.comment_id].source),
            record.answered,
            record.unfounded if record.often_unfounded else 0,
            suspended=said_here and each.email in left_aside,
        )
    return rows
