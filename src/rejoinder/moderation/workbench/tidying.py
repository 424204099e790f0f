"""Throwing away what was tried long ago: policies that nobody put in force, and what came of them.

That a shadow ran, and who put which policy in force, stands in the log for ever.
"""

from datetime import datetime
from typing import Final

from sqlalchemy import Connection, delete, exists, select

from rejoinder.moderation.workbench.model import KEPT
from rejoinder.moderation.workbench.tables import drafts, replays, shadow_outcomes, shadows
from rejoinder.sites.tables import policies

# Some hundredths of a second during which nobody else writes.
AT_ONCE: Final = 2_000
_FEW: Final = 100


def forget_some_trials(connection: Connection, *, now: datetime) -> bool:
    """Throws away some of what ended so long ago; whether there may be more.

    In this order: what a shadow would have made of comments, the shadow, replays, drafts. Of a
    shadow that runs, what it made of comments goes as it grows old.
    """
    before = now - KEPT
    return (
        _forget_outcomes(connection, before)
        or _forget_oldest_of_running(connection, before)
        or _forget_replays(connection, before)
        or _forget_drafts(connection, before)
    )


def _forget_outcomes(connection: Connection, before: datetime) -> bool:
    ended = select(shadows.c.id).where(shadows.c.ended_at < before).order_by(shadows.c.id).limit(1)
    shadow_id = connection.execute(ended).scalar()
    if shadow_id is None:
        return False
    mine = shadow_outcomes.c.shadow_id == shadow_id
    some = select(shadow_outcomes.c.decision_id).where(mine).limit(AT_ONCE)
    gone = connection.execute(
        delete(shadow_outcomes).where(mine, shadow_outcomes.c.decision_id.in_(some))
    )
    if gone.rowcount < AT_ONCE:
        connection.execute(delete(shadows).where(shadows.c.id == shadow_id))
    return True


def _forget_oldest_of_running(connection: Connection, before: datetime) -> bool:
    running = select(shadows.c.id).where(shadows.c.ended_at.is_(None))
    for shadow_id in connection.execute(running).scalars().all():
        mine = shadow_outcomes.c.shadow_id == shadow_id
        # By the decisions' numbers, for which there is an index: the oldest have the smallest.
        oldest = (
            select(shadow_outcomes.c.decision_id, shadow_outcomes.c.made_at)
            .where(mine)
            .order_by(shadow_outcomes.c.decision_id)
            .limit(AT_ONCE)
            .subquery()
        )
        old = select(oldest.c.decision_id).where(oldest.c.made_at < before)
        gone = connection.execute(
            delete(shadow_outcomes).where(mine, shadow_outcomes.c.decision_id.in_(old))
        )
        if gone.rowcount > 0:
            return True
    return False


def _forget_replays(connection: Connection, before: datetime) -> bool:
    ended = select(replays.c.id).where(replays.c.ended_at < before).limit(_FEW)
    return connection.execute(delete(replays).where(replays.c.id.in_(ended))).rowcount > 0


def _forget_drafts(connection: Connection, before: datetime) -> bool:
    """Not those that a replay or a shadow still names, nor those that were put in force."""
    put = exists().where(
        policies.c.site_id == drafts.c.site_id, policies.c.version == drafts.c.version
    )
    named = (exists().where(each.c.draft_id == drafts.c.id) for each in (replays, shadows))
    old = (
        select(drafts.c.id)
        .where(drafts.c.made_at < before, ~put, *(~each for each in named))
        .limit(_FEW)
    )
    return connection.execute(delete(drafts).where(drafts.c.id.in_(old))).rowcount > 0
