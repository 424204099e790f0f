"""People whom we do not know, told apart for a day and no longer."""

import hashlib

from rejoinder.web.context import RequestContext


def sender_key(context: RequestContext) -> str:
    """The same for all that one person sends; of somebody not signed in, for a day.

    Nobody can choose it: not by another browser, nor by another address of their network. An
    address is never kept: once the day's salt is deleted, nothing leads from the key to it. The
    day's first one makes a salt, so call it in no transaction.
    """
    visitor = context.visitor
    if visitor.signed_in:
        return f"reader-{visitor.reader_id}"
    salt = context.app_state.daily_salts.at(context.now)
    person = f"{visitor.site.id}\n{visitor.network}".encode("utf-8", "surrogatepass")
    return hashlib.blake2b(person, key=salt.secret, digest_size=32).hexdigest()
