"""Finding drafts, replays and shadows."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, func, or_, select

from rejoinder.errors import N_, NotFound
from rejoinder.moderation.model import Outcome
from rejoinder.moderation.workbench.figures import Figures
from rejoinder.moderation.workbench.model import (
    GONE_AFTER,
    Draft,
    ReplayJob,
    ReplayState,
    Shadow,
)
from rejoinder.moderation.workbench.tables import drafts, replays, shadow_outcomes, shadows


def draft_by_id(connection: Connection, site_id: int, draft_id: int) -> Draft:
    """A draft of the site's.

    Raises:
        NotFound: it has none of this number.
    """
    row = connection.execute(
        select(drafts).where(drafts.c.site_id == site_id, drafts.c.id == draft_id)
    ).first()
    if row is None:
        raise NotFound(N_("There is no such draft of the rules."), code="unknown-draft")
    return _draft(row)


def newest_drafts(
    connection: Connection, site_id: int, *, before: int | None = None, limit: int
) -> list[Draft]:
    """The drafts that were written last, the newest first; `before` one of them, older ones."""
    query = select(drafts).where(drafts.c.site_id == site_id)
    if before is not None:
        query = query.where(drafts.c.id < before)
    rows = connection.execute(query.order_by(drafts.c.id.desc()).limit(limit))
    return [_draft(row) for row in rows]


def replay_by_id(connection: Connection, site_id: int, replay_id: int) -> ReplayJob:
    """A replay of the site's.

    Raises:
        NotFound: it has none of this number.
    """
    row = connection.execute(
        select(replays).where(replays.c.site_id == site_id, replays.c.id == replay_id)
    ).first()
    if row is None:
        raise NotFound(N_("There is no such replay."), code="unknown-replay")
    return _replay(row)


def replays_of(connection: Connection, draft: Draft) -> list[ReplayJob]:
    """The replays of drafts with these words, the newest first."""
    rows = connection.execute(
        select(replays)
        .join(drafts, drafts.c.id == replays.c.draft_id)
        .where(replays.c.site_id == draft.site_id, drafts.c.version == draft.version)
        .order_by(replays.c.id.desc())
        .limit(10)
    )
    return [_replay(row) for row in rows]


def replay_to_do(connection: Connection, *, now: datetime) -> ReplayJob | None:
    """The replay that waits longest, or whose worker is gone; of whichever site."""
    left = (replays.c.state == ReplayState.RUNNING) & (replays.c.worked_at < now - GONE_AFTER)
    row = connection.execute(
        select(replays)
        .where(or_(replays.c.state == ReplayState.WAITING, left))
        .order_by(replays.c.id)
        .limit(1)
    ).first()
    return None if row is None else _replay(row)


def source_of(connection: Connection, draft_id: int) -> str:
    """The words of a draft that somebody already looked up."""
    source: str = connection.execute(
        select(drafts.c.source).where(drafts.c.id == draft_id)
    ).scalar_one()
    return source


def shadow_now(connection: Connection, site_id: int) -> Shadow | None:
    """The policy that runs beside the one in force, if one does."""
    row = connection.execute(
        select(shadows).where(shadows.c.site_id == site_id, shadows.c.ended_at.is_(None))
    ).first()
    return None if row is None else _shadow(row)


def newest_shadow(connection: Connection, site_id: int) -> Shadow | None:
    """The one that runs, or that ran last."""
    row = connection.execute(
        select(shadows).where(shadows.c.site_id == site_id).order_by(shadows.c.id.desc()).limit(1)
    ).first()
    return None if row is None else _shadow(row)


def shadows_now(connection: Connection) -> list[Shadow]:
    """Those of all sites that run."""
    rows = connection.execute(select(shadows).where(shadows.c.ended_at.is_(None)))
    return [_shadow(row) for row in rows]


def shadow_moves(connection: Connection, shadow_id: int) -> dict[tuple[Outcome, Outcome], int]:
    """How many comments, by what became and what would have become of them."""
    rows = connection.execute(
        select(shadow_outcomes.c.was, shadow_outcomes.c.becomes, func.count().label("size"))
        .where(shadow_outcomes.c.shadow_id == shadow_id)
        .group_by(shadow_outcomes.c.was, shadow_outcomes.c.becomes)
    )
    return {(Outcome(row.was), Outcome(row.becomes)): int(row.size) for row in rows}


class ShadowDifference(NamedTuple):
    """A comment of which the shadow would have made something else."""

    decision_id: int
    comment_id: int
    was: Outcome
    becomes: Outcome
    rule: str
    made_at: datetime

    @property
    def id(self) -> int:
        """By which a page of them goes on: a shadow decides once beside each decision."""
        return self.decision_id


def shadow_differences(
    connection: Connection, shadow_id: int, *, before: int | None, limit: int
) -> Sequence[ShadowDifference]:
    """The newest of those first; `before` is the decision of the last one that was seen."""
    kept = shadow_outcomes.c
    query = select(
        kept.decision_id, kept.comment_id, kept.was, kept.becomes, kept.rule, kept.made_at
    ).where(kept.shadow_id == shadow_id, kept.was != kept.becomes)
    if before is not None:
        query = query.where(kept.decision_id < before)
    rows = connection.execute(query.order_by(kept.decision_id.desc()).limit(limit))
    return [
        ShadowDifference(row[0], row[1], Outcome(row[2]), Outcome(row[3]), row[4], row[5])
        for row in rows
    ]


def _draft(row: Row[Any]) -> Draft:
    return Draft(row.id, row.site_id, row.version, row.source, row.made_by, row.made_at)


def _replay(row: Row[Any]) -> ReplayJob:
    return ReplayJob(
        id=row.id,
        site_id=row.site_id,
        draft_id=row.draft_id,
        days=row.days,
        state=ReplayState(row.state),
        asked_by=row.asked_by,
        asked_at=row.asked_at,
        done=row.done,
        total=row.total,
        ended_at=row.ended_at,
        figures=None if row.result is None else Figures.from_dict(row.result),
        sections=tuple(row.sections or ()),
    )


def _shadow(row: Row[Any]) -> Shadow:
    return Shadow(
        row.id,
        row.site_id,
        row.draft_id,
        row.begun_by,
        row.begun_at,
        row.ended_by,
        row.ended_at,
        row.after_id,
    )
