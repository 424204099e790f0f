"""A period's restrictions as pictures."""

from collections.abc import Callable, Sequence

from markupsafe import Markup

from rejoinder.errors import N_
from rejoinder.moderation.statements import Automation, Restriction
from rejoinder.svg import (
    BOTTOM,
    LEFT,
    RIGHT,
    Area,
    Key,
    bar,
    ceiling,
    drawing,
    label,
    legend,
    steps,
    y_axis,
)
from rejoinder.transparency.model import Numbers, Period
from rejoinder.transparency.tables_of_numbers import CATEGORIES

Translate = Callable[..., str]
# Class and words of each share of a bar, from the base upwards.
_SHARES = (
    ("program", N_("Program"), {Automation.FULLY}),
    ("person", N_("Person"), {Automation.PARTIALLY, Automation.NOT}),
)
# The picture names itself to whoever cannot see it.
_FIGURE = Markup('<figure><figcaption aria-hidden="true">{}</figcaption>{}</figure>')
_COMMENTS = {Restriction.DECLINED, Restriction.BANNED, Restriction.SUSPENDED}


def over_time(numbers: Numbers, translate: Translate, name_of: Callable[[Period], str]) -> Markup:
    """How much was kept back in each part of the period, and by whom; holds are not among it."""
    stacks = [
        [
            sum(
                count
                for sort, count in counted.items()
                if sort.automation in kinds and sort.restriction in _COMMENTS
            )
            for _, _, kinds in _SHARES
        ]
        for _, counted in numbers.by_part
    ]
    highest = ceiling(max((sum(stack) for stack in stacks), default=0))
    area = Area(highest=highest)
    width = (RIGHT - LEFT) / max(len(stacks), 1)
    parts = [y_axis(area, translate(N_("Decisions")), steps(highest))]
    every = -(-len(stacks) // 8)  # so that names do not touch
    for index, stack in enumerate(stacks):
        x, below = LEFT + index * width, 0
        for (css_class, _, _), count in zip(_SHARES, stack, strict=True):
            top, bottom = area.y(below + count), area.y(below)
            parts.append(bar(x + width * 0.15, width * 0.7, top, bottom, css_class))
            below += count
        if (len(stacks) - 1 - index) % every == 0:
            named = name_of(numbers.by_part[index][0])
            parts.append(label(x + width / 2, BOTTOM + 17, named, "middle tick"))
    parts.append(legend([Key(each, "bar", translate(words)) for each, words, _ in _SHARES]))
    title = translate(N_("What was not posted, or taken down, over time"))
    told = "; ".join(
        f"{name_of(part)}: {sum(stack)}"
        for (part, _), stack in zip(numbers.by_part, stacks, strict=True)
    )
    return _FIGURE.format(title, drawing("over-time", title, told, parts))


def by_category(numbers: Numbers, translate: Translate) -> Markup:
    """For what something was kept back, the most frequent first."""
    counts = numbers.by("category")
    found: Sequence[tuple[str, int]] = sorted(
        ((translate(words), counts.get(key, 0)) for key, words in CATEGORIES.items()),
        key=lambda each: -each[1],
    )
    highest = max((count for _, count in found), default=0) or 1
    step = (BOTTOM + 40) / len(found)
    parts = []
    for index, (words, count) in enumerate(found):
        top = index * step + 4
        parts.append(label(0, top + 11, words, "axis"))
        width = (RIGHT - 40) * count / highest
        if width:
            parts.append(bar(0, max(width, 2), top + 16, top + 26, "person"))
        parts.append(label(max(width, 0) + 6, top + 25, str(count), "tick"))
    title = translate(N_("For what something was kept back"))
    told = "; ".join(f"{words}: {count}" for words, count in found)
    return _FIGURE.format(title, drawing("by-category", title, told, parts))
