"""Moments as other systems write them; never one that a calendar or a store cannot hold."""

from datetime import UTC, datetime, timedelta

# Comments on the web are younger than the web; later than tomorrow nobody has written.
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)


def read_moment(raw: object, *, latest: datetime) -> datetime | None:
    """A moment in UTC from ISO 8601, `YYYY-MM-DD HH:MM:SS`, or seconds since 1970; else None.

    Without a zone it is UTC. What lies before 1990 or after `latest` is none.
    """
    moment = _read(raw)
    if moment is None or not EARLIEST <= moment <= latest:
        return None
    return moment


def latest_moment(now: datetime) -> datetime:
    """Until when comments can have been written: clocks and zones may be a day off."""
    return now + timedelta(days=1)


def _read(raw: object) -> datetime | None:
    try:
        if isinstance(raw, str):
            moment = datetime.fromisoformat(raw.strip())
            return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
        if isinstance(raw, int | float) and not isinstance(raw, bool):
            return datetime.fromtimestamp(raw, UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return None
