"""A policy's text with other settings in it, everywhere or at one place: what a draft is made of.

The desk's form and the API both write so. Pure.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rejoinder.errors import Invalid
from rejoinder.moderation.model import Discussed
from rejoinder.moderation.policy import read_policy
from rejoinder.moderation.policy.places import LONGEST_NAMES, named_problem
from rejoinder.moderation.policy.writing import with_settings
from rejoinder.moderation.setting import Path, Policy


@dataclass(frozen=True, slots=True)
class Place:
    """A section or an article whose rules are written."""

    kind: str
    """`sections` or `articles`."""
    name: str

    @property
    def discussed(self) -> Discussed:
        """As a policy names it."""
        if self.kind == "sections":
            return Discussed(section=self.name)
        return Discussed(names=frozenset({self.name}))

    def holds_in(self, policy: Policy) -> Policy:
        """The policy at this place, of which only the place's own differences are asked."""
        own = [each for each in policy.differences if each.holds(self.discussed)]
        return policy.with_differences(own)


def place_called(kind: str, name: str) -> Place | None:
    """The place of a kind and a name; None where one of the two names none.

    Raises:
        Invalid: code `bad-place`, no section and no article can be called so.
    """
    name = " ".join(name.split())
    if kind not in LONGEST_NAMES or not name:
        return None
    problem = named_problem(kind, name, again=False)
    if problem is not None:
        raise Invalid(problem.message, code="bad-place")
    return Place(kind, name)


def rewritten(source: str, place: Place | None, changed: Mapping[Path, Any]) -> str:
    """The text with these settings at a place, or everywhere; all else as somebody wrote it.

    `source` must be readable.
    """
    if place is None:
        return with_settings(source, changed) if changed else source
    name = _as_written(read_policy(source), place)
    there = {(place.kind, name, *path): value for path, value in changed.items()}
    return with_settings(source, there) if there else source


def _as_written(policy: Policy, place: Place) -> str:
    """A section may stand in the text in other capitals."""
    written = (
        each.section or each.article for each in policy.differences if each.holds(place.discussed)
    )
    return next(written, place.name)
