"""A comment comes in: gathered, judged, decided, and stored together with its decision."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from rejoinder.articles.model import Article
from rejoinder.comments import intake
from rejoinder.comments import queries as comment_queries
from rejoinder.comments.model import Author, Comment, NewComment
from rejoinder.engine.pool import JudgePool
from rejoinder.errors import N_, Refused
from rejoinder.moderation.actions.decision_log import STATE_AFTER, NewDecision, record
from rejoinder.moderation.actions.gather import (
    Commenter,
    Draft,
    Gathered,
    check_text,
    find_parent,
    gather,
)
from rejoinder.moderation.decide import decide
from rejoinder.moderation.model import Case, Decision, Outcome, Verdict
from rejoinder.moderation.queries import latest_decision, policy_of
from rejoinder.readers.actions import begin_guest
from rejoinder.readers.model import Reader
from rejoinder.readers.queries import by_id as reader_by_id
from rejoinder.storage import Database


@dataclass(frozen=True, slots=True)
class Submission:
    """What somebody sends to be published."""

    text: str
    speaker: Commenter
    parent_id: int | None = None
    key: str | None = None
    """The same for two sendings of one form, so that the second finds the first."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a submission."""

    comment: Comment
    decision: Decision
    reader: Reader
    seen_before: bool = False


@dataclass(frozen=True, slots=True)
class Decided:
    """A case with its verdict, and by which policy and model it came about."""

    case: Case
    verdict: Verdict
    policy_version: str
    model_version: str

    def as_decision(self) -> NewDecision:
        """The verdict as a row for the log."""
        findings, outcome = self.verdict.findings, self.verdict.outcome
        # What is only noted is nobody's reason.
        reasons = () if outcome is Outcome.PUBLISH else findings
        return NewDecision(
            outcome=outcome,
            policy_version=self.policy_version,
            model_version=self.model_version,
            findings=findings,
            judgement=self.case.judgement,
            rule=reasons[0].rule if reasons else "",
        )


def submit(
    database: Database, judge_pool: JudgePool, article: Article, sent: Submission, *, now: datetime
) -> Receipt:
    """Takes a comment, decides about it, and stores both in one transaction.

    Raises:
        Invalid: the text or the parent cannot be taken.
        Refused: the rules do not take it now (closed, too long, too fast); nothing is stored.
    """
    text = check_text(sent.text)
    with database.reading() as connection:
        known = _sent_before(connection, sent)
        if known is not None:
            return known
        parent = find_parent(connection, article, sent.parent_id)
        draft = Draft(article, text, parent)
        in_force = policy_of(connection, article.site_id)
        gathered = gather(connection, draft, sent.speaker, in_force, now=now)
    decided = judge_and_decide(judge_pool, gathered)
    try:
        with database.writing() as connection:
            return _store(connection, article, sent, decided, now=now)
    except IntegrityError:
        # The same form, sent twice at the same moment: the other one came first.
        with database.reading() as connection:
            known = _sent_before(connection, sent)
        if known is None:
            raise
        return known


def judge_and_decide(judge_pool: JudgePool, gathered: Gathered) -> Decided:
    """Asks the judge, then the policy.

    A comment that would be refused anyway is not worth the judge's time.

    Raises:
        Refused: with every reason, where the comment is not even taken.
    """
    case = gathered.case
    if not case.thread_closed:
        case = replace(case, judgement=judge_pool.ask(gathered.question))
    verdict = decide(gathered.in_force.policy, case)
    if verdict.refused:
        raise refusal(N_("The comment could not be taken as it is."), verdict)
    model = judge_pool.model if case.judgement is None else case.judgement.model
    return Decided(case, verdict, gathered.in_force.version, model)


def refusal(message: str, verdict: Verdict) -> Refused:
    """The error that carries a verdict's findings to whoever sent the text."""
    return Refused(
        message,
        code=verdict.findings[0].rule,
        details={"findings": [finding.to_dict() for finding in verdict.findings]},
    )


def _sent_before(connection: Connection, sent: Submission) -> Receipt | None:
    if sent.key is None:
        return None
    comment = comment_queries.by_submission_key(connection, sent.key)
    if comment is None:
        return None
    return Receipt(
        comment=comment,
        decision=latest_decision(connection, comment.id),
        reader=reader_by_id(connection, comment.author.reader_id),
        seen_before=True,
    )


def _store(
    connection: Connection,
    article: Article,
    sent: Submission,
    decided: Decided,
    *,
    now: datetime,
) -> Receipt:
    speaker = sent.speaker
    reader = speaker.reader or begin_guest(
        connection, article.site_id, name=speaker.name, email=speaker.email, now=now
    )
    comment = intake.store(
        connection,
        NewComment(
            site_id=article.site_id,
            article_id=article.id,
            parent_id=sent.parent_id,
            author=Author(reader.id, speaker.name, speaker.email),
            source=decided.case.text,
            state=STATE_AFTER[decided.verdict.outcome],
            submission_key=sent.key,
        ),
        now=now,
    )
    record(connection, comment, decided.as_decision(), revision=comment.revision, now=now)
    return Receipt(comment, latest_decision(connection, comment.id), reader)
