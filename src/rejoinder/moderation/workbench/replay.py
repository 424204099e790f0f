"""A replay from its beginning to its end: what a policy would have made of the last days."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection

from rejoinder.moderation.setting import Policy
from rejoinder.moderation.workbench.figures import Figures, Tally
from rejoinder.moderation.workbench.stored import StoredDecisions, candidate_for, comments_since
from rejoinder.storage import Database

# Comments in one transaction: some tenths of a second, in which SQLite's log cannot be emptied.
BATCH: Final = 2_000

Progress = Callable[[int, int], bool]
"""Told how many are done, of how many; says whether to go on."""


def replay(
    database: Database,
    site_id: int,
    policy: Policy,
    *,
    days: int,
    now: datetime,
    progress: Progress = lambda _done, _total: True,
) -> Figures | None:
    """Figures about all that the policy decided in the last days; None where it was told to stop.

    Only reads, in a short transaction for each batch: nobody waits for it.
    """
    since = now - timedelta(days=days)
    with database.reading() as connection:
        numbers = comments_to_replay(connection, site_id, days=days, now=now)
        candidate = candidate_for(connection, site_id, policy)
    decided, tally = StoredDecisions(site_id, candidate, since), Tally()
    for first in range(0, len(numbers), BATCH):
        if not progress(first, len(numbers)):
            return None
        with database.reading() as connection:
            for _, each in decided.replayed(connection, numbers[first : first + BATCH]):
                tally.add(each)
    tally.unjudged = decided.unjudged
    return tally.figures()


def comments_to_replay(
    connection: Connection, site_id: int, *, days: int, now: datetime
) -> list[int]:
    """The numbers of the comments of the last days, in their order."""
    return comments_since(connection, site_id, since=now - timedelta(days=days), until=now)
