"""When a message that did not arrive is tried again. Pure."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

# Ten seconds, then twice as long each time, and never longer than an hour and a half: about
# twenty-five tries in a day.
FIRST_RETRY: Final = timedelta(seconds=10)
LONGEST_PAUSE: Final = timedelta(minutes=90)
# Either way, so that what failed together does not come back together.
JITTER: Final = 0.25
# Whatever an endpoint asks for, its messages end with the day.
LONGEST_RETRY_AFTER: Final = timedelta(days=1)
_LONGEST_HEADER: Final = 40


def pause(tries: int, dice: float) -> timedelta:
    """How long to wait after so many tries (at least one); `dice` is from 0 up to 1."""
    doubled = FIRST_RETRY * (1 << min(tries - 1, 20))
    return min(doubled, LONGEST_PAUSE) * (1 + JITTER * (2 * dice - 1))


def retry_after(header: str, *, now: datetime) -> timedelta | None:
    """What a Retry-After asks for, in seconds or as a date (RFC 9110, 10.2.3); None for no sense.

    Never less than nothing nor longer than a day.
    """
    told = header.strip()[:_LONGEST_HEADER]
    try:
        asked = timedelta(seconds=int(told[:9])) if told.isdecimal() else _until(told, now)
    except (ValueError, OverflowError):
        return None
    return min(max(asked, timedelta(0)), LONGEST_RETRY_AFTER)


def _until(told: str, now: datetime) -> timedelta:
    moment: datetime = parsedate_to_datetime(told)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - now
