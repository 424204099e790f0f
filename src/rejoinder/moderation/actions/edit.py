"""What an author may still do: edit within a while, judged again, and withdraw."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection

from rejoinder.articles import queries as article_queries
from rejoinder.comments import intake
from rejoinder.comments import queries as comment_queries
from rejoinder.comments.model import Comment, State
from rejoinder.engine.judge_pool import JudgePool
from rejoinder.errors import Forbidden, N_, Refused
from rejoinder.moderation.actions.decision_log import STATE_AFTER, NewDecision, locked, record
from rejoinder.moderation.actions.gather import (
    Commenter,
    Draft,
    Gathered,
    check_text,
    gather,
)
from rejoinder.moderation.actions.judging import Decided, judge_and_decide
from rejoinder.moderation.actions.reports import held_by_reports
from rejoinder.moderation.actions.submit import Receipt
from rejoinder.moderation.model import Decision, Finding, Outcome, Refusal
from rejoinder.moderation.policy.settings import EDITING
from rejoinder.moderation.queries import (
    PolicyInForce,
    decision_of_a_person,
    latest_decision,
    policy_of,
)
from rejoinder.moderation.rules.reported import HELD_BY_STAFF, REPORTED
from rejoinder.moderation.setting import Policy
from rejoinder.readers.model import Reader
from rejoinder.storage import Database

# Long enough to see that it was a mistake.
BRING_BACK_WITHIN: Final = timedelta(minutes=10)


def may_edit(policy: Policy, comment: Comment, *, now: datetime) -> bool:
    """Whether its author may change this comment now."""
    open_until = comment.created_at + timedelta(minutes=policy[EDITING].edit_minutes)
    return comment.state in {State.PUBLISHED, State.HELD} and now < open_until


def may_withdraw(policy: Policy, comment: Comment, *, now: datetime) -> bool:
    """Whether its author may take this comment back now; 0 minutes in the policy means always."""
    minutes = policy[EDITING].withdraw_minutes
    in_time = not minutes or now < comment.created_at + timedelta(minutes=minutes)
    return comment.state is not State.WITHDRAWN and in_time


def may_bring_back(comment: Comment, *, now: datetime) -> bool:
    """Whether its author may still undo the withdrawal of this comment."""
    return comment.withdrawn_at is not None and now < comment.withdrawn_at + BRING_BACK_WITHIN


@dataclass(frozen=True, slots=True)
class Editing:
    """A new text for a comment, with everything that deciding about it needs."""

    comment: Comment
    """As its author saw it."""
    reader: Reader
    seen: Decision
    gathered: Gathered


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

    A text that would be declined is refused instead: the comment stays as it was. What a person or
    readers' reports took off the page stays off it: only a person brings it back.

    One read transaction, one question to the judge, one write transaction: the steps below, for
    callers that can wait. They ask no check by URL.

    Raises:
        Forbidden: it is somebody else's.
        Refused: the time for it is over, or the new text cannot be taken.
    """
    with database.reading() as connection:
        editing = prepare_edit(connection, comment, text, commenter=commenter, now=now)
    decided = judge_and_decide(judge_pool, editing.gathered)
    with database.writing() as connection:
        return store_edit(connection, editing, decided, now=now)


def prepare_edit(
    connection: Connection, comment: Comment, text: str, *, commenter: Commenter, now: datetime
) -> Editing:
    """First step: everything that must be read.

    Raises:
        Forbidden: it is somebody else's.
        Invalid: the text cannot be taken.
        Refused: the time for it is over.
    """
    reader = _author(comment, commenter)
    new_text = check_text(text)
    in_force = policy_of(connection, comment.site_id)
    if not may_edit(in_force.policy, comment, now=now):
        raise Refused(N_("The time to edit this comment is over."), code="edit-too-late")
    article = article_queries.even_unpublished(connection, comment.site_id, comment.article_id)
    seen = latest_decision(connection, comment.id)
    above = comment_queries.conversation(connection, comment, limit=1)
    draft = Draft(article, new_text, above[-1] if above else None, editing=comment)
    gathered = gather(connection, draft, commenter, in_force, now=now)
    return Editing(comment, reader, seen, gathered)


def store_edit(
    connection: Connection, editing: Editing, decided: Decided, *, now: datetime
) -> Receipt:
    """Third step, in a transaction of writing: the new text and its decision, or neither.

    Raises:
        Refusal: the new text would be declined.
        Refused: somebody changed the comment meanwhile.
    """
    if decided.verdict.outcome is Outcome.DECLINE:
        message = N_("The new text could not be posted; your comment stays as it was.")
        raise Refusal(message, decided.verdict.findings)
    fresh = _unchanged(connection, editing.comment, editing.seen)
    new = _decision(connection, fresh, editing.seen, decided)
    text = editing.gathered.draft.text
    after = intake.rewrite(connection, fresh, text, STATE_AFTER[new.outcome], now=now)
    decision = record(connection, after, new, revision=after.revision, now=now)
    return Receipt(after, decision, editing.reader)


def withdraw(database: Database, comment: Comment, *, commenter: Commenter, now: datetime) -> None:
    """Takes a comment back; its replies keep their place.

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


def bring_back(
    database: Database, comment: Comment, *, commenter: Commenter, now: datetime
) -> None:
    """Undoes a withdrawal: the comment is again as it was last decided about, and no further.

    Raises:
        Forbidden: it is somebody else's.
        Refused: the time for it is over, or it was not withdrawn.
    """
    _author(comment, commenter)
    with database.writing() as connection:
        fresh = locked(connection, comment.site_id, comment.id)
        if not may_bring_back(fresh, now=now):
            raise Refused(
                N_("The time to bring this comment back is over."), code="bring-back-too-late"
            )
        decision = latest_decision(connection, fresh.id)
        intake.restore(connection, fresh, STATE_AFTER[decision.outcome], now=now)


def _author(comment: Comment, commenter: Commenter) -> Reader:
    if commenter.reader is None or commenter.reader.id != comment.author.reader_id:
        raise Forbidden(N_("Only its author can change a comment."))
    return commenter.reader


def _unchanged(connection: Connection, before: Comment, seen: Decision) -> Comment:
    """The comment that nobody has changed or decided about since its author saw it."""
    now = locked(connection, before.site_id, before.id)
    same = (before.revision, before.state) == (now.revision, now.state)
    # A person can hold what is held, or leave what stands: then only the log has changed.
    if not same or latest_decision(connection, before.id).id != seen.id:
        raise Refused(
            N_("The comment changed meanwhile. Please look at it again."), code="changed-meanwhile"
        )
    return now


def _decision(
    connection: Connection, comment: Comment, seen: Decision, decided: Decided
) -> NewDecision:
    """The verdict about the new text, unless something keeps the comment off the page."""
    new = decided.as_decision()
    held = _held_until_a_person_looks(connection, comment, seen, decided.gathered.in_force)
    if held is None:
        return new
    findings = (held, *(each for each in new.findings if each.rule != held.rule))
    return replace(new, outcome=Outcome.HOLD, findings=findings, rule=held.rule)


def _held_until_a_person_looks(
    connection: Connection, comment: Comment, seen: Decision, in_force: PolicyInForce
) -> Finding | None:
    """What no new text lifts: a person's hold, and reports that nobody has answered."""
    if comment.state is State.HELD:
        if decision_of_a_person(connection, comment.id) is Outcome.HOLD:
            return HELD_BY_STAFF.finding()
        for finding in seen.findings:
            if finding.rule in {HELD_BY_STAFF.id, REPORTED.id}:
                return finding
    return held_by_reports(connection, comment, in_force)
