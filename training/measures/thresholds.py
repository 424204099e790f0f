"""What thresholds stop and what they cost, and which keep within what they may cost. Pure.

Scores are rows of texts and columns of attributes; nan where the judge did not know the language:
a person reads those under any threshold.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Cost = Callable[[Floats, Sequence[float]], float]

# What may be proposed; two decimals are all that an editor wants to see.
STEPS: Final = tuple(step / 100 for step in range(1, 101))
NEVER: Final = float("inf")

# A text that is likelier harmless is no reason to hold it, and a likely one none to decline it.
LEAST_TO_HOLD: Final = 0.3
LEAST_TO_DECLINE: Final = 0.8


@dataclass(frozen=True, slots=True)
class Budget:
    """How many civil comments may be held (declined ones among them), and how many declined."""

    held: float = 0.03
    declined: float = 0.005


BUDGET: Final = Budget()


@dataclass(frozen=True, slots=True)
class Limits:
    """From which score on each attribute is held, and declined; NEVER for none."""

    hold: tuple[float, ...]
    decline: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """Texts that show a kind of abuse, and where they come from."""

    scores: Floats
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Measured:
    """All that the page tells of one model, as rows of scores by attribute."""

    model: str
    attributes: tuple[str, ...]
    civil: Floats
    """News comments that a newspaper's moderators let pass."""
    unmarked: Floats
    """News comments that raters had called toxic, and in which no annotator marked anything."""
    talk: Floats
    """Civil talk of Wikipedia's editors."""
    toxic: Floats
    """News comments in which most annotators marked something toxic."""
    kinds: dict[str, Kind]
    """Of each attribute, texts that have it."""


def share_from(scores: Floats, threshold: float) -> float:
    """Gives the share of these scores of one attribute that a threshold stops, 0 to 1."""
    return float((scores >= threshold).mean()) if len(scores) else 0.0


def share_stopped(scores: Floats, thresholds: Sequence[float]) -> float:
    """Gives the share of texts that any of these thresholds stops; nan is not stopped by them."""
    return float((scores >= np.array(thresholds)).any(axis=1).mean()) if len(scores) else 0.0


def share_held(scores: Floats, thresholds: Sequence[float]) -> float:
    """Gives the share of texts that a person must read or that are declined, unjudged ones too."""
    stopped = (scores >= np.array(thresholds)).any(axis=1) | np.isnan(scores).any(axis=1)
    return float(stopped.mean()) if len(scores) else 0.0


def proposed(civil: Floats, *, declinable: Sequence[bool], budget: Budget = BUDGET) -> Limits:
    """Gives the lowest thresholds that keep within the budget on these civil texts.

    Each attribute may cost the same: none is chosen because the texts at hand happen to have much
    of it. `declinable` says of which attributes a score alone may decline.
    """
    declining = _within(civil, budget.declined, LEAST_TO_DECLINE, share_stopped, declinable)

    def also_declined(holding: Sequence[float]) -> tuple[float, ...]:
        return tuple(map(min, holding, declining))

    def cost(scores: Floats, holding: Sequence[float]) -> float:
        return share_held(scores, also_declined(holding))

    holding = _within(civil, budget.held, LEAST_TO_HOLD, cost, [True] * civil.shape[1])
    return Limits(also_declined(holding), declining)


def equal_costs(
    civil: Floats, rate: float, least: float, used: Sequence[bool]
) -> tuple[float, ...]:
    """Gives for each attribute in use the lowest threshold that alone stops so many at most."""
    return tuple(
        next(
            (
                step
                for step in STEPS
                if step >= least and share_from(civil[:, column], step) <= rate + 1e-12
            ),
            NEVER,
        )
        if is_used
        else NEVER
        for column, is_used in enumerate(used)
    )


def _within(
    civil: Floats, most: float, least: float, cost: Cost, used: Sequence[bool]
) -> tuple[float, ...]:
    """Gives the thresholds of equal cost for the greatest rate at which all together keep within.

    The rates are those that can be told apart on so many texts; where even the strictest rate
    costs too much already, that one.
    """
    best = equal_costs(civil, 0.0, least, used)
    for count in range(1, int(most * len(civil)) + 1):
        thresholds = equal_costs(civil, count / len(civil), least, used)
        if cost(civil, thresholds) > most:
            break
        best = thresholds
    return best
