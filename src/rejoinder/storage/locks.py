"""Locks by name in the store, for what only one writer at a time may decide."""

import hashlib

from sqlalchemy import Connection, bindparam, func, select

from rejoinder.storage.statements import Prepared

_LOCK = Prepared(select(func.pg_advisory_xact_lock(bindparam("number")).label("locked")))


def lock_until_commit(connection: Connection, *names: str) -> None:
    """Waits until no other transaction has locked a thing of one of these names, and locks it.

    What is read afterwards is what the others committed. SQLite has one writer, who needs none.
    Take all that a transaction needs at once, the most particular first, and before any row is
    changed: so nobody waits for somebody who waits for them.
    """
    if connection.dialect.name == "sqlite":
        return
    for name in names:
        digest = hashlib.blake2b(name.encode(), digest_size=8).digest()
        number = int.from_bytes(digest, "big", signed=True)
        _LOCK.run(connection, {"number": number})
