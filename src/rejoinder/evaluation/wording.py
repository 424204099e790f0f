"""How figures and attributes are written, the same in the terminal and in the report."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from rejoinder.evaluation.model import AttributeFigures, Interval

# What stands where the texts cannot tell.
UNKNOWN = "–"


def name(attribute: str) -> str:
    """An attribute as people say it: “Severe toxicity”."""
    return attribute.replace("_", " ").capitalize().replace("On topic", "On-topic")


def count(n: int) -> str:
    """A number of texts, with thin spaces from ten thousand on."""
    return f"{n:,}".replace(",", "\u202f") if n >= 10_000 else str(n)


def brief(n: int) -> str:
    """A number of texts where there is little room: 12, 980, 3.4k, 120k."""
    if n < 1000:
        return str(n)
    return f"{n / 1000:.1f}k" if n < 9950 else f"{n / 1000:.0f}k"


def number(figure: float | None) -> str:
    """A measure from 0 to 1, to three places."""
    return UNKNOWN if figure is None else f"{figure:.3f}"


def step(threshold: float) -> str:
    """A threshold: two places, and more only where it has more."""
    return f"{threshold:.2f}" if round(threshold, 2) == threshold else f"{threshold:g}"


def interval(ends: Interval | None) -> str:
    """A confidence interval, to three places."""
    return UNKNOWN if ends is None else f"{ends[0]:.3f}–{ends[1]:.3f}"


def percent(share: float | None) -> str:
    """A share, to a tenth of a percent."""
    return UNKNOWN if share is None else f"{share * 100:.1f} %"


def share(part: int, whole: int) -> str:
    """What part of the whole, to a tenth of a percent."""
    return percent(part / whole if whole else None)


def texts(n: int) -> str:
    """“1 text”, “12 texts”."""
    return f"{count(n)} {'text' if n == 1 else 'texts'}"


class Judged(Protocol):
    """An evaluation or a comparison: what is said of the judging itself."""

    @property
    def texts(self) -> int:
        """How many there were."""

    @property
    def unjudged(self) -> int:
        """How many of them are in a language that the model does not know."""

    @property
    def languages(self) -> Mapping[str, int]:
        """Which languages (ISO 639-1), and how many texts in each."""


@dataclass(frozen=True, slots=True)
class WorstGroup:
    """A group that the judge does least well by: by which figure, which group, and the figure."""

    by: str
    group: str
    figure: str


def summary(judged: Judged) -> str:
    """How many texts there were, and how many of them the judge did not judge."""
    if not judged.unjudged:
        return f"{texts(judged.texts)}, all of them judged."
    by_language = ", ".join(f"{code}: {count(n)}" for code, n in judged.languages.items())
    which = f" ({by_language})" if by_language else ""
    return (
        f"{texts(judged.texts)}, {count(judged.unjudged)} of them not judged, "
        f"in a language that the model does not know{which}."
    )


def worst_groups(figures: AttributeFigures) -> Iterator[WorstGroup]:
    """Which groups the judge does least well by."""
    for group in figures.groups:
        if group.name == figures.lowest_auc_group:
            yield WorstGroup("Lowest AUC", group.name, number(group.auc))
    for group in figures.groups:
        if group.name == figures.highest_false_positive_group:
            rate = f"{percent(group.false_positive_rate)} of its negatives"
            yield WorstGroup("Most false positives", group.name, rate)
