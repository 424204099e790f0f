"""What would wait each day, beside what waited, as a picture."""

from collections.abc import Sequence

from babel.dates import format_date
from markupsafe import Markup

from rejoinder.errors import N_
from rejoinder.i18n import Translator
from rejoinder.moderation.workbench.figures import Day
from rejoinder.svg import BOTTOM, LEFT, RIGHT, Area, Key, bar, drawing, label, legend, y_axis

# So that names do not touch.
_MOST_NAMES = 6
# More are drawn together.
_MOST_BARS = 45


def held_each_day(days: Sequence[Day], translator: Translator) -> Markup:
    """Two bars for each day (or each few days): what was held, and what would have been."""
    translate = translator.translate
    parts = _together(days)
    highest = max((max(was, becomes) for _, was, becomes in parts), default=0) or 1
    area = Area(highest=highest)
    width = (RIGHT - LEFT) / len(parts)
    drawn = [y_axis(area, translate(N_("Held a day")), [(0, "0"), (highest, f"{highest:g}")])]
    every = -(-len(parts) // _MOST_NAMES)
    for number, (day, was, becomes) in enumerate(parts):
        x, base = LEFT + number * width, area.y(0)
        drawn.append(bar(x + width * 0.1, width * 0.38, area.y(was), base, "before"))
        drawn.append(bar(x + width * 0.52, width * 0.38, area.y(becomes), base, "after"))
        if number % every == 0:
            name = format_date(day.day, "d MMM", locale=translator.locale)
            drawn.append(label(x + width / 2, BOTTOM + 17, name, "middle tick"))
    keys = [
        Key("before", "bar", translate(N_("as it was"))),
        Key("after", "bar", translate(N_("with these rules"))),
    ]
    told = "; ".join(f"{day.day.isoformat()}: {was:g}, {becomes:g}" for day, was, becomes in parts)
    title = translate(N_("Held a day, as it was and with these rules"))
    return drawing("held-each-day", title, told, [*drawn, legend(keys)])


def _together(days: Sequence[Day]) -> list[tuple[Day, float, float]]:
    """The days, or the mean of each few where they are many."""
    size = -(-len(days) // _MOST_BARS)
    groups = [days[first : first + size] for first in range(0, len(days), size)]
    return [
        (
            group[0],
            round(sum(each.held_was for each in group) / len(group), 1),
            round(sum(each.held_becomes for each in group) / len(group), 1),
        )
        for group in groups
    ]
