"""How many stored judgements a second a policy is replayed on, and who waits meanwhile."""

import gc
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from benchmarks.desk.newsroom import Newsroom
from benchmarks.desk.requests import seconds_for
from rejoinder.moderation.policy import Policy, read_policy
from rejoinder.moderation.workbench.model import MOST_DAYS
from rejoinder.moderation.workbench.replay import replay

TIMES = 3
PAGES = 40
# In seconds: until the worker has seen it and its process has begun.
BEGUN_AFTER = 4
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


def page_meanwhile(newsroom: Newsroom) -> Sequence[float]:
    """Milliseconds for a page of the queue while all texts are read again beside it."""
    with newsroom.client() as client:
        draft = client.post("/desk/policy/drafts", data={"set.words.watched": "bridge*"})
        path = draft.headers["location"]
        asked = client.post(f"{path}/replays", data={"days": str(MOST_DAYS)})
        seconds_for(client, "/desk", {})
        time.sleep(BEGUN_AFTER)
        figures = [1000 * seconds_for(client, "/desk", {}) for _ in range(PAGES)]
        client.post(f"{asked.headers['location']}/cancelling")
    return figures
