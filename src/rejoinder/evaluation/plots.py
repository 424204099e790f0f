"""The four plots of an attribute: ROC, precision and recall, reliability, and where scores lie."""

from collections.abc import Sequence

from markupsafe import Markup

from rejoinder.evaluation.model import AttributeFigures, Bin, Curve
from rejoinder.evaluation.wording import brief, count, name, number, percent, step
from rejoinder.svg import (
    BOTTOM,
    LEFT,
    RIGHT,
    TOP,
    Area,
    Key,
    bar,
    dot,
    drawing,
    label,
    legend,
    line,
    x_axis,
    y_axis,
)

QUARTERS = tuple((value, f"{value:g}") for value in (0, 0.25, 0.5, 0.75, 1))


def roc_plot(figures: AttributeFigures, curve: Curve) -> Markup:
    """How many positives are caught for how many false alarms, over all thresholds."""
    area = Area()
    chosen = figures.at_threshold
    marks = [
        (each.false_positive_rate, each.recall, each.threshold == chosen.threshold)
        for each in figures.thresholds
    ]
    return drawing(
        f"{figures.attribute}-roc",
        f"ROC curve, {name(figures.attribute)}",
        f"The area under the curve is {number(figures.auc)}. At the threshold "
        f"{step(chosen.threshold)}, {percent(chosen.recall)} of the positives and "
        f"{percent(chosen.false_positive_rate)} of the negatives are flagged.",
        [
            y_axis(area, "Share of positives flagged", QUARTERS),
            x_axis("Share of negatives flagged"),
            line([(area.x(0), area.y(0)), (area.x(1), area.y(1))], "guide"),
            _curve(area, curve),
            _thresholds(area, marks),
            legend(
                [
                    Key("curve", "line", "Judge"),
                    Key("guide", "line", "Chance"),
                    *_threshold_keys(chosen.threshold),
                ]
            ),
        ],
    )


def precision_recall_plot(figures: AttributeFigures, curve: Curve) -> Markup:
    """How many of the flagged texts deserve it, over how many positives are caught."""
    area = Area()
    chosen = figures.at_threshold
    marks = [
        (each.recall, each.precision, each.threshold == chosen.threshold)
        for each in figures.thresholds
    ]
    share = figures.positives / figures.n
    return drawing(
        f"{figures.attribute}-precision",
        f"Precision and recall, {name(figures.attribute)}",
        f"The average precision is {number(figures.average_precision)}; flagging everything would "
        f"give {number(share)}. At the threshold {step(chosen.threshold)} the precision is "
        f"{number(chosen.precision)} and the recall {number(chosen.recall)}.",
        [
            y_axis(area, "Precision", QUARTERS),
            x_axis("Recall"),
            line([(area.x(0), area.y(share)), (area.x(1), area.y(share))], "guide"),
            _curve(area, curve),
            _thresholds(area, marks),
            legend(
                [
                    Key("curve", "line", "Judge"),
                    Key("guide", "line", "Flag all"),
                    *_threshold_keys(chosen.threshold),
                ]
            ),
        ],
    )


def reliability_plot(figures: AttributeFigures) -> Markup:
    """What scores promise against what labels say, and below it how many texts each bin holds."""
    area = Area(bottom=206)
    filled = [
        (each.mean_score, each.positive_share)
        for each in figures.bins
        if each.mean_score is not None and each.positive_share is not None
    ]
    points = [(area.x(score), area.y(share)) for score, share in filled]
    in_words = "; ".join(
        f"{count(each.n)} with scores from {each.low:g} to {each.high:g}, of which "
        f"{percent(each.positive_share)} are positive"
        for each in figures.bins
        if each.n
    )
    return drawing(
        f"{figures.attribute}-reliability",
        f"Reliability, {name(figures.attribute)}",
        f"The expected calibration error is {number(figures.calibration_error)}. "
        f"Texts: {in_words}.",
        [
            y_axis(area, "Share that is positive", QUARTERS),
            line([(area.x(0), area.y(0)), (area.x(1), area.y(1))], "guide"),
            line(points, "curve"),
            *(dot(x, y, "mark") for x, y in points),
            _bin_counts(figures.bins),
            x_axis("Mean score in the bin"),
            legend(
                [
                    Key("curve", "line", "Judge"),
                    Key("guide", "line", "Perfect"),
                    Key("counted", "bar", "Texts in the bin"),
                ]
            ),
        ],
    )


