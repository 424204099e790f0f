"""People whom we do not know, told apart for a day and no longer."""

import hashlib

from anyio.to_thread import run_sync

from rejoinder.ip_addresses import wide_network_of
from rejoinder.web.app_state import AppState
from rejoinder.web.context import RequestContext


def sender_key(context: RequestContext) -> str:
    """The same for all that one person sends; of somebody not signed in, for a day.

    Nobody can choose it: not by another browser, nor by another address of their network. An
    address is never kept: once the day's salt is deleted, nothing leads from the key to it. The
    day's first one makes a salt, so call it in no transaction, or `ready_for_senders` before it.
    """
    if context.speaks_for:
        return context.speaks_for
    session = context.visitor.session
    if session is not None and session.signed_in:
        return session.reader.sender_key
    return network_key(context)


async def ready_for_senders(app_state: AppState) -> None:
    """Makes the day's salt where there is none yet, so that keys can be made in a transaction.

    In a thread: whoever writes the day's first one may have to wait for whoever writes just then.
    """
    salts, now = app_state.daily_salts, app_state.clock()
    if not salts.known_at(now):
        await run_sync(salts.at, now)


def network_key(context: RequestContext) -> str:
    """The same for a day for all that comes from one network, whatever cookies come with it."""
    return _key(context, context.visitor.network)


def wide_network_key(context: RequestContext) -> str:
    """The same for all the networks that one customer can have for nothing.

    Empty where the site's own software calls: its network says nothing of the reader's.
    """
    if context.speaks_for:
        return ""
    return _key(context, wide_network_of(context.visitor.address))


def _key(context: RequestContext, network: str) -> str:
    salt = context.app_state.daily_salts.at(context.now)
    person = f"{context.visitor.site.id}\n{network}".encode("utf-8", "surrogatepass")
    return hashlib.blake2b(person, key=salt.secret, digest_size=32).hexdigest()
