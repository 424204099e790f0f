"""What happened becomes deliveries, in the transaction that reads it off the change feed: so each
event is told at least once, whatever breaks in between.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, func, insert, select, update

from rejoinder.comments.tables import comments
from rejoinder.moderation.tables import decisions
from rejoinder.outbound.signing import new_message_id
from rejoinder.storage import Change, change_feed
from rejoinder.webhooks.model import TRIED_FOR, Endpoint, Fate
from rejoinder.webhooks.queries import listening
from rejoinder.webhooks.tables import cursor, deliveries

# Changes that one transaction takes over: some milliseconds in which nobody else writes.
AT_ONCE: Final = 200


def has_news(connection: Connection) -> bool:
    """Whether somebody listens and something happened that they were not told yet."""
    after = connection.execute(select(cursor.c.after_id)).scalar()
    if after is None or not listening(connection):
        return False
    return bool(change_feed.since(connection, after, 1))


def take_over(connection: Connection, *, now: datetime) -> int:
    """Makes deliveries of the next changes, and returns how many changes that were."""
    # Of several processes one at a time; on SQLite writers take turns anyway.
    after = connection.execute(select(cursor.c.after_id).with_for_update()).scalar()
    if after is None:
        return 0
    changes = change_feed.since(connection, after, AT_ONCE)
    if not changes:
        return 0
    rows = list(_deliveries(connection, changes, now))
    if rows:
        connection.execute(insert(deliveries), rows)
    connection.execute(update(cursor).values(after_id=changes[-1].id))
    return len(changes)


def _deliveries(
    connection: Connection, changes: Sequence[Change], now: datetime
) -> Iterator[dict[str, Any]]:
    told = listening(connection)
    about = {each.comment_id for each in changes if each.comment_id is not None}
    states = _states(connection, about)
    in_force = _decisions(connection, about)
    for change in changes:
        for endpoint in told:
            if _wants(endpoint, change):
                yield {
                    "endpoint_id": endpoint.id,
                    "message_id": new_message_id(),
                    "kind": change.kind,
                    "article_id": change.article_id,
                    "comment_id": change.comment_id,
                    "decision_id": in_force.get(change.comment_id or 0),
                    "state": states.get(change.comment_id or 0, ""),
                    "happened_at": change.made_at,
                    "fate": Fate.WAITING,
                    "due_at": now,
                    "give_up_at": now + TRIED_FOR,
                }


def _wants(endpoint: Endpoint, change: Change) -> bool:
    return (
        endpoint.site_id == change.site_id
        and change.kind in endpoint.events
        and change.made_at >= endpoint.made_at
    )


def _states(connection: Connection, comment_ids: set[int]) -> dict[int, str]:
    rows = connection.execute(
        select(comments.c.id, comments.c.state).where(comments.c.id.in_(comment_ids))
    )
    return {row.id: row.state for row in rows}


def _decisions(connection: Connection, comment_ids: set[int]) -> dict[int, int]:
    """The newest decision about each."""
    rows = connection.execute(
        select(decisions.c.comment_id, func.max(decisions.c.id).label("newest"))
        .where(decisions.c.comment_id.in_(comment_ids))
        .group_by(decisions.c.comment_id)
    )
    return {row.comment_id: row.newest for row in rows}
