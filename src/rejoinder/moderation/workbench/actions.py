"""Writing a draft down, asking for a replay, letting a policy run beside the one in force."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from rejoinder.errors import Invalid, N_, NotFound, Refused
from rejoinder.moderation.policy import read_policy
from rejoinder.moderation.tables import decisions
from rejoinder.moderation.workbench.figures import Figures
from rejoinder.moderation.workbench.model import (
    GONE_AFTER,
    KEPT,
    MOST_DAYS,
    Draft,
    ReplayJob,
    ReplayState,
    Shadow,
    check_length,
)
from rejoinder.moderation.workbench.queries import draft_by_id, shadow_now
from rejoinder.moderation.workbench.stored import decided_before
from rejoinder.moderation.workbench.tables import drafts, replays, shadow_outcomes, shadows
from rejoinder.sites.model import policy_version
from rejoinder.storage import (
    AuditEntry,
    AuditKind,
    ChangeKind,
    audit_log,
    change_feed,
    lock_until_commit,
)

# What tells that the policy has decided. A person's move of a comment looks the same and is not:
# its decision is older than the shadow, or counted already.
_DECIDED = frozenset(
    {
        ChangeKind.COMMENT_PUBLISHED,
        ChangeKind.COMMENT_HELD,
        ChangeKind.COMMENT_DECLINED,
        ChangeKind.COMMENT_EDITED,
    }
)
# Changes in one transaction: some hundredths of a second in which nobody else writes.
AT_ONCE = 200


def write_draft(
    connection: Connection, site_id: int, source: str, *, by: str, now: datetime
) -> int:
    """Keeps a policy that is to be tried, and returns its number.

    Raises:
        Invalid: code `bad-policy`, it cannot be read; or it is too long.
    """
    check_length(source)
    read_policy(source)
    draft_id: int = connection.execute(
        insert(drafts)
        .values(
            site_id=site_id,
            version=policy_version(source),
            source=source,
            made_by=by,
            made_at=now,
        )
        .returning(drafts.c.id)
    ).scalar_one()
    return draft_id


def ask_for_replay(
    connection: Connection,
    draft: Draft,
    *,
    days: int,
    by: str,
    sections: Sequence[str] = (),
    now: datetime,
) -> int:
    """Leaves word that a draft is to be replayed, and returns the replay's number.

    On the comments of these `sections`, or where none is named of all.

    Raises:
        Invalid: so many days are none.
        Refused: one of this draft waits or runs already.
    """
    if not 1 <= days <= MOST_DAYS:
        raise Invalid(N_("Please give a number of days from 1 to %(most)s."), most=MOST_DAYS)
    lock_until_commit(connection, f"replays of {draft.site_id}")
    going = select(replays.c.id).where(
        replays.c.site_id == draft.site_id,
        replays.c.state.in_([ReplayState.WAITING, ReplayState.RUNNING]),
    )
    if connection.execute(going).first() is not None:
        raise Refused(
            N_("A replay is going on already. Let it end first, or stop it."), code="replay-going"
        )
    replay_id: int = connection.execute(
        insert(replays)
        .values(
            site_id=draft.site_id,
            draft_id=draft.id,
            days=days,
            sections=list(sections) or None,
            state=ReplayState.WAITING,
            asked_by=by,
            asked_at=now,
            done=0,
            total=0,
            problem="",
        )
        .returning(replays.c.id)
    ).scalar_one()
    return replay_id


def cancel_replay(connection: Connection, job: ReplayJob, *, now: datetime) -> None:
    """Stops a replay; whoever works on it sees it within a second."""
    connection.execute(
        update(replays)
        .where(
            replays.c.id == job.id,
            replays.c.state.in_([ReplayState.WAITING, ReplayState.RUNNING]),
        )
        .values(state=ReplayState.CANCELLED, ended_at=now)
    )


def claim_replay(connection: Connection, job: ReplayJob, *, now: datetime) -> bool:
    """Takes a replay so that nobody else does; whether it could still be taken."""
    free = (replays.c.state == ReplayState.WAITING) | (
        (replays.c.state == ReplayState.RUNNING) & (replays.c.worked_at < now - GONE_AFTER)
    )
    taken = connection.execute(
        update(replays)
        .where(replays.c.id == job.id, free)
        .values(state=ReplayState.RUNNING, worked_at=now, done=0)
    )
    return taken.rowcount > 0


def note_progress(
    connection: Connection, job: ReplayJob, done: int, total: int, *, now: datetime
) -> bool:
    """Says how far it is; whether to go on."""
    return _while_running(connection, job, {"worked_at": now, "done": done, "total": total})


def end_replay(
    connection: Connection,
    job: ReplayJob,
    figures: Figures | None,
    *,
    now: datetime,
    problem: str = "",
) -> None:
    """Keeps the figures, or what went wrong."""
    if figures is None:
        ended: dict[str, Any] = {"state": ReplayState.FAILED, "problem": problem}
    else:
        told = figures.to_dict()
        ended = {"state": ReplayState.DONE, "result": told, "done": replays.c.total}
    _while_running(connection, job, {**ended, "ended_at": now})


def _while_running(connection: Connection, job: ReplayJob, values: dict[str, Any]) -> bool:
    kept = connection.execute(
        update(replays)
        .where(replays.c.id == job.id, replays.c.state == ReplayState.RUNNING)
        .values(**values)
    )
    return kept.rowcount > 0


def begin_shadow(connection: Connection, draft: Draft, *, by: str, now: datetime) -> None:
    """Lets a draft decide beside the policy in force from now on; another one ends.

    One that does so already goes on, with what it has decided.
    """
    lock_until_commit(connection, f"shadow of {draft.site_id}")
    running = shadow_now(connection, draft.site_id)
    if running is not None and running.draft_id == draft.id:
        return
    _end_shadow(connection, draft.site_id, by=by, now=now)
    connection.execute(
        insert(shadows).values(
            site_id=draft.site_id,
            draft_id=draft.id,
            begun_by=by,
            begun_at=now,
            ended_by="",
            after_id=change_feed.newest(connection),
        )
    )
    kind = AuditKind.SHADOW_BEGUN
    audit_log.put(connection, AuditEntry(draft.site_id, kind, draft.version, by, now))


def end_shadow(connection: Connection, site_id: int, *, by: str, now: datetime) -> None:
    """Ends it; what it would have decided is kept.

    Raises:
        NotFound: none runs.
    """
    lock_until_commit(connection, f"shadow of {site_id}")
    if not _end_shadow(connection, site_id, by=by, now=now):
        raise NotFound(N_("No policy runs beside the one in force."), code="no-shadow")


def _end_shadow(connection: Connection, site_id: int, *, by: str, now: datetime) -> bool:
    shadow = shadow_now(connection, site_id)
    if shadow is None:
        return False
    connection.execute(
        update(shadows).where(shadows.c.id == shadow.id).values(ended_by=by, ended_at=now)
    )
    version = draft_by_id(connection, site_id, shadow.draft_id).version
    audit_log.put(connection, AuditEntry(site_id, AuditKind.SHADOW_ENDED, version, by, now))
    return True


def follow(connection: Connection, shadow: Shadow, *, now: datetime) -> int:
    """Has the shadow decide what was decided since the last time, and returns how much was read.

    In one transaction with the place up to which it has read: each comment is counted once.
    """
    after = connection.execute(
        select(shadows.c.after_id)
        .where(shadows.c.id == shadow.id, shadows.c.ended_at.is_(None))
        .with_for_update()
    ).scalar()
    changes = [] if after is None else change_feed.since(connection, after, AT_ONCE)
    if not changes:
        return 0
    about = {
        each.comment_id
        for each in changes
        if each.site_id == shadow.site_id and each.kind in _DECIDED and each.comment_id is not None
    }
    if about:
        _decide_in_shadow(connection, shadow, sorted(about), now=now)
    connection.execute(
        update(shadows).where(shadows.c.id == shadow.id).values(after_id=changes[-1].id)
    )
    return len(changes)


def _decide_in_shadow(
    connection: Connection, shadow: Shadow, numbers: list[int], *, now: datetime
) -> None:
    policy = read_policy(draft_by_id(connection, shadow.site_id, shadow.draft_id).source)
    decided = decided_before(connection, shadow.site_id, policy, since=shadow.begun_at)
    found = dict(decided.replayed(connection, numbers))
    moments = _moments_of_new(connection, shadow, list(found), since=now - KEPT)
    if moments:
        connection.execute(
            insert(shadow_outcomes),
            [
                {
                    "shadow_id": shadow.id,
                    "decision_id": decision_id,
                    "comment_id": found[decision_id].comment_id,
                    "was": found[decision_id].was,
                    "becomes": found[decision_id].becomes,
                    "rule": found[decision_id].becomes_by,
                    "made_at": moment,
                }
                for decision_id, moment in moments.items()
            ],
        )


def _moments_of_new(
    connection: Connection, shadow: Shadow, numbers: list[int], *, since: datetime
) -> dict[int, datetime]:
    """When each of these decisions was made that is younger than the shadow and not counted yet.

    Of what is older than `since` it may be forgotten that it was counted.
    """
    counted = select(shadow_outcomes.c.decision_id).where(shadow_outcomes.c.shadow_id == shadow.id)
    rows = connection.execute(
        select(decisions.c.id, decisions.c.made_at).where(
            decisions.c.id.in_(numbers),
            decisions.c.made_at >= max(shadow.begun_at, since),
            decisions.c.id.not_in(counted),
        )
    )
    return {row.id: row.made_at for row in rows}
