"""What becomes of what the demo newsroom's readers say under the default policy.

These are comments as they stand under a local paper's articles: anecdotes, jokes, quarrels about
fish. No model learns from them. Those of a large national paper, by which the thresholds are
chosen, are less concrete: they say nothing of how often "I'll stand you a beer" is a threat.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from rejoinder.demo.source import DemoThread, threads
from rejoinder.engine import Judge
from rejoinder.errors import Invalid
from rejoinder.moderation.actions.trial import Trial, try_out
from rejoinder.moderation.model import Outcome
from rejoinder.moderation.policy import read_policy
from training.measures.kinds import BATCH, NOW
from training.measures.own_topics import demo_articles


def fair_comments() -> list[Trial]:
    """The comments that stay on the page, each under its article and as a reply."""
    articles = demo_articles()
    return [
        Trial(text, articles[thread.source.slug], parent)
        for thread in threads()
        for text, parent in _said_in(thread)
    ]


def share_published(judge: Judge, trials: Sequence[Trial]) -> float:
    """The share, 0 to 1, that the default policy publishes when a new author sends it."""
    policy = read_policy("")
    published: list[bool] = []
    for start in range(0, len(trials), BATCH):
        for tried in try_out(trials[start : start + BATCH], policy, judge.batch, now=NOW):
            stands = not isinstance(tried, Invalid) and tried.verdict.outcome is Outcome.PUBLISH
            published.append(stands)
    return float(np.mean(published))


def newsroom_figures(judge: Judge) -> dict[str, float]:
    """The share by its name on the model card."""
    return {"demo newsroom's fair comments, published": share_published(judge, fair_comments())}


def _said_in(thread: DemoThread) -> Iterator[tuple[str, str | None]]:
    """Each comment that stays, and the one that it answers."""
    texts = {each.key: each.text for each in thread.comments}
    for each in thread.comments:
        if each.stays:
            yield each.text, None if each.reply_to is None else texts[each.reply_to]
