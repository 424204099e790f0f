"""The parts of a plot: axes, marks, a legend below, and words for whoever cannot see it.

SVG by hand, for a page without scripts: colours and type come from the page's style sheet.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

WIDTH: Final = 400
"""All plots are drawn this wide, so that their letters are equally large at any size."""

LEFT: Final = 48
RIGHT: Final = 390
TOP: Final = 26
BOTTOM: Final = 268
LEGEND: Final = 334
HEIGHT: Final = 344

_LETTER: Final = 6.4
"""How wide a letter of the legend is at most, on average; plots cannot measure their own text."""


@dataclass(frozen=True, slots=True)
class Area:
    """A part of the drawing in which x runs from 0 to 1 and y from 0 to `highest`."""

    top: float = TOP
    bottom: float = BOTTOM
    highest: float = 1.0

    def x(self, value: float) -> float:
        """Where a value from 0 to 1 stands, from the left edge of the drawing."""
        return round(LEFT + value * (RIGHT - LEFT), 1)

    def y(self, value: float) -> float:
        """Where a value from 0 to `highest` stands, from the upper edge of the drawing."""
        return round(self.bottom - value / self.highest * (self.bottom - self.top), 1)


@dataclass(frozen=True, slots=True)
class Key:
    """In the legend: a mark's class, its shape (`line`, `dot` or `bar`), and its meaning."""

    mark: str
    shape: str
    meaning: str


def drawing(identifier: str, title: str, description: str, parts: Iterable[str]) -> str:
    """The whole plot, as one picture to assistive technology."""
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-labelledby="{identifier}-title {identifier}-told">'
        f'<title id="{identifier}-title">{escape(title)}</title>'
        f'<desc id="{identifier}-told">{escape(description)}</desc>'
        f"{''.join(parts)}</svg>"
    )


def words(x: float, y: float, said: str, kind: str = "") -> str:
    """A label; its classes say where it is anchored and how it looks."""
    return f'<text x="{round(x, 1)}" y="{round(y, 1)}" class="{kind}">{escape(said)}</text>'


def line(points: Sequence[tuple[float, float]], kind: str) -> str:
    """A line through points of the drawing."""
    told = " ".join(f"{x:g},{y:g}" for x, y in points)
    return f'<polyline points="{told}" class="{kind}"/>'


def dot(x: float, y: float, kind: str, radius: float = 3.5) -> str:
    """A round mark."""
    return f'<circle cx="{x:g}" cy="{y:g}" r="{radius:g}" class="{kind}"/>'


def bar(x: float, width: float, top: float, bottom: float, kind: str) -> str:
    """A standing bar; none where it would have no height."""
    height = round(bottom - top, 1)
    if height <= 0:
        return ""
    return (
        f'<rect x="{round(x, 1):g}" y="{top:g}" width="{round(width, 1):g}" '
        f'height="{height:g}" class="{kind}"/>'
    )


def x_axis(title: str, *, below: float = BOTTOM) -> str:
    """Marks from 0 to 1 below the drawing, and what they measure."""
    area = Area()
    marks = [
        words(area.x(step), below + 17, f"{step:g}", "middle tick")
        for step in (0, 0.25, 0.5, 0.75, 1)
    ]
    return "".join([*marks, words((LEFT + RIGHT) / 2, below + 38, title, "middle axis")])


def y_axis(area: Area, title: str, steps: Sequence[tuple[float, str]]) -> str:
    """Thin rules across with their values, and above them what they measure."""
    parts = [words(0, area.top - 12, title, "axis")]
    for value, said in steps:
        y = area.y(value)
        kind = "base" if value == 0 else "rule"
        parts.append(line([(LEFT, y), (RIGHT, y)], kind))
        parts.append(words(LEFT - 7, y + 4, said, "end tick"))
    return "".join(parts)


def legend(keys: Sequence[Key]) -> str:
    """The keys in a row below the plot, centred."""
    widths = [34 + _LETTER * len(key.meaning) for key in keys]
    x = max(0.0, (WIDTH - sum(widths)) / 2 + 4)
    parts = []
    for key, width in zip(keys, widths, strict=True):
        parts.append(_swatch(key, x))
        parts.append(words(x + 24, LEGEND, key.meaning, "key"))
        x += width
    return "".join(parts)


def _swatch(key: Key, x: float) -> str:
    middle = LEGEND - 4
    if key.shape == "line":
        return line([(round(x, 1), middle), (round(x + 18, 1), middle)], key.mark)
    if key.shape == "dot":
        return dot(round(x + 13, 1), middle, key.mark)
    return bar(x + 6, 12, middle - 5, middle + 5, key.mark)
