"""Plots are marked as safe to stand in a page only because every value in them is escaped."""

from markupsafe import Markup

from rejoinder.svg import (
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

HOSTILE = '"><script>alert(1)</script>'


def test_no_value_can_break_out_of_a_plot() -> None:
    plot = drawing(
        HOSTILE,
        HOSTILE,
        HOSTILE,
        [
            label(0, 0, HOSTILE, HOSTILE),
            line([(0, 0)], HOSTILE),
            dot(0, 0, HOSTILE),
            bar(0, 1, 0, 1, HOSTILE),
            x_axis(HOSTILE),
            y_axis(Area(), HOSTILE, [(0.5, HOSTILE)]),
            legend([Key(HOSTILE, shape, HOSTILE) for shape in ("line", "dot", "bar")]),
        ],
    )
    assert isinstance(plot, Markup)
    assert "<script" not in plot


def test_a_part_that_is_not_marked_as_safe_is_escaped() -> None:
    parts: list[str] = [HOSTILE]
    assert "<script" not in drawing("id", "title", "description", parts)  # type: ignore[arg-type]
