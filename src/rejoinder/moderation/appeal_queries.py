"""What authors asked a person to look at again. Read only."""

from collections.abc import Iterable

from sqlalchemy import Connection, select

from rejoinder.moderation.model import Outcome
from rejoinder.moderation.tables import appeals, decisions


def open_appeal(connection: Connection, comment_id: int) -> bool:
    """Whether its author asked a person to look again, and nobody has answered yet."""
    return bool(open_appeals(connection, [comment_id]))


def open_appeals(connection: Connection, ids: Iterable[int]) -> set[int]:
    """Those of these comments whose authors did, and wait."""
    about = appeals.c.comment_id.in_(list(ids)), appeals.c.answered_by_id.is_(None)
    return set(connection.execute(select(appeals.c.comment_id).where(*about)).scalars())


def appealed_against(connection: Connection, ids: Iterable[int]) -> set[tuple[int, Outcome]]:
    """Of these comments, against which outcomes their authors appealed; whether answered or not."""
    asked = (
        select(appeals.c.comment_id, decisions.c.outcome)
        .join(decisions, decisions.c.id == appeals.c.decision_id)
        .where(appeals.c.comment_id.in_(list(ids)))
    )
    return {(row.comment_id, Outcome(row.outcome)) for row in connection.execute(asked)}
