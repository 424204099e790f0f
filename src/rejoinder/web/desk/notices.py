"""What the desk says of what was just done, and how it is taken back."""

from sqlalchemy import Connection

from rejoinder.articles import queries as article_queries
from rejoinder.articles.sections import section_of
from rejoinder.comments import queries as comment_queries
from rejoinder.comments.model import Comment
from rejoinder.errors import N_, NotFound, RejoinderError
from rejoinder.moderation.actions.decide import may_undo
from rejoinder.moderation.model import Decision, Outcome
from rejoinder.moderation.queries import decision_log, latest_decision
from rejoinder.readers.model import Standing
from rejoinder.web.context import row_id
from rejoinder.web.desk.access import DeskContext
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
# By what an address says was told.
TOLD = {"noted": NOTED, "passed": PASSED_ON}
PINNED = N_("It is pinned: it stands first in its conversation.")
# By the standing that a form gave.
STANDING_GIVEN: dict[str, str] = {
    Standing.NEW: N_("Taken back. The author's standing is again what they earn."),
    Standing.KNOWN: N_("The author counts as known."),
    Standing.TRUSTED: N_("The author counts as trusted."),
    Standing.WATCHED: N_("The author is watched: what they send next waits for a person."),
    Standing.BANNED: N_("The author is banned: what they send next is declined."),
}


def notice_in_address(connection: Connection, desk: DeskContext) -> DeskNotice | None:
    """The notice that the address of a page asks for: `done` a decision, `thread` an article."""
    query = desk.context.request.query_params
    done = row_id(query.get("done", ""), name="done")
    if done is not None:
        return _done_before(connection, desk, done)
    standing = query.get("standing", "")
    if standing in STANDING_GIVEN:
        said = desk.context.translator.translate(STANDING_GIVEN[standing])
        return DeskNotice("done", said)
    told = query.get("told", "")
    if told in TOLD:
        return DeskNotice("done", desk.context.translator.translate(TOLD[told]))
    if query.get("pinned", "") == "1":
        return DeskNotice("done", desk.context.translator.translate(PINNED))
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


def undoing_path(decision: Decision) -> str:
    """Where a form takes this decision back."""
    return f"/desk/comments/{decision.comment_id}/decisions/{decision.id}/undoing"


def problem(desk: DeskContext, failure: RejoinderError, typed: str = "") -> DeskNotice:
    """Why something could not be done; what was `typed` for it comes back."""
    return DeskNotice("problem", desk.context.translator.error(failure), typed=typed)


def _done_before(connection: Connection, desk: DeskContext, decision_id: int) -> DeskNotice | None:
    decisions = decision_log(connection, desk.site_id, before=decision_id + 1, limit=1)
    if not decisions or decisions[0].id != decision_id:
        return None
    decision = decisions[0]
    if latest_decision(connection, decision.comment_id).id != decision_id:
        return None  # an old address: something else is in force
    comment = comment_queries.by_id(connection, desk.site_id, decision.comment_id)
    return done(connection, desk, comment, decision)


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
