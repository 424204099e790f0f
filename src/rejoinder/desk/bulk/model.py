"""Which comments are decided together, and how far a job is that decides them. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final, Self

import msgspec

from rejoinder.desk.filters import CommentFilter
from rejoinder.moderation.model import Outcome
from rejoinder.sites.model import Actor

# Bars of a histogram, each as many thousandths wide.
BARS: Final = 40
STEP: Final = 1000 // BARS
# How long it stays known which comments a job decided, so that all of it can be undone.
KEPT: Final = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Choice:
    """Comments that are decided together: those of a filter, with a score between two bounds."""

    filter: CommentFilter = field(default_factory=CommentFilter)
    score: str = ""
    """Which one, a name of `desk.tables.SCORES`; empty where comments of any are meant."""
    low: int = 0
    """In thousandths; the comment's score is at least so high,"""
    high: int = 1000
    """and at most so high."""

    def to_dict(self) -> dict[str, Any]:
        """As a job keeps it."""
        told: dict[str, Any] = msgspec.to_builtins(self)
        return {**told, "filter": self.filter.to_dict()}

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> Self:
        """What `to_dict` wrote."""
        return msgspec.convert(stored, cls)


@dataclass(frozen=True, slots=True)
class Histogram:
    """How many comments have which score."""

    bars: tuple[int, ...]
    """From 0 to 1, all equally wide."""
    inside: int
    """How many are between the bounds of the choice."""


@dataclass(frozen=True, slots=True)
class Seen:
    """How far the store had come when somebody looked at what they decide: what is newer they did
    not see."""

    comment_id: int
    decision_id: int


class JobState(StrEnum):
    """Where a job stands."""

    RUNNING = "running"
    STOPPED = "stopped"
    """By somebody, or by something that went wrong; it can go on."""
    DONE = "done"


class Skipped(StrEnum):
    """Why a job left a comment as it was."""

    CHANGED = "changed"
    """Somebody decided it, or its author changed it, after it was looked at."""
    ALREADY = "already"
    """It is so already, and nobody complained of it."""
    OWN_APPEAL = "own-appeal"
    """Its author appeals against a decision of whoever began the job."""
    PASSED_ON = "passed-on"
    """A moderator asked an editor of it, and whoever began the job is none for its section."""
    NOT_THEIRS = "not-theirs"
    """It stands in a section that others look after, or is a colleague's to undo."""


@dataclass(frozen=True, slots=True)
class Job:
    """Many comments that are decided one after the other."""

    id: int
    site_id: int
    staff_id: int | None
    """Who began it; None where it was the site's own software,"""
    key_id: int | None
    """with this key."""
    choice: Choice
    outcome: Outcome | None
    """None where it undoes another one."""
    reason: str
    note: str
    undoes_id: int | None
    """The job whose decisions it takes back."""
    seen: Seen
    expected: int
    """How many there were when it began."""
    state: JobState
    gathered: bool
    """Whether all of its comments are written down."""
    gathered_to: int
    decided_to: int
    """The comments' numbers up to which it has come."""
    problem: str
    """What it was stopped by; empty where somebody did, or nothing."""
    made_at: datetime
    ended_at: datetime | None
    reason_title: str = ""
    """Of a reason of the house's own, what it was called when the job began,"""
    reason_text: str = ""
    """and what the authors are told."""

    def is_begun_by(self, actor: Actor) -> bool:
        """Whether whoever acts now began it."""
        return (self.staff_id, self.key_id) == (actor.staff_id, actor.key_id)

    def is_forgotten(self, now: datetime) -> bool:
        """Whether its comments may be known no more, so that nothing can be done with them."""
        return self.ended_at is not None and self.ended_at <= now - KEPT


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is."""

    items: int
    """Comments that are written down for it."""
    decided: int
    skipped: Mapping[Skipped, int]

    @property
    def left_out(self) -> int:
        """How many were left as they were."""
        return sum(self.skipped.values())
