"""Searches and histograms: asked once every comment can be found."""

import time
from collections.abc import Callable, Sequence
from typing import Final

from benchmarks.desk.newsroom import Newsroom
from benchmarks.desk.requests import answered
from rejoinder.desk.search.indexing import how_many_unindexed

# Common words and rare ones, beginnings and phrases, both orders, narrowed down or not, and names.
SEARCHES: Final = (
    "/desk/search?q=tram",
    "/desk/search?q=council+bridge",
    "/desk/search?q=the",
    "/desk/search?q=the&order=newest",
    "/desk/search?q=com&section=Sport",
    '/desk/search?q="the+council"&state=held',
    "/desk/search?q=nowhere-to-be-found",
    "/desk/search?q=reader+12&in=authors",
    "/desk/search?q=tram&in=articles",
    "/desk/search?author=17",
)
HISTOGRAMS: Final = (
    "/desk/bulk",
    "/desk/bulk?score=insult&low=0.2&high=0.4",
    "/desk/bulk?score=threat&state=held",
    "/desk/bulk?score=on_topic&section=Culture&language=en&order=lowest",
)
_READ_WITHIN: Final = 600


def found(*paths: str) -> Callable[[Newsroom], Sequence[float]]:
    """The same as `answered`, once the server's worker has read what was filled in."""
    asked = answered(*paths)

    def measure(newsroom: Newsroom) -> Sequence[float]:
        wait_until_read(newsroom)
        return asked(newsroom)

    return measure


def wait_until_read(newsroom: Newsroom) -> None:
    """Waits for the index."""
    latest = time.monotonic() + _READ_WITHIN
    while time.monotonic() < latest:
        with newsroom.database.reading() as connection:
            if not how_many_unindexed(connection):
                return
        time.sleep(0.5)
    raise SystemExit("The comments were not read in time.")
