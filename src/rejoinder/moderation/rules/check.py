"""What a check is: a small pure function over a policy and a case, and what is known of it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from rejoinder.moderation.model import Case, Finding
from rejoinder.moderation.policy import Policy

Run = Callable[[Policy, Case], Iterator[Finding]]
Rules = Callable[[Policy], Iterator[str]]


@dataclass(frozen=True, slots=True)
class Check:
    """A check with the rules that it may name under a policy, for the FAQ."""

    name: str
    run: Run
    rules: Rules
    excuses_staff: bool = False
    """Whether the publication's own people are not asked it."""


def always(*rules: str) -> Rules:
    """The rules of a check that no policy switches off."""
    return lambda _: iter(rules)
