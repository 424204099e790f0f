"""A period's numbers as pictures."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Final

from markupsafe import Markup

from rejoinder.desk.numbers.figures import (
    HOURS_OF_A_DAY,
    SECONDS_OF_AN_HOUR,
    answered_by_piece,
    decided_by_hour,
    decided_by_piece,
    judged_by_piece,
    queue_by_piece,
    waited_by_piece,
)
from rejoinder.desk.numbers.model import Load, Numbers, QueueAt, Step
from rejoinder.desk.proportions import Share
from rejoinder.errors import N_
from rejoinder.svg import (
    BOTTOM,
    LEFT,
    RIGHT,
    TOP,
    WIDTH,
    Area,
    Key,
    bar,
    ceiling,
    dot,
    drawing,
    label,
    legend,
    line,
    steps,
    y_axis,
)

Translate = Callable[..., str]
NameOf = Callable[[Step, date], str]
# More names would touch each other.
_MOST_NAMES: Final = 7
# Of a bar's place: the rest keeps it from the next one.
_BAR: Final = 0.78
# Class and words of each share of a bar, from the base upwards.
_OUTCOMES: Final = (
    ("publish", "published", N_("Published")),
    ("hold", "held", N_("Held")),
    ("decline", "declined", N_("Declined")),
)
_MOST_PEOPLE: Final = 8
# A share of the few things of one day says little: these are shown by weeks or months sooner.
_MOST_POINTS: Final = 16
# An age of more hours is told in days.
_HOURS_TO_READ: Final = 72
# In the place of a plot that would be axes alone.
_NOTHING: Final = Markup()


def decisions_plot(numbers: Numbers, translate: Translate, name_of: NameOf) -> Markup:
    """Decisions by outcome in each piece of the period."""
    pieces = decided_by_piece(numbers)
    stacks = [
        [counts.get((False, what), 0) + counts.get((True, what), 0) for what, _, _ in _OUTCOMES]
        for counts in pieces.values()
    ]
    names = [name_of(numbers.period.step, piece) for piece in pieces]
    title = translate(N_("Decisions over time"))
    return _stacked("decisions-plot", title, translate, names, stacks)


def hours_plot(numbers: Numbers, translate: Translate) -> Markup:
    """Decisions by outcome in each hour of the clock."""
    stacks = [
        [sizes.get(what, 0) for what, _, _ in _OUTCOMES] for sizes in decided_by_hour(numbers)
    ]
    names = [f"{hour}" for hour in range(len(stacks))]
    title = translate(N_("Decisions by hour of the day"))
    return _stacked("hours-plot", title, translate, names, stacks)


def queue_plot(
    numbers: Numbers, within_hours: float, translate: Translate, name_of: NameOf
) -> Markup:
    """Which share of what came was answered in time."""
    few = _in_few_pieces(numbers)
    waited = waited_by_piece(few, within_hours)
    title = translate(N_("Answered within %(hours)s hours"), hours=f"{within_hours:g}")
    shares = {name_of(few.period.step, piece): each.in_time for piece, each in waited.items()}
    return _shares("queue-plot", title, [("line-a", title, shares)])


def queue_length_plot(numbers: Numbers, translate: Translate, name_of: NameOf) -> Markup:
    """How many waited at the end of each piece, and how many at once within it."""
    pieces = queue_by_piece(numbers)
    if not any(each.most for _, each in pieces):
        return _NOTHING
    highest = ceiling(max(each.most for _, each in pieces))
    title = translate(N_("How many waited"))
    area, width = Area(highest=highest), (RIGHT - LEFT) / len(pieces)
    parts = [y_axis(area, title, steps(highest))]
    for place, (_, each) in enumerate(pieces):
        x = LEFT + (place + (1 - _BAR) / 2) * width
        parts.append(bar(x, width * _BAR, area.y(each.waiting), BOTTOM, "waiting"))
        top = area.y(each.most)
        parts.append(line([(x, top), (x + width * _BAR, top)], "line-a"))
    names = _names_of_queue(numbers, pieces, name_of)
    parts += _names(names)
    keys = (
        Key("waiting", "bar", translate(N_("at its end"))),
        Key("line-a", "line", translate(N_("most at once"))),
    )
    parts.append(legend(keys))
    told = _told(names, [each.waiting for _, each in pieces])
    return drawing("queue-length-plot", title, told, parts)


def oldest_plot(numbers: Numbers, translate: Translate, name_of: NameOf) -> Markup:
    """How long the oldest had waited at the end of each piece."""
    pieces = queue_by_piece(numbers)
    hours = [(each.oldest_seconds or 0) / SECONDS_OF_AN_HOUR for _, each in pieces]
    if not any(hours):
        return _NOTHING
    in_days = max(hours) > _HOURS_TO_READ
    ages = [each / HOURS_OF_A_DAY if in_days else each for each in hours]
    words = N_("Age of the oldest, in days") if in_days else N_("Age of the oldest, in hours")
    highest = ceiling(max(ages, default=0))
    area, width = Area(highest=highest), (RIGHT - LEFT) / max(len(ages), 1)
    points = [(LEFT + (place + 0.5) * width, area.y(age)) for place, age in enumerate(ages)]
    parts = [y_axis(area, translate(words), steps(highest)), line(points, "line-a")]
    if len(points) <= _MOST_POINTS:
        parts += [dot(x, y, "line-a point", 2.5) for x, y in points]
    names = _names_of_queue(numbers, pieces, name_of)
    parts += _names(names)
    return drawing("oldest-plot", translate(words), _told(names, ages), parts)


def _names_of_queue(
    numbers: Numbers, pieces: Sequence[tuple[date, QueueAt]], name_of: NameOf
) -> Sequence[str]:
    return [
        f"{piece.hour}:00" if isinstance(piece, datetime) else name_of(numbers.period.step, piece)
        for piece, _ in pieces
    ]


def judge_plot(numbers: Numbers, translate: Translate, name_of: NameOf) -> Markup:
    """Precision and recall of the judge."""
    few = _in_few_pieces(numbers)
    judged = judged_by_piece(few)
    precision = {name_of(few.period.step, piece): each.precision for piece, each in judged.items()}
    recall = {name_of(few.period.step, piece): each.recall for piece, each in judged.items()}
    lines = [
        ("line-a", translate(N_("Precision")), precision),
        ("line-b", translate(N_("Recall")), recall),
    ]
    return _shares("judge-plot", translate(N_("The judge beside people")), lines)


def authors_plot(numbers: Numbers, translate: Translate, name_of: NameOf) -> Markup:
    """How often authors revise, and how often an appeal is won."""
    few = _in_few_pieces(numbers)
    pieces = answered_by_piece(few)
    revised = {name_of(few.period.step, piece): each.revised for piece, each in pieces.items()}
    appealed = {name_of(few.period.step, piece): each.appealed for piece, each in pieces.items()}
    won = {name_of(few.period.step, piece): each.won for piece, each in pieces.items()}
    lines = [
        ("line-a", translate(N_("Revised")), revised),
        ("line-c", translate(N_("Appealed")), appealed),
        ("line-b", translate(N_("Appeals won")), won),
    ]
    return _shares("authors-plot", translate(N_("What authors do")), lines)


def load_plot(load: Sequence[Load], translate: Translate) -> Markup:
    """Who decided how much, whoever did most first."""
    shown = load[:_MOST_PEOPLE]
    if not shown:
        return _NOTHING
    highest = max(each.decisions for each in shown) or 1
    title = translate(N_("Decisions by person"))
    parts = [label(0, TOP - 12, title, "axis")]
    for place, each in enumerate(shown):
        top = place * 38 + 24
        width = (RIGHT - 48) * each.decisions / highest
        parts.append(label(0, top + 11, each.name, "tick"))
        parts.append(bar(0, max(width, 2), top + 17, top + 29, "person"))
        parts.append(label(max(width, 2) + 6, top + 28, str(each.decisions), "tick"))
    told = "; ".join(f"{each.name}: {each.decisions}" for each in shown)
    return drawing("load-plot", title, told, parts, height=len(shown) * 38 + 24)


def _stacked(
    identifier: str,
    title: str,
    translate: Translate,
    names: Sequence[str],
    stacks: Sequence[Sequence[float]],
) -> Markup:
    if not any(map(any, stacks)):
        return _NOTHING
    highest = ceiling(max(map(sum, stacks)))
    area, width = Area(highest=highest), (RIGHT - LEFT) / len(stacks)
    parts = [y_axis(area, title, steps(highest))]
    for place, stack in enumerate(stacks):
        x, below = LEFT + (place + (1 - _BAR) / 2) * width, 0.0
        for (_, css_class, _), size in zip(_OUTCOMES, stack, strict=True):
            parts.append(bar(x, width * _BAR, area.y(below + size), area.y(below), css_class))
            below += size
    parts += _names(names)
    parts.append(legend([Key(each, "bar", translate(words)) for _, each, words in _OUTCOMES]))
    return drawing(identifier, title, _told(names, [sum(each) for each in stacks]), parts)


def _shares(
    identifier: str, title: str, lines: Sequence[tuple[str, str, Mapping[str, Share]]]
) -> Markup:
    """Lines of shares, each point with what it lies between; a gap where nothing was measured."""
    if not any(_measured(shares) for _, _, shares in lines):
        return _NOTHING
    area = Area(highest=1.0)
    parts = [y_axis(area, title, [(0, "0 %"), (0.5, "50 %"), (1, "100 %")])]
    names = list(lines[0][2])
    width, told = (RIGHT - LEFT) / max(len(names), 1), []
    for css_class, words, shares in lines:
        points = [
            (LEFT + (place + 0.5) * width, share)
            for place, share in enumerate(shares.values())
            if share.value is not None
        ]
        for x, share in points:
            low, high = (area.y(each) for each in share.interval)
            parts.append(line([(x, low), (x, high)], f"{css_class} interval"))
        parts.append(line([(x, area.y(share.value or 0)) for x, share in points], css_class))
        parts += [
            dot(x, area.y(share.value or 0), f"{css_class} point", 2.5) for x, share in points
        ]
        measured = _measured(shares)
        told.append(f"{words}: {_told(list(measured), list(measured.values()))}")
    parts += _names(names)
    if len(lines) > 1:
        parts.append(legend([Key(css_class, "line", words) for css_class, words, _ in lines]))
    return drawing(identifier, title, ". ".join(told), parts)


def _measured(shares: Mapping[str, Share]) -> dict[str, float]:
    """In percent, without the pieces in which nothing was measured: those are no nought."""
    return {name: 100 * share.value for name, share in shares.items() if share.value is not None}


def _in_few_pieces(numbers: Numbers) -> Numbers:
    return replace(numbers, period=replace(numbers.period, most_pieces=_MOST_POINTS))


def _names(names: Sequence[str]) -> list[Markup]:
    """The names below the plot, so many of them as do not touch, the last among them."""
    every = max(1, -(-len(names) // _MOST_NAMES))
    width = (RIGHT - LEFT) / max(len(names), 1)
    made = [
        label(LEFT + (place + 0.5) * width, BOTTOM + 17, name, "middle tick")
        for place, name in enumerate(names[:-1])
        if (len(names) - 1 - place) % every == 0
    ]
    # The last one ends with the plot: in its middle it would be cut off.
    return [*made, *(label(WIDTH, BOTTOM + 17, name, "end tick") for name in names[-1:])]


def _told(names: Sequence[str], values: Sequence[float]) -> str:
    return "; ".join(f"{name}: {value:.3g}" for name, value in zip(names, values, strict=True))
