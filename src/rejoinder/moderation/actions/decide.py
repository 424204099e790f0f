"""What staff do at the desk: publish, decline, hold, ban, undo. Each is a row in the log.

Letters wait for half a minute, so that what is taken back or decided otherwise by then causes none.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from rejoinder.articles.sections import section_of
from rejoinder.comments import intake
from rejoinder.comments.model import Comment, State
from rejoinder.errors import N_, Refused
from rejoinder.moderation.actions.appeals import check_may_answer
from rejoinder.moderation.actions.chosen_reason import Chosen, chosen_reason, without_person
from rejoinder.moderation.actions.decision_log import (
    STATE_AFTER,
    NewDecision,
    answer_complaints,
    locked,
    record,
    reopen_complaints,
)
from rejoinder.moderation.actions.for_editors import check_is_theirs
from rejoinder.moderation.actions.lifted_bans import UNDONE, lift_ban_of, lift_overturned_bans
from rejoinder.moderation.actions.notes import checked_note
from rejoinder.moderation.actions.second_reading import draw
from rejoinder.moderation.actions.standing import NewStanding, address_of, give
from rejoinder.moderation.actions.untold import take_over, tell_if_news, untold
from rejoinder.moderation.house_reasons import PREFIX
from rejoinder.moderation.model import Decision, Finding, Outcome
from rejoinder.moderation.queries import history, latest_decision, policy_of
from rejoinder.moderation.rules.standing import BANNED_BY_IT
from rejoinder.moderation.staff_reasons import HOUSE
from rejoinder.readers.model import Standing
from rejoinder.readers.queries import given_standing
from rejoinder.sites.model import Actor
from rejoinder.sites.roles import LONGEST_BAN_BY_A_MODERATOR, Act, may, require


@dataclass(frozen=True, slots=True)
class StaffDecision:
    """What a member of staff decides of a comment, having seen its decision `seen`."""

    outcome: Outcome
    seen: int
    reason: str = ""
    """Where the outcome is DECLINE: one of EVERYWHERE, one of DECLINING that was found in the
    comment, or one of the house's own; else it is not kept."""
    note: str = ""
    """For the log; the author of a declined comment reads it too."""
    bans: bool = False
    """Whether the author is banned by it too, which they are told."""
    alone: bool = False
    """Whether they say that nobody else could answer the author's appeal against them."""
    house: Finding | None = None
    """A reason of the house's own as it was worded when a job began that gives it; `reason` is not
    looked at then."""
    settles: bool = False
    """Whether it ends a difference between two readings: then nobody reads it a third time."""


def decide_as_staff(
    connection: Connection,
    comment: Comment,
    member: Actor,
    wanted: StaffDecision,
    *,
    now: datetime,
) -> Decision:
    """Puts a person's decision in force; `comment` is as `find` gave it.

    Open reports and appeals are answered by it, unless it only holds: then whoever decides in
    the end needs them. The author is told what is news to them.

    Raises:
        Forbidden: their role or their sections do not let them decide it.
        Invalid: it is declined without a reason to tell its author, or the note is too long.
        Refused: somebody, or its author, changed the comment since it was seen; or its author
            appeals against this member's own decision, which somebody else has to answer; or it
            waits for an editor.
    """
    before = latest_decision(connection, comment.id)
    check_is_theirs(connection, comment, member, wanted.outcome)
    chosen = _chosen(connection, before, wanted)
    note = checked_note(wanted.note)
    check_seen(comment, before, wanted.seen)
    overtaken = untold(connection, comment, before, now=now)
    final = wanted.outcome is not Outcome.HOLD
    if final:
        unsaid = before.id if overtaken.to_nobody else None
        check_may_answer(connection, comment, member, alone=wanted.alone, unsaid=unsaid)
    take_over(connection, comment, overtaken, bans=wanted.bans, now=now)
    decision = record(
        connection,
        comment,
        NewDecision(
            outcome=wanted.outcome,
            policy_version=policy_of(connection, comment.site_id).version,
            model_version=before.model_version,
            findings=(BANNED_BY_IT, *chosen.findings) if wanted.bans else chosen.findings,
            judgement=before.judgement,
            by=member,
            rule=chosen.rule,
            note=note,
        ),
        revision=comment.revision,
        now=now,
    )
    if final and not wanted.settles:
        draw(connection, comment, decision, now=now)
    appealed = _put_in_force(connection, comment, member, decision, now=now)
    tell_if_news(connection, decision, overtaken, always=appealed or wanted.bans, now=now)
    return decision


def _put_in_force(
    connection: Connection, comment: Comment, member: Actor, decision: Decision, *, now: datetime
) -> bool:
    """What a decision that was written down brings about; True where it answers an appeal."""
    outcome = decision.outcome
    if STATE_AFTER[outcome] is not comment.state:
        intake.move(connection, comment, STATE_AFTER[outcome], now=now)
    final = outcome is not Outcome.HOLD
    appealed = final and answer_complaints(connection, comment, decision.id, now=now)
    if appealed and outcome is Outcome.PUBLISH:
        lift_overturned_bans(connection, comment, member, decision.id, now=now)
    return appealed


