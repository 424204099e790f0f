"""How sure a share is, and how far two people agree: with 95 in 100 of certainty. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt
from typing import Final, NamedTuple

# The normal distribution's 97.5th percentile.
Z: Final = 1.959964


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many, as a share with what it may as well be."""

    found: int
    of: int

    @property
    def value(self) -> float | None:
        """From 0 to 1; None of nothing."""
        return self.found / self.of if self.of else None

    @property
    def interval(self) -> tuple[float, float]:
        """Between what and what it lies (Wilson 1927, "Probable inference"); 0 to 1 of nothing.

        Unlike the plain one it stays within 0 and 1, and is of use for a handful.
        """
        if not self.of:
            return 0.0, 1.0
        share, squared = self.found / self.of, Z * Z
        middle = share + squared / (2 * self.of)
        half = Z * sqrt(share * (1 - share) / self.of + squared / (4 * self.of * self.of))
        below, above = (middle - half), (middle + half)
        scale = 1 + squared / self.of
        return max(0.0, below / scale), min(1.0, above / scale)


class Kappa(NamedTuple):
    """How far two readings agree beyond chance."""

    value: float | None
    """1: always; 0: as often as chance would have it. None where chance alone would agree always,
    or nothing was read twice."""
    low: float
    high: float
    number: int
    """How many were read twice."""
    agreed: int
    """Of how many both said the same."""


def kappa_of(counts: Mapping[tuple[str, str], int]) -> Kappa:
    """Cohen's kappa of what a first and a second reader said, with its interval.

    Cohen 1960, "A coefficient of agreement for nominal scales"; the standard error is that of
    Fleiss, Cohen and Everitt 1969, "Large sample standard errors of kappa and weighted kappa".
    """
    number = sum(counts.values())
    agreed = sum(size for (first, second), size in counts.items() if first == second)
    names = sorted({name for pair in counts for name in pair})
    if not number:
        return Kappa(None, -1.0, 1.0, 0, 0)
    share = {pair: size / number for pair, size in counts.items()}
    first = {n: sum(share.get((n, other), 0.0) for other in names) for n in names}
    second = {n: sum(share.get((other, n), 0.0) for other in names) for n in names}
    same, chance = agreed / number, sum(first[n] * second[n] for n in names)
    if chance >= 1.0:
        return Kappa(None, -1.0, 1.0, number, agreed)
    kappa = (same - chance) / (1 - chance)
    on = sum(
        share.get((n, n), 0.0) * ((1 - chance) - (first[n] + second[n]) * (1 - same)) ** 2
        for n in names
    )
    off = (1 - same) ** 2 * sum(
        size * (second[a] + first[b]) ** 2 for (a, b), size in share.items() if a != b
    )
    rest = (same * chance - 2 * chance + same) ** 2
    error = sqrt(max(0.0, on + off - rest) / number) / (1 - chance) ** 2
    low, high = max(-1.0, kappa - Z * error), min(1.0, kappa + Z * error)
    return Kappa(kappa, low, high, number, agreed)
