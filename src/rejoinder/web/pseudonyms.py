"""People whom we do not know, told apart for a day and no longer."""

import hashlib

from rejoinder.web.context import RequestContext


def reporter_key(context: RequestContext) -> str:
    """The same for two reports of one person; of somebody not signed in, for a day.

    An address is never kept: once the day's salt is deleted, nothing leads from the key to it.
    """
    visitor = context.visitor
    if visitor.signed_in:
        return f"reader-{visitor.reader_id}"
    salt = context.app_state.daily_salts.at(context.now)
    person = f"{visitor.site.id}\n{visitor.address}\n{visitor.user_agent}".encode()
    return hashlib.blake2b(person, key=salt.secret, digest_size=32).hexdigest()
