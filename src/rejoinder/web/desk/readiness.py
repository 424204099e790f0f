"""What the first to open the desk after a start would wait for, made ready beside all else.

Of ten thousand comments that wait, reading them and compiling the desk's pages take seconds.
"""

import logging
import threading
from typing import Final

from sqlalchemy import Connection, select

from rejoinder.logs import reason_of
from rejoinder.readers.tables import readers, sessions
from rejoinder.sites.model import Site
from rejoinder.sites.queries import everyone
from rejoinder.sites.tables import staff
from rejoinder.web.app_state import AppState
from rejoinder.web.templating import compile_templates

log = logging.getLogger(__name__)

# Of an installation of hundreds, the others are read when somebody opens their desk.
MOST_SITES: Final = 20


def get_ready_beside(app_state: AppState) -> None:
    """Begins to make the desk ready in a thread of its own; nobody waits for it."""
    threading.Thread(target=_get_ready, args=(app_state,), name="ready", daemon=True).start()


def _get_ready(app_state: AppState) -> None:
    try:
        with app_state.database.reading() as connection:
            sites = _with_staff_signed_in(connection, app_state)
        for site in sites:
            with app_state.database.reading() as connection:
                app_state.queue.waiting(connection, site.id, now=app_state.clock())
            compile_templates(site, "desk")
    except Exception as failure:  # noqa: BLE001 - whoever opens the desk makes it ready then
        log.warning("the desk could not be made ready: %s", reason_of(failure))


def _with_staff_signed_in(connection: Connection, app_state: AppState) -> list[Site]:
    """Sites at whose desk somebody may be about to go on."""
    theirs = (
        select(staff.c.site_id)
        .join(readers, (readers.c.site_id == staff.c.site_id) & (readers.c.email == staff.c.email))
        .join(sessions, sessions.c.reader_id == readers.c.id)
        .where(
            staff.c.removed_at.is_(None),
            sessions.c.signed_in,
            sessions.c.expires_at > app_state.clock(),
        )
        .distinct()
        .limit(MOST_SITES)
    )
    numbers = set(connection.execute(theirs).scalars())
    return [site for site in everyone(connection) if site.id in numbers]
