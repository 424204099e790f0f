"""The parts of a plot: axes, marks, a legend below, and words for whoever cannot see it.

SVG by hand, for a page without scripts: colours and type come from the page's style sheet. Every
value is put in by `Markup.format`, which escapes it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

# All plots are drawn this wide, so that their letters are equally large at any size.
WIDTH = 400
HEIGHT = 344

# The edges of the plotted area, and the base line of the legend below it.
LEFT = 48
RIGHT = 390
TOP = 26
BOTTOM = 268
LEGEND = 334

# How wide a letter of the legend is at most, on average; plots cannot measure their own text.
_LETTER_WIDTH = 6.4

_DRAWING = Markup(
    '<svg viewBox="0 0 {width} {height}" role="img" aria-labelledby="{id}-title {id}-told">'
    '<title id="{id}-title">{title}</title><desc id="{id}-told">{description}</desc>{parts}</svg>'
)
_LABEL = Markup('<text x="{}" y="{}" class="{}">{}</text>')
_LINE = Markup('<polyline points="{}" class="{}"/>')
_DOT = Markup('<circle cx="{:g}" cy="{:g}" r="{:g}" class="{}"/>')
_BAR = Markup('<rect x="{:g}" y="{:g}" width="{:g}" height="{:g}" class="{}"/>')


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


def drawing(
    identifier: str,
    title: str,
    description: str,
    parts: Iterable[Markup],
    height: int = HEIGHT,
) -> Markup:
    """The whole plot, as one picture to assistive technology."""
    return _DRAWING.format(
        width=WIDTH,
        height=height,
        id=identifier,
        title=title,
        description=description,
        parts=Markup().join(parts),
    )


def label(x: float, y: float, text: str, css_class: str = "") -> Markup:
    """A text in the plot; its classes say where it is anchored and how it looks."""
    return _LABEL.format(round(x, 1), round(y, 1), css_class, text)


def line(points: Sequence[tuple[float, float]], css_class: str) -> Markup:
    """A line through points of the drawing."""
    return _LINE.format(" ".join(f"{x:g},{y:g}" for x, y in points), css_class)


def dot(x: float, y: float, css_class: str, radius: float = 3.5) -> Markup:
    """A round mark."""
    return _DOT.format(x, y, radius, css_class)


def bar(x: float, width: float, top: float, bottom: float, css_class: str) -> Markup:
    """A standing bar; none where it would have no height."""
    height = round(bottom - top, 1)
    if height <= 0:
        return Markup()
    return _BAR.format(round(x, 1), top, round(width, 1), height, css_class)


def x_axis(title: str, *, below: float = BOTTOM) -> Markup:
    """Ticks from 0 to 1 below the drawing, and what they measure."""
    area = Area()
    ticks = [
        label(area.x(value), below + 17, f"{value:g}", "middle tick")
        for value in (0, 0.25, 0.5, 0.75, 1)
    ]
    return Markup().join([*ticks, label((LEFT + RIGHT) / 2, below + 38, title, "middle axis")])


def y_axis(area: Area, title: str, ticks: Sequence[tuple[float, str]]) -> Markup:
    """Thin rules across with their values, and above them what they measure."""
    parts = [label(0, area.top - 12, title, "axis")]
    for value, text in ticks:
        y = area.y(value)
        parts.append(line([(LEFT, y), (RIGHT, y)], "base" if value == 0 else "rule"))
        parts.append(label(LEFT - 7, y + 4, text, "end tick"))
    return Markup().join(parts)


def ceiling(count: float) -> float:
    """The next round number that is even and not below: as high as an axis for it goes."""
    power = 1
    while True:
        for step in (2, 4, 6, 8, 10):
            if count <= step * power:
                return float(step * power)
        power *= 10


def steps(highest: float) -> list[tuple[float, str]]:
    """Ticks at the foot, the middle and the top of an axis."""
    return [(highest * part, f"{highest * part:g}") for part in (0, 0.5, 1)]


def legend(keys: Sequence[Key]) -> Markup:
    """The keys in a row below the plot, centred."""
    widths = [34 + _LETTER_WIDTH * len(key.meaning) for key in keys]
    x = max(0.0, (WIDTH - sum(widths)) / 2 + 4)
    parts = []
    for key, width in zip(keys, widths, strict=True):
        parts.append(_swatch(key, x))
        parts.append(label(x + 24, LEGEND, key.meaning, "key"))
        x += width
    return Markup().join(parts)


def _swatch(key: Key, x: float) -> Markup:
    middle = LEGEND - 4
    if key.shape == "line":
        return line([(round(x, 1), middle), (round(x + 18, 1), middle)], key.mark)
    if key.shape == "dot":
        return dot(round(x + 13, 1), middle, key.mark)
    return bar(x + 6, 12, middle - 5, middle + 5, key.mark)
