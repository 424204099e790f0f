"""One labelled text."""

from __future__ import annotations

from dataclasses import dataclass

from rejoinder.engine.model import ATTRIBUTES
from training.data.folds import fold_of


@dataclass(frozen=True, slots=True)
class Example:
    """A text with the probability of each attribute that its source labels, and no other."""

    source: str
    text: str
    labels: dict[str, float]
    weight: float = 1.0
    group: str = ""
    """Keeps texts together that must not be parted among folds (a pair, a template, a debate);
    without one the text itself decides."""
    fold: int = -1
    """A fold that it must be in; -1 for none."""
    marks: tuple[tuple[int, int], ...] | None = None
    """The characters that make the text what its labels say; None where nobody marked them."""

    def marks_from(self, start: int) -> tuple[tuple[int, int], ...]:
        """Gives the marks as they stand in a text that has this one from `start` on."""
        return tuple((start + first, start + after) for first, after in self.marks or ())

    def assigned_fold(self) -> int:
        """Gives the fold it belongs to: by its content, so the same in every run."""
        return self.fold if self.fold >= 0 else fold_of(self.group or self.text)


def all_clear(*names: str) -> dict[str, float]:
    """Gives labels that say of each named attribute (of all, without names) that it is absent."""
    return dict.fromkeys(names or ATTRIBUTES, 0.0)
