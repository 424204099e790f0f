"""A replay from its beginning to its end: what a policy would have made of the last days."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection

from rejoinder.moderation.setting import Policy
from rejoinder.moderation.workbench.figures import Figures, Tally
from rejoinder.moderation.workbench.stored import comments_since, decided_before
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
    """Figures about all that the policy decided in the last days; see `replay_of`."""
    with database.reading() as connection:
        numbers = comments_to_replay(connection, site_id, days=days, now=now)
    since = now - timedelta(days=days)
    return replay_of(database, site_id, policy, numbers, since=since, progress=progress)


def replay_of(
    database: Database,
    site_id: int,
    policy: Policy,
    numbers: Sequence[int],
    *,
    since: datetime,
    progress: Progress,
) -> Figures | None:
    """Figures about what the policy decided of these comments, none of them older than `since`.

    None where it was told to stop. Only reads, in a short transaction for each batch: nobody waits
    for it.
    """
    with database.reading() as connection:
        decided, tally = decided_before(connection, site_id, policy, since=since), Tally()
    for first in range(0, len(numbers), BATCH):
        if not progress(first, len(numbers)):
            return None
        with database.reading() as connection:
            for _, each in decided.replayed(connection, numbers[first : first + BATCH]):
                tally.add(each)
    tally.unjudged = decided.unjudged
    return tally.figures()


def comments_to_replay(
    connection: Connection,
    site_id: int,
    *,
    days: int,
    sections: Collection[str] = (),
    now: datetime,
) -> list[int]:
    """The numbers of the comments of the last days, in their order; see `comments_since`."""
    since = now - timedelta(days=days)
    return comments_since(connection, site_id, since=since, until=now, sections=sections)
