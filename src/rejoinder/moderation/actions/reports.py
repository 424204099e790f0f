"""A reader reports a comment that stands; enough of them take it off the page."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, insert, select

from rejoinder.comments import intake
from rejoinder.comments.model import Comment, State
from rejoinder.comments.tables import comments
from rejoinder.errors import Invalid, N_, Refused
from rejoinder.moderation.actions.decision_log import NewDecision, locked, record
from rejoinder.moderation.actions.notes import checked_note
from rejoinder.moderation.model import Finding, Outcome
from rejoinder.moderation.queries import (
    RECORD_DAYS,
    PolicyInForce,
    decision_of_a_person,
    latest_decision,
    policy_of,
    record_of,
    standing_of,
)
from rejoinder.moderation.report_reasons import REPORT_REASONS
from rejoinder.moderation.report_weights import (
    CountedReport,
    ReporterRecord,
    enough,
    total_weight,
    weight_of,
)
from rejoinder.moderation.rules.reported import REPORTED, REPORTS
from rejoinder.moderation.tables import decisions, reports
from rejoinder.readers.model import Reader, Standing
from rejoinder.storage import Change, ChangeKind, change_feed

_FOUND_RIGHT, _FOUND_WRONG = State.DECLINED, State.PUBLISHED


@dataclass(frozen=True, slots=True)
class Reporter:
    """Whoever reports: told apart from others by `key`, which they cannot choose."""

    key: str
    reader: Reader | None = None
    """Whom their browser's session names, a guest or not."""
    signed_in: bool = False
    is_staff: bool = False
    network_key: str = ""
    """The same for all who report from one network today; empty where it is not known."""


def report(
    connection: Connection,
    comment: Comment,
    *,
    reporter: Reporter,
    reason: str,
    note: str,
    now: datetime,
) -> None:
    """Brings a comment before a moderator; enough reports take it off the page first.

    A second report of the same text by the same person changes nothing, nor does one of a changed
    text whose first has not been answered.

    Raises:
        Invalid: no such reason, or too long a note.
        Refused: the comment does not stand.
    """
    comment = standing_comment(connection, comment)
    if reason not in REPORT_REASONS:
        raise Invalid(
            N_("Please choose what is wrong with the comment."),
            code="reason-missing",
            details={"field": "reason"},
        )
    put_report(connection, comment, reporter, reason, checked_note(note), now=now)


def standing_comment(connection: Connection, comment: Comment) -> Comment:
    """The comment as it is now, which nobody else can decide until we have committed.

    Raises:
        Refused: it does not stand.
    """
    comment = locked(connection, comment.site_id, comment.id)
    if comment.state is not State.PUBLISHED:
        raise Refused(N_("This comment is no longer there."), code="comment-gone")
    return comment


def put_report(
    connection: Connection,
    comment: Comment,
    reporter: Reporter,
    reason: str,
    note: str,
    *,
    now: datetime,
) -> int | None:
    """Writes a checked complaint down and returns its number; None where it was made before."""
    if _reported_before(connection, comment, reporter):
        return None
    in_force = policy_of(connection, comment.site_id)
    known = _record_of(connection, comment, reporter, in_force, now=now)
    report_id: int = connection.execute(
        insert(reports)
        .values(
            site_id=comment.site_id,
            comment_id=comment.id,
            revision=comment.revision,
            reporter_key=reporter.key,
            by_guest=not reporter.signed_in,
            network_key=reporter.network_key,
            weight=weight_of(known, hold_after=in_force.policy[REPORTS].hold_after),
            reason=reason,
            note=note,
            made_at=now,
        )
        .returning(reports.c.id)
    ).scalar_one()
    kind = ChangeKind.COMMENT_REPORTED
    change_feed.put(connection, Change(comment.site_id, comment.article_id, comment.id, kind, now))
    _hold_if_enough(connection, comment, in_force, now=now)
    return report_id


def held_by_reports(
    connection: Connection, comment: Comment, in_force: PolicyInForce
) -> Finding | None:
    """What the unanswered reports of a comment bring about, whichever of its texts they are of."""
    rows = connection.execute(
        select(
            reports.c.by_guest, reports.c.weight, reports.c.made_at, reports.c.network_key
        ).where(reports.c.comment_id == comment.id, reports.c.answered_by_id.is_(None))
    ).all()
    total = total_weight(CountedReport(*row) for row in rows)
    if not rows or not enough(total, in_force.policy[REPORTS].hold_after):
        return None
    return REPORTED.finding(facts={"reports": len(rows)})


def _reported_before(connection: Connection, comment: Comment, reporter: Reporter) -> bool:
    theirs = select(reports.c.id).where(
        reports.c.comment_id == comment.id,
        reports.c.reporter_key == reporter.key,
        reports.c.answered_by_id.is_(None) | (reports.c.revision == comment.revision),
    )
    return connection.execute(theirs).first() is not None


def _record_of(
    connection: Connection,
    comment: Comment,
    reporter: Reporter,
    in_force: PolicyInForce,
    *,
    now: datetime,
) -> ReporterRecord:
    answered = _answers(connection, comment.site_id, reporter.key, now=now)
    return ReporterRecord(
        standing=_standing(connection, reporter, in_force, now=now),
        found_right=answered.get(_FOUND_RIGHT, 0),
        found_wrong=answered.get(_FOUND_WRONG, 0),
        is_staff=reporter.is_staff,
        is_author=reporter.reader is not None and reporter.reader.id == comment.author.reader_id,
    )


def _standing(
    connection: Connection, reporter: Reporter, in_force: PolicyInForce, *, now: datetime
) -> Standing | None:
    reader = reporter.reader
    if reader is None or not reporter.signed_in:
        return None
    return standing_of(
        connection,
        (reader.site_id, reader.email),
        in_force.policy,
        verified=reader.verified,
        record=record_of(connection, reader.id, now=now),
        now=now,
    )


def _answers(
    connection: Connection, site_id: int, reporter_key: str, *, now: datetime
) -> dict[str, int]:
    """What has become of the comments that somebody reported and a person decided about."""
    counted = (
        select(comments.c.state, func.count().label("size"))
        .join(reports, reports.c.comment_id == comments.c.id)
        .join(decisions, decisions.c.id == reports.c.answered_by_id)
        .where(
            reports.c.site_id == site_id,
            reports.c.reporter_key == reporter_key,
            reports.c.made_at > now - timedelta(days=RECORD_DAYS),
            # Of one that was changed afterwards a person saw another text.
            reports.c.revision == comments.c.revision,
        )
        .group_by(comments.c.state)
    )
    return {row.state: int(row.size) for row in connection.execute(counted)}


def _hold_if_enough(
    connection: Connection, comment: Comment, in_force: PolicyInForce, *, now: datetime
) -> None:
    if decision_of_a_person(connection, comment.id) is Outcome.PUBLISH:
        return  # a person who saw it and let it stand outweighs a crowd
    finding = held_by_reports(connection, comment, in_force)
    if finding is None:
        return
    before = latest_decision(connection, comment.id)
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
