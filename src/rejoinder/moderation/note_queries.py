"""What staff told each other of comments and of those who wrote them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, Connection, func, select

from rejoinder.comments.model import Comment
from rejoinder.moderation.tables import staff_notes
from rejoinder.sites.model import Writer
from rejoinder.sites.tables import keys, staff

# As many as a card has room for, the newest; and as many as are looked at for all of a page.
SHOWN: Final = 8
_READ: Final = 500


@dataclass(frozen=True, slots=True)
class StaffNote:
    """What one of the staff, or the site's own software, told the others."""

    id: int
    comment_id: int | None
    """Of which comment; None where it is about its author alone."""
    reader_id: int
    made_by: Writer
    text: str
    made_at: datetime
    passed_on: bool
    """Whether it passed the comment on to an editor."""
    gave_back: bool
    """Whether an editor gave the comment back with it."""


def notes_of(connection: Connection, comments: Iterable[Comment]) -> dict[int, list[StaffNote]]:
    """What was told of these comments and their authors, by the comments' numbers, newest first.

    What was told of another comment by the same author is among it.
    """
    by_author: dict[int, list[int]] = defaultdict(list)
    for comment in comments:
        by_author[comment.author.reader_id].append(comment.id)
    found: dict[int, list[StaffNote]] = defaultdict(list)
    for note in _notes(connection, by_author):
        for comment_id in by_author[note.reader_id]:
            if len(found[comment_id]) < SHOWN:
                found[comment_id].append(note)
    return found


def notes_about(
    connection: Connection, reader_id: int, *, before: int | None = None, limit: int = _READ
) -> list[StaffNote]:
    """What was told of an author and of each of their comments, newest first.

    `before` leaves out the note with this number and all that are newer.
    """
    older = () if before is None else (staff_notes.c.id < before,)
    return _notes(connection, [reader_id], *older, limit=limit)


def count_of(connection: Connection, comment_id: int) -> int:
    """How many notes a comment has, without those that were taken back."""
    counted = select(func.count()).where(
        staff_notes.c.comment_id == comment_id, staff_notes.c.taken_back_at.is_(None)
    )
    return connection.execute(counted).scalar_one()


def count_about(connection: Connection, reader_id: int) -> int:
    """How many notes there are of an author alone."""
    counted = select(func.count()).where(
        staff_notes.c.reader_id == reader_id, staff_notes.c.comment_id.is_(None)
    )
    return connection.execute(counted).scalar_one()


def _notes(
    connection: Connection,
    readers: Iterable[int],
    *only: ColumnElement[bool],
    limit: int = _READ,
) -> list[StaffNote]:
    rows = connection.execute(
        select(staff_notes, staff.c.name, keys.c.name.label("key_name"))
        .outerjoin(staff, staff.c.id == staff_notes.c.staff_id)
        .outerjoin(keys, keys.c.id == staff_notes.c.key_id)
        .where(
            staff_notes.c.reader_id.in_(list(readers)),
            staff_notes.c.taken_back_at.is_(None),
            *only,
        )
        .order_by(staff_notes.c.id.desc())
        .limit(limit)
    )
    return [
        StaffNote(
            id=row.id,
            comment_id=row.comment_id,
            reader_id=row.reader_id,
            made_by=Writer(row.staff_id, row.key_id, row.name or row.key_name),
            text=row.text,
            made_at=row.made_at,
            passed_on=row.passed_on,
            gave_back=row.answers_id is not None,
        )
        for row in rows
    ]
