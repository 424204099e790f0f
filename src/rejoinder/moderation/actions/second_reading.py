"""Which decisions of people are drawn to be read by a second one."""

import hashlib
from datetime import datetime

from sqlalchemy import Connection, insert

from rejoinder.comments.model import Comment
from rejoinder.moderation.model import Decision
from rejoinder.moderation.policy.settings import SECOND_READING
from rejoinder.moderation.queries import policy_of
from rejoinder.moderation.rules.standing import BANNED_BY_IT
from rejoinder.moderation.tables import second_readings


def draw(connection: Connection, comment: Comment, decision: Decision, *, now: datetime) -> None:
    """Puts a decision of one of the staff among those to be read again, if chance has it so."""
    percent = policy_of(connection, comment.site_id).policy[SECOND_READING].percent
    if decision.staff_id is None or not is_drawn(comment.status_token, decision.id, percent):
        return
    found = (each.rule for each in decision.findings if each != BANNED_BY_IT)
    connection.execute(
        insert(second_readings).values(
            site_id=comment.site_id,
            comment_id=comment.id,
            decision_id=decision.id,
            rule=next(found, ""),
            drawn_at=now,
        )
    )


def is_drawn(secret: str, decision_id: int, percent: int) -> bool:
    """Whether a decision is one of so many of a hundred: always the same answer, and no pattern.

    `secret` is one that whoever decides does not know: nobody can tell beforehand what is drawn.
    """
    digest = hashlib.sha256(f"second reading\n{secret}\n{decision_id}".encode()).digest()
    return int.from_bytes(digest[:8]) % 100 < percent
