"""People who wrote in another system."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from rejoinder.readers import queries
from rejoinder.readers.model import NewAuthor
from rejoinder.readers.tables import readers
from rejoinder.storage import BulkInsert, moment_text, new_ids

_INSERT_AUTHORS = BulkInsert(
    readers,
    ("id", "site_id", "email", "name", "verified_at", "created_at"),
    as_text=("verified_at", "created_at"),
)


def put_authors(
    connection: Connection, site_id: int, authors: Sequence[NewAuthor], *, now: datetime
) -> Sequence[int]:
    """People who wrote elsewhere; returns their numbers, in the same order.

    They are guests, unless their address is proved: then they are whoever here has proved it too,
    and somebody new chooses a name when they next write.
    """
    proved = {each.email for each in authors if each.proved}
    known = dict(queries.verified_ids(connection, site_id, proved))
    new: dict[object, NewAuthor] = {}
    # In one order, so that of two imports with the same people one waits for the other.
    for at, each in sorted(enumerate(authors), key=lambda numbered: numbered[1].email):
        if not each.proved:
            new[at] = each
        elif each.email not in known:
            new.setdefault(each.email, each)
    moment = moment_text(now)
    ids = dict(zip(new, new_ids(connection, readers, len(new)), strict=True))
    _INSERT_AUTHORS.run(
        connection,
        (
            (
                *(ids[key], site_id, each.email, "" if each.proved else each.name),
                *(moment if each.proved else None, moment),
            )
            for key, each in new.items()
        ),
    )
    return [
        known[each.email]
        if each.proved and each.email in known
        else ids[each.email if each.proved else at]
        for at, each in enumerate(authors)
    ]
