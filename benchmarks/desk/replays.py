"""How many stored judgements a second a policy is replayed on, and who waits meanwhile."""

import contextlib
import gc
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime

import click

from benchmarks.desk.newsroom import Newsroom
from rejoinder.moderation.policy import Policy, read_policy
from rejoinder.moderation.workbench.model import MOST_DAYS, ReplayState
from rejoinder.moderation.workbench.queries import replay_by_id
from rejoinder.moderation.workbench.replay import replay

TIMES = 3
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


def meanwhile(measure: Callable[[Newsroom], Sequence[float]]) -> Callable[[Newsroom], list[float]]:
    """The same while all texts are read again beside it, in the server's own process for that."""

    def measured(newsroom: Newsroom) -> list[float]:
        with replay_going(newsroom):
            return list(measure(newsroom))

    return measured


@contextlib.contextmanager
def replay_going(newsroom: Newsroom) -> Iterator[None]:
    """An editor has a policy replayed over all comments; says so where it ended too early."""
    with newsroom.client() as client:
        draft = client.post("/desk/policy/drafts", data={"set.words.watched": "bridge*"})
        path = draft.headers["location"]
        asked = client.post(f"{path}/replays", data={"days": str(MOST_DAYS)})
        page = asked.headers["location"]
        time.sleep(BEGUN_AFTER)
        yield
        number = int(page.partition("?")[0].rpartition("/")[2])
        with newsroom.database.reading() as connection:
            job = replay_by_id(connection, newsroom.site.id, number)
        if job.state is not ReplayState.RUNNING:
            click.echo(f"  (the replay did not run to the end: {job.state}, {job.done:,} read)")
        client.post(f"{page}/cancelling")
