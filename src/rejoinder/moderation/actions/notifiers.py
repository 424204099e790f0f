"""Staff take no notices from an address for a time, and take them again (Article 23(2)).

The law lets a site do so with whoever often gives notices that are plainly unfounded, after it has
warned them, and for a reasonable time. What is often a program counts; what is plain, people say.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, insert, select, update

from rejoinder.errors import Invalid, N_, NotFound, Refused
from rejoinder.moderation.actions.decision_log import TELL_SUSPENDED
from rejoinder.moderation.actions.notes import checked_note
from rejoinder.moderation.notice_queries import (
    Suspension,
    notifier_records,
    suspension_of,
)
from rejoinder.moderation.tables import notice_suspensions, notices
from rejoinder.sites.model import StaffMember
from rejoinder.sites.roles import Act, require
from rejoinder.storage import AuditEntry, AuditKind, audit_log, lock_until_commit, outbox

# For how many days; nobody's notices are left aside for good.
SPANS: Final = (30, 90, 180)
# An address stands in no section.
_NO_SECTION: Final = ""


@dataclass(frozen=True, slots=True)
class NewSuspension:
    """What an editor says of it."""

    reason: str
    days: int
    """One of SPANS."""
    warned: bool
    """Whether somebody wrote to them first."""


def suspend_notifier(
    connection: Connection,
    member: StaffMember,
    notice_id: int,
    wanted: NewSuspension,
    *,
    now: datetime,
) -> None:
    """Takes no notices from the address that gave this one, for a time, and leaves word of why.

    Raises:
        Forbidden: their role does not let them.
        Invalid: no reason or too long a one, no such span, or nobody warned them first.
        NotFound: the site has no such notice, or its giver told no address.
        Refused: their notices were not often unfounded, or are left aside already.
    """
    email = _giver_of(connection, member.site_id, notice_id)
    require(member, Act.SUSPEND_NOTIFIER, _NO_SECTION)
    reason = _checked(wanted)
    _lock(connection, member.site_id, email)
    if suspension_of(connection, member.site_id, email, now=now) is not None:
        raise Refused(N_("No notices are taken from this address already."), code="suspended")
    if not notifier_records(connection, member.site_id, [email])[email].often_unfounded:
        raise Refused(
            N_("Their notices were not often without ground, so they have to be read."),
            code="not-often",
        )
    until = now + timedelta(days=wanted.days)
    row = {
        "site_id": member.site_id,
        "email": email,
        "reason": reason,
        "made_by": member.signature,
        "made_at": now,
        "until": until,
    }
    put = insert(notice_suspensions).values(row).returning(notice_suspensions.c.id)
    told = {"suspension_id": connection.execute(put).scalar_one()}
    outbox.put(connection, TELL_SUSPENDED, told, now=now)
    facts = {"until": until.isoformat(), "reason": reason}
    _log(connection, member, AuditKind.NOTIFIER_SUSPENDED, email, facts, now)


def take_notices_again(
    connection: Connection, member: StaffMember, suspension_id: int, *, now: datetime
) -> None:
    """Takes all from its address again before the time is over. Twice changes nothing more.

    Raises:
        Forbidden: their role does not let them.
        NotFound: the site has no such suspension.
    """
    here = (
        notice_suspensions.c.id == suspension_id,
        notice_suspensions.c.site_id == member.site_id,
    )
    row = connection.execute(select(notice_suspensions).where(*here)).first()
    if row is None:
        raise NotFound(N_("There is no such suspension."), code="unknown-suspension")
    require(member, Act.SUSPEND_NOTIFIER, _NO_SECTION)
    email = Suspension.of(row).email
    _lock(connection, member.site_id, email)
    lifted = connection.execute(
        update(notice_suspensions)
        .where(
            notice_suspensions.c.site_id == member.site_id,
            notice_suspensions.c.email == email,
            notice_suspensions.c.lifted_at.is_(None),
            notice_suspensions.c.until > now,
        )
        .values(lifted_by=member.signature, lifted_at=now)
    )
    if lifted.rowcount:
        _log(connection, member, AuditKind.NOTIFIER_RESTORED, email, {}, now)


def _lock(connection: Connection, site_id: int, email: str) -> None:
    # Two editors at once would set it aside twice, or log its end twice.
    lock_until_commit(connection, f"notifier {site_id} {email}")


def _checked(wanted: NewSuspension) -> str:
    reason = checked_note(wanted.reason)
    if not reason:
        raise Invalid(
            N_("Please say why: it is kept with it."),
            code="reason-missing",
            details={"field": "reason"},
        )
    if wanted.days not in SPANS:
        raise Invalid(N_("Please choose when it ends."), code="end-missing")
    if not wanted.warned:
        raise Invalid(N_("Please write to them first, and say here that you did."), code="unwarned")
    return reason


def _giver_of(connection: Connection, site_id: int, notice_id: int) -> str:
    given = select(notices.c.email).where(notices.c.id == notice_id, notices.c.site_id == site_id)
    email = connection.execute(given).scalar()
    if not email:
        raise NotFound(N_("There is no such notice."), code="unknown-notice")
    return str(email)


def _log(
    connection: Connection,
    member: StaffMember,
    kind: AuditKind,
    email: str,
    facts: dict[str, str],
    now: datetime,
) -> None:
    entry = AuditEntry(member.site_id, kind, email, member.signature, now, facts)
    audit_log.put(connection, entry)
