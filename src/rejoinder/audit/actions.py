"""Sealing what was logged since the last time."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection

from rejoinder.audit.digests import next_digest
from rejoinder.audit.model import Head, Verified
from rejoinder.audit.queries import head_of, unread_since, unsealed_rows
from rejoinder.audit.tables import SEALED, log_seals
from rejoinder.storage import (
    COMMAND_LINE,
    AuditEntry,
    AuditKind,
    BulkInsert,
    audit_log,
    lock_until_commit,
)

# More transactions than are ever on their way at once.
BACK: Final = 1_000
# Of each table: some tenths of a second during which nobody else writes.
AT_ONCE: Final = 2_000
# Of what is wrong; where a chain broke, the first say where.
MOST_NAMED: Final = 20
# All tries of one errand, and what waits before it.
TRIED_FOR: Final = timedelta(hours=4)
_INSERT = BulkInsert(log_seals, ("site_id", "number", "source", "row_id", "digest", "sealed_at"))


def note_verified(
    connection: Connection,
    site_id: int,
    verified: Verified,
    *,
    now: datetime,
    by: str = COMMAND_LINE,
) -> None:
    """Leaves word in the log itself that it was read anew, up to where, and what was wrong."""
    problems = verified.problems
    facts: dict[str, Any] = {"number": verified.head.number, "problems": verified.wrong}
    if problems:
        facts["named"] = [each.plain for each in problems[:MOST_NAMED]]
    kind, head = AuditKind.LOG_VERIFIED, str(verified.head)
    audit_log.put(connection, AuditEntry(site_id, kind, head, by, now, facts))


def note_unread(connection: Connection, site_id: int, *, now: datetime, by: str) -> None:
    """Leaves word in the log that it could not be read to its end; of further tries none."""
    before = unread_since(connection, site_id)
    if before is None or now - before > TRIED_FOR:
        entry = AuditEntry(site_id, AuditKind.LOG_UNREAD, "log", by, now, {})
        audit_log.put(connection, entry)


def seal(connection: Connection, *, now: datetime) -> int:
    """Seals what has no seal, in the order in which it was made, and returns how much that was.

    Not in the transactions that log: posts would wait for each other at the end of one chain.
    So what was logged in the last second or two can still be altered unseen.
    """
    lock_until_commit(connection, "seals of the log")
    heads: dict[int, Head] = {}
    rows: list[Sequence[Any]] = []
    for each in unsealed_rows(connection, back=BACK, limit=AT_ONCE):
        before = heads.get(each.site_id) or head_of(connection, each.site_id)
        digest = next_digest(before.digest, SEALED[each.source].name, each.row)
        head = heads[each.site_id] = Head(before.number + 1, digest)
        rows.append((each.site_id, head.number, each.source, each.row["id"], digest, now))
    if rows:
        _INSERT.run(connection, rows)
    return len(rows)