def score_plot(figures: AttributeFigures) -> Markup:
    """Where the scores of both classes lie, each class on a scale of its own."""
    kinds = (
        ("Positives", figures.histogram.positives, Area(TOP + 4, 124), "positive"),
        ("Negatives", figures.histogram.negatives, Area(172, BOTTOM), "negative"),
    )
    chosen = figures.at_threshold
    area = Area()
    parts = [_panel(title, counts, edges, css_class) for title, counts, edges, css_class in kinds]
    x = area.x(chosen.threshold)
    return drawing(
        f"{figures.attribute}-scores",
        f"Scores, {name(figures.attribute)}",
        f"At the threshold {step(chosen.threshold)}, {percent(chosen.recall)} of "
        f"{count(figures.positives)} positives and {percent(chosen.false_positive_rate)} of "
        f"{count(figures.n - figures.positives)} negatives score at least that.",
        [
            *parts,
            line([(x, TOP + 4), (x, 124)], "limit"),
            line([(x, 172), (x, BOTTOM)], "limit"),
            x_axis("Score"),
            legend(
                [
                    Key("positive", "bar", "Positives"),
                    Key("negative", "bar", "Negatives"),
                    Key("limit", "line", f"Threshold {step(chosen.threshold)}"),
                ]
            ),
        ],
    )


def _curve(area: Area, curve: Curve) -> Markup:
    points = zip(curve.x, curve.y, strict=True)
    return line([(area.x(x), area.y(y)) for x, y in points], "curve")


def _thresholds(area: Area, marks: Sequence[tuple[float | None, float | None, bool]]) -> Markup:
    """A dot for each threshold; the chosen one last, so that none lies over it."""
    return Markup().join(
        dot(area.x(x), area.y(y), "chosen" if chosen else "mark", 5 if chosen else 3.5)
        for x, y, chosen in sorted(marks, key=lambda mark: mark[2])
        if x is not None and y is not None
    )


def _threshold_keys(chosen: float) -> tuple[Key, Key]:
    return Key("mark", "dot", "Thresholds"), Key("chosen", "dot", f"Chosen, {step(chosen)}")


def _bin_counts(bins: Sequence[Bin]) -> Markup:
    area = Area(top=236, bottom=BOTTOM, highest=max((each.n for each in bins), default=1) or 1)
    width = (RIGHT - LEFT) / len(bins)
    parts = [line([(LEFT, BOTTOM), (RIGHT, BOTTOM)], "base")]
    for index, each in enumerate(bins):
        x = LEFT + index * width
        parts.append(bar(x + 2, width - 4, area.y(each.n), area.bottom, "counted"))
        parts.append(label(x + width / 2, area.y(each.n) - 4, brief(each.n), "middle small"))
    return Markup().join(parts)


def _panel(title: str, counts: Sequence[int], edges: Area, css_class: str) -> Markup:
    total = sum(counts)
    highest = _ceiling(max(counts) / total) if total else 1.0
    area = Area(edges.top, edges.bottom, highest)
    steps = [(step, f"{step * 100:g} %") for step in (0.0, highest / 2, highest)]
    width = (RIGHT - LEFT) / len(counts)
    bars = [
        bar(LEFT + index * width + 1, width - 2, area.y(n / total), area.bottom, css_class)
        for index, n in enumerate(counts)
        if n
    ]
    return Markup().join([y_axis(area, f"{title}: share of {count(total)}", steps), *bars])


def _ceiling(share: float) -> float:
    """The next round share above the highest bar."""
    steps = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8)
    return next((step for step in steps if share <= step), 1.0)
