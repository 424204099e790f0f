"""Articles that were fetched, and addresses at which there was none, kept for a while."""

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import NamedTuple

from rejoinder.dropin.model import Caller
from rejoinder.engine import Article

# A newspaper's article of this morning, with its corrections, is about the same thing at noon.
FOUND_SECONDS = 3600.0
# A server that was restarted, or an address that was published a moment too late.
MISSED_SECONDS = 60.0
MOST_ARTICLES = 2000
# In all of them: ten to thirty megabytes.
MOST_CHARACTERS = 8_000_000


class Place(NamedTuple):
    """Whose article, at which address, as it was changed when."""

    owner: Caller | None
    """None where all share what is kept."""
    url: str
    edition: str


@dataclass(frozen=True, slots=True)
class Found:
    """What stood there, if anything did."""

    article: Article | None
    until: float

    def __len__(self) -> int:
        """In characters."""
        one = self.article
        return len(one.headline) + len(one.standfirst) + len(one.body) if one else 0


@dataclass(slots=True)
class Kept:
    """The least lately asked for goes first when there is no more room."""

    _found: OrderedDict[Place, Found] = field(default_factory=OrderedDict)
    _characters: int = 0

    def get(self, place: Place, now: float) -> Found | None:
        """What was found there, while it holds."""
        found = self._found.get(place)
        if found is None:
            return None
        if found.until <= now:
            self._drop(place)
            return None
        self._found.move_to_end(place)
        return found

    def put(self, place: Place, article: Article | None, now: float) -> None:
        """Keeps what was found, or that nothing was."""
        self._drop(place)
        found = Found(article, now + (FOUND_SECONDS if article else MISSED_SECONDS))
        self._found[place] = found
        self._characters += len(found)
        while len(self._found) > MOST_ARTICLES or self._characters > MOST_CHARACTERS:
            self._drop(next(iter(self._found)))

    def _drop(self, place: Place) -> None:
        found = self._found.pop(place, None)
        if found is not None:
            self._characters -= len(found)
