"""Staff tell each other of a comment, and pass on to an editor what is not theirs to decide."""

from datetime import datetime
from typing import Final

from sqlalchemy import Connection, insert

from rejoinder.articles.sections import section_of
from rejoinder.comments.model import Comment, State
from rejoinder.errors import Invalid, N_, Refused
from rejoinder.moderation.actions.notes import checked_note
from rejoinder.moderation.note_queries import count_about, count_of
from rejoinder.moderation.tables import staff_notes
from rejoinder.readers.model import Reader
from rejoinder.sites.model import StaffMember
from rejoinder.sites.roles import Act, require
from rejoinder.storage import AuditEntry, AuditKind, Change, ChangeKind, audit_log, change_feed

# Whoever has more to say of one comment talks to the others.
MOST_OF_A_COMMENT: Final = 50
MOST_OF_AN_AUTHOR: Final = 200


def add_note(
    connection: Connection, comment: Comment, member: StaffMember, text: str, *, now: datetime
) -> None:
    """Tells whoever has this comment, or another by its author, before them.

    Raises:
        Forbidden: their role or their sections do not let them decide it.
        Invalid: it says nothing, or too much.
        Refused: there are many about this comment already.
    """
    _put(connection, comment, member, text, passed_on=False, now=now)


def add_note_about(
    connection: Connection, reader: Reader, member: StaffMember, text: str, *, now: datetime
) -> None:
    """Tells whoever has a comment by this author before them.

    Raises:
        Forbidden: they decide nothing.
        Invalid: it says nothing, or too much.
        Refused: there are many about this author already.
    """
    require(member, Act.DECIDE)
    note = _checked(text)
    if count_about(connection, reader.id) >= MOST_OF_AN_AUTHOR:
        raise Refused(N_("There are too many notes about this author already."), code="full")
    connection.execute(
        insert(staff_notes).values(
            site_id=reader.site_id,
            reader_id=reader.id,
            staff_id=member.id,
            text=note,
            made_at=now,
        )
    )
    subject = f"author {reader.id}"
    entry = AuditEntry(reader.site_id, AuditKind.NOTE_ADDED, subject, member.signature, now)
    audit_log.put(connection, entry)


def pass_on(
    connection: Connection, comment: Comment, member: StaffMember, text: str, *, now: datetime
) -> None:
    """Asks an editor to decide; until one does, it waits for them.

    Raises:
        Forbidden, Invalid: as `add_note` does.
        Refused: as `add_note` does, or its author took it back.
    """
    if comment.state is State.WITHDRAWN:
        raise Refused(N_("Its author took this comment back."), code="withdrawn")
    _put(connection, comment, member, text, passed_on=True, now=now)
    kind = ChangeKind.COMMENT_PASSED_ON
    change_feed.put(connection, Change(comment.site_id, comment.article_id, comment.id, kind, now))


def _put(
    connection: Connection,
    comment: Comment,
    member: StaffMember,
    text: str,
    *,
    passed_on: bool,
    now: datetime,
) -> None:
    require(member, Act.DECIDE, section_of(connection, comment.article_id))
    note = _checked(text)
    if count_of(connection, comment.id) >= MOST_OF_A_COMMENT:
        raise Refused(N_("There are too many notes about this comment already."), code="full")
    connection.execute(
        insert(staff_notes).values(
            site_id=comment.site_id,
            comment_id=comment.id,
            reader_id=comment.author.reader_id,
            staff_id=member.id,
            text=note,
            passed_on=passed_on,
            made_at=now,
        )
    )
    kind = AuditKind.COMMENT_PASSED_ON if passed_on else AuditKind.NOTE_ADDED
    entry = AuditEntry(comment.site_id, kind, str(comment.id), member.signature, now)
    audit_log.put(connection, entry)


def _checked(text: str) -> str:
    note = checked_note(text)
    if not note:
        raise Invalid(N_("Please write a note."), details={"field": "note"})
    return note
