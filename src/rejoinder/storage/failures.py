"""When it is the store that failed, and not our use of it."""

import sqlite3

from sqlalchemy.exc import DisconnectionError, TimeoutError

# As the drivers of both kinds call them (PEP 249): locked, full, gone. Some come through
# SQLAlchemy, which keeps their names, and some from the driver itself, which has kinds of them with
# names of their own, such as DeadlockDetected.
_KINDS = frozenset({"OperationalError", "InterfaceError"})
# Of SQLite's that is a file that cannot be read. Our own mistakes are kinds of it, so it must be
# this itself.
_UNREADABLE = "DatabaseError"
# As PostgreSQL calls it (its manual, appendix A).
_DEADLOCK = "40P01"


def is_store_failure(failure: BaseException) -> bool:
    """Whether the store could not do what it was asked: it may be able to in a moment."""
    if isinstance(failure, DisconnectionError | TimeoutError):
        return True
    # SQLite has one class for what it cannot do and for what makes no sense: a table that is not
    # there, say. That is our own mistake.
    original = _original(failure)
    senseless = getattr(original, "sqlite_errorcode", None) == sqlite3.SQLITE_ERROR
    names = {kind.__name__ for kind in type(failure).__mro__}
    known = type(failure).__name__ == _UNREADABLE or not _KINDS.isdisjoint(names)
    return known and not senseless


def is_deadlock(failure: BaseException) -> bool:
    """Whether two transactions waited for each other and this one was undone, to let one go on."""
    original = _original(failure)
    return getattr(original, "sqlstate", None) == _DEADLOCK


def is_taken(failure: BaseException) -> bool:
    """Whether a row could not be written because of what is there, most likely the same one."""
    original = _original(failure)
    return any(kind.__name__ == "IntegrityError" for kind in type(original).__mro__)


def _original(failure: BaseException) -> BaseException:
    """The driver's own failure, where SQLAlchemy has put another around it."""
    original: BaseException = getattr(failure, "orig", None) or failure
    return original
