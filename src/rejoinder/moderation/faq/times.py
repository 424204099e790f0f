"""What the FAQ says of time: how long a decision takes, and until when an author can change it."""

import math
from collections.abc import Iterator
from typing import Final

from rejoinder.errors import N_
from rejoinder.moderation.faq.model import FaqFacts
from rejoinder.moderation.model import Paragraph
from rejoinder.moderation.policy.settings import EDITING
from rejoinder.moderation.rules.mode import MODE, Mode
from rejoinder.moderation.setting import Policy

# A median of fewer is chance, and would be taken for a promise.
_FEWEST_WAITS: Final = 5


def waiting(policy: Policy, facts: FaqFacts) -> Iterator[Paragraph]:
    """How long a comment waits, as far as it was measured; no promise where it was not."""
    if policy[MODE].mode is not Mode.ALL_HELD:
        yield (N_("A comment to which no rule objects appears at once."), {})
    yield _typical_wait(facts)
    if facts.waiting:
        yield (N_("Comments waiting at this moment: %(waiting)s."), {"waiting": facts.waiting})
    else:
        yield (N_("At this moment no comment is waiting."), {})


def editing(policy: Policy) -> Iterator[Paragraph]:
    """Until when a comment can be changed and taken back."""
    yield _edit(policy[EDITING].edit_minutes)
    if policy[EDITING].edit_minutes:
        yield (
            N_(
                "The new text is judged like a new comment. If it cannot be posted, we tell you "
                "why and your comment stays as it was."
            ),
            {},
        )
    yield _withdraw(policy[EDITING].withdraw_minutes)


def _typical_wait(facts: FaqFacts) -> Paragraph:
    if facts.median_wait_minutes is None or facts.waits_measured == 0:
        return (
            N_(
                "No comment that waited for a person was decided in the last week, so we cannot "
                "tell you how long it takes."
            ),
            {},
        )
    if facts.waits_measured < _FEWEST_WAITS:
        return (
            N_(
                "Only a few comments waited for a person in the last week, too few to tell you "
                "how long it takes."
            ),
            {},
        )
    minutes = math.ceil(facts.median_wait_minutes)
    if minutes > 36 * 60:
        return (
            N_(
                "Of the last %(measured)s comments that waited for a person, half were decided "
                "within %(days)s days."
            ),
            {"measured": facts.waits_measured, "days": math.ceil(minutes / (24 * 60))},
        )
    if minutes > 90:
        return (
            N_(
                "Of the last %(measured)s comments that waited for a person, half were decided "
                "within %(hours)s hours."
            ),
            {"measured": facts.waits_measured, "hours": math.ceil(minutes / 60)},
        )
    return _within_minutes(facts.waits_measured, minutes)


def _within_minutes(measured: int, minutes: int) -> Paragraph:
    if minutes <= 1:
        return (
            N_(
                "Of the last %(measured)s comments that waited for a person, half were decided "
                "within a minute."
            ),
            {"measured": measured},
        )
    return (
        N_(
            "Of the last %(measured)s comments that waited for a person, half were decided "
            "within %(minutes)s minutes."
        ),
        {"measured": measured, "minutes": minutes},
    )


def _edit(minutes: int) -> Paragraph:
    if minutes == 0:
        return (N_("A comment that you have sent cannot be changed any more."), {})
    if minutes == 1:
        return (N_("For one minute after you have sent it, you can change your comment."), {})
    return (
        N_("For %(minutes)s minutes after you have sent it, you can change your comment."),
        {"minutes": minutes},
    )


def _withdraw(minutes: int) -> Paragraph:
    if minutes == 0:
        return (N_("You can withdraw it whenever you like. Replies to it stay."), {})
    if minutes == 1:
        return (N_("For one minute you can also withdraw it. Replies to it stay."), {})
    return (
        N_("For %(minutes)s minutes you can also withdraw it. Replies to it stay."),
        {"minutes": minutes},
    )
