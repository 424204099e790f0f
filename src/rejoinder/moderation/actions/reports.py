"""A reader reports a comment that stands; enough of them take it off the page."""

from datetime import datetime

from sqlalchemy import Connection, func, insert, select

from rejoinder.comments import intake
from rejoinder.comments.model import Comment, State
from rejoinder.errors import Invalid, N_, Refused
from rejoinder.moderation.actions.decision_log import NewDecision, locked, record
from rejoinder.moderation.actions.notes import checked_note
from rejoinder.moderation.model import Outcome
from rejoinder.moderation.queries import latest_decision, policy_of
from rejoinder.moderation.report_reasons import REPORT_REASONS
from rejoinder.moderation.rules.reported import REPORTED, REPORTS
from rejoinder.moderation.tables import reports


def report(
    connection: Connection,
    comment: Comment,
    *,
    reporter_key: str,
    reason: str,
    note: str,
    now: datetime,
) -> None:
    """Brings a comment before a moderator; enough different reporters take it off the page first.

    A second report by the same person changes nothing.

    Raises:
        Invalid: no such reason, or too long a note.
        Refused: the comment does not stand.
    """
    comment = locked(connection, comment.site_id, comment.id)
    if comment.state is not State.PUBLISHED:
        raise Refused(N_("This comment is no longer there."), code="comment-gone")
    if reason not in REPORT_REASONS:
        raise Invalid(
            N_("Please choose what is wrong with the comment."),
            code="reason-missing",
            details={"field": "reason"},
        )
    checked = checked_note(note)
    same = (reports.c.comment_id == comment.id) & (reports.c.reporter_key == reporter_key)
    if connection.execute(select(reports.c.id).where(same)).first() is not None:
        return
    connection.execute(
        insert(reports).values(
            site_id=comment.site_id,
            comment_id=comment.id,
            reporter_key=reporter_key,
            reason=reason,
            note=checked,
            made_at=now,
        )
    )
    _hold_if_many(connection, comment, now=now)


def _hold_if_many(connection: Connection, comment: Comment, *, now: datetime) -> None:
    in_force = policy_of(connection, comment.site_id)
    unanswered = select(func.count()).where(
        reports.c.comment_id == comment.id, reports.c.answered_by_id.is_(None)
    )
    count = int(connection.execute(unanswered).scalar_one())
    before = latest_decision(connection, comment.id)
    if count < in_force.policy[REPORTS].hold_after or before.made_by == "staff":
        return  # a person who saw it and let it stand outweighs a crowd
    finding = REPORTED.finding(facts={"reports": count})
    decision = NewDecision(
        outcome=Outcome.HOLD,
        policy_version=in_force.version,
        model_version=before.model_version,
        findings=(finding, *before.findings),
        judgement=before.judgement,
        rule=finding.rule,
    )
    record(connection, comment, decision, revision=comment.revision, now=now)
    intake.move(connection, comment, State.HELD, now=now)
