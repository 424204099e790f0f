"""The figures as a terminal shows them. No reader's words are among them."""

from collections.abc import Iterator, Sequence

from rejoinder.evaluation.measures import CALIBRATION_BINS
from rejoinder.evaluation.model import AttributeFigures, Evaluation
from rejoinder.evaluation.records import printable
from rejoinder.evaluation.wording import (
    count,
    interval,
    name,
    number,
    percent,
    step,
    summary,
    worst_groups,
)


def render_table(evaluation: Evaluation) -> str:
    """Tables for a terminal of 80 columns: all attributes, then thresholds and groups of each."""
    return "\n".join(_lines(evaluation)) + "\n"


def _lines(evaluation: Evaluation) -> Iterator[str]:
    yield summary(evaluation)
    yield f"Model: {printable(evaluation.model)}"
    yield ""
    yield from _overview(evaluation)
    for figures in evaluation.attributes:
        yield ""
        yield f"{name(figures.attribute)} at several thresholds"
        yield from _thresholds(figures, evaluation.threshold)
        if figures.groups:
            yield ""
            yield f"{name(figures.attribute)} by group, at {step(evaluation.threshold)}"
            yield from _groups(figures)
    yield ""
    yield f"AUC: with its 95 % interval (DeLong). ECE: {CALIBRATION_BINS} equally wide bins."
    yield "Macro-F1, groups: at the threshold marked *. –: these texts cannot tell."


def _overview(evaluation: Evaluation) -> Iterator[str]:
    rows = [["", "n", "positive", "AUC", "95 %", "avg. prec.", "macro-F1", "ECE"]]
    rows += [
        [
            name(each.attribute),
            count(each.n),
            count(each.positives),
            number(each.auc),
            interval(each.auc_interval),
            number(each.average_precision),
            number(each.macro_f1),
            number(each.calibration_error),
        ]
        for each in evaluation.attributes
    ]
    yield from aligned(rows)


def _thresholds(figures: AttributeFigures, chosen: float) -> Iterator[str]:
    rows = [["threshold", "flagged", "precision", "recall", "F1"]]
    rows += [
        [
            f"{step(each.threshold)}{'*' if each.threshold == chosen else ' '}",
            count(each.flagged),
            number(each.precision),
            number(each.recall),
            number(each.f1),
        ]
        for each in figures.thresholds
    ]
    yield from aligned(rows, indent="  ")


def _groups(figures: AttributeFigures) -> Iterator[str]:
    rows = [["group", "n", "positive", "AUC", "95 %", "false positives"]]
    rows += [
        [
            printable(group.name),
            count(group.n),
            count(group.positives),
            number(group.auc),
            interval(group.auc_interval),
            percent(group.false_positive_rate),
        ]
        for group in figures.groups
    ]
    yield from aligned(rows, indent="  ")
    for worst in worst_groups(figures):
        yield f"  {worst.by}: {printable(worst.group)}, {worst.figure}."


def aligned(rows: Sequence[Sequence[str]], indent: str = "") -> Iterator[str]:
    """Columns as wide as their widest cell: the first from the left, figures from the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        first = row[0].ljust(widths[0])
        rest = (cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))
        yield indent + "  ".join((first, *rest)).rstrip()
