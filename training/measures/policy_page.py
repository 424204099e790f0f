"""The page of the figures of the policy: what each threshold stops and costs, and a picture."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from markupsafe import Markup

from rejoinder.svg import (
    BOTTOM,
    HEIGHT,
    LEFT,
    RIGHT,
    WIDTH,
    Area,
    Key,
    dot,
    label,
    legend,
    line,
    y_axis,
)
from training.measures.thresholds import (
    BUDGET,
    LEAST_TO_DECLINE,
    LEAST_TO_HOLD,
    NEVER,
    Budget,
    Limits,
    Measured,
    equal_costs,
    share_from,
    share_held,
    share_stopped,
)

DOCS: Final = Path(__file__).parents[2] / "docs"
PAGE: Final = DOCS / "policy-figures.md"
CHART: Final = DOCS / "images" / "policy-figures.svg"

# Told of every attribute, beside those in force and proposed.
CANDIDATES: Final = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.97, 0.99)

# The right edge of the picture: more civil comments than these nobody would hold.
MOST_SHOWN: Final = 0.1

_HEAD: Final = """\
# What the thresholds stop, and what they cost

Made by `python -m training.measures.policy_figures --data PATH` for {model}: shares of texts
that nothing was fitted on. The thresholds are those of `[abuse.…]` in [the policy](policy.md); a comment is
stopped if any of them stops it. **At most {held} of civil news comments may be held and {declined} declined**; each
kind of abuse may cost the same, no score under {least_hold:g} holds anything and none under {least_decline:g} declines. Measure
yours on your own comments with `rejoinder policy try` and `rejoinder evaluate`: every readership differs.

![Of the toxic news comments, how many are stopped, for how many civil ones](images/policy-figures.svg)

| texts | how many | what they are |
|---|---|---|
| civil | {civil} | news comments that a newspaper's moderators let pass |
| unmarked | {unmarked} | news comments that raters had called toxic, and in which no annotator marked anything: neither surely civil nor surely abusive |
| talk | {talk} | civil talk among Wikipedia's editors |
| toxic | {toxic} | news comments in which most annotators marked something |

## All together

| thresholds | civil held | civil declined | unmarked held | unmarked declined | talk held | toxic stopped | toxic declined |
|---|---|---|---|---|---|---|---|
"""  # noqa: E501 - lines of a page, not of code

_BELOW: Final = """
What is held includes what is declined, and what the judge cannot read: it took {unjudged} of the
civil comments for another language. The civil comments are few, so that one of them is {one}.

