"""Small parts of a card, as its templates are given them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Self

from rejoinder.moderation.note_queries import StaffNote
from rejoinder.moderation.passing_queries import PassedOn


@dataclass(frozen=True, slots=True)
class NamedRule:
    """By which rule a comment can be declined with one key; all empty where none was named."""

    rule: str = ""
    title: str = ""
    message: str = ""
    """What its author would be told."""


@dataclass(frozen=True, slots=True)
class NoteView:
    """What one of the staff told the others."""

    note: StaffNote
    of_another: int | None
    """The author's other comment that it is about; None where it is about this one."""

    @classmethod
    def of(cls, note: StaffNote, comment_id: int) -> Self:
        """As the card of this comment shows it."""
        return cls(note, None if note.comment_id == comment_id else note.comment_id)


@dataclass(frozen=True, slots=True)
class ReportView:
    """A reader's complaint."""

    reason: str
    note: str
    made_at: datetime
    earlier_text: str
    """What was reported, where its author has changed it since."""


@dataclass(frozen=True, slots=True)
class PassingView:
    """That it was passed on to an editor, and what became of that."""

    passing: PassedOn
    may_take_back: bool
    """Whether whoever looks passed it on, or gave it back: then they can take that back."""

    @property
    def path(self) -> str:
        """Where forms answer it, and take it back."""
        return f"/desk/passings/{self.passing.id}"

    @classmethod
    def of(cls, passing: PassedOn | None, staff_id: int) -> Self | None:
        """As the card shows it to one of the staff."""
        if passing is None:
            return None
        last = passing.answer or passing
        return cls(passing, last.staff_id == staff_id)
