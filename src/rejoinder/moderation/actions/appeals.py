"""An author asks a person to look at a declined comment again."""

from datetime import datetime

from sqlalchemy import Connection, insert, select

from rejoinder.comments.model import Comment, State
from rejoinder.errors import Forbidden, N_
from rejoinder.moderation.actions.decision_log import locked
from rejoinder.moderation.actions.notes import checked_note
from rejoinder.moderation.queries import latest_decision
from rejoinder.moderation.tables import appeals


def may_appeal(connection: Connection, comment: Comment) -> bool:
    """Whether it was declined, and nobody has asked for a second look at it yet."""
    if comment.state is not State.DECLINED:
        return False
    made = select(appeals.c.id).where(appeals.c.comment_id == comment.id)
    return connection.execute(made).first() is None


def appeal(connection: Connection, comment: Comment, note: str, *, now: datetime) -> None:
    """Asks a person to look at a declined comment again; once for each comment.

    Raises:
        Forbidden: it was asked before, or there is nothing to appeal against.
        Invalid: too long a note.
    """
    comment = locked(connection, comment.site_id, comment.id)
    if not may_appeal(connection, comment):
        raise Forbidden(N_("A person has been asked to look at this already."), code="no-appeal")
    connection.execute(
        insert(appeals).values(
            site_id=comment.site_id,
            comment_id=comment.id,
            decision_id=latest_decision(connection, comment.id).id,
            note=checked_note(note),
            made_at=now,
        )
    )
