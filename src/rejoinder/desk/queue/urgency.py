"""How soon a comment that waits needs a person. Pure."""

from collections.abc import Collection
from enum import IntEnum

from rejoinder.moderation.report_reasons import DANGER, ILLEGAL

# Reports of people who may come to harm while the comment stands; of others, only the talk does.
HARMFUL = frozenset({"abuse", "privacy", ILLEGAL, DANGER})


class Urgency(IntEnum):
    """How soon a comment needs a person; the lowest first."""

    DESPAIR = 0
    """Its author might harm themselves, or a notice says that somebody's life is in danger."""
    SHOWN_AND_HARMFUL = 1
    """Readers can see it, and one of them reported it as harmful, or it reads as a threat."""
    SHOWN = 2
    """Readers can see it, and one of them reported it for something else."""
    HARMFUL = 3
    """It is held, and reads as a threat or was reported as harmful."""
    ORDINARY = 4
    """It is held for something else, or was declined and its author appeals."""


def urgency(
    *, despairs: bool, threatens: bool, shown: bool, held: bool, reported_for: Collection[str]
) -> Urgency:
    """How soon it needs a person, by what is known of it."""
    if despairs or DANGER in reported_for:
        return Urgency.DESPAIR
    harmful = threatens or not HARMFUL.isdisjoint(reported_for)
    if shown:
        return Urgency.SHOWN_AND_HARMFUL if harmful else Urgency.SHOWN
    return Urgency.HARMFUL if held and harmful else Urgency.ORDINARY
