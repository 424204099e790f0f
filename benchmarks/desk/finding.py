"""Which searches and histograms are asked."""

from typing import Final

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
