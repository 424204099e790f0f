"""The report on a comparison. Texts are strangers': all of them are escaped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from html import escape
from typing import Final

from rejoinder.evaluation.comparison.model import AttributeComparison, Comparison, Disagreement
from rejoinder.evaluation.comparison.plots import pairs_plot, shares_plot
from rejoinder.evaluation.comparison.table import scale_of
from rejoinder.evaluation.document import Heading, document, explained, listed, table, written_on
from rejoinder.evaluation.wording import count, number, percent, step, summary, texts

EXPLANATIONS: Final = (
    (
        "Rank correlation",
        "Spearman’s (1904): 1 when both services put the texts in the same order, 0 when one order "
        "says nothing of the other. Among texts that are nearly all civil it is low even where the "
        "two agree on every rude one: the order of the civil is mostly chance.",
    ),
    (
        "Over the threshold",
        "A score above the threshold. Exactly the threshold is not over it: clients of Perspective "
        "compare so.",
    ),
    (
        "Kappa",
        "Cohen’s (1960): how much more often the two are on the same side than they would be by "
        "chance. 1 is always, 0 is chance. Two services can let through the same share and yet "
        "take different texts.",
    ),
    ("–", "These texts cannot tell: there are too few, or all are on one side."),
)


def render_comparison_page(
    comparison: Comparison, *, source: str, texts_shown: bool = True, written: date | None = None
) -> str:
    """The report as HTML. `source` is the name of the file that was read.

    Without `texts_shown`, none of the readers' words; `written` is the day that the report names.
    """
    facts = [("Model", comparison.model), ("Scale", scale_of(comparison))]
    heading = Heading(
        kicker="Recorded scores beside ours",
        title=f"How the judge compares with the scores in {source}",
        standfirst=summary(comparison),
        facts=[*facts, *written_on(written)],
    )
    parts = [
        *_overview(comparison),
        *(
            part
            for figures in comparison.attributes
            for part in _attribute(figures, texts_shown=texts_shown)
        ),
        *explained(EXPLANATIONS),
    ]
    return document(heading, parts)


def _overview(comparison: Comparison) -> Iterator[str]:
    rows = [
        [
            f'<a href="#{each.attribute}">{escape(each.attribute)}</a>',
            count(each.n),
            count(each.unscored),
            number(each.correlation),
        ]
        for each in comparison.attributes
    ]
    yield '<section aria-labelledby="overview"><h2 id="overview">At a glance</h2>'
    yield table("All attributes", ["Attribute", "Texts", "Not scored", "Rank correlation"], rows)
    if comparison.passed_over:
        names = escape(", ".join(comparison.passed_over))
        yield f'<p class="note">Recorded, and not measured here: {names}.</p>'
    yield '<p class="note"><a href="#reading">How to read this</a></p></section>'


def _attribute(figures: AttributeComparison, *, texts_shown: bool) -> Iterator[str]:
    heading = f"{figures.attribute}-heading"
    yield f'<section id="{figures.attribute}" aria-labelledby="{heading}">'
    yield f'<h2 id="{heading}">{escape(figures.attribute)}</h2>'
    yield f'<p class="note">{texts(figures.n)} that both scored.</p>'
    if figures.n:
        yield _plots(figures)
        yield from _agreements(figures)
        yield from _disagreements(figures, texts_shown=texts_shown)
    yield "</section>"


def _plots(figures: AttributeComparison) -> str:
    plots = (
        (
            "Share over each threshold",
            "The nearer the two lines, the less a threshold has to be set anew.",
            shares_plot(figures),
        ),
        (
            "The texts one by one",
            "The nearer to the dotted line, the better the two agree.",
            pairs_plot(figures),
        ),
    )
    drawn = "".join(
        f"<figure><figcaption><strong>{title}</strong>{told}</figcaption>{plot}</figure>"
        for title, told, plot in plots
    )
    return f'<div class="plots">{drawn}</div>'


def _agreements(figures: AttributeComparison) -> Iterator[str]:
    heads = ["Threshold", "Theirs", "Ours", "Both", "Only theirs", "Only ours", "Neither"]
    rows = [
        [
            step(each.threshold),
            percent(each.theirs),
            percent(each.ours),
            *map(count, (each.both, each.only_theirs, each.only_ours, each.neither)),
            percent(each.same),
            number(each.kappa),
        ]
        for each in figures.agreements
    ]
    yield "<h3>Over the thresholds</h3>"
    yield table(f"{figures.attribute} over the thresholds", [*heads, "Same side", "Kappa"], rows)


def _disagreements(figures: AttributeComparison, *, texts_shown: bool) -> Iterator[str]:
    where = ", in readers’ own words" if texts_shown else ""
    yield f"<details><summary>Farthest apart{where}</summary>"
    yield '<div class="mistakes">'
    yield _list("Theirs is higher", figures.theirs_higher, texts_shown=texts_shown)
    yield _list("Ours is higher", figures.ours_higher, texts_shown=texts_shown)
    yield "</div></details>"


def _list(title: str, found: Sequence[Disagreement], *, texts_shown: bool) -> str:
    return listed(
        title,
        [
            (
                f"theirs {each.theirs:.3f} · ours {each.ours:.3f} · line {each.line}",
                each.text if texts_shown else None,
            )
            for each in found
        ],
    )
