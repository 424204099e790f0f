"""Warning an author: a letter that says by which rule, and a mark in their record.

The letter waits for half a minute, so that a slip of the finger can be taken back before it goes.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, insert, select, update

from rejoinder.articles.sections import section_of
from rejoinder.comments.model import Comment, State
from rejoinder.errors import N_, NotFound, Refused
from rejoinder.moderation.actions.chosen_reason import chosen_reason
from rejoinder.moderation.letters import LETTER_WAITS
from rejoinder.moderation.queries import latest_decision
from rejoinder.moderation.staff_reasons import HOUSE
from rejoinder.moderation.tables import warnings
from rejoinder.sites.model import StaffMember
from rejoinder.sites.roles import Act, require
from rejoinder.storage import AuditEntry, AuditKind, audit_log, outbox

# The errand of the letter; its payload is the `warning_id`.
TELL_OF_WARNING: Final = "tell-of-warning"
_WAITS: Final = (warnings.c.told_at.is_(None), warnings.c.taken_back_at.is_(None))


def warn(
    connection: Connection, comment: Comment, member: StaffMember, reason: str, *, now: datetime
) -> int:
    """Warns a comment's author by a reason for which it could be declined; returns its number.

    Raises:
        Forbidden: their role or their sections do not let them.
        Invalid: the author could not be told the reason.
        Refused: the author took the comment back, or was warned for it already.
    """
    require(member, Act.DECIDE, section_of(connection, comment.article_id))
    if comment.state is State.WITHDRAWN:
        raise Refused(N_("Its author took this comment back."), code="withdrawn")
    chosen = chosen_reason(connection, latest_decision(connection, comment.id), reason)
    if _warned_for(connection, comment.id):
        raise Refused(N_("Its author was warned for this comment already."), code="warned")
    own = chosen.findings[0].facts if chosen.rule == HOUSE else {}
    warning_id = connection.execute(
        insert(warnings)
        .values(
            site_id=comment.site_id,
            comment_id=comment.id,
            reader_id=comment.author.reader_id,
            staff_id=member.id,
            rule=chosen.rule,
            title=own.get("title", ""),
            text=own.get("text", ""),
            made_at=now,
        )
        .returning(warnings.c.id)
    ).scalar_one()
    payload = {"warning_id": warning_id}
    outbox.put(connection, TELL_OF_WARNING, payload, now=now + LETTER_WAITS)
    _log(connection, comment.id, member, {"rule": chosen.rule}, now)
    return int(warning_id)


def take_back_warning(
    connection: Connection,
    comment: Comment,
    warning_id: int,
    member: StaffMember,
    *,
    now: datetime,
) -> None:
    """Takes back a warning about a comment while its letter waits.

    Raises:
        Forbidden: it is a colleague's, which takes an editor, or others look after its section.
        NotFound: there is no such warning about it.
        Refused: the letter has gone, or it is taken back already.
    """
    found = select(warnings).where(warnings.c.id == warning_id, warnings.c.comment_id == comment.id)
    row = connection.execute(found).first()
    if row is None:
        raise NotFound(N_("There is no such warning."), code="unknown-warning")
    act = Act.UNDO_OWN if row.staff_id == member.id else Act.UNDO_ANOTHERS
    require(member, act, section_of(connection, comment.article_id))
    if row.told_at is not None:
        raise Refused(N_("The letter has gone: a warning cannot be unsaid."), code="told")
    gone = update(warnings).where(warnings.c.id == warning_id, *_WAITS)
    if not connection.execute(gone.values(taken_back_at=now)).rowcount:
        raise Refused(N_("That was changed meanwhile."), code="changed-meanwhile")
    _log(connection, comment.id, member, {"taken_back": True}, now)


def mark_told(connection: Connection, warning_id: int, *, now: datetime) -> bool:
    """Whether its letter is to go now: it is marked as gone, unless it was taken back."""
    goes = update(warnings).where(warnings.c.id == warning_id, *_WAITS).values(told_at=now)
    return bool(connection.execute(goes).rowcount)


def _warned_for(connection: Connection, comment_id: int) -> bool:
    in_force = (warnings.c.comment_id == comment_id, warnings.c.taken_back_at.is_(None))
    return connection.execute(select(warnings.c.id).where(*in_force)).first() is not None


def _log(
    connection: Connection,
    comment_id: int,
    member: StaffMember,
    facts: Mapping[str, object],
    now: datetime,
) -> None:
    kind = AuditKind.AUTHOR_WARNED
    entry = AuditEntry(member.site_id, kind, str(comment_id), member.signature, now, facts)
    audit_log.put(connection, entry)
