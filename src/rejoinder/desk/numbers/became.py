"""What became of comments that were kept back: by people, by their authors, on appeal."""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from sqlalchemy import Connection, Select, String, and_, case, func, literal_column, select

from rejoinder.desk.numbers.conditions import BY_PERSON, NO_UNDOING, OURS, within
from rejoinder.desk.numbers.model import Appealed, Declined, Judged, OfRule, Period, Revised
from rejoinder.moderation.actions.imported import IMPORTED
from rejoinder.moderation.model import Outcome
from rejoinder.moderation.rules import JUDGED, RULE_OF_ATTRIBUTE
from rejoinder.moderation.statements import Automation, Restriction
from rejoinder.moderation.tables import appeals, decisions, statements
from rejoinder.storage.moments import hour_of

# What the judge measures. That it said nothing, or cannot read the language, is not its word.
OF_THE_JUDGE: Final = frozenset(
    {each.id for each in (*JUDGED, *RULE_OF_ATTRIBUTE.values())}
    - {"judge-silent", "language-unjudged"}
)
# Grouped by: PostgreSQL takes a value that is bound twice for two.
_NOTHING: Final = literal_column("''", String)


def rules(connection: Connection, site_id: int, period: Period) -> Iterator[OfRule]:
    """What rests on each rule, and what people made of it afterwards."""
    person, newest = decisions.alias("person"), decisions.alias("newest")
    afterwards = (
        select(func.max(newest.c.id))
        .where(
            newest.c.comment_id == statements.c.comment_id,
            newest.c.id > statements.c.decision_id,
            newest.c.made_by == "staff",
        )
        .scalar_subquery()
    )
    then = case((person.c.undoes_id.is_(None), person.c.outcome), else_=_NOTHING)
    who = statements.c.automated_decision
    by = (statements.c.rule, statements.c.restriction, who, then)
    rows = connection.execute(
        select(*by, func.count())
        .select_from(statements)
        .outerjoin(person, person.c.id == afterwards)
        .where(*within(statements, site_id, period), statements.c.decision_id.is_not(None))
        .group_by(*by)
    )
    for rule, restriction, automated, outcome, number in rows:
        kept = "hold" if restriction == Restriction.HELD else "decline"
        final = outcome if outcome in {"publish", "decline"} else ""
        yield OfRule(rule, kept, automated != Automation.FULLY, final, int(number))


def judged(connection: Connection, site_id: int, period: Period) -> Iterator[Judged]:
    """What people decided last of what the judge had read before them.

    The judge kept a comment back if one of its findings alone would have, whatever else was found.
    """
    person, policy = decisions.alias("person"), decisions.alias("policy")
    hour, outcome = hour_of(person.c.made_at), person.c.outcome
    said = (
        select()
        .select_from(person)
        .join(policy, policy.c.id == _read_before(person))
        .outerjoin(statements, statements.c.decision_id == policy.c.id)
        .where(
            person.c.id.in_(_last_words(site_id, period)),
            *(person.c.undoes_id.is_(None), person.c.outcome != Outcome.HOLD),
            *(policy.c.policy_version != IMPORTED, policy.c.revision == person.c.revision),
        )
    )
    rule = func.coalesce(statements.c.rule, _NOTHING)
    plain = rule.in_(["", *sorted(OF_THE_JUDGE)])
    by = (hour, rule, outcome)
    for row in connection.execute(said.add_columns(*by, func.count()).where(plain).group_by(*by)):
        yield Judged(row[0], row[1], row[2] == Outcome.DECLINE, int(row[3]))
    hidden = said.add_columns(hour, outcome, policy.c.findings).where(~plain)
    for at, said_so, findings in connection.execute(hidden):
        yield Judged(at, _rule_of_judge(findings), said_so == Outcome.DECLINE, 1)


def _last_words(site_id: int, period: Period) -> Select[Any]:
    return (
        select(func.max(decisions.c.id))
        .where(*within(decisions, site_id, period), BY_PERSON)
        .group_by(decisions.c.comment_id)
    )


def _read_before(person: Any) -> Any:
    earlier = decisions.alias("earlier")
    return (
        select(func.max(earlier.c.id))
        .where(
            earlier.c.comment_id == person.c.comment_id,
            *(earlier.c.id < person.c.id, earlier.c.made_by == "policy"),
        )
        .scalar_subquery()
    )


def _rule_of_judge(findings: Iterable[dict[str, Any]]) -> str:
    serious = (each["rule"] for each in findings if each["severity"] in {"hold", "decline"})
    return next((rule for rule in serious if rule in OF_THE_JUDGE), "")


def revised(connection: Connection, site_id: int, period: Period) -> Iterator[Revised]:
    """Each comment that the policy kept back, counted once at each text."""
    later, following = decisions.alias("later"), decisions.alias("following")
    after = (
        select(func.min(later.c.id))
        .where(
            later.c.comment_id == decisions.c.comment_id,
            *(later.c.revision > decisions.c.revision, later.c.made_by == "policy"),
        )
        .scalar_subquery()
    )
    then = func.coalesce(following.c.outcome, _NOTHING)
    by = (hour_of(decisions.c.made_at), then)
    rows = connection.execute(
        select(*by, func.count())
        .select_from(decisions)
        .outerjoin(following, following.c.id == after)
        .where(
            *within(decisions, site_id, period),
            and_(~BY_PERSON, decisions.c.outcome != Outcome.PUBLISH, OURS),
        )
        .group_by(*by)
    )
    yield from (Revised(row[0], row[1], int(row[2])) for row in rows)


def appealed(connection: Connection, site_id: int, period: Period) -> Iterator[Appealed]:
    """How the appeals of the period ended."""
    answer = func.coalesce(decisions.c.outcome, _NOTHING)
    by = (hour_of(appeals.c.made_at), answer)
    rows = connection.execute(
        select(*by, func.count())
        .select_from(appeals)
        .outerjoin(decisions, decisions.c.id == appeals.c.answered_by_id)
        .where(*within(appeals, site_id, period))
        .group_by(*by)
    )
    yield from (Appealed(row[0], row[1], int(row[2])) for row in rows)


def declined(connection: Connection, site_id: int, period: Period) -> Iterator[Declined]:
    """What was declined, by the policy or by people, and whether an appeal followed."""
    by = (hour_of(decisions.c.made_at), appeals.c.id.is_not(None))
    rows = connection.execute(
        select(*by, func.count())
        .select_from(decisions)
        .outerjoin(appeals, appeals.c.decision_id == decisions.c.id)
        .where(
            *within(decisions, site_id, period),
            *(decisions.c.outcome == Outcome.DECLINE, NO_UNDOING, OURS),
        )
        .group_by(*by)
    )
    yield from (Declined(row[0], bool(row[1]), int(row[2])) for row in rows)
