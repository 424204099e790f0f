"""The row in the log of what staff did with a comment that is no decision about it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from rejoinder.comments.model import Comment
from rejoinder.sites.model import Actor
from rejoinder.storage import AuditEntry, AuditKind, audit_log


def log_act(
    connection: Connection,
    kind: AuditKind,
    comment: Comment,
    member: Actor,
    now: datetime,
    facts: Mapping[str, Any] | None = None,
) -> None:
    """Puts it down, in the name of whoever did it."""
    entry = AuditEntry(
        comment.site_id, kind, str(comment.id), member.signature, now, dict(facts or {})
    )
    audit_log.put(connection, entry)
