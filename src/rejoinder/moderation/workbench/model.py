"""A policy that is tried: as a draft, on what was judged before, and beside the one in force."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from rejoinder.errors import Invalid, N_
from rejoinder.moderation.workbench.figures import Figures

# In characters: some thousand words on lists, and what is said of them.
LONGEST_POLICY: Final = 200_000
# Days that a replay goes back at most: a year.
MOST_DAYS: Final = 366
# A worker that has said nothing for so long is gone, and another one begins anew.
GONE_AFTER: Final = timedelta(minutes=2)


# Who ended a shadow whose rules another version of ours does not know any more.
UNREADABLE: Final = "the rules cannot be read any more"
# How long what was tried stays: a season, so that it can be compared with the one before.
KEPT: Final = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Draft:
    """A policy that somebody wrote and that was read without a mistake."""

    id: int
    site_id: int
    version: str
    source: str
    made_by: str
    made_at: datetime


class ReplayState(StrEnum):
    """How far a replay has come."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class ReplayJob:
    """A replay that somebody asked for."""

    id: int
    site_id: int
    draft_id: int
    days: int
    state: ReplayState
    asked_by: str
    asked_at: datetime
    done: int
    total: int
    ended_at: datetime | None
    figures: Figures | None
    """None until it is done."""
    sections: tuple[str, ...] = ()
    """Whose comments it is about; all where none is named."""

    @property
    def going(self) -> bool:
        """Whether it waits or runs."""
        return self.state in {ReplayState.WAITING, ReplayState.RUNNING}


@dataclass(frozen=True, slots=True)
class Shadow:
    """A policy that decides beside the one in force, without any effect."""

    id: int
    site_id: int
    draft_id: int
    begun_by: str
    begun_at: datetime
    ended_by: str
    ended_at: datetime | None
    after_id: int


def check_length(source: str) -> None:
    """Lets a policy go on that is no longer than any can be. Raises Invalid."""
    if len(source) > LONGEST_POLICY:
        raise Invalid(
            N_("The rules are longer than any can be (%(most)s characters)."),
            code="policy-too-long",
            most=LONGEST_POLICY,
        )
