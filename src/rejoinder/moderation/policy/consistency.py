"""Settings that cannot both be meant. Only `parse` asks, once each of them is well formed."""

from collections.abc import Iterator

from rejoinder.moderation.policy.schema import TABLES
from rejoinder.moderation.setting import Contradiction, Policy


def contradictions(policy: Policy) -> Iterator[Contradiction]:
    """Every pair of settings of which one makes nonsense of the other, by their whole keys."""
    for table in TABLES:
        for within in table.contradictions(policy[table]):
            first, second = (*table.path, *within.first), (*table.path, *within.second)
            yield Contradiction(first, second, within.problem)
