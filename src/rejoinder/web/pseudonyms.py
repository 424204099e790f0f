"""People we do not know, told apart for a day and no longer: the day's salt, and what it makes."""

import hashlib

from rejoinder.readership.actions import salt_for
from rejoinder.readership.model import DailySalt
from rejoinder.web.context import RequestContext


def daily_salt(context: RequestContext) -> DailySalt:
    """The salt of the day, kept while it holds."""
    state = context.request.app.state
    kept: DailySalt | None = state.get("salt")
    if kept is None or not kept.holds(context.now):
        kept = salt_for(context.app_state.database, context.now)
        state.salt = kept
    return kept


def reporter_key(context: RequestContext) -> str:
    """The same for two reports of one person; of somebody not signed in, for a day.

    An address is never kept: once the day's salt is deleted, nothing leads from the key to it.
    """
    visitor = context.visitor
    if visitor.signed_in:
        return f"reader-{visitor.reader_id}"
    told = f"{visitor.site.id}\n{visitor.address}\n{visitor.user_agent}".encode()
    return hashlib.blake2b(told, key=daily_salt(context).secret, digest_size=32).hexdigest()
