"""What the desk says of what was just done, and how it is taken back."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import Connection

from rejoinder.articles import queries as article_queries
from rejoinder.articles.sections import section_of
from rejoinder.comments import queries as comment_queries
from rejoinder.comments.model import Comment
from rejoinder.desk.alike import MOST_TOGETHER
from rejoinder.errors import N_, NotFound, RejoinderError
from rejoinder.moderation.actions.decide import may_undo
from rejoinder.moderation.model import Decision, Outcome
from rejoinder.moderation.passing_queries import comment_passed_on, passings_of
from rejoinder.moderation.queries import decision_log, latest_decision
from rejoinder.readers.model import Standing
from rejoinder.web.context import row_id
from rejoinder.web.desk.access import DeskContext
from rejoinder.web.desk.queue_state import state_of
from rejoinder.web.desk.views import DeskNotice

DONE = {
    Outcome.PUBLISH: N_("The comment by %(author)s is published."),
    Outcome.HOLD: N_("The comment by %(author)s is held."),
    Outcome.DECLINE: N_("The comment by %(author)s is declined."),
}
UNDONE = {
    Outcome.PUBLISH: N_("Undone. The comment by %(author)s is published again."),
    Outcome.HOLD: N_("Undone. The comment by %(author)s is held again."),
    Outcome.DECLINE: N_("Undone. The comment by %(author)s is declined again."),
}
NOTED = N_("Your note is kept.")
PASSED_ON = N_("It waits for an editor now.")
GIVEN_BACK = N_("%(name)s has it back, with your answer.")
GIVEN_BACK_ALREADY = N_("It is given back, with your answer.")
TAKEN_BACK = N_("Taken back: it waits where it waited before.")
LEFT_TO_OTHERS = N_(
    "It is left to colleagues. You do not get it again for half an hour, unless they go."
)
LEFT_FOR_LAST = N_("Nobody else is here to decide it: it stands at the end of your queue.")
TAKEN_AGAIN = N_("You have it again.")
STANDING_UNDONE = N_("Undone. For the author it is as it was.")
WARNED = N_("%(author)s is warned: the letter goes in half a minute.")
UNWARNED = N_("Undone: no letter goes, and nothing stands in their record.")
PINNED = N_("It is pinned: it stands first in its conversation.")
UNPINNED = N_("It is pinned no more.")
PICKED = N_("It is one of the newsroom's picks: readers see it.")
UNPICKED = N_("It is a pick no more.")
# By what an address says was told.
TOLD = {
    "noted": NOTED,
    "given-back": GIVEN_BACK_ALREADY,
    "taken-back": TAKEN_BACK,
    "taken-again": TAKEN_AGAIN,
    "unwarned": UNWARNED,
    "standing": STANDING_UNDONE,
    "pinned": PINNED,
    "unpinned": UNPINNED,
    "picked": PICKED,
    "unpicked": UNPICKED,
}
# By the standing that a form gave.
STANDING_GIVEN: dict[str, str] = {
    Standing.NEW: N_("Taken back. The author's standing is again what they earn."),
    Standing.KNOWN: N_("The author counts as known."),
    Standing.TRUSTED: N_("The author counts as trusted."),
    Standing.WATCHED: N_("The author is watched: what they send next waits for a person."),
    Standing.BANNED: N_("The author is banned: what they send next is declined."),
}


DONE_TOGETHER: Final = {
    Outcome.PUBLISH: N_("All of them are published (%(count)s)."),
    Outcome.HOLD: N_("All of them are held (%(count)s)."),
    Outcome.DECLINE: N_("All of them are declined (%(count)s)."),
}
UNDONE_TOGETHER: Final = N_("Undone: they are as they were (%(count)s).")
LEFT: Final = N_("Left, since somebody else decided or nothing in them says why: %(count)s.")


def notice_in_address(connection: Connection, desk: DeskContext) -> DeskNotice | None:
    """The notice that the address of a page asks for: `done` a decision, `thread` an article."""
    query = desk.context.request.query_params
    done = row_id(query.get("done", ""), name="done")
    if done is not None:
        return _done_before(connection, desk, done)
    if query.get("together", ""):
        return _together_before(connection, desk)
    standing = query.get("standing", "")
    if standing in STANDING_GIVEN:
        said = desk.context.translator.translate(STANDING_GIVEN[standing])
        return DeskNotice("done", said)
    told = query.get("told", "")
    if told in TOLD:
        return DeskNotice("done", desk.context.translator.translate(TOLD[told]))
    moved = _moved_before(connection, desk)
    if moved is not None:
        return moved
    thread = row_id(query.get("thread", ""), name="thread")
    return None if thread is None else _thread(connection, desk, thread)


def done(
    connection: Connection, desk: DeskContext, comment: Comment, decision: Decision
) -> DeskNotice:
    """A decision about a comment, with the way back from it, which whoever made it may go."""
    section = section_of(connection, comment.article_id)
    said = (DONE if decision.undoes_id is None else UNDONE)[decision.outcome]
    return DeskNotice(
        kind="done",
        message=desk.context.translator.translate(said, author=comment.author.name),
        undo=undoing_path(decision) if may_undo(decision, desk.member, section) else "",
        comment_id=decision.comment_id,
    )


def done_together(
    desk: DeskContext, decisions: Sequence[Decision], *, left: int, undone: bool = False
) -> DeskNotice:
    """Several decisions that one press made; one more takes all of them back."""
    translate = desk.context.translator.translate
    said = UNDONE_TOGETHER if undone else DONE_TOGETHER[decisions[0].outcome]
    words = [translate(said, count=len(decisions))]
    if left:
        words.append(translate(LEFT, count=left))
    path = f"/desk/comments/{decisions[0].comment_id}/shared-decisions/undoing"
    return DeskNotice(
        kind="done",
        message=" ".join(words),
        undo="" if undone else path,
        together=tuple(f"{each.comment_id}.{each.id}" for each in decisions),
    )


def passed_on(desk: DeskContext, comment_id: int, passing_id: int) -> DeskNotice:
    """A comment that they passed on to an editor, with the way back."""
    said = desk.context.translator.translate(PASSED_ON)
    return DeskNotice("done", said, way_back_from(passing_id), comment_id)


def way_back_from(passing_id: int) -> str:
    """Where a form takes back what was passed on, or that it was given back."""
    return f"/desk/passings/{passing_id}/undoing"


def left_to_others(desk: DeskContext, comment_id: int, *, comes_last: bool) -> DeskNotice:
    """A comment that they gave back for colleagues, with the way to take it again."""
    said = desk.context.translator.translate(LEFT_FOR_LAST if comes_last else LEFT_TO_OTHERS)
    return DeskNotice("done", said, f"/desk/comments/{comment_id}/taking", comment_id)


def undoing_path(decision: Decision) -> str:
    """Where a form takes this decision back."""
    return f"/desk/comments/{decision.comment_id}/decisions/{decision.id}/undoing"


def problem(desk: DeskContext, failure: RejoinderError, typed: str = "") -> DeskNotice:
    """Why something could not be done; what was `typed` for it comes back."""
    return DeskNotice("problem", desk.context.translator.error(failure), typed=typed)


def _decision(connection: Connection, site_id: int, decision_id: int) -> Decision | None:
    """The site's decision with this number."""
    found = decision_log(connection, site_id, before=decision_id + 1, limit=1)
    return found[0] if found and found[0].id == decision_id else None


