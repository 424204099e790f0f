"""People we do not know, told apart for a day and no longer: the day's salt, and what it makes."""

import hashlib

from rejoinder.reading.actions import salt_for
from rejoinder.reading.model import DailySalt
from rejoinder.web.visit import Visit


def daily_salt(visit: Visit) -> DailySalt:
    """The salt of the day, kept while it holds."""
    state = visit.request.app.state
    kept: DailySalt | None = state.get("salt")
    if kept is None or not kept.holds(visit.now):
        kept = salt_for(visit.parts.database, visit.now)
        state.salt = kept
    return kept


def reporter_key(visit: Visit) -> str:
    """The same for two reports of one person; of somebody not signed in, for a day.

    An address is never kept: once the day's salt is deleted, nothing leads from the key to it.
    """
    visitor = visit.visitor
    if visitor.signed_in:
        return f"reader-{visitor.reader_id}"
    told = f"{visitor.site.id}\n{visitor.address}\n{visitor.user_agent}".encode()
    return hashlib.blake2b(told, key=daily_salt(visit).secret, digest_size=32).hexdigest()
