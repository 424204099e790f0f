"""Writing a decision down, and telling those whom it concerns. Every action ends here."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from rejoinder.articles.tables import articles
from rejoinder.comments import queries as comment_queries
from rejoinder.comments.model import Comment, State
from rejoinder.comments.tables import comments
from rejoinder.engine import Judgement
from rejoinder.moderation.actions.statement_log import put_statement
from rejoinder.moderation.letters import LETTER_WAITS
from rejoinder.moderation.model import Decision, Finding, Outcome
from rejoinder.moderation.notice_queries import answered_by
from rejoinder.moderation.tables import appeals, decisions, reports, staff_notes
from rejoinder.sites.model import Actor
from rejoinder.storage import Change, ChangeKind, Prepared, change_feed, outbox

STATE_AFTER = {
    Outcome.PUBLISH: State.PUBLISHED,
    Outcome.HOLD: State.HELD,
    Outcome.DECLINE: State.DECLINED,
}

# The errand that `jobs` works off; its payload is the `decision_id`.
TELL_AUTHOR = "tell-author"
# Those about notices; their payload is the `notice_id`, and of an answer the `decision_id` too.
TELL_RECEIPT = "tell-receipt"
TELL_NOTIFIER = "tell-notifier"
# That none are taken for a time; its payload is the `suspension_id`.
TELL_SUSPENDED = "tell-suspended"
# Built once: every post executes it.
_INSERT_DECISION = Prepared(
    insert(decisions), tuple(each.name for each in decisions.c if each.name != "id")
)


@dataclass(frozen=True, slots=True)
class NewDecision:
    """A decision about to be written."""

    outcome: Outcome
    policy_version: str
    model_version: str
    findings: tuple[Finding, ...] = ()
    judgement: Judgement | None = None
    by: Actor | None = None
    """Who decides; None where the policy does."""
    rule: str = ""
    note: str = ""
    undoes_id: int | None = None

    @property
    def made_by(self) -> str:
        """Who makes it, as the log has it."""
        return "policy" if self.by is None else "staff"

    @property
    def staff_id(self) -> int | None:
        """Which of the staff."""
        return None if self.by is None else self.by.staff_id

    @property
    def key_id(self) -> int | None:
        """With which key."""
        return None if self.by is None else self.by.key_id


def locked(connection: Connection, site_id: int, comment_id: int) -> Comment:
    """The comment as it is now, which nobody else can decide or change until we have committed.

    Raises:
        NotFound: the site has no such comment.
    """
    # Without it two moderators on PostgreSQL could both decide what both saw undecided; SQLite,
    # where writers take turns anyway, leaves the clause out.
    connection.execute(
        select(comments.c.id).where(comments.c.id == comment_id).with_for_update(key_share=True)
    )
    return comment_queries.by_id(connection, site_id, comment_id)


def lock_together(connection: Connection, comment_ids: Collection[int]) -> None:
    """Keeps several comments and their threads from others until we have committed.

    Whoever decides more than one in a transaction begins with it. A decision locks its comment and
    then its article: by one after the other we would hold a thread and wait for a comment, whose
    decision waits for that thread. So first all the comments and then all the articles, rising.
    """
    theirs = comments.c.id.in_(list(comment_ids))
    threads = articles.c.id.in_(select(comments.c.article_id).where(theirs))
    for column, which in ((comments.c.id, theirs), (articles.c.id, threads)):
        connection.execute(
            select(column).where(which).order_by(column).with_for_update(key_share=True)
        )


def record(
    connection: Connection, comment: Comment, new: NewDecision, *, revision: int, now: datetime
) -> Decision:
    """Appends the decision to the log and returns it as it stands there.

    Of one that restricts, the statement of reasons is written down with it.
    """
    decision = _append(connection, comment, new, revision=revision, now=now)
    if new.outcome is not Outcome.PUBLISH:
        put_statement(connection, comment, decision, now=now)
    if new.made_by == "staff":
        kind = ChangeKind.COMMENT_DECIDED
        change = Change(comment.site_id, comment.article_id, comment.id, kind, now)
        change_feed.put(connection, change)
    return decision


def _append(
    connection: Connection, comment: Comment, new: NewDecision, *, revision: int, now: datetime
) -> Decision:
    decision_id = _INSERT_DECISION.insert(
        connection, _row(comment, new, revision=revision, now=now)
    )
    return Decision(
        id=decision_id,
        site_id=comment.site_id,
        comment_id=comment.id,
        revision=revision,
        outcome=new.outcome,
        made_by=new.made_by,
        staff_id=new.staff_id,
        rule=new.rule,
        note=new.note,
        findings=new.findings,
        judgement=new.judgement,
        policy_version=new.policy_version,
        model_version=new.model_version,
        undoes_id=new.undoes_id,
        made_at=now,
        key_id=new.key_id,
    )


def _row(comment: Comment, new: NewDecision, *, revision: int, now: datetime) -> dict[str, Any]:
    return {
        "site_id": comment.site_id,
        "comment_id": comment.id,
        "revision": revision,
        "outcome": new.outcome,
        "made_by": new.made_by,
        "staff_id": new.staff_id,
        "key_id": new.key_id,
        "rule": new.rule,
        "note": new.note,
        "findings": [finding.to_dict() for finding in new.findings],
        "judgement": None if new.judgement is None else new.judgement.to_dict(),
        "policy_version": new.policy_version,
        "model_version": new.model_version,
        "undoes_id": new.undoes_id,
        "made_at": now,
    }


def answer_complaints(
    connection: Connection, comment: Comment, decision_id: int, *, now: datetime
) -> bool:
    """A person has looked: open reports and appeals about the comment are answered by it, and
    whoever passed it on to an editor.

    Whoever gave notice of it is told, once the letter has waited as all about a person's decision.

    True where the author's own appeal was among them.
    """
    _, _, appealed = (
        connection.execute(
            update(table)
            .where(table.c.comment_id == comment.id, table.c.answered_by_id.is_(None))
            .values(answered_by_id=decision_id)
        ).rowcount
        for table in (staff_notes, reports, appeals)
    )
    for notice in answered_by(connection, decision_id):
        if notice.email:
            payload = {"notice_id": notice.id, "decision_id": decision_id}
            outbox.put(connection, TELL_NOTIFIER, payload, now=now + LETTER_WAITS)
    return appealed > 0


def reopen_complaints(connection: Connection, decision_id: int) -> None:
    """The decision that answered them was undone."""
    for table in (staff_notes, reports, appeals):
        connection.execute(
            update(table).where(table.c.answered_by_id == decision_id).values(answered_by_id=None)
        )


def tell_author(
    connection: Connection, decision_id: int, *, now: datetime, known: State | None = None
) -> None:
    """Leaves word that the author must be told of this decision from `now` on.

    `known` is how the comment stands for all they know, which counts where another decision
    overtakes the letter; None where they must hear of that in any case.
    """
    payload = {"decision_id": decision_id, "known": known}
    outbox.put(connection, TELL_AUTHOR, payload, now=now)
