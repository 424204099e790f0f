"""What the judge and the policy make of comments that another system had already decided.

Nothing is decided anew: the judgement, what the policy found and what it would have done stand
in the log, and whoever reads it there decides.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from rejoinder.articles import queries as article_queries
from rejoinder.articles.model import Article
from rejoinder.comments import intake
from rejoinder.comments import queries as comment_queries
from rejoinder.comments.model import Comment, State
from rejoinder.moderation.actions.decision_log import NewDecision, locked, record
from rejoinder.moderation.actions.gather import article_for_judge, discussed_in
from rejoinder.moderation.actions.imported import IMPORTED
from rejoinder.moderation.actions.trial import Trial, Tried
from rejoinder.moderation.model import Discussed, Outcome
from rejoinder.moderation.queries import PolicyInForce, latest_decisions, policy_of
from rejoinder.readers.model import Standing

# What stands where; the others are for nobody to see any more.
_OUTCOMES: Final = {State.PUBLISHED: Outcome.PUBLISH, State.HELD: Outcome.HOLD}
_WOULD: Final = {
    Outcome.PUBLISH: "Judged after it was imported: the policy would publish it.",
    Outcome.HOLD: "Judged after it was imported: the policy would hold it.",
    Outcome.DECLINE: "Judged after it was imported: the policy would decline it.",
}


@dataclass(frozen=True, slots=True)
class Unjudged:
    """An imported comment that is still as it came, and how it is put to the judge."""

    comment: Comment
    trial: Trial


def unjudged(
    connection: Connection, site_id: int, numbers: Sequence[int]
) -> tuple[PolicyInForce, list[Unjudged]]:
    """The policy in force, and those of these comments that nobody has decided or changed since."""
    latest = latest_decisions(connection, numbers)
    as_they_came = {key for key, each in latest.items() if each.policy_version == IMPORTED}
    found = [
        each
        for each in comment_queries.by_ids(connection, as_they_came).values()
        if each.site_id == site_id and each.state in _OUTCOMES
    ]
    articles = article_queries.by_ids(connection, site_id, {each.article_id for each in found})
    parents = comment_queries.by_ids(
        connection, {each.parent_id for each in found if each.parent_id is not None}
    )
    return policy_of(connection, site_id), [
        Unjudged(each, _trial(each, articles.get(each.article_id), parents)) for each in found
    ]


def _trial(comment: Comment, article: Article | None, parents: dict[int, Comment]) -> Trial:
    parent = None if comment.parent_id is None else parents.get(comment.parent_id)
    return Trial(
        comment.source,
        None if article is None else article_for_judge(article),
        None if parent is None else parent.source,
        # Whether they are new here says nothing about what they wrote there.
        standing=Standing.KNOWN,
        discussed=Discussed() if article is None else discussed_in(article),
    )


def keep_judgement(
    connection: Connection,
    judged: Comment,
    tried: Tried,
    in_force: PolicyInForce,
    *,
    now: datetime,
) -> None:
    """Writes down what was found, unless somebody has decided or changed it meanwhile."""
    comment = locked(connection, judged.site_id, judged.id)
    latest = latest_decisions(connection, [comment.id])[comment.id]
    judgement = tried.case.judgement
    if latest.policy_version != IMPORTED or comment.state not in _OUTCOMES or judgement is None:
        return
    decision = NewDecision(
        outcome=_OUTCOMES[comment.state],
        policy_version=in_force.version,
        model_version=judgement.model,
        findings=tried.verdict.findings,
        judgement=judgement,
        note=_WOULD[tried.verdict.outcome],
    )
    record(connection, comment, decision, revision=comment.revision, now=now)
    intake.judged_anew(connection, comment)