def ban(
    connection: Connection,
    comment: Comment,
    member: Actor,
    wanted: StaffDecision,
    *,
    now: datetime,
) -> Decision:
    """Declines the comment and whatever its author's address sends from now on.

    By an editor for good; by a moderator for as long as they may. Whoever is banned already stays
    so for as long; an editor makes it for good.

    Raises:
        Invalid, Refused: as `decide_as_staff` does, or the author is a colleague.
    """
    declining = replace(wanted, outcome=Outcome.DECLINE, bans=True)
    decision = decide_as_staff(connection, comment, member, declining, now=now)
    address = address_of(connection, comment)
    before = given_standing(connection, *address[:2], proved=address.proved, now=now)
    section = section_of(connection, comment.article_id)
    for_good = may(member, Act.BAN_FOR_LONGER, section)
    in_force = before if before is not None and before.standing is Standing.BANNED else None
    if in_force is None or (for_good and in_force.until is not None):
        until = None if for_good else now + LONGEST_BAN_BY_A_MODERATOR
        banned = NewStanding(Standing.BANNED, decision.note or decision.rule, until, section)
        give(connection, address, member, banned, now=now, tells=False)
    return decision


def undo(
    connection: Connection,
    comment: Comment,
    member: Actor,
    decision_id: int,
    *,
    now: datetime,
) -> Decision:
    """Takes the newest decision back: the one before it is in force again, as a row of its own.

    What it answered is open again, a ban that came with it is lifted.

    Raises:
        Forbidden: it is a colleague's, which takes an editor, or others look after its section.
        Refused: it can be undone by nobody any more, or its author took the comment back.
    """
    past = history(connection, comment.id)
    gone = comment.state is State.WITHDRAWN
    if gone or past[-1].id != decision_id or not can_be_undone(past[-1]):
        raise Refused(N_("This decision can no longer be undone."), code="changed-meanwhile")
    require(member, _undoing(past[-1], member), section_of(connection, comment.article_id))
    undone, before = past[-1], past[-2]
    overtaken = untold(connection, comment, undone, now=now)
    take_over(connection, comment, overtaken, bans=True, now=now)
    decision = record(
        connection,
        comment,
        NewDecision(
            outcome=before.outcome,
            policy_version=before.policy_version,
            model_version=before.model_version,
            findings=before.findings,
            judgement=before.judgement,
            by=member,
            rule=before.rule,
            note=before.note,
            undoes_id=undone.id,
        ),
        revision=comment.revision,
        now=now,
    )
    if STATE_AFTER[before.outcome] is not comment.state:
        intake.restore(connection, comment, STATE_AFTER[before.outcome], now=now)
    tell_if_news(connection, decision, overtaken, always=False, now=now)
    reopen_complaints(connection, undone.id)
    lift_ban_of(connection, comment, member, undone.made_at, UNDONE, now=now)
    return decision


def made_already(
    connection: Connection, comment: Comment, member: Actor, wanted: StaffDecision
) -> Decision | None:
    """The same decision, made by the same one of what they say they saw: it was sent twice."""
    past = history(connection, comment.id)
    latest = past[-1]
    declines = wanted.outcome is Outcome.DECLINE
    given = HOUSE if wanted.reason.startswith(PREFIX) else wanted.reason
    reason = given if declines else ""
    same = (latest.staff_id, latest.key_id, latest.outcome, latest.rule, latest.undoes_id) == (
        *(member.staff_id, member.key_id, wanted.outcome, reason),
        None,
    )
    return latest if same and len(past) > 1 and past[-2].id == wanted.seen else None


def can_be_undone(latest: Decision) -> bool:
    """Whether the decision in force is a person's, and not itself an undoing."""
    return latest.made_by == "staff" and latest.undoes_id is None


def may_undo(latest: Decision, member: Actor, section: str) -> bool:
    """Whether somebody may undo the decision in force: their own, or as an editor anybody's.

    `section` is the one in which the comment stands.
    """
    return can_be_undone(latest) and may(member, _undoing(latest, member), section)


def _undoing(latest: Decision, member: Actor) -> Act:
    own = (latest.staff_id, latest.key_id) == (member.staff_id, member.key_id)
    return Act.UNDO_OWN if own else Act.UNDO_ANOTHERS


def find(connection: Connection, site_id: int, comment_id: int) -> Comment:
    """The comment that a member of staff is about to decide, in the transaction that does it.

    Raises:
        NotFound: their site has no such comment.
    """
    return locked(connection, site_id, comment_id)


def _chosen(connection: Connection, before: Decision, wanted: StaffDecision) -> Chosen:
    if wanted.outcome is Outcome.DECLINE:
        if wanted.house is not None:
            return Chosen(HOUSE, (wanted.house, *without_person(before)))
        return chosen_reason(connection, before, wanted.reason)
    return Chosen("", without_person(before))


def check_seen(comment: Comment, before: Decision, seen: int) -> None:
    """Lets those go on who have the comment before them as it is, with its newest decision.

    Raises:
        Refused: somebody, or its author, changed it since they saw its decision `seen`.
    """
    if before.id != seen or comment.state is State.WITHDRAWN:
        raise Refused(
            N_("This comment changed meanwhile. Please look at it again."),
            code="changed-meanwhile",
        )
