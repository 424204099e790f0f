"""Editors write, change and remove the newspaper's own reasons for declining."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, insert, update

from rejoinder.errors import Invalid, N_, Refused
from rejoinder.moderation.actions.notes import checked_note
from rejoinder.moderation.house_reasons import house_reason_by_id, house_reasons_of
from rejoinder.moderation.tables import house_reasons
from rejoinder.sites.model import StaffMember
from rejoinder.sites.roles import Act, require
from rejoinder.storage import AuditEntry, AuditKind, audit_log, lock_until_commit
from rejoinder.text import TooLong, tidy

LONGEST_TITLE: Final = 60
# More than a list that somebody chooses from in a second can hold.
MOST: Final = 20


def add_reason(
    connection: Connection, member: StaffMember, title: str, text: str, *, now: datetime
) -> None:
    """Adds one.

    Raises:
        Forbidden: their role does not let them.
        Invalid: a word is missing, or there are too many of them.
        Refused: there are as many as a list can hold.
    """
    title, text = _checked(member, title, text)
    lock_until_commit(connection, f"reasons of {member.site_id}")
    if len(house_reasons_of(connection, member.site_id)) >= MOST:
        raise Refused(N_("There are %(most)s of them already."), code="full", most=MOST)
    connection.execute(
        insert(house_reasons).values(
            site_id=member.site_id,
            title=title,
            text=text,
            written_by=member.signature,
            written_at=now,
        )
    )
    _log(connection, member, title, {"text": text}, now)


def change_reason(
    connection: Connection,
    member: StaffMember,
    reason_id: int,
    title: str,
    text: str,
    *,
    now: datetime,
) -> None:
    """Words it anew; what was decided by it keeps the old ones.

    Raises:
        Forbidden, Invalid: as `add_reason` does.
        NotFound: there is no such one.
    """
    title, text = _checked(member, title, text)
    before = house_reason_by_id(connection, member.site_id, reason_id)
    if (before.title, before.text) == (title, text):
        return
    new = {"title": title, "text": text, "written_by": member.signature, "written_at": now}
    connection.execute(update(house_reasons).where(house_reasons.c.id == reason_id).values(**new))
    facts = {"text": text, "was_title": before.title, "was_text": before.text}
    _log(connection, member, title, facts, now)


def remove_reason(
    connection: Connection, member: StaffMember, reason_id: int, *, now: datetime
) -> None:
    """Takes it from the list; what was decided by it stays as it was told.

    Raises:
        Forbidden: their role does not let them.
        NotFound: there is no such one.
    """
    require(member, Act.EDIT_REASONS)
    before = house_reason_by_id(connection, member.site_id, reason_id)
    gone = update(house_reasons).where(house_reasons.c.id == reason_id).values(removed_at=now)
    connection.execute(gone)
    _log(connection, member, before.title, {"removed": True}, now)


def _checked(member: StaffMember, title: str, text: str) -> tuple[str, str]:
    require(member, Act.EDIT_REASONS)
    try:
        short = " ".join(tidy(title, LONGEST_TITLE).split())
    except TooLong:
        raise Invalid(
            N_("A reason's name has at most %(most)s characters."),
            details={"field": "title"},
            most=LONGEST_TITLE,
        ) from None
    words = checked_note(text)
    if not short or not words:
        raise Invalid(
            N_("A reason needs a name, and words that its author is told."),
            details={"field": "text" if short else "title"},
        )
    return short, words


def _log(
    connection: Connection,
    member: StaffMember,
    title: str,
    facts: Mapping[str, object],
    now: datetime,
) -> None:
    kind = AuditKind.REASON_CHANGED
    entry = AuditEntry(member.site_id, kind, title, member.signature, now, facts)
    audit_log.put(connection, entry)
