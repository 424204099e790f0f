"""How long letters about what people decide wait."""

from datetime import datetime, timedelta
from typing import Final

# Longer than the way back stays in sight.
LETTER_WAITS: Final = timedelta(seconds=30)
# A request under way may end, and the worker come, some seconds later.
_SURELY_GONE: Final = timedelta(seconds=40)


def surely_gone(caused_at: datetime, *, now: datetime) -> bool:
    """Whether a letter that was caused then has gone, if nothing overtook it."""
    return now - caused_at >= _SURELY_GONE
