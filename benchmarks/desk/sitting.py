"""Eight hundred cards in one sitting: the last keys as quick as the first, the page no larger."""

from collections.abc import Sequence
from typing import Final

import click
from playwright.sync_api import CDPSession

from benchmarks.desk.keyboard import desk_open, pressed
from benchmarks.desk.newsroom import Newsroom
from benchmarks.figures import percentile

CARDS: Final = 800
# From when on the page is as large as it will be, and how many of the last keys are told.
SETTLED, LAST = 100, 100
# Between two looks at it, a page holds a few cards more or less.
MOST_GROWTH: Final = 1.25


def eight_hundred(newsroom: Newsroom) -> Sequence[float]:
    """Milliseconds from key to painted for the last hundred; SystemExit where the page grew."""
    with desk_open(newsroom) as page:
        session = page.context.new_cdp_session(page)
        session.send("Performance.enable")
        settled = (0, 0)
        for number in range(1, CARDS + 1):
            pressed(page, "p", number)
            if number == SETTLED:
                settled = _size(session)
        last = _size(session)
        painted: list[float] = page.evaluate("window.painted")
    first_keys = percentile(sorted(painted[:SETTLED]), 0.5)
    click.echo(f"    the first {SETTLED} keys: half {first_keys:.1f} ms")
    for card, (nodes, held) in ((SETTLED, settled), (CARDS, last)):
        click.echo(f"    at card {card}: {nodes:,} nodes, {held / 2**20:.1f} MiB held by scripts")
    if any(after > MOST_GROWTH * before for before, after in zip(settled, last, strict=True)):
        raise SystemExit("The desk's page grows with each card.")
    return painted[-LAST:]


def _size(session: CDPSession) -> tuple[int, int]:
    """How many nodes the page has, and how many bytes its scripts hold, without what is garbage."""
    session.send("HeapProfiler.collectGarbage")
    told = {
        each["name"]: each["value"] for each in session.send("Performance.getMetrics")["metrics"]
    }
    return int(told["Nodes"]), int(told["JSHeapUsedSize"])
