"""Reading what somebody decided a second time, and settling where two differ."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, update

from rejoinder.desk.second_readings.queries import ANSWERS, Drawn, drawn_by_id, is_open_to
from rejoinder.errors import Forbidden, Invalid, N_, NotFound, Refused
from rejoinder.moderation.actions.chosen_reason import given_reason
from rejoinder.moderation.actions.decide import StaffDecision, decide_as_staff, find
from rejoinder.moderation.actions.notes import checked_note
from rejoinder.moderation.model import Decision, Outcome
from rejoinder.moderation.queries import latest_decision
from rejoinder.moderation.tables import second_readings
from rejoinder.sites.model import StaffMember
from rejoinder.sites.queries import all_staff
from rejoinder.sites.roles import Act, may, require
from rejoinder.storage import AuditEntry, AuditKind, audit_log, lock_until_commit


def read_again(
    connection: Connection,
    reading_id: int,
    member: StaffMember,
    said: StaffDecision,
    *,
    now: datetime,
) -> None:
    """Writes down what a second person would have decided; nothing becomes of it by itself.

    Raises:
        Forbidden: it is their own decision, or in a section that others look after.
        Invalid: what it is to be is missing, or why.
        NotFound: the site has no such reading.
        Refused: somebody read it already, or decided of it meanwhile.
    """
    lock_until_commit(connection, f"second reading {reading_id}")
    drawn = _found(connection, reading_id, member)
    require(member, Act.DECIDE, drawn.section)
    if drawn.first_id == member.id:
        raise Forbidden(N_("You decided this one yourself."), code="own-decision")
    if said.outcome not in ANSWERS:
        raise Invalid(N_("Please choose what becomes of the comment."), code="outcome-missing")
    reason, title = _reason(connection, member, said)
    note = checked_note(said.note)
    if not is_open_to(connection, member, reading_id):
        raise Refused(
            N_("A colleague read this one meanwhile, or it went on. Here is the next."),
            code="changed-meanwhile",
        )
    connection.execute(
        update(second_readings)
        .where(second_readings.c.id == reading_id)
        .values(
            staff_id=member.id,
            outcome=said.outcome,
            reason=reason,
            reason_title=title,
            note=note,
            read_at=now,
        )
    )
    facts = {"comment_id": drawn.comment_id, "outcome": said.outcome.value}
    _log(connection, AuditKind.SECOND_READING_GIVEN, drawn, member, facts, now=now)


def _reason(
    connection: Connection, member: StaffMember, said: StaffDecision
) -> tuple[str, str | None]:
    """By what they would decline it; of a reason of the house's own, its name too."""
    if said.outcome is not Outcome.DECLINE:
        return "", None
    given = given_reason(connection, member.site_id, said.reason)
    if given is None:
        raise Invalid(
            N_("Please choose a reason."), code="reason-missing", details={"field": "reason"}
        )
    return given.rule, next((each.facts["title"] for each in given.findings), None)


def settle(
    connection: Connection,
    reading_id: int,
    member: StaffMember,
    wanted: StaffDecision,
    *,
    now: datetime,
) -> Decision:
    """Ends a difference by a decision of the editor's own, whichever of the two it follows.

    Raises:
        Forbidden: it is not theirs to settle, or one of the two readings is theirs and somebody
            else could.
        Invalid: as `decide_as_staff` does.
        NotFound: the site has no such reading.
        Refused: it is settled, or somebody decided of it meanwhile.
    """
    lock_until_commit(connection, f"second reading {reading_id}")
    drawn = _found(connection, reading_id, member)
    require(member, Act.SETTLE, drawn.section)
    if not drawn.read or drawn.settled:
        raise Refused(N_("That was settled meanwhile."), code="changed-meanwhile")
    _check_is_third(connection, drawn, member)
    comment = find(connection, member.site_id, drawn.comment_id)
    if latest_decision(connection, comment.id).id != drawn.decision_id:
        raise Refused(
            N_("This comment changed meanwhile. Please look at it again."),
            code="changed-meanwhile",
        )
    decision = decide_as_staff(connection, comment, member, wanted, now=now)
    connection.execute(
        update(second_readings)
        .where(second_readings.c.id == reading_id)
        .values(settled_by_id=decision.id)
    )
    facts = {"comment_id": drawn.comment_id, "outcome": wanted.outcome.value}
    _log(connection, AuditKind.DIFFERENCE_SETTLED, drawn, member, facts, now=now)
    return decision


def _found(connection: Connection, reading_id: int, member: StaffMember) -> Drawn:
    drawn = drawn_by_id(connection, member.site_id, reading_id)
    if drawn is None:
        raise NotFound(N_("There is no such reading."), code="unknown-reading")
    return drawn


def _check_is_third(connection: Connection, drawn: Drawn, member: StaffMember) -> None:
    """Whoever read it settles it only where nobody else could."""
    if member.id not in {drawn.first_id, drawn.second_id}:
        return
    others = all_staff(connection, member.site_id)
    if any(
        each.id not in {drawn.first_id, drawn.second_id} and may(each, Act.SETTLE, drawn.section)
        for each in others
    ):
        raise Forbidden(
            N_("One of the two readings is yours, so somebody else has to settle it."),
            code="own-decision",
        )


def _log(
    connection: Connection,
    kind: AuditKind,
    drawn: Drawn,
    member: StaffMember,
    facts: Mapping[str, object],
    *,
    now: datetime,
) -> None:
    subject = str(drawn.comment_id)
    entry = AuditEntry(member.site_id, kind, subject, member.signature, now, facts)
    audit_log.put(connection, entry)
