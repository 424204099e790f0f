"""The report on an evaluation. Texts and group names are strangers': all of them are escaped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from html import escape

from rejoinder.evaluation.document import Heading, document, explained, listed, table, written_on
from rejoinder.evaluation.explanations import EXPLANATIONS, ON_TOPIC
from rejoinder.evaluation.model import AttributeFigures, Evaluation, Mistake
from rejoinder.evaluation.plots import precision_recall_plot, reliability_plot, roc_plot, score_plot
from rejoinder.evaluation.wording import (
    count,
    interval,
    name,
    number,
    percent,
    step,
    summary,
    texts,
    worst_groups,
)


def render_page(
    evaluation: Evaluation, *, source: str, grouped_by: str = "", written: date | None = None
) -> str:
    """The report as HTML. `source` is the name of the file that was read.

    `grouped_by` is the column of the groups, `written` the day that the report names.
    """
    heading = Heading(
        kicker="Evaluation of the judge",
        title=f"How well the judge read {source}",
        standfirst=summary(evaluation),
        facts=[
            ("Model", evaluation.model),
            ("Threshold", step(evaluation.threshold)),
            *written_on(written),
        ],
    )
    parts = [
        *_overview(evaluation),
        *(
            part
            for figures in evaluation.attributes
            for part in _attribute(figures, evaluation.threshold, grouped_by)
        ),
        *explained(EXPLANATIONS),
    ]
    return document(heading, parts)


def _overview(evaluation: Evaluation) -> Iterator[str]:
    heads = ["Attribute", "Texts", "Positive", "AUC", "Average precision", "Macro-F1"]
    rows = [
        [
            f'<a href="#{each.attribute}">{escape(name(each.attribute))}</a>',
            count(each.n),
            f"{count(each.positives)}<small>{_share(each.positives, each.n)}</small>",
            _with_interval(each),
            number(each.average_precision),
            number(each.macro_f1),
            number(each.calibration_error),
        ]
        for each in evaluation.attributes
    ]
    yield '<section aria-labelledby="overview"><h2 id="overview">At a glance</h2>'
    yield table("All attributes", [*heads, "Calibration error"], rows)
    yield (
        '<p class="note">1 is best everywhere but in the last column, where 0 is. Below each AUC '
        'stands its 95 % interval. <a href="#reading">How to read this</a></p></section>'
    )


def _attribute(figures: AttributeFigures, threshold: float, grouped_by: str) -> Iterator[str]:
    heading = f"{figures.attribute}-heading"
    yield f'<section id="{figures.attribute}" aria-labelledby="{heading}">'
    yield f'<h2 id="{heading}">{escape(name(figures.attribute))}</h2>'
    yield f'<p class="note">{escape(_scope(figures))}</p>'
    if figures.n:
        yield _large_figures(figures, threshold)
        yield _plots(figures)
        yield from _thresholds(figures, threshold)
        yield from _groups(figures, threshold, grouped_by)
        yield from _mistakes(figures, threshold)
    yield "</section>"


def _scope(figures: AttributeFigures) -> str:
    if not figures.n:
        return f"None of {texts(figures.unscored)} with this label could be scored."
    positives = f"{count(figures.positives)} positive ({_share(figures.positives, figures.n)})"
    said = f"{texts(figures.n)}, {positives}."
    if figures.unscored:
        said += f" {texts(figures.unscored)} with this label got no score and are left out."
    if figures.attribute == "on_topic":
        said += f" {ON_TOPIC}"
    return said


def _large_figures(figures: AttributeFigures, threshold: float) -> str:
    between = f"95 %: {interval(figures.auc_interval)}"
    told = [
        ("AUC", figures.auc, between if figures.auc_interval else "95 % interval not to be had"),
        ("Average precision", figures.average_precision, _baseline(figures)),
        ("Macro-F1", figures.macro_f1, f"at the threshold {step(threshold)}"),
        ("Calibration error", figures.calibration_error, f"{len(figures.bins)} bins"),
    ]
    cells = "".join(
        f"<div><dt>{title}</dt><dd>{number(figure)}<small>{beneath}</small></dd></div>"
        for title, figure, beneath in told
    )
    return f'<dl class="figures">{cells}</dl>'


def _baseline(figures: AttributeFigures) -> str:
    return f"chance: {number(figures.positives / figures.n)}"


def _plots(figures: AttributeFigures) -> str:
    plots = []
    if figures.roc is not None and figures.precision_recall is not None:
        plots += [
            (
                "ROC curve",
                "What is caught, for how many false alarms. The further up and left, the better.",
                roc_plot(figures, figures.roc),
            ),
            (
                "Precision and recall",
                "How many of the flags are right, as more is caught. The further up, the better.",
                precision_recall_plot(figures, figures.precision_recall),
            ),
        ]
    plots += [
        (
            "Reliability",
            "Whether a score of 0.8 means eight in ten. The nearer to the dotted line, the better.",
            reliability_plot(figures),
        ),
        (
            "Scores of both classes",
            "The further the two keep apart, the better. Each has a scale of its own.",
            score_plot(figures),
        ),
    ]
    drawn = "".join(
        f"<figure><figcaption><strong>{title}</strong>{told}</figcaption>{plot}</figure>"
        for title, told, plot in plots
    )
    missing = "" if figures.roc else '<p class="note">With one class only there is no curve.</p>'
    return f'{missing}<div class="plots">{drawn}</div>'


def _thresholds(figures: AttributeFigures, threshold: float) -> Iterator[str]:
    rows = [
        [
            step(each.threshold) + ("<small>chosen</small>" if each.threshold == threshold else ""),
            f"{count(each.flagged)}<small>{_share(each.flagged, figures.n)}</small>",
            number(each.precision),
            number(each.recall),
            number(each.f1),
            percent(each.false_positive_rate),
        ]
        for each in figures.thresholds
    ]
    marked = [each.threshold == threshold for each in figures.thresholds]
    yield "<h3>At several thresholds</h3>"
    heads = ["Threshold", "Flagged", "Precision", "Recall", "F1", "False positive rate"]
    yield table(f"{name(figures.attribute)} at several thresholds", heads, rows, marked)


def _groups(figures: AttributeFigures, threshold: float, grouped_by: str) -> Iterator[str]:
    if not figures.groups:
        return
    rows = [
        [
            f"<bdi>{escape(group.name)}</bdi>",
            count(group.n),
            f"{count(group.positives)}<small>{_share(group.positives, group.n)}</small>",
            f"{number(group.auc)}<small>{interval(group.auc_interval)}</small>",
            percent(group.false_positive_rate),
        ]
        for group in figures.groups
    ]
    by = f" by {escape(grouped_by)}" if grouped_by else ""
    yield f"<h3>Groups{by}, at {step(threshold)}</h3>"
    heads = ["Group", "Texts", "Positive", "AUC within", "False positive rate"]
    yield table(f"{name(figures.attribute)} by group", heads, rows)
    worst = " ".join(worst_groups(figures, lambda group: f"<bdi>{escape(group)}</bdi>"))
    yield f'<p class="note">{worst or "Too few groups are large enough to name the worst."}</p>'


def _mistakes(figures: AttributeFigures, threshold: float) -> Iterator[str]:
    if not figures.false_positives and not figures.false_negatives:
        yield f'<p class="note">No text is on the wrong side of {step(threshold)}.</p>'
        return
    yield "<details><summary>The biggest mistakes, in readers’ own words</summary>"
    yield '<div class="mistakes">'
    yield _list("Flagged, and labelled negative", figures.false_positives)
    yield _list("Not flagged, and labelled positive", figures.false_negatives)
    yield "</div></details>"


def _list(title: str, mistakes: Sequence[Mistake]) -> str:
    return listed(title, [(f"{each.score:.3f} · line {each.line}", each.text) for each in mistakes])


def _with_interval(figures: AttributeFigures) -> str:
    return f"{number(figures.auc)}<small>{interval(figures.auc_interval)}</small>"


def _share(part: int, whole: int) -> str:
    return percent(part / whole if whole else None)
