"""How many streams may be open: in all, and for one network."""

import contextlib
from collections import Counter
from dataclasses import dataclass, field

from rejoinder.errors import N_, TooMany, Unavailable

# As many as a server's machine tells within a second; see docs/performance.md.
MOST_STREAMS = 10_000
# A university reads behind one address. Those who come then ask every now and then instead.
MOST_OF_ONE_NETWORK = 100
RETRY_SECONDS = 60


def most_streams() -> int:
    """How many this process may have: half of its connections at most, for all others come too."""
    with contextlib.suppress(ImportError):  # there is no such limit on Windows
        import resource  # noqa: PLC0415

        files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
        if files != resource.RLIM_INFINITY:
            return min(MOST_STREAMS, files // 2)
    return MOST_STREAMS


@dataclass(slots=True)
class Places:
    """The places of this process; used by its event loop only."""

    most: int = field(default_factory=most_streams)
    most_of_one_network: int = MOST_OF_ONE_NETWORK
    taken: int = 0
    _by_network: Counter[str] = field(default_factory=Counter)

    def take(self, network: str) -> "Place":
        """A place for one stream.

        Raises:
            Unavailable: all are taken.
            TooMany: as many as one network may have are.
        """
        if self._by_network[network] >= self.most_of_one_network:
            raise TooMany(
                N_("Too many live threads are open from where you are. Please ask now and then."),
                retry_after=RETRY_SECONDS,
            )
        if self.taken >= self.most:
            raise Unavailable(
                N_("Too many live threads are open just now. Please ask now and then.")
            )
        self.taken += 1
        self._by_network[network] += 1
        return Place(self, network)

    def give_back(self, network: str) -> None:
        """Frees a place; called by `Place`."""
        self.taken -= 1
        self._by_network[network] -= 1
        if not self._by_network[network]:
            del self._by_network[network]


@dataclass(slots=True)
class Place:
    """One place, until it is given back."""

    places: Places
    network: str
    held: bool = True

    def give_back(self) -> None:
        """Frees it, once."""
        if self.held:
            self.held = False
            self.places.give_back(self.network)

    def __del__(self) -> None:
        """Somebody may leave before their stream began."""
        self.give_back()
