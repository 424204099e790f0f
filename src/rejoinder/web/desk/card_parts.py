"""Small parts of a card, as its templates are given them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Self

from rejoinder.i18n import Translator
from rejoinder.moderation.note_queries import StaffNote
from rejoinder.moderation.passing_queries import PassedOn
from rejoinder.sites.model import StaffMember
from rejoinder.web.deciders import name_of


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
    made_by: str
    of_another: int | None
    """The author's other comment that it is about; None where it is about this one."""

    @classmethod
    def of(cls, note: StaffNote, translator: Translator, comment_id: int | None = None) -> Self:
        """As the card of this comment shows it, or its author's page."""
        other = None if note.comment_id == comment_id else note.comment_id
        return cls(note, name_of(translator, note.made_by), other)


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
    by: str
    """Who passed it on."""
    answered_by: str
    """Who gave it back; empty where nobody did."""
    may_take_back: bool
    """Whether whoever looks passed it on, or gave it back: then they can take that back."""

    @property
    def path(self) -> str:
        """Where forms answer it, and take it back."""
        return f"/desk/passings/{self.passing.id}"

    @classmethod
    def of(
        cls, passing: PassedOn | None, member: StaffMember, translator: Translator
    ) -> Self | None:
        """As the card shows it to one of the staff."""
        if passing is None:
            return None
        answer, by = passing.answer, name_of(translator, passing.by)
        answered_by = "" if answer is None else name_of(translator, answer.by)
        return cls(passing, by, answered_by, (answer or passing).by.is_same_as(member))
