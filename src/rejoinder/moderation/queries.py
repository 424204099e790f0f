"""What moderation knows: an author's record and standing, decisions made, waits measured."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, select

from rejoinder.comments.model import State
from rejoinder.comments.tables import comments
from rejoinder.engine import Judgement
from rejoinder.moderation.checks_in_force import checks_of
from rejoinder.moderation.model import Decision, Discussed, Finding, Outcome, Record
from rejoinder.moderation.outside_check import with_checks
from rejoinder.moderation.policies_read import read_in_force
from rejoinder.moderation.rules.standing import STANDING
from rejoinder.moderation.setting import Policy
from rejoinder.moderation.tables import decisions
from rejoinder.readers.model import Standing
from rejoinder.readers.queries import given_standing
from rejoinder.readers.tables import standings
from rejoinder.storage import Prepared

# Long enough to be a record, short enough that people can better theirs.
RECORD_DAYS = 90
WAITS_DAYS = 7
# More would not move a median, and costs the page that shows it.
WAITS_MEASURED = 500


@dataclass(frozen=True, slots=True)
class PolicyInForce:
    """The policy of a site, read, with its version."""

    policy: Policy
    """With the site's own checks by URL."""
    version: str
    source: str

    def at(self, discussed: Discussed) -> "PolicyInForce":
        """The same as it is under an article, where its section or itself has rules of its own."""
        there = self.policy.at(discussed)
        return self if there is self.policy else replace(self, policy=there)


@dataclass(frozen=True, slots=True)
class Waits:
    """How long held comments waited for a person of late."""

    median: timedelta | None
    measured: int
    waiting: int
    """How many are held now."""


# Built once: every post asks these.
_RECORD = Prepared(
    select(comments.c.state, func.count().label("size"))
    .where(
        comments.c.author_id == bindparam("reader_id"),
        comments.c.created_at > bindparam("since"),
        comments.c.id != bindparam("but"),
    )
    .group_by(comments.c.state)
)

_GIVEN_TO_GUEST = Prepared(
    select(standings)
    .where(
        standings.c.site_id == bindparam("site_id"),
        standings.c.email.in_(
            select(comments.c.author_email).where(comments.c.author_id == bindparam("reader_id"))
        ),
        standings.c.until.is_(None) | (standings.c.until > bindparam("now")),
    )
    .order_by(standings.c.id)
)
# What staff said of somebody to keep others from them, the strictest first.
_RESTRICTIONS = (Standing.BANNED, Standing.WATCHED)

# Where nobody waits, nobody need measure how long.
UNASKED = Waits(median=None, measured=0, waiting=0)


def policy_of(connection: Connection, site_id: int) -> PolicyInForce:
    """The policy in force: the newest that was put, else the default; see `read_in_force`."""
    put, policy = read_in_force(connection, site_id)
    policy = with_checks(policy, checks_of(connection, site_id))
    return PolicyInForce(policy=policy, version=put.version, source=put.source)


def record_of(
    connection: Connection, reader_id: int, *, now: datetime, but: int | None = None
) -> Record:
    """How this reader's comments have fared of late; `but` leaves one comment out."""
    counts = _RECORD.all(
        connection,
        {"reader_id": reader_id, "since": now - timedelta(days=RECORD_DAYS), "but": but or 0},
    )
    sizes = {row.state: int(row.size) for row in counts}
    return Record(
        published=sizes.get(State.PUBLISHED, 0),
        declined=sizes.get(State.DECLINED, 0),
        held=sizes.get(State.HELD, 0),
    )


def standing_of(
    connection: Connection,
    address: tuple[int, str],
    policy: Policy,
    *,
    verified: bool,
    record: Record,
    now: datetime,
) -> Standing:
    """What staff said of this address (site and e-mail), else what the record has earned."""
    given = given_standing(connection, *address, proved=verified, now=now)
    by_staff = None if given is None else given.standing
    return standing_from(policy, by_staff, verified=verified, record=record)


def restriction_of_guest(
    connection: Connection, site_id: int, reader_id: int, *, now: datetime
) -> Standing | None:
    """The strictest of what staff said of the addresses under which a guest wrote; else None.

    Whoever is banned and types another address into the same browser is still banned.
    """
    rows = _GIVEN_TO_GUEST.all(connection, {"site_id": site_id, "reader_id": reader_id, "now": now})
    newest = {row.email: Standing(row.standing) for row in rows}.values()
    return next((each for each in _RESTRICTIONS if each in newest), None)


def standing_from(
    policy: Policy, given: Standing | None, *, verified: bool, record: Record
) -> Standing:
    """What staff said of somebody, else what their record has earned.

    Trust needs a proved address: a name can be typed by anybody. Who was given NEW (a ban was
    lifted) begins anew and can earn the rest again.
    """
    trusted_unproved = given is Standing.TRUSTED and not verified
    if given is not None and given is not Standing.NEW and not trusted_unproved:
        return given
    if verified and record.published >= policy[STANDING].trusted_after and not record.declined:
        return Standing.TRUSTED
    if record.published >= policy[STANDING].known_after:
        return Standing.KNOWN
    return Standing.NEW


