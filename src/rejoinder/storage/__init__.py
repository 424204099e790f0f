"""The store: connection, transaction, migrations, two dialects.

It knows no business word but the kinds of changes in its feed and of acts in its audit log.
"""

from rejoinder.storage.audit_log import COMMAND_LINE, AuditEntry, AuditKind
from rejoinder.storage.bulk import BulkInsert, each_of, new_ids
from rejoinder.storage.cache import CachedReading, StoreCache
from rejoinder.storage.change_feed import Change, ChangeKind
from rejoinder.storage.database import Database
from rejoinder.storage.failures import is_deadlock, is_store_failure, is_taken
from rejoinder.storage.idempotency import idempotent_calls
from rejoinder.storage.locks import lock_until_commit
from rejoinder.storage.numbering import number_behind
from rejoinder.storage.opening import open_database
from rejoinder.storage.schema import Id, Moment, metadata, moment_text
from rejoinder.storage.statements import Prepared
from rejoinder.storage.upsert import upsert

__all__ = [
    "COMMAND_LINE",
    "AuditEntry",
    "AuditKind",
    "BulkInsert",
    "CachedReading",
    "Change",
    "ChangeKind",
    "Database",
    "Id",
    "Moment",
    "Prepared",
    "StoreCache",
    "each_of",
    "idempotent_calls",
    "is_deadlock",
    "is_store_failure",
    "is_taken",
    "lock_until_commit",
    "metadata",
    "moment_text",
    "new_ids",
    "number_behind",
    "open_database",
    "upsert",
]