## Each kind by itself
"""


def page(measured: Measured, force: Limits, proposed: Limits, budget: Budget = BUDGET) -> str:
    """Gives the page as Markdown."""
    head = _HEAD.format(
        model=measured.model,
        held=_percent(budget.held),
        declined=_percent(budget.declined),
        least_hold=LEAST_TO_HOLD,
        least_decline=LEAST_TO_DECLINE,
        **{name: len(getattr(measured, name)) for name in ("civil", "unmarked", "talk", "toxic")},
    )
    unjudged = share_held(measured.civil, [NEVER] * len(measured.attributes))
    below = _BELOW.format(unjudged=_percent(unjudged), one=_percent(1 / len(measured.civil)))
    parts = [
        head,
        _total("in force", measured, force),
        _total("proposed", measured, proposed),
        below,
        *(
            row
            for column, name in enumerate(measured.attributes)
            for row in _attribute(measured, name, column, force, proposed)
        ),
    ]
    return "".join(parts)


def proposal(measured: Measured, limits: Limits) -> str:
    """Gives the proposed thresholds as the code has its defaults, to be looked at first."""
    return "\n".join(
        f'    "{name}": Thresholds(hold={_code(hold)}, decline={_code(decline)}),'
        for name, hold, decline in zip(
            measured.attributes, limits.hold, limits.decline, strict=True
        )
    )


def _total(name: str, measured: Measured, limits: Limits) -> str:
    cells = [
        share_held(measured.civil, limits.hold),
        share_stopped(measured.civil, limits.decline),
        share_held(measured.unmarked, limits.hold),
        share_stopped(measured.unmarked, limits.decline),
        share_held(measured.talk, limits.hold),
        share_held(measured.toxic, limits.hold),
        share_stopped(measured.toxic, limits.decline),
    ]
    return f"| {name} | {' | '.join(map(_percent, cells))} |\n"


def _attribute(
    measured: Measured, name: str, column: int, force: Limits, proposed: Limits
) -> Iterator[str]:
    kind = measured.kinds[name]
    sources = ", ".join(f"`{source}`" for source in kind.sources) or "none"
    yield f"\n### `{name}`\n\n"
    yield f"Of this kind: {len(kind.scores)} texts ({sources}).\n\n"
    yield "| from | civil | unmarked | talk | of this kind | toxic | |\n"
    yield "|---|---|---|---|---|---|---|\n"
    roles = {
        "holds in force": force.hold[column],
        "declines in force": force.decline[column],
        "proposed to hold": proposed.hold[column],
        "proposed to decline": proposed.decline[column],
    }
    groups = (measured.civil, measured.unmarked, measured.talk, kind.scores, measured.toxic)
    for threshold in sorted({*CANDIDATES, *(each for each in roles.values() if each <= 1)}):
        cells = [
            _percent(share_from(group[:, column], threshold)) if len(group) else "–"
            for group in groups
        ]
        told = ", ".join(role for role, at in roles.items() if at == threshold)
        yield f"| {threshold:g} | {' | '.join(cells)} | {told} |\n"


def _percent(share: float) -> str:
    """Gives a share of texts in per cent, to a tenth."""
    return f"{100 * share:.1f} %"


def _code(threshold: float) -> str:
    return "NEVER" if threshold == NEVER else f"{threshold:g}"


_STYLE: Final = Markup(
    "<style>text{{font:12px sans-serif;fill:#333}}.middle{{text-anchor:middle}}"
    ".end{{text-anchor:end}}.axis{{font-weight:bold}}.rule{{stroke:#ddd}}.base{{stroke:#888}}"
    ".curve{{fill:none;stroke:#2b5f9e;stroke-width:2}}.force{{fill:#b3261e}}.new{{fill:#2b5f9e}}"
    ".most{{stroke:#888;stroke-dasharray:4 3}}</style>"
).format()

_DRAWING: Final = Markup(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
    'aria-label="{told}">{style}<rect width="{width}" height="{height}" fill="#fff"/>{parts}'
    "</svg>\n"
)


def chart(measured: Measured, force: Limits, proposed: Limits, budget: Budget = BUDGET) -> str:
    """Gives the picture as SVG: for how many civil comments how many toxic ones are stopped."""
    area = Area()
    points = [
        (_x(area, civil), area.y(toxic)) for civil, toxic in _curve(measured) if civil <= MOST_SHOWN
    ]
    most = _x(area, budget.held)
    parts = [
        y_axis(area, "Toxic news comments stopped", [(n / 4, f"{25 * n} %") for n in range(5)]),
        *(
            label(_x(area, n / 100), BOTTOM + 17, f"{n} %", "middle")
            for n in range(0, round(100 * MOST_SHOWN) + 1, 2)
        ),
        label((LEFT + RIGHT) / 2, BOTTOM + 38, "Civil news comments held", "middle axis"),
        line([(most, area.top), (most, BOTTOM)], "most"),
        line(points, "curve"),
        _dot(area, measured, force, "force"),
        _dot(area, measured, proposed, "new"),
        legend([Key("force", "dot", "In force"), Key("new", "dot", "Proposed")]),
    ]
    told = "Toxic news comments stopped, over civil ones held: the thresholds in force and proposed"
    return str(
        _DRAWING.format(
            width=WIDTH, height=HEIGHT, told=told, style=_STYLE, parts=Markup().join(parts)
        )
    )


def _curve(measured: Measured) -> Iterator[tuple[float, float]]:
    """Gives what is held and stopped where each attribute costs the same, ever more."""
    civil, every = measured.civil, [True] * len(measured.attributes)
    for count in range(round(MOST_SHOWN * len(civil)) + 1):
        thresholds = equal_costs(civil, count / len(civil), 0.0, every)
        yield share_held(civil, thresholds), share_held(measured.toxic, thresholds)


def _dot(area: Area, measured: Measured, limits: Limits, css_class: str) -> Markup:
    held = min(share_held(measured.civil, limits.hold), MOST_SHOWN)
    return dot(_x(area, held), area.y(share_held(measured.toxic, limits.hold)), css_class, 5)


def _x(area: Area, share: float) -> float:
    return area.x(share / MOST_SHOWN)
