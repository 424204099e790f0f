"""How often one caller may do what costs us or somebody else something."""

import math
from dataclasses import dataclass, field

from limits import RateLimitItem, RateLimitItemPerHour, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from rejoinder.clock import now
from rejoinder.errors import N_, TooMany

# A person reads for a while between two; a script does not.
REPORTS_AN_HOUR = 30
SIGN_INS_AN_HOUR = 30
# Each is put to the judge, and each refusal tells that a name is somebody's.
NAMES_AN_HOUR = 30
# A whole office reads behind one address; a made-up crowd is larger.
READS_A_MINUTE = 120
# A publisher's page hands a token in whenever somebody who signed in there opens it.
SESSIONS_A_MINUTE = 120
# Each leaves an article that somebody may have invented.
FIRST_SIGHTS_A_MINUTE = 60
# Each writes twice, whatever becomes of what was asked for.
CALLS_A_MINUTE = 120

_ITEMS: dict[str, RateLimitItem] = {
    "report": RateLimitItemPerHour(REPORTS_AN_HOUR),
    "sign-in": RateLimitItemPerHour(SIGN_INS_AN_HOUR),
    "name": RateLimitItemPerHour(NAMES_AN_HOUR),
    "session": RateLimitItemPerMinute(SESSIONS_A_MINUTE),
    "read": RateLimitItemPerMinute(READS_A_MINUTE),
    "first-sight": RateLimitItemPerMinute(FIRST_SIGHTS_A_MINUTE),
    "call": RateLimitItemPerMinute(CALLS_A_MINUTE),
}


@dataclass(frozen=True, slots=True)
class Allowance:
    """How much of something one caller has left."""

    what: str
    most: int
    """In any `seconds` on end."""
    seconds: int
    left: int
    reset: int
    """Seconds until the oldest that counts counts no more."""


@dataclass(slots=True)
class RateLimits:
    """Counts in this process's memory; each web process counts for itself.

    A caller is a network, or a reader where it is proved who they are. Each raises TooMany.
    """

    posts_per_minute: int
    """0 means no limit."""
    key_calls_per_minute: int
    """Calls of one key: for all its readers together, and at the desk."""
    _limiter: MovingWindowRateLimiter = field(
        default_factory=lambda: MovingWindowRateLimiter(MemoryStorage())
    )

    def post(self, caller: str) -> None:
        """Counts a post.

        Raises:
            TooMany: this caller sent too many in the last minute.
        """
        if self.posts_per_minute:
            self._take("post", caller)

    def key(self, caller: str) -> None:
        """Counts what a key does for a reader, whichever, or at the desk; raises TooMany."""
        if self.key_calls_per_minute:
            self._take("key", caller)

    def report(self, caller: str) -> None:
        """Counts a report or an appeal; raises TooMany."""
        self._take("report", caller)

    def sign_in(self, network: str) -> None:
        """Counts a request for a sign-in link; raises TooMany."""
        self._take("sign-in", network)

    def name(self, network: str) -> None:
        """Counts a name that somebody wants to be called; raises TooMany."""
        self._take("name", network)

    def session(self, network: str) -> None:
        """Counts a token that is handed in for a session; raises TooMany."""
        self._take("session", network)

    def read(self, network: str) -> None:
        """Counts a read that a browser tells of; raises TooMany."""
        self._take("read", network)

    def first_sight(self, network: str) -> None:
        """Counts an article that nobody knew of before; raises TooMany."""
        self._take("first-sight", network)

    def call(self, caller: str) -> None:
        """Counts a call with a key by which it shall happen once; raises TooMany."""
        self._take("call", caller)

    def left(self, what: str, caller: str) -> Allowance | None:
        """What a caller has left of it; None where it is not limited."""
        if self._per_minute.get(what) == 0:
            return None
        item = self._item(what)
        window = self._limiter.get_window_stats(item, what, caller)
        reset = max(1, math.ceil(window.reset_time - now().timestamp()))
        return Allowance(what, item.amount, item.get_expiry(), window.remaining, reset)

    @property
    def _per_minute(self) -> dict[str, int]:
        """What the operator sets."""
        return {"post": self.posts_per_minute, "key": self.key_calls_per_minute}

    def _item(self, what: str) -> RateLimitItem:
        told = self._per_minute.get(what)
        return _ITEMS[what] if told is None else RateLimitItemPerMinute(told)

    def _take(self, what: str, caller: str) -> None:
        if self._limiter.hit(self._item(what), what, caller):
            return
        allowance = self.left(what, caller)
        raise TooMany(
            N_("That was a little too fast. Please wait a moment and try again."),
            retry_after=allowance.reset if allowance else 1,
        )
