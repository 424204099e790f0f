"""What an evaluation reads and what it finds: frozen values, told apart from how they are shown.

A figure that cannot be had (one class only, nothing flagged) is None, never 0 and never NaN.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from rejoinder.engine import Article

# The lower and the upper end of a 95 % confidence interval.
Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Row:
    """One labelled text. `labels` says of each attribute that was labelled whether it holds.

    `group` is empty where the text belongs to none; `line` is where it stood in its file, from 1.
    """

    text: str = field(repr=False)
    labels: Mapping[str, bool]
    article: Article | None = field(default=None, repr=False)
    parent: str | None = field(default=None, repr=False)
    group: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class ThresholdFigures:
    """What happens when every score of at least `threshold` (0 to 1) is flagged.

    `flagged` counts texts; the rest are shares, 0 to 1. `precision` is None when nothing is
    flagged, `recall` without positives, `false_positive_rate` without negatives.
    """

    threshold: float
    flagged: int
    precision: float | None
    recall: float | None
    f1: float | None
    false_positive_rate: float | None


@dataclass(frozen=True, slots=True)
class Curve:
    """Points from left to right, both coordinates 0 to 1."""

    x: tuple[float, ...]
    y: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Bin:
    """Scores from `low` up to `high`: how many, their mean, and the share that are positive."""

    low: float
    high: float
    n: int
    mean_score: float | None
    positive_share: float | None


@dataclass(frozen=True, slots=True)
class Histogram:
    """How many positives and negatives have scores in each of equally wide bins from 0 to 1."""

    positives: tuple[int, ...]
    negatives: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class GroupFigures:
    """One group's texts. The false positive rate is at the evaluation's threshold."""

    name: str
    n: int
    positives: int
    auc: float | None
    auc_interval: Interval | None
    false_positive_rate: float | None


@dataclass(frozen=True, slots=True)
class Mistake:
    """A text on the wrong side of the threshold. It is a reader's: never logged or printed."""

    text: str = field(repr=False)
    score: float
    line: int


@dataclass(frozen=True, slots=True)
class AttributeFigures:
    """All that was measured of one attribute over `n` texts that were labelled and scored.

    `unscored` counts the labelled texts without a score. `macro_f1` is the mean of both classes'
    F1 at the threshold; `calibration_error` the expected calibration error over `bins`, 0 to 1.
    The worst groups are named among those large enough to tell; None where fewer than two are.
    """

    attribute: str
    n: int
    positives: int
    unscored: int
    auc: float | None
    auc_interval: Interval | None
    average_precision: float | None
    macro_f1: float | None
    calibration_error: float | None
    at_threshold: ThresholdFigures
    thresholds: tuple[ThresholdFigures, ...]
    bins: tuple[Bin, ...]
    roc: Curve | None
    precision_recall: Curve | None
    histogram: Histogram
    groups: tuple[GroupFigures, ...]
    lowest_auc_group: str | None
    highest_false_positive_group: str | None
    false_positives: tuple[Mistake, ...]
    false_negatives: tuple[Mistake, ...]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What one model made of one set of labelled texts.

    `model` is the model's name and fingerprint, `unjudged` how many of the `texts` are in a
    language that it does not know, and `languages` which (ISO 639-1) and how many of each.
    """

    model: str
    texts: int
    unjudged: int
    languages: Mapping[str, int]
    threshold: float
    attributes: tuple[AttributeFigures, ...]

    def to_dict(self) -> dict[str, Any]:
        """All figures as plain JSON values, without any reader's words."""
        plain = asdict(self)
        for figures in plain["attributes"]:
            del figures["false_positives"], figures["false_negatives"]
        return plain