def decision_by_id(connection: Connection, decision_id: int) -> Decision:
    """The decision with this number, which an errand names."""
    row = connection.execute(select(decisions).where(decisions.c.id == decision_id)).one()
    return decision_from(row)


def latest_decision(connection: Connection, comment_id: int) -> Decision:
    """The decision in force about a comment; every comment has one."""
    row = connection.execute(
        select(decisions)
        .where(decisions.c.comment_id == comment_id)
        .order_by(decisions.c.id.desc())
        .limit(1)
    ).one()
    return decision_from(row)


def latest_decisions(connection: Connection, ids: Iterable[int]) -> dict[int, Decision]:
    """The decisions in force about several comments, by the comments' numbers."""
    wanted = list(ids)
    if not wanted:
        return {}
    newest = (
        select(func.max(decisions.c.id))
        .where(decisions.c.comment_id.in_(wanted))
        .group_by(decisions.c.comment_id)
    )
    rows = connection.execute(select(decisions).where(decisions.c.id.in_(newest)))
    return {row.comment_id: decision_from(row) for row in rows}


def history(connection: Connection, comment_id: int) -> list[Decision]:
    """Every decision about a comment, oldest first."""
    rows = connection.execute(
        select(decisions).where(decisions.c.comment_id == comment_id).order_by(decisions.c.id)
    )
    return [decision_from(row) for row in rows]


def decision_of_a_person(connection: Connection, comment_id: int) -> Outcome | None:
    """What a person decided of a comment as it stands; None where the policy decided last.

    A decision that was undone is nobody's any more: the one before it counts again.
    """
    rows = connection.execute(
        select(decisions.c.outcome, decisions.c.made_by, decisions.c.undoes_id)
        .where(decisions.c.comment_id == comment_id)
        .order_by(decisions.c.id)
    )
    in_force: list[tuple[str, str]] = []
    for outcome, made_by, undoes_id in rows:
        if undoes_id is None:
            in_force.append((outcome, made_by))
        else:
            in_force.pop()
    outcome, made_by = in_force[-1]
    return Outcome(outcome) if made_by == "staff" else None


def decision_log(
    connection: Connection, site_id: int, *, before: int | None = None, limit: int = 50
) -> list[Decision]:
    """The site's decisions, newest first; `before` is the last row that was seen."""
    query = select(decisions).where(decisions.c.site_id == site_id)
    if before is not None:
        query = query.where(decisions.c.id < before)
    rows = connection.execute(query.order_by(decisions.c.id.desc()).limit(limit))
    return [decision_from(row) for row in rows]


def waits_of(connection: Connection, site_id: int, *, now: datetime) -> Waits:
    """How long held comments waited for a person in the last week, and how many wait now.

    A wait ends with the first person's decision; what staff do to the comment later is none.
    """
    since = now - timedelta(days=WAITS_DAYS)
    answered = func.min(decisions.c.made_at)
    rows = connection.execute(
        select(comments.c.held_at, answered.label("made_at"))
        .join(comments, comments.c.id == decisions.c.comment_id)
        .where(
            decisions.c.site_id == site_id,
            decisions.c.made_by == "staff",
            decisions.c.made_at > since,
            decisions.c.undoes_id.is_(None),
            comments.c.held_at.is_not(None),
            comments.c.held_at <= decisions.c.made_at,
        )
        .group_by(comments.c.id, comments.c.held_at)
        .order_by(answered.desc())
        .limit(WAITS_MEASURED)
    )
    seconds = [(row.made_at - row.held_at).total_seconds() for row in rows]
    waiting = select(func.count()).where(
        comments.c.site_id == site_id, comments.c.state == State.HELD
    )
    return Waits(
        median=timedelta(seconds=median(seconds)) if seconds else None,
        measured=len(seconds),
        waiting=int(connection.execute(waiting).scalar_one()),
    )


def waits_for(connection: Connection, decision: Decision, *, now: datetime) -> Waits:
    """How long whoever got this decision may wait; where nobody waits, that is not measured."""
    if decision.outcome is not Outcome.HOLD:
        return UNASKED
    return waits_of(connection, decision.site_id, now=now)


def decision_from(row: Row[Any]) -> Decision:
    """A stored row as a decision."""
    return Decision(
        id=row.id,
        site_id=row.site_id,
        comment_id=row.comment_id,
        revision=row.revision,
        outcome=Outcome(row.outcome),
        made_by=row.made_by,
        staff_id=row.staff_id,
        rule=row.rule,
        note=row.note,
        findings=tuple(Finding.from_dict(each) for each in row.findings),
        judgement=None if row.judgement is None else Judgement.from_dict(row.judgement),
        policy_version=row.policy_version,
        model_version=row.model_version,
        undoes_id=row.undoes_id,
        made_at=row.made_at,
        key_id=row.key_id,
    )
