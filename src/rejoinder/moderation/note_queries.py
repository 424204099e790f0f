"""What staff told each other of comments and of those who wrote them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, NamedTuple

from sqlalchemy import ColumnElement, Connection, func, select

from rejoinder.comments.model import Comment
from rejoinder.moderation.tables import staff_notes
from rejoinder.sites.model import Writer
from rejoinder.sites.tables import keys, staff

# As many as a card has room for.
SHOWN: Final = 8


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


class CardNotes(NamedTuple):
    """What a card shows of what was told of its comment and of the author."""

    shown: tuple[StaffNote, ...] = ()
    """Those of the comment itself before the others, each the newest first."""
    further: bool = False
    """Whether there are more."""


NO_NOTES: Final = CardNotes()


def notes_of(connection: Connection, comments: Iterable[Comment]) -> dict[int, CardNotes]:
    """What was told of these comments and their authors, by the comments' numbers.

    What was told of another comment by the same author is among it.
    """
    by_author: dict[int, list[int]] = defaultdict(list)
    for comment in comments:
        by_author[comment.author.reader_id].append(comment.id)
    found: dict[int, list[StaffNote]] = defaultdict(list)
    here = [each for ids in by_author.values() for each in ids]
    for note in _notes(connection, by_author, _newest_of_each(by_author, here)):
        for comment_id in by_author[note.reader_id]:
            found[comment_id].append(note)
    return {comment_id: _on_card(notes, comment_id) for comment_id, notes in found.items()}


def _newest_of_each(readers: Iterable[int], comments: Iterable[int]) -> ColumnElement[bool]:
    """One more than a card shows, of each author and of each comment: many notes about one take
    no room from another's.
    """
    newest = staff_notes.c.id.desc()
    ranked = (
        select(
            staff_notes.c.id,
            staff_notes.c.comment_id,
            func.row_number()
            .over(partition_by=staff_notes.c.reader_id, order_by=newest)
            .label("of_author"),
            func.row_number()
            .over(partition_by=staff_notes.c.comment_id, order_by=newest)
            .label("of_comment"),
        )
        .where(staff_notes.c.reader_id.in_(list(readers)), staff_notes.c.taken_back_at.is_(None))
        .subquery("ranked")
    )
    of_these = ranked.c.comment_id.in_(list(comments)) & (ranked.c.of_comment <= SHOWN + 1)
    return staff_notes.c.id.in_(
        select(ranked.c.id).where((ranked.c.of_author <= SHOWN + 1) | of_these)
    )


def _on_card(notes: Iterable[StaffNote], comment_id: int) -> CardNotes:
    # What is equal stays as it was, the newest first.
    ordered = sorted(notes, key=lambda each: each.comment_id != comment_id)
    return CardNotes(tuple(ordered[:SHOWN]), further=len(ordered) > SHOWN)


def notes_about(
    connection: Connection, reader_id: int, *, before: int | None = None, limit: int
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
    limit: int | None = None,
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
