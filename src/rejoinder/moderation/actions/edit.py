"""What an author may still do: edit within a while, judged again, and withdraw."""

from datetime import datetime, timedelta

from rejoinder.articles import queries as article_queries
from rejoinder.comments import intake
from rejoinder.comments import queries as comment_queries
from rejoinder.comments.model import Comment, State
from rejoinder.engine.judge_pool import JudgePool
from rejoinder.errors import Forbidden, N_, Refused
from rejoinder.moderation.actions.decision_log import STATE_AFTER, locked, record
from rejoinder.moderation.actions.gather import Commenter, Draft, check_text, gather
from rejoinder.moderation.actions.submit import Receipt, judge_and_decide
from rejoinder.moderation.model import Outcome, Refusal
from rejoinder.moderation.policy.settings import EDITING
from rejoinder.moderation.queries import policy_of
from rejoinder.moderation.setting import Policy
from rejoinder.readers.model import Reader
from rejoinder.storage import Database


def may_edit(policy: Policy, comment: Comment, *, now: datetime) -> bool:
    """Whether its author may change this comment now."""
    open_until = comment.created_at + timedelta(minutes=policy[EDITING].edit_minutes)
    return comment.state in {State.PUBLISHED, State.HELD} and now < open_until


def may_withdraw(policy: Policy, comment: Comment, *, now: datetime) -> bool:
    """Whether its author may take this comment back now; 0 minutes in the policy means always."""
    minutes = policy[EDITING].withdraw_minutes
    in_time = not minutes or now < comment.created_at + timedelta(minutes=minutes)
    return comment.state is not State.WITHDRAWN and in_time


def edit(
    database: Database,
    judge_pool: JudgePool,
    comment: Comment,
    text: str,
    *,
    commenter: Commenter,
    now: datetime,
) -> Receipt:
    """Gives a comment a new text, judged as if it were new.

    A text that would be declined is refused instead: the comment stays as it was.

    Raises:
        Forbidden: it is somebody else's.
        Refused: the time for it is over, or the new text cannot be taken.
    """
    reader = _author(comment, commenter)
    new_text = check_text(text)
    with database.reading() as connection:
        in_force = policy_of(connection, comment.site_id)
        if not may_edit(in_force.policy, comment, now=now):
            raise Refused(N_("The time to edit this comment is over."), code="edit-too-late")
        article = article_queries.by_id(connection, comment.site_id, comment.article_id)
        above = comment_queries.conversation(connection, comment, limit=1)
        draft = Draft(article, new_text, above[-1] if above else None, editing=comment)
        gathered = gather(connection, draft, commenter, in_force, now=now)
    decided = judge_and_decide(judge_pool, gathered)
    if decided.verdict.outcome is Outcome.DECLINE:
        message = N_("The new text could not be posted; your comment stays as it was.")
        raise Refusal(message, decided.verdict.findings)
    with database.writing() as connection:
        fresh = _unchanged(comment, locked(connection, comment.site_id, comment.id))
        state = STATE_AFTER[decided.verdict.outcome]
        after = intake.rewrite(connection, fresh, new_text, state, now=now)
        decision = record(
            connection, after, decided.as_decision(), revision=after.revision, now=now
        )
        return Receipt(after, decision, reader)


def withdraw(database: Database, comment: Comment, *, commenter: Commenter, now: datetime) -> None:
    """Takes a comment back for good; its replies keep their place.

    Raises:
        Forbidden: it is somebody else's.
        Refused: the time for it is over.
    """
    _author(comment, commenter)
    with database.writing() as connection:
        policy = policy_of(connection, comment.site_id).policy
        fresh = locked(connection, comment.site_id, comment.id)
        if not may_withdraw(policy, fresh, now=now):
            raise Refused(
                N_("The time to withdraw this comment is over."), code="withdraw-too-late"
            )
        intake.move(connection, fresh, State.WITHDRAWN, now=now)


def _author(comment: Comment, commenter: Commenter) -> Reader:
    if commenter.reader is None or commenter.reader.id != comment.author.reader_id:
        raise Forbidden(N_("Only its author can change a comment."))
    return commenter.reader


def _unchanged(before: Comment, now: Comment) -> Comment:
    if (before.revision, before.state) != (now.revision, now.state):
        raise Refused(
            N_("The comment changed meanwhile. Please look at it again."), code="changed-meanwhile"
        )
    return now
