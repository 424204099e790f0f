"""What the store knows of authors over a stretch of time, for working out their standings anew."""

from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import Connection, bindparam, select

from rejoinder.comments.tables import comments
from rejoinder.moderation.queries import RECORD_DAYS
from rejoinder.moderation.workbench.standings import Given, Standings, records
from rejoinder.readers.model import Standing
from rejoinder.readers.tables import readers, standings
from rejoinder.storage import Prepared
from rejoinder.storage.moments import utc_as_stored

# Whole days: the hour of a moment stays what it is.
_REACH: Final = timedelta(days=RECORD_DAYS)

_WRITTEN = Prepared(
    select(
        comments.c.id,
        comments.c.author_id,
        utc_as_stored(comments.c.created_at).label("created_at"),
        comments.c.state,
    )
    .where(comments.c.site_id == bindparam("site_id"), comments.c.created_at > bindparam("since"))
    .order_by(comments.c.created_at)
)


def standings_since(connection: Connection, site_id: int, *, since: datetime) -> Standings:
    """What is needed to know of a site's authors about the comments from a moment on."""
    given: dict[str, list[Given]] = {}
    for row in connection.execute(
        select(standings).where(standings.c.site_id == site_id).order_by(standings.c.id)
    ):
        said = Given(Standing(row.standing), row.proved, row.made_at, row.until)
        given.setdefault(row.email, []).append(said)
    verified = connection.execute(
        select(readers.c.id, readers.c.verified_at).where(
            readers.c.site_id == site_id, readers.c.verified_at.is_not(None)
        )
    )
    written = _WRITTEN.raw(connection, {"site_id": site_id, "since": since - _REACH})
    return Standings(
        given,
        {row.id: row.verified_at for row in verified},
        records(written, _counts_until),
    )


def _counts_until(raw: Any) -> Any:
    """From when on what was written at a moment counts no more; both as stored."""
    return _days_after(raw[:10]) + raw[10:] if isinstance(raw, str) else raw + _REACH


@lru_cache(maxsize=4096)
def _days_after(day: str) -> str:
    return (date.fromisoformat(day) + _REACH).isoformat()
