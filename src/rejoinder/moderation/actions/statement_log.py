"""Writing down the statement of reasons of a restriction, in the transaction that restricts."""

from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, insert

from rejoinder.comments.model import Comment
from rejoinder.moderation.model import Decision
from rejoinder.moderation.notice_queries import Unanswered, unanswered
from rejoinder.moderation.statements import Source, Statement, statement_of, statement_of_ban
from rejoinder.moderation.tables import statements
from rejoinder.readers.model import Address
from rejoinder.storage import Prepared

# Built once: every post that is held or declined executes it.
_INSERT = Prepared(
    insert(statements), tuple(each.name for each in statements.c if each.name != "id")
)


def put_statement(
    connection: Connection, comment: Comment, decision: Decision, *, now: datetime
) -> None:
    """Writes down why a comment is held or declined."""
    told = _told_by(connection, decision)
    statement = statement_of(decision, told.source, told.kind)
    about = {
        "decision_id": decision.id,
        "comment_id": comment.id,
        "policy_version": decision.policy_version,
        "content_date": comment.created_at,
    }
    _put(connection, comment.site_id, statement, about, now=now)


def put_statement_of_ban(
    connection: Connection,
    address: Address,
    standing_id: int,
    reason: str,
    until: datetime | None,
    *,
    now: datetime,
) -> None:
    """Writes down why no more comments are taken from somebody."""
    about = {"standing_id": standing_id, "content_date": now}
    _put(connection, address.site_id, statement_of_ban(reason, until), about, now=now)


def _put(
    connection: Connection,
    site_id: int,
    statement: Statement,
    about: dict[str, Any],
    *,
    now: datetime,
) -> None:
    nothing = {"decision_id": None, "standing_id": None, "comment_id": None, "policy_version": ""}
    # Random, so that no two stores ever give the same one, whatever is restored into which.
    row = {"site_id": site_id, "puid": str(uuid4()), "made_at": now, **nothing, **about}
    _INSERT.insert(connection, {**row, **asdict(statement)})


def _told_by(connection: Connection, decision: Decision) -> Unanswered:
    """Who made the site look: while nobody has answered them, the decision is about their word."""
    if decision.made_by == "staff":
        return unanswered(connection, decision.comment_id)
    reported = any(each.rule == "reported" for each in decision.findings)
    return Unanswered(Source.REPORT if reported else Source.OWN)
