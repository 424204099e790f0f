"""What a load brings to light, whichever tool made it; everything else here passes it on."""

import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figures:
    """One load's figures. Times are seconds; latencies are those of requests that were answered."""

    requests: int
    """Answered with success."""
    seconds: float
    p50: float
    p99: float
    errors: int
    """Answered with a status of 400 or more, or not at all."""

    @property
    def rate(self) -> float:
        """Successful answers a second."""
        return self.requests / self.seconds if self.seconds else 0.0


def percentile(ascending: Sequence[float], share: float) -> float:
    """The smallest value that at least `share` (0 to 1) of the sorted values do not exceed.

    The nearest-rank definition: always a value that was measured. NaN where there is none.
    """
    if not ascending:
        return math.nan
    rank = math.ceil(share * len(ascending))
    return ascending[max(rank, 1) - 1]


def figures_of(latencies: Sequence[float], *, seconds: float, errors: int) -> Figures:
    """The figures of answered requests, from the seconds that each took."""
    ascending = sorted(latencies)
    return Figures(
        requests=len(ascending),
        seconds=seconds,
        p50=percentile(ascending, 0.50),
        p99=percentile(ascending, 0.99),
        errors=errors,
    )
