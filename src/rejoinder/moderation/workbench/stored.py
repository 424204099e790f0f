"""What was decided before, as a replay reads it: in batches, each in a short transaction."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import Connection, Text, bindparam, cast, select, true

from rejoinder.articles.tables import articles
from rejoinder.comments.tables import comments, revisions
from rejoinder.moderation.checks_in_force import checks_of
from rejoinder.moderation.model import Case, Discussed, Record
from rejoinder.moderation.outside_check import with_checks
from rejoinder.moderation.queries import standing_from
from rejoinder.moderation.rules.subscribers import at_least
from rejoinder.moderation.setting import Policy
from rejoinder.moderation.tables import decisions
from rejoinder.moderation.workbench.decided_rows import by_a_person, by_comment, of_the_policy
from rejoinder.moderation.workbench.earlier_policies import EarlierPolicies
from rejoinder.moderation.workbench.figures import Replayed
from rejoinder.moderation.workbench.rerun import PUBLISH, Candidate, Ready
from rejoinder.moderation.workbench.scores import read_findings, read_scores
from rejoinder.moderation.workbench.standing_queries import standings_since
from rejoinder.moderation.workbench.standings import NOTHING_YET, Standings
from rejoinder.readers.model import Standing
from rejoinder.storage import Prepared
from rejoinder.storage.moments import utc_as_stored
from rejoinder.text import read_comment

_OF_STAFF: Final = frozenset({"staff", "author"})
_SUBSCRIBES: Final = "subscriber"

# Moments and JSON as the store has them: most are never looked at.
_DECIDED = (
    select(
        decisions.c.comment_id,
        decisions.c.id,
        decisions.c.made_by,
        decisions.c.outcome,
        decisions.c.rule,
        decisions.c.undoes_id,
        decisions.c.policy_version,
        decisions.c.revision,
        cast(decisions.c.findings, Text).label("findings"),
        cast(decisions.c.judgement, Text).label("judgement"),
        utc_as_stored(comments.c.created_at).label("created_at"),
        comments.c.article_id,
        comments.c.parent_id,
        comments.c.author_id,
        comments.c.author_name,
        comments.c.author_email,
        comments.c.author_badge,
    )
    .join(comments, comments.c.id == decisions.c.comment_id)
    # Not by an index: the store would go through all of the site for every batch. PostgreSQL knows
    # how many are the site's all the same, as it does not where something is reckoned with.
    .where((decisions.c.site_id == bindparam("site_id")).is_(true()))
    .order_by(decisions.c.comment_id, decisions.c.id)
)
_STRETCH = Prepared(
    _DECIDED.where(  # said of both, so that PostgreSQL reads both in their order
        *(
            column.between(bindparam("first"), bindparam("last"))
            for column in (decisions.c.comment_id, comments.c.id)
        )
    )
)
_NUMBERS_SINCE = (
    select(comments.c.id)
    .where(
        comments.c.site_id == bindparam("site_id"),
        comments.c.created_at > bindparam("since"),
        comments.c.created_at <= bindparam("until"),
    )
    .order_by(comments.c.id)
)
_SINCE = Prepared(_NUMBERS_SINCE)
# As many numbers as there are comments between them, and more, are read as one stretch.
_DENSE: Final = 3


def comments_since(
    connection: Connection,
    site_id: int,
    *,
    since: datetime,
    until: datetime,
    sections: Collection[str] = (),
) -> list[int]:
    """The numbers of a site's comments of a stretch of time, in their order.

    Where `sections` are named, however they are spelt in capitals, of those alone.
    """
    asked = {"site_id": site_id, "since": since, "until": until}
    if not sections:
        return [row.id for row in _SINCE.all(connection, asked)]
    here = articles.c.site_id == site_id
    known = connection.execute(select(articles.c.section).where(here).distinct()).scalars()
    wanted = {each.casefold() for each in sections}
    named = [each for each in known if each.casefold() in wanted]
    among = select(articles.c.id).where(here, articles.c.section.in_(named))
    found = _NUMBERS_SINCE.where(comments.c.article_id.in_(among))
    return list(connection.execute(found, asked).scalars())


def decided_before(
    connection: Connection, site_id: int, policy: Policy, *, since: datetime
) -> "StoredDecisions":
    """What was decided of a site's comments, for a policy that is tried on them."""
    checks = checks_of(connection, site_id)
    earlier = EarlierPolicies.of(connection, site_id, checks)
    return StoredDecisions(site_id, Candidate(with_checks(policy, checks), earlier), earlier, since)