def _done_before(connection: Connection, desk: DeskContext, decision_id: int) -> DeskNotice | None:
    decision = _decision(connection, desk.site_id, decision_id)
    if decision is None:
        return None
    if latest_decision(connection, decision.comment_id).id != decision_id:
        return None  # an old address: something else is in force
    comment = comment_queries.by_id(connection, desk.site_id, decision.comment_id)
    return done(connection, desk, comment, decision)


def _moved_before(connection: Connection, desk: DeskContext) -> DeskNotice | None:
    """That a comment was passed on, or left to colleagues, where it still is."""
    query = desk.context.request.query_params
    passing = row_id(query.get("passed", ""), name="passed")
    if passing is not None:
        return _passed_before(connection, desk, passing)
    given = row_id(query.get("given", ""), name="given")
    if given is None:
        return None
    state = state_of(connection, desk)
    if given not in state.left:
        return None
    return left_to_others(desk, given, comes_last=given not in state.passed_over)


def _passed_before(connection: Connection, desk: DeskContext, passing_id: int) -> DeskNotice | None:
    try:
        comment_id = comment_passed_on(connection, desk.site_id, passing_id)
    except NotFound:
        return None
    found = passings_of(connection, desk.site_id, [comment_id]).get(comment_id)
    in_force = found is not None and (found.id, found.answer) == (passing_id, None)
    return passed_on(desk, comment_id, passing_id) if in_force else None


def _together_before(connection: Connection, desk: DeskContext) -> DeskNotice | None:
    query = desk.context.request.query_params
    ids = [row_id(each, name="together") for each in query["together"].split(".", MOST_TOGETHER)]
    found = (_decision(connection, desk.site_id, each) for each in ids if each is not None)
    in_force = [
        each
        for each in found
        if each is not None and latest_decision(connection, each.comment_id).id == each.id
    ]
    left = row_id(query.get("left", ""), name="left") if query.get("left", "0") != "0" else 0
    return done_together(desk, in_force, left=left or 0) if in_force else None


def _thread(connection: Connection, desk: DeskContext, article_id: int) -> DeskNotice | None:
    try:
        article = article_queries.even_unpublished(connection, desk.site_id, article_id)
    except NotFound:
        return None
    said = (
        N_("The conversation under “%(headline)s” is open.")
        if article.closed_at is None
        else N_("The conversation under “%(headline)s” is closed. It stays readable.")
    )
    return DeskNotice("done", desk.context.translator.translate(said, headline=article.headline))
