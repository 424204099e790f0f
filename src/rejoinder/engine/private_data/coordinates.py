"""Places by their figures: degrees on the map, and three words that name a few square metres."""

import re
from collections.abc import Iterator
from typing import Final

from rejoinder.engine.private_data.model import Candidate, Kind, Reading

# Four decimals tell one house from the next; fewer tell a town.
_DECIMAL: Final = re.compile(
    r"(?<![\w.,-])-?\d{1,2}\.\d{4,15}°?(?: ?[ns])?[,;]? ?-?\d{1,3}\.\d{4,15}°?(?: ?[ew])?(?![\w.])"
)
_DEGREES: Final = re.compile(
    r"(?<![\w.])\d{1,2} ?[°º] ?\d{1,2} ?['’] ?\d{1,2}(?:\.\d{1,6})? ?(?:\"|''|’’) ?[ns][,;]? ?"
    r"\d{1,3} ?[°º] ?\d{1,2} ?['’] ?\d{1,2}(?:\.\d{1,6})? ?(?:\"|''|’’) ?[ew](?!\w)"
)
_THREE_WORDS: Final = re.compile(r"(?<![/\w:])///[a-z]{2,20}\.[a-z]{2,20}\.[a-z]{2,20}(?![\w.]\w)")
# A wreck and a mountain have a place too: the words around must say that it is somebody's.
_LOGIT: Final = -2.1


def coordinates(reading: Reading) -> Iterator[Candidate]:
    """Every place so exact that it is one house."""
    text = reading.text
    for pattern, sign in ((_DECIMAL, "."), (_DEGREES, "°"), (_THREE_WORDS, "///")):
        for found in pattern.finditer(text) if sign in text else ():
            yield Candidate(Kind.ADDRESS, found.start(), found.end(), _LOGIT)
