"""The comparison as a terminal shows it."""

from collections.abc import Iterator, Sequence

from rejoinder.evaluation.comparison.model import AttributeComparison, Comparison, Disagreement
from rejoinder.evaluation.records import printable
from rejoinder.evaluation.table import aligned
from rejoinder.evaluation.wording import count, number, percent, step, summary

# Characters of a text: enough to know it again, in a terminal of 80 columns.
MAX_TEXT = 50


def render_comparison_table(comparison: Comparison, *, texts: bool = True) -> str:
    """Tables for a terminal of 80 columns; without `texts`, none of the readers' words."""
    return "\n".join(_lines(comparison, texts=texts)) + "\n"


def scale_of(comparison: Comparison) -> str:
    """Which scores a table moved."""
    if not comparison.scaled:
        return "no table; scores as they are measured"
    return f"a table for {', '.join(comparison.scaled)}"


def _lines(comparison: Comparison, *, texts: bool) -> Iterator[str]:
    yield summary(comparison)
    yield f"Model: {printable(comparison.model)}"
    yield f"Scale: {scale_of(comparison)}"
    if comparison.passed_over:
        names = ", ".join(map(printable, comparison.passed_over))
        yield f"Recorded, and not measured here: {names}"
    yield ""
    rows = [["", "n", "not scored", "rank correlation"]]
    rows += [
        [each.attribute, count(each.n), count(each.unscored), number(each.correlation)]
        for each in comparison.attributes
    ]
    yield from aligned(rows)
    for figures in comparison.attributes:
        if figures.n:
            yield from _attribute(figures, texts=texts)
    yield ""
    yield "Rank correlation: Spearman's. Over: above the threshold, not at it."
    yield "Kappa: Cohen's, the agreement beyond chance. –: these texts cannot tell."


def _attribute(figures: AttributeComparison, *, texts: bool) -> Iterator[str]:
    yield ""
    yield f"{figures.attribute} over the thresholds"
    rows = [["", "theirs", "ours", "both", "only theirs", "only ours", "neither", "kappa"]]
    rows += [
        [
            step(each.threshold),
            percent(each.theirs),
            percent(each.ours),
            *map(count, (each.both, each.only_theirs, each.only_ours, each.neither)),
            number(each.kappa),
        ]
        for each in figures.agreements
    ]
    yield from aligned(rows, indent="  ")
    for title, disagreements in (
        ("theirs is higher", figures.theirs_higher),
        ("ours is higher", figures.ours_higher),
    ):
        if disagreements:
            yield f"{figures.attribute}, farthest apart where {title}"
            yield from _disagreements(disagreements, texts=texts)


def _disagreements(disagreements: Sequence[Disagreement], *, texts: bool) -> Iterator[str]:
    rows = [["line", "theirs", "ours"]]
    rows += [[str(each.line), f"{each.theirs:.2f}", f"{each.ours:.2f}"] for each in disagreements]
    for index, line in enumerate(aligned(rows, indent="  ")):
        text = f"  {_short(disagreements[index - 1].text)}" if index and texts else ""
        yield f"{line}{text}"


def _short(text: str) -> str:
    """The beginning of a text, in one line, without anything that could steer a terminal."""
    plain = "".join(sign if sign.isprintable() else "�" for sign in " ".join(text.split()))
    return plain if len(plain) <= MAX_TEXT else f"{plain[: MAX_TEXT - 1]}…"
