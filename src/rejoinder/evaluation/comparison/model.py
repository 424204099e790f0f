"""What a comparison reads and what it finds: frozen values.

A figure that cannot be had is None, never 0 and never NaN.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Recording:
    """One text with the scores, 0 to 1, that the other service gave it, by attribute."""

    text: str = field(repr=False)
    scores: Mapping[str, float]
    line: int = 0
    """Where it stood in its file, from 1."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """How many texts score over `threshold` with both, with one of them, with neither.

    Exactly the threshold is not over it: clients of Perspective compare with `>`.
    """

    threshold: float
    both: int
    only_theirs: int
    only_ours: int
    neither: int

    @property
    def n(self) -> int:
        """All texts."""
        return self.both + self.only_theirs + self.only_ours + self.neither

    @property
    def theirs(self) -> float:
        """The share that is over the threshold with them."""
        return (self.both + self.only_theirs) / self.n

    @property
    def ours(self) -> float:
        """The share that is over the threshold with us."""
        return (self.both + self.only_ours) / self.n

    @property
    def same(self) -> float:
        """The share that is on the same side with both."""
        return (self.both + self.neither) / self.n

    @property
    def kappa(self) -> float | None:
        """Cohen's kappa (1960): the agreement beyond chance. None where chance agrees wholly."""
        chance = self.theirs * self.ours + (1 - self.theirs) * (1 - self.ours)
        return None if chance >= 1 else (self.same - chance) / (1 - chance)


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A text that the two score far apart. It is a reader's: never logged."""

    text: str = field(repr=False)
    theirs: float
    ours: float
    line: int


@dataclass(frozen=True, slots=True)
class AttributeComparison:
    """All that was found of one attribute, over `n` texts that both scored.

    `unscored` counts recordings that we did not score. `correlation` is Spearman's.
    `pairs` (theirs, ours) are some of the texts, evenly chosen, for a plot.
    """

    attribute: str
    n: int
    unscored: int
    correlation: float | None
    agreements: tuple[Agreement, ...]
    shares: tuple[Agreement, ...]
    """The same at many thresholds, for a plot."""
    pairs: tuple[tuple[float, float], ...]
    theirs_higher: tuple[Disagreement, ...]
    ours_higher: tuple[Disagreement, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """One model beside one set of recordings.

    `unjudged` is how many of the `texts` are in a language that the model does not know,
    `languages` which (ISO 639-1) and how many of each; `scaled` are the attributes whose scores
    a table moved; `passed_over` those that were recorded and are not measured here.
    """

    model: str
    texts: int
    unjudged: int
    languages: Mapping[str, int]
    scaled: tuple[str, ...]
    passed_over: tuple[str, ...]
    attributes: tuple[AttributeComparison, ...]
