"""What people add in their own words to a report, an appeal or a decision."""

from typing import Final

from rejoinder.errors import Invalid, N_
from rejoinder.text import TooLong, tidy

# In characters: room for a paragraph, which is as much as anybody reads at the desk.
LONGEST_NOTE: Final = 1000


def checked_note(note: str, *, field: str = "note") -> str:
    """The note as it will be stored; `field` is what it is called where it was sent.

    Raises:
        Invalid: it is too long.
    """
    try:
        return tidy(note, LONGEST_NOTE)
    except TooLong:
        raise Invalid(
            N_("A note has at most %(most)s characters."),
            code="note-too-long",
            details={"field": field},
            most=LONGEST_NOTE,
        ) from None
