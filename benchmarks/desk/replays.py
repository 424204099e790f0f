"""How many stored judgements a second a policy is replayed on."""

import gc
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from benchmarks.desk.newsroom import Newsroom
from rejoinder.moderation.policy import Policy, read_policy
from rejoinder.moderation.workbench.model import MOST_DAYS
from rejoinder.moderation.workbench.replay import replay

TIMES = 3
# What an editor tries first: another figure, and one for a section.
THRESHOLDS = """
[abuse.insult]
hold = 0.5
decline = 0.7
[sections.Sport.topic]
hold_below = 0.4
"""
NEWCOMERS = 'mode = "assisted"\n'


def replayed(source: str) -> Callable[[Newsroom], Sequence[float]]:
    """Comments a second, all of the store, as the worker's own process goes through them."""

    def measure(newsroom: Newsroom) -> list[float]:
        policy, now = read_policy(source), datetime.now(UTC)
        gc.disable()  # as the worker's own process does
        try:
            return [_a_second(newsroom, policy, now) for _ in range(TIMES)]
        finally:
            gc.enable()

    def _a_second(newsroom: Newsroom, policy: Policy, now: datetime) -> float:
        began = time.perf_counter()
        figures = replay(newsroom.database, newsroom.site.id, policy, days=MOST_DAYS, now=now)
        return (figures.comments if figures else 0) / (time.perf_counter() - began)

    return measure
