"""Comments that were held since their article had not come, put to the judge again once it has.

What was found of them then and needs no article stands; only what the judge says is asked anew.
What a person decided, or the author changed, stays as it is.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, select

from rejoinder.articles import queries as article_queries
from rejoinder.comments import intake
from rejoinder.comments import queries as comment_queries
from rejoinder.comments.model import Comment, State
from rejoinder.comments.tables import comments
from rejoinder.errors import NotFound
from rejoinder.moderation.actions.decision_log import (
    STATE_AFTER,
    NewDecision,
    locked,
    record,
    tell_author,
)
from rejoinder.moderation.actions.gather import article_for_judge, discussed_in
from rejoinder.moderation.actions.trial import Trial, Tried
from rejoinder.moderation.model import Decision, Finding, Outcome, Verdict
from rejoinder.moderation.queries import (
    PolicyInForce,
    decision_of_a_person,
    latest_decision,
    latest_decisions,
    policy_of,
)
from rejoinder.moderation.rules import BY_PEOPLE, FOR_A_PERSON, FROM_JUDGEMENT
from rejoinder.moderation.rules.article_unread import ARTICLE_UNREAD
from rejoinder.readers.model import Standing

# Comments at a time: the judge reads them in a second or two.
AT_ONCE: Final = 25
_NOTE: Final = "Judged again: the article has come."


@dataclass(frozen=True, slots=True)
class Waiting:
    """A comment that waits for its article, and how it is put to the judge."""

    comment: Comment
    seen: Decision
    trial: Trial


def waiting_for_article(
    connection: Connection, site_id: int, article_id: int
) -> tuple[PolicyInForce, list[Waiting]]:
    """The policy in force, and the first of those that were held as the article was not known."""
    in_force = policy_of(connection, site_id)
    try:
        article = article_queries.even_unpublished(connection, site_id, article_id)
    except NotFound:  # it has become another meanwhile
        return in_force, []
    if article.is_unread:
        return in_force, []
    rows = connection.execute(
        select(comments.c.id)
        .where(comments.c.article_id == article_id, comments.c.state == State.HELD)
        .order_by(comments.c.id)
    )
    latest = latest_decisions(connection, rows.scalars())
    numbers = [key for key, each in latest.items() if _waits(connection, each)][:AT_ONCE]
    held = comment_queries.by_ids(connection, numbers)
    parents = comment_queries.by_ids(
        connection, {each.parent_id for each in held.values() if each.parent_id is not None}
    )
    read, discussed = article_for_judge(article), discussed_in(article)
    waiting = []
    for number in numbers:
        comment = held[number]
        parent = None if comment.parent_id is None else parents.get(comment.parent_id)
        trial = Trial(
            comment.source,
            read,
            None if parent is None else parent.source,
            # Who they are was looked at when they wrote, and what was found of it stands.
            standing=Standing.KNOWN,
            discussed=discussed,
        )
        waiting.append(Waiting(comment, latest[number], trial))
    return in_force, waiting


def decide_again(
    connection: Connection,
    waiting: Waiting,
    tried: Tried,
    in_force: PolicyInForce,
    *,
    now: datetime,
) -> None:
    """Puts in force what the policy makes of it now, unless somebody has decided meanwhile."""
    comment = locked(connection, waiting.comment.site_id, waiting.comment.id)
    seen, judgement = waiting.seen, tried.case.judgement
    changed = latest_decision(connection, comment.id).id != seen.id
    if changed or comment.state is not State.HELD or judgement is None:
        return
    verdict = _with_what_stands(tried.verdict, seen)
    outcome = verdict.outcome
    new = NewDecision(
        outcome=outcome,
        policy_version=in_force.version,
        model_version=judgement.model,
        findings=verdict.findings,
        judgement=judgement,
        rule="" if outcome is Outcome.PUBLISH else verdict.findings[0].rule,
        note=_NOTE,
    )
    decision = record(connection, comment, new, revision=comment.revision, now=now)
    intake.judged_anew(connection, comment)
    if outcome is not Outcome.HOLD:
        intake.move(connection, comment, STATE_AFTER[outcome], now=now)
        tell_author(connection, decision.id, now=now)


def _waits(connection: Connection, latest: Decision) -> bool:
    return (
        latest.made_by == "policy"
        and any(each.rule == ARTICLE_UNREAD.id for each in latest.findings)
        and decision_of_a_person(connection, latest.comment_id) is None
    )


def _with_what_stands(verdict: Verdict, seen: Decision) -> Verdict:
    """What is found now, and what was found then that no article would change."""
    anew = {each.rule for each in verdict.findings} | FROM_JUDGEMENT | {ARTICLE_UNREAD.id}
    findings = [*verdict.findings, *(each for each in seen.findings if each.rule not in anew)]
    if any(each.rule in FOR_A_PERSON for each in findings) and any(map(_declines, findings)):
        # No program declines somebody who may harm themselves: it goes on waiting for a person.
        return Verdict(seen.findings)
    return Verdict(tuple(sorted(findings, key=lambda each: -each.severity)))


def _declines(finding: Finding) -> bool:
    return finding.severity.outcome is Outcome.DECLINE and finding.rule not in BY_PEOPLE