@dataclass(slots=True)
class StoredDecisions:
    """What the policy decided of a site's comments, and what another one would have."""

    site_id: int
    candidate: Candidate
    earlier: EarlierPolicies
    since: datetime
    """From when on standings need be known."""
    unjudged: int = 0
    _places: dict[int, Discussed] = field(default_factory=dict)
    _ready: dict[tuple[str, int], Ready] = field(default_factory=dict)
    _standings: Standings | None = None
    _earned: dict[tuple[Any, ...], Standing] = field(default_factory=dict)

    def replayed(
        self, connection: Connection, numbers: Sequence[int]
    ) -> Iterator[tuple[int, Replayed]]:
        """What becomes of these comments, in their order, each with its decision's number.

        Left out are those that came from another system: they were decided there.
        """
        rows = self._rows(connection, numbers)
        wanted = frozenset(numbers)
        batch = _Batch(connection, self, numbers)
        self._learn_places(connection, {row.article_id for row in rows})
        self.earlier.learn(connection, {row.policy_version for row in rows})
        for group in by_comment(rows):
            row = of_the_policy(group) if group[0].comment_id in wanted else None
            if row is not None:
                yield row.id, self._replayed(batch, row, group)

    def _rows(self, connection: Connection, numbers: Sequence[int]) -> Sequence[Any]:
        if numbers[-1] - numbers[0] < _DENSE * len(numbers):
            asked = {"site_id": self.site_id, "first": numbers[0], "last": numbers[-1]}
            return _STRETCH.all(connection, asked)
        scattered = _DECIDED.where(decisions.c.comment_id.in_(numbers))
        return connection.execute(scattered, {"site_id": self.site_id}).all()

    def _replayed(self, batch: "_Batch", row: Any, group: Sequence[Any]) -> Replayed:
        stored = _StoredRow(row, batch)
        self.unjudged += stored.scores is None
        becomes, rule = self._ready_for(row).outcome(stored)
        return Replayed(
            row.comment_id,
            _day_of(row.created_at),
            row.outcome,
            becomes,
            row.rule if row.outcome != PUBLISH else "",
            rule,
            None if len(group) == 1 else by_a_person(group),
        )

    def _ready_for(self, row: Any) -> Ready:
        key = (row.policy_version, row.article_id)
        ready = self._ready.get(key)
        if ready is None:
            discussed = self._places[row.article_id]
            ready = self._ready[key] = self.candidate.under(row.policy_version, discussed)
        return ready

    def standings(self, connection: Connection) -> Standings:
        """What is known of all authors; read when it is first needed."""
        if self._standings is None:
            self._standings = standings_since(connection, self.site_id, since=self.since)
        return self._standings

    def earned(
        self,
        policy: Policy,
        given: Standing | None,
        verified: bool,
        record: Record,
        subscribes: bool,
    ) -> Standing:
        """The standing that follows from all of this; the same for many."""
        # Policies last as long as the candidate, so no other one gets their number.
        key = (id(policy), given, verified, record.published, record.declined, subscribes)
        known = self._earned.get(key)
        if known is None:
            known = standing_from(policy, given, verified=verified, record=record)
            known = self._earned[key] = at_least(policy, known) if subscribes else known
        return known

    def _learn_places(self, connection: Connection, numbers: set[int]) -> None:
        unknown = numbers - self._places.keys()
        if not unknown:
            return
        rows = connection.execute(
            select(articles.c.id, articles.c.section, articles.c.slug, articles.c.cms_id).where(
                articles.c.id.in_(unknown)
            )
        )
        for row in rows:
            names = frozenset(filter(None, (row.slug, row.cms_id)))
            self._places[row.id] = Discussed(row.section, names)


class _StoredRow:
    """A decision as the rules are asked about it again."""

    __slots__ = ("_batch", "_row", "findings", "is_staff", "scores")

    def __init__(self, row: Any, batch: "_Batch") -> None:
        self._row, self._batch = row, batch
        self.scores = read_scores(row.judgement)
        self.findings = read_findings(row.findings)
        self.is_staff = row.author_badge in _OF_STAFF

    def standing_of(self, policy: Policy) -> Standing:
        return self._batch.standing_of(self._row, policy)

    def case_of(self, standing: Standing) -> Case:
        return self._batch.case_of(self._row, standing)


@dataclass(slots=True)
class _Batch:
    """What a batch has to be asked for beside its rows, read once if at all."""

    connection: Connection
    decided: StoredDecisions
    numbers: Sequence[int]
    _texts: dict[tuple[int, int], str] | None = None

    def standing_of(self, row: Any, policy: Policy) -> Standing:
        known = self.decided.standings(self.connection)
        record = known.records.get(row.comment_id, NOTHING_YET)
        subscribes = row.author_badge == _SUBSCRIBES
        if row.author_id not in known.verified and row.author_email not in known.given:
            # So it is for most of all authors: it can follow from nothing else.
            return self.decided.earned(policy, None, False, record, subscribes)
        at = _moment(row.created_at)
        verified = known.was_verified(row.author_id, at)
        given = known.given_to(row.author_email, proved=verified, at=at)
        return self.decided.earned(policy, given, verified, record, subscribes)

    def case_of(self, row: Any, standing: Standing) -> Case:
        if self._texts is None:
            self._texts = self._read_texts()
        text = self._texts.get((row.comment_id, row.revision), "")
        return Case(
            text=text,
            author_name=row.author_name,
            standing=standing,
            record=Record(),
            now=_moment(row.created_at),
            links=read_comment(text).links,
            has_parent=row.parent_id is not None,
            is_staff=row.author_badge in _OF_STAFF,
        )

    def _read_texts(self) -> dict[tuple[int, int], str]:
        rows = self.connection.execute(
            select(revisions.c.comment_id, revisions.c.number, revisions.c.source).where(
                revisions.c.comment_id.in_(self.numbers)
            )
        )
        return {(row.comment_id, row.number): row.source for row in rows}


def _moment(raw: Any) -> datetime:
    moment: datetime = datetime.fromisoformat(raw) if isinstance(raw, str) else raw
    return moment.replace(tzinfo=UTC)


def _day_of(raw: Any) -> date:
    return _day(raw[:10]) if isinstance(raw, str) else raw.date()


@lru_cache(maxsize=4096)
def _day(text: str) -> date:
    return date.fromisoformat(text)
