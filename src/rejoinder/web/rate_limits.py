"""How often one network may do what costs us or somebody else something."""

from dataclasses import dataclass, field

from limits import RateLimitItemPerHour, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

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


@dataclass(slots=True)
class RateLimits:
    """Counts in this process's memory; each web process counts for itself."""

    posts_per_minute: int
    """0 means no limit."""
    _limiter: MovingWindowRateLimiter = field(
        default_factory=lambda: MovingWindowRateLimiter(MemoryStorage())
    )

    def post(self, network: str) -> None:
        """Counts a post.

        Raises:
            TooMany: this network sent too many in the last minute.
        """
        if self.posts_per_minute:
            item = RateLimitItemPerMinute(self.posts_per_minute)
            self._take(item, "post", network, wait=60)

    def report(self, network: str) -> None:
        """Counts a report or an appeal; raises TooMany."""
        self._take(RateLimitItemPerHour(REPORTS_AN_HOUR), "report", network, wait=600)

    def sign_in(self, network: str) -> None:
        """Counts a request for a sign-in link; raises TooMany."""
        self._take(RateLimitItemPerHour(SIGN_INS_AN_HOUR), "sign-in", network, wait=600)

    def name(self, network: str) -> None:
        """Counts a name that somebody wants to be called; raises TooMany."""
        self._take(RateLimitItemPerHour(NAMES_AN_HOUR), "name", network, wait=600)

    def session(self, network: str) -> None:
        """Counts a token that is handed in for a session; raises TooMany."""
        self._take(RateLimitItemPerMinute(SESSIONS_A_MINUTE), "session", network, wait=60)

    def read(self, network: str) -> None:
        """Counts a read that a browser tells of; raises TooMany."""
        self._take(RateLimitItemPerMinute(READS_A_MINUTE), "read", network, wait=60)

    def first_sight(self, network: str) -> None:
        """Counts an article that nobody knew of before; raises TooMany."""
        self._take(RateLimitItemPerMinute(FIRST_SIGHTS_A_MINUTE), "first-sight", network, wait=60)

    def _take(
        self,
        item: RateLimitItemPerMinute | RateLimitItemPerHour,
        what: str,
        network: str,
        *,
        wait: int,
    ) -> None:
        if not self._limiter.hit(item, what, network):
            raise TooMany(
                N_("That was a little too fast. Please wait a moment and try again."),
                retry_after=wait,
            )
