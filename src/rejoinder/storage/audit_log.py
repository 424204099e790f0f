"""The audit log: what people did that has no log of its own, a row each, which only grows.

Decisions, policies and standings are logs themselves. Roles, keys and whatever else changes in its
place leaves a row here, in the transaction that changes it; `rejoinder.audit` chains them all.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import JSON, Column, Connection, Index, String, Table, insert

from rejoinder.storage.schema import Id, Moment, metadata

# Who acts where nobody has signed in: somebody at the server itself.
COMMAND_LINE: Final = "command line"


class AuditKind(StrEnum):
    """What can be done."""

    STAFF_INVITED = "staff.invited"
    STAFF_CHANGED = "staff.changed"
    """Their role or their name."""
    STAFF_REMOVED = "staff.removed"
    KEY_MADE = "key.made"
    KEY_REVOKED = "key.revoked"
    PASSKEY_ADDED = "passkey.added"
    PASSKEY_REMOVED = "passkey.removed"
    PASSKEYS_RESET = "passkeys.reset"
    """All of somebody's, who lost them."""
    ARTICLE_ADDED = "article.added"
    ARTICLE_CHANGED = "article.changed"
    ARTICLE_MOVED = "article.moved"
    ARTICLE_UNPUBLISHED = "article.unpublished"
    ARTICLE_REPUBLISHED = "article.republished"
    THREAD_CLOSED = "thread.closed"
    THREAD_OPENED = "thread.opened"
    COMMENT_PINNED = "comment.pinned"
    COMMENT_UNPINNED = "comment.unpinned"
    COMMENT_PICKED = "comment.picked"
    COMMENT_UNPICKED = "comment.unpicked"
    POLICY_PUT = "policy.put"
    """Another policy is in force: as it was told before its own row in `policies` told all."""
    SHADOW_BEGUN = "shadow.begun"
    """A policy is tried beside the one in force."""
    SHADOW_ENDED = "shadow.ended"
    NOTE_ADDED = "note.added"
    COMMENT_PASSED_ON = "comment.passed-on"
    """To an editor."""
    COMMENT_GIVEN_BACK = "comment.given-back"
    """By an editor, with an answer."""
    BULK_BEGUN = "bulk.begun"
    """Many comments are decided at once; each has its decision beside it."""
    BULK_STOPPED = "bulk.stopped"
    BULK_RESUMED = "bulk.resumed"
    BULK_UNDONE = "bulk.undone"
    SECOND_READING_GIVEN = "second-reading.given"
    DIFFERENCE_SETTLED = "difference.settled"
    """Of two readings that were not alike."""
    AUTHOR_WARNED = "author.warned"
    NOTIFIER_SUSPENDED = "notifier.suspended"
    """No notices are taken from an address for a time."""
    NOTIFIER_RESTORED = "notifier.restored"
    REASON_CHANGED = "reason.changed"
    """One of the house's own for declining: written, worded anew or removed."""
    EXPORTED = "export.made"
    """Somebody at the server took the site, its statements or its feedback as files."""
    LOG_EXPORTED = "log.exported"
    LOG_VERIFIED = "log.verified"
    LOG_UNREAD = "log.unread"
    """It was read anew; the facts say up to which seal, and how much was wrong."""
    SITE_CHANGED = "site.changed"
    """A setting of the site itself."""


audit_log = Table(  # append-only, held by triggers in the store
    "audit_log",
    metadata,
    Column("id", Id, primary_key=True),
    # Without a foreign key, as little as the chain has one: what it names may be looked for later.
    Column("site_id", Id, nullable=False),
    Column("kind", String(40), nullable=False),
    Column("subject", String(300), nullable=False),
    Column("actor", String(200), nullable=False),
    Column("facts", JSON, nullable=False),
    Column("made_at", Moment, nullable=False),
    Index("ix_audit_log_site_id_id", "site_id", "id"),
    Index("ix_audit_log_site_id_made_at", "site_id", "made_at"),
)


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One thing that somebody did."""

    site_id: int
    kind: AuditKind
    subject: str
    """Whom or what it was done to, as people would look for it: an address, a key's name."""
    actor: str
    """Who did it: an address, `key NAME`, or COMMAND_LINE."""
    made_at: datetime
    facts: Mapping[str, Any] = field(default_factory=dict)
    """Plain values: what it was before and is now. No secret, nothing that a reader wrote."""


def put(connection: Connection, entry: AuditEntry) -> None:
    """Writes it down; it exists exactly if the caller's transaction does."""
    connection.execute(
        insert(audit_log).values(
            site_id=entry.site_id,
            kind=entry.kind.value,
            subject=entry.subject,
            actor=entry.actor,
            facts=dict(entry.facts),
            made_at=entry.made_at,
        )
    )
