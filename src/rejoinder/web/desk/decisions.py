"""Deciding, and taking a decision back."""

from typing import Any

from litestar import Response, post
from litestar.params import FromPath
from litestar.response import Redirect

from rejoinder.comments.model import Comment
from rejoinder.desk.claims import end as end_claim
from rejoinder.desk.queue import Stretch
from rejoinder.errors import Invalid, N_, Refused
from rejoinder.moderation.actions.decide import StaffDecision, ban, decide_as_staff, find, undo
from rejoinder.moderation.actions.notes import LONGEST_NOTE
from rejoinder.moderation.model import Decision, Outcome
from rejoinder.web.app_state import WebRequest
from rejoinder.web.context import Form, field, row_id
from rejoinder.web.desk.access import DeskContext, staff_only
from rejoinder.web.desk.answers import answer, refused
from rejoinder.web.desk.in_thread import thread_panel
from rejoinder.web.desk.notices import done
from rejoinder.web.desk.queue_address import path_of, place_of
from rejoinder.web.thread_pool import in_thread

# The action itself refuses a longer note, kindly; this only bounds what is looked at.
LONGEST_FIELD = 10 * LONGEST_NOTE


@post("/desk/comments/{comment_id:int}/decisions")
@in_thread
def decide(request: WebRequest, comment_id: FromPath[int], data: Form) -> Response[Any]:
    """Publishes, declines or holds a comment; with `ban`, declines its author's next ones too."""
    desk = staff_only(request)
    place = place_of(data)
    try:
        wanted = wanted_of(data)
        act = ban if field(data, "ban") == "1" else decide_as_staff
        with desk.context.database.writing() as connection:
            comment = find(connection, desk.site_id, comment_id)
            decision = act(connection, comment, desk.member, wanted, now=desk.context.now)
            end_claim(connection, comment_id)
    except (Invalid, Refused) as failure:
        return refused(desk, comment_id, failure, place, typed=str(data.get("note", "")))
    return _decided(desk, comment, decision, place)


@post("/desk/comments/{comment_id:int}/decisions/{decision_id:int}/undoing")
@in_thread
def undo_decision(
    request: WebRequest, comment_id: FromPath[int], decision_id: FromPath[int], data: Form
) -> Response[Any]:
    """Takes the newest decision of a person back."""
    desk = staff_only(request)
    place = place_of(data)
    try:
        with desk.context.database.writing() as connection:
            comment = find(connection, desk.site_id, comment_id)
            decision = undo(connection, comment, desk.member, decision_id, now=desk.context.now)
    except (Invalid, Refused) as failure:
        return refused(desk, comment_id, failure, place)
    return _decided(desk, comment, decision, place)


def wanted_of(data: Any) -> StaffDecision:
    """What a form decides.

    Raises:
        Invalid: it does not say.
    """
    # The button that names a rule says all by it.
    rule = field(data, "rule")
    declining = field(data, "ban") == "1" or "rule" in data
    raw = Outcome.DECLINE.value if declining else field(data, "outcome")
    seen = row_id(field(data, "seen"), name="seen")
    if raw not in set(Outcome) or seen is None:
        raise Invalid(N_("Please choose what becomes of the comment."), code="outcome-missing")
    return StaffDecision(
        outcome=Outcome(raw),
        seen=seen,
        reason=rule or field(data, "reason"),
        note=field(data, "note", max_length=LONGEST_FIELD),
        alone=field(data, "alone") == "1",
    )


def _decided(
    desk: DeskContext, comment: Comment, decision: Decision, place: Stretch
) -> Response[Any]:
    """The notice of what was done; after an undoing, the card comes back with it."""
    undone = decision.undoes_id is not None
    if desk.by_script or desk.from_thread:
        with desk.context.database.reading() as connection:
            notice = done(connection, desk, comment, decision)
        if desk.from_thread:
            return thread_panel(desk, decision.comment_id, notice)
        return answer(desk, notice, place, decision.comment_id, shows_card=undone)
    if undone:
        return Redirect(f"/desk/comments/{decision.comment_id}?done={decision.id}", status_code=303)
    return Redirect(path_of(place, done=decision.id), status_code=303)
