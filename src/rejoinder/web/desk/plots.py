"""A histogram of a score, of which a range can be dragged."""

import math
from collections.abc import Callable
from typing import Final

from markupsafe import Markup

from rejoinder.desk.bulk.model import BARS, STEP, Histogram
from rejoinder.errors import N_
from rejoinder.svg import BOTTOM, LEFT, RIGHT, TOP, Area, bar, drawing, label, line, x_axis

_GAP: Final = 0.7
_STILL: Final = Markup('<rect x="{}" y="{}" width="{}" height="{}" class="drag-area"/>')


def score_plot(
    told: Histogram, name: str, low: int, high: int, translate: Callable[..., str]
) -> Markup:
    """How many comments have which score; each rule across is ten times the one below.

    Most comments are far from any harm: on an even scale nothing would be seen of the others.
    """
    area = Area(highest=math.log10(1 + max(*told.bars, 10)))
    width = (RIGHT - LEFT) / BARS
    parts = [
        label(0, TOP - 12, translate(N_("Comments (each line ten times the one below)")), "axis")
    ]
    for power in range(int(area.highest) + 1):
        if (height := math.log10(1 + 10**power)) > area.highest:
            break  # it would lie among the words above
        y = area.y(height)
        parts.append(line([(LEFT, y), (RIGHT, y)], "rule"))
        parts.append(label(LEFT - 7, y + 4, f"{10**power:,}", "end tick"))
    parts.append(line([(LEFT, BOTTOM), (RIGHT, BOTTOM)], "base"))
    for place, size in enumerate(told.bars):
        inside = place * STEP + STEP > low and place * STEP < max(high, low + 1)
        kind = "score-in" if inside else "score-out"
        top = area.y(math.log10(1 + size))
        parts.append(bar(LEFT + place * width + _GAP / 2, width - _GAP, top, BOTTOM, kind))
    parts.append(x_axis(name))
    parts.append(_STILL.format(LEFT, TOP, RIGHT - LEFT, BOTTOM - TOP))
    described = translate(
        N_("%(inside)s of %(all)s comments are between %(low)s and %(high)s."),
        inside=told.inside,
        all=sum(told.bars),
        low=f"{low / 1000:g}",
        high=f"{high / 1000:g}",
    )
    return drawing("score-plot", name, described, parts)
