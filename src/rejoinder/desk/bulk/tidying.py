"""Throwing away which comments old jobs decided. The decisions stay, as does the log's row."""

from datetime import datetime
from typing import Final

from sqlalchemy import Connection, delete, exists, select

from rejoinder.desk.bulk.model import KEPT
from rejoinder.desk.tables import bulk_items, bulk_jobs

# Some hundredths of a second during which nobody else writes.
AT_ONCE: Final = 2_000


def forget_some_jobs(connection: Connection, *, now: datetime) -> bool:
    """Throws away a part of a job that ended so long ago; whether there may be more.

    What undoes another goes before it, and nothing of one that can still be undone or resumed.
    """
    undoing = bulk_jobs.alias("undoing")
    undone = exists().where(undoing.c.undoes_id == bulk_jobs.c.id)
    ended = select(bulk_jobs.c.id).where(bulk_jobs.c.ended_at < now - KEPT, ~undone)
    job_id = connection.execute(ended.order_by(bulk_jobs.c.id).limit(1)).scalar()
    if job_id is None:
        return False
    mine = bulk_items.c.job_id == job_id
    some = select(bulk_items.c.comment_id).where(mine).limit(AT_ONCE)
    gone = connection.execute(delete(bulk_items).where(mine, bulk_items.c.comment_id.in_(some)))
    if gone.rowcount < AT_ONCE:
        connection.execute(delete(bulk_jobs).where(bulk_jobs.c.id == job_id))
    return True
