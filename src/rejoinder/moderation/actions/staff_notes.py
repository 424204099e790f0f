"""Staff tell each other of a comment, or of somebody who writes here."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, insert

from rejoinder.articles.sections import section_of
from rejoinder.comments.model import Comment
from rejoinder.errors import Invalid, N_, Refused
from rejoinder.moderation.actions.acts_on_comments import log_act
from rejoinder.moderation.actions.notes import checked_note
from rejoinder.moderation.note_queries import count_about, count_of
from rejoinder.moderation.tables import staff_notes
from rejoinder.readers.model import Reader
from rejoinder.sites.model import Actor
from rejoinder.sites.roles import Act, require
from rejoinder.storage import AuditEntry, AuditKind, audit_log

# Whoever has more to say of one comment talks to the others.
MOST_OF_A_COMMENT: Final = 50
MOST_OF_AN_AUTHOR: Final = 200


@dataclass(frozen=True, slots=True)
class NewNote:
    """A note about to be kept."""

    text: str
    kind: AuditKind = AuditKind.NOTE_ADDED
    """As what it stands in the log."""
    passed_on: bool = False
    """Whether it passes the comment on to an editor: then it may be empty."""
    answers_id: int | None = None
    """Which such note it answers."""


def add_note(
    connection: Connection, comment: Comment, member: Actor, text: str, *, now: datetime
) -> int:
    """Tells whoever has this comment, or another by its author, before them; returns the note's
    number. Raises as `put_note` does.
    """
    return put_note(connection, comment, member, NewNote(text), now=now)


def add_note_about(
    connection: Connection, reader: Reader, member: Actor, text: str, *, now: datetime
) -> int:
    """Tells whoever has a comment by this author before them; returns the note's number.

    Raises:
        Forbidden: they decide nothing.
        Invalid: it says nothing, or too much.
        Refused: there are many about this author already.
    """
    require(member, Act.DECIDE)
    note = _checked(text)
    if count_about(connection, reader.id) >= MOST_OF_AN_AUTHOR:
        raise Refused(N_("There are too many notes about this author already."), code="full")
    row = {
        "site_id": reader.site_id,
        "reader_id": reader.id,
        "staff_id": member.staff_id,
        "key_id": member.key_id,
        "text": note,
        "made_at": now,
    }
    put = insert(staff_notes).values(row).returning(staff_notes.c.id)
    number: int = connection.execute(put).scalar_one()
    subject = f"author {reader.id}"
    entry = AuditEntry(reader.site_id, AuditKind.NOTE_ADDED, subject, member.signature, now)
    audit_log.put(connection, entry)
    return number


def put_note(
    connection: Connection, comment: Comment, member: Actor, new: NewNote, *, now: datetime
) -> int:
    """Keeps a note about a comment, and returns its number. An answer is kept however many there
    are: whoever asked waits for it.

    Raises:
        Forbidden: their role or their sections do not let them decide the comment.
        Invalid: it says nothing, or too much.
        Refused: there are many about this comment already.
    """
    require(member, Act.DECIDE, section_of(connection, comment.article_id))
    note = checked_note(new.text) if new.passed_on else _checked(new.text)
    if new.answers_id is None and count_of(connection, comment.id) >= MOST_OF_A_COMMENT:
        raise Refused(N_("There are too many notes about this comment already."), code="full")
    row = {
        "site_id": comment.site_id,
        "comment_id": comment.id,
        "reader_id": comment.author.reader_id,
        "staff_id": member.staff_id,
        "key_id": member.key_id,
        "text": note,
        "passed_on": new.passed_on,
        "answers_id": new.answers_id,
        "made_at": now,
    }
    put = insert(staff_notes).values(row).returning(staff_notes.c.id)
    number: int = connection.execute(put).scalar_one()
    log_act(connection, new.kind, comment, member, now)
    return number


def _checked(text: str) -> str:
    note = checked_note(text)
    if not note:
        raise Invalid(N_("Please write a note."), details={"field": "note"})
    return note
