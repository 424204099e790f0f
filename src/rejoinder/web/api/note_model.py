"""The API's words for what staff tell each other."""

from typing import Annotated

from msgspec import Meta, Struct

from rejoinder.web.api.model import RowId
from rejoinder.web.api.moderation_model import PassingOut


class NoteIn(Struct, forbid_unknown_fields=True):
    """What whoever has this before them next should know."""

    note: str


class NoteOut(Struct):
    """A note by staff, or by the site's own software; no reader ever sees it."""

    id: int
    author_id: int
    comment_id: Annotated[int | None, Meta(description="Null where it is about the author alone.")]
    by: str
    note: str
    passed_on: Annotated[bool, Meta(description="Whether it passed the comment on to an editor.")]
    gave_back: Annotated[bool, Meta(description="Whether an editor gave it back with this one.")]
    made_at: str


class NotePage(Struct):
    """A stretch of the notes, newest first; `next` is the cursor of the one after it."""

    notes: list[NoteOut]
    next: str | None


class PassingIn(Struct, forbid_unknown_fields=True):
    """What an editor is asked; it may be empty."""

    seen: Annotated[RowId, Meta(description="`decision.id` of the comment as you know it.")]
    note: str = ""


class PassingLeft(Struct):
    """How a comment stands after something was taken back."""

    comment_id: int
    passing: Annotated[
        PassingOut | None, Meta(description="Null where it waits for no editor any more.")
    ]
