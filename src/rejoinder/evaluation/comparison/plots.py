"""The two plots of an attribute: the share over each threshold, and the texts one by one."""

from markupsafe import Markup

from rejoinder.evaluation.comparison.model import AttributeComparison
from rejoinder.evaluation.wording import count, number, percent, step
from rejoinder.svg import Area, Key, dot, drawing, legend, line, x_axis, y_axis

QUARTERS = tuple((value, f"{value:g}") for value in (0, 0.25, 0.5, 0.75, 1))


def shares_plot(figures: AttributeComparison) -> Markup:
    """Which share of the texts each threshold takes, with both services."""
    highest = max(max(each.theirs, each.ours) for each in figures.shares) or 1.0
    area = Area(highest=highest)
    in_words = "; ".join(
        f"over {step(each.threshold)}, {percent(each.theirs)} with theirs and "
        f"{percent(each.ours)} with ours"
        for each in figures.agreements
    )
    theirs = [(area.x(each.threshold), area.y(each.theirs)) for each in figures.shares]
    ours = [(area.x(each.threshold), area.y(each.ours)) for each in figures.shares]
    end = (area.x(1), area.y(0))
    steps = [(highest * part, f"{highest * part * 100:.0f} %") for part in (0.0, 0.5, 1.0)]
    return drawing(
        f"{figures.attribute}-shares",
        f"Share over each threshold, {figures.attribute}",
        f"Of the texts: {in_words}.",
        [
            y_axis(area, "Share of the texts over it", steps),
            x_axis("Threshold"),
            line([*theirs, end], "limit"),
            line([*ours, end], "curve"),
            legend([Key("limit", "line", "Theirs"), Key("curve", "line", "Ours")]),
        ],
    )


def pairs_plot(figures: AttributeComparison) -> Markup:
    """Both scores of some of the texts; where the two agree, they lie on the dotted line."""
    area = Area()
    return drawing(
        f"{figures.attribute}-pairs",
        f"Scores of both, {figures.attribute}",
        f"{count(len(figures.pairs))} of {count(figures.n)} texts. "
        f"The rank correlation is {number(figures.correlation)}.",
        [
            y_axis(area, "Ours", QUARTERS),
            x_axis("Theirs"),
            line([(area.x(0), area.y(0)), (area.x(1), area.y(1))], "guide"),
            *(dot(area.x(theirs), area.y(ours), "chosen", 1.5) for theirs, ours in figures.pairs),
            legend([Key("chosen", "dot", "A text"), Key("guide", "line", "The same score")]),
        ],
    )
