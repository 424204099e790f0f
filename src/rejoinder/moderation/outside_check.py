"""A check that a site adds by URL: what it is, what it is asked, what its answer means. Pure.

The answer is hostile until it is read: whoever answers may have been broken into, or sold.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

import msgspec

from rejoinder.moderation.model import Outcome, OutsideAnswer
from rejoinder.moderation.setting import Policy, Table
from rejoinder.outbound.signing import SigningSecrets
from rejoinder.text import TooLong
from rejoinder.text.tidying import tidy_line

# In milliseconds. Somebody waits before the form all the while.
TIMEOUTS: Final = range(100, 10_001)
DEFAULT_TIMEOUT: Final = 1000
# More would be asked for every comment that is posted.
MOST_CHECKS: Final = 5
LONGEST_NAME: Final = 60
# As much as an author reads of a reason.
LONGEST_REASON: Final = 300
# Room for the reason, and for fields that we do not know.
MAX_ANSWER_BYTES: Final = 65_536


@dataclass(frozen=True, slots=True)
class OutsideCheck:
    """One check of a site."""

    id: int
    name: str
    """What readers are told that it is called."""
    url: str
    timeout_ms: int
    secrets: SigningSecrets = field(repr=False)


@dataclass(frozen=True, slots=True)
class OutsideChecks:
    """All checks of a site. Commands put them, and no text of a policy: secrets are in them."""

    checks: tuple[OutsideCheck, ...] = ()

    @property
    def names(self) -> str:
        """What they are called, for readers."""
        return ", ".join(check.name for check in self.checks)


CHECKS: Final = Table(("outside-checks",), OutsideChecks())


def with_checks(policy: Policy, checks: tuple[OutsideCheck, ...]) -> Policy:
    """The policy of a site that adds these checks to it."""
    if not checks:
        return policy
    return Policy({**policy.values, CHECKS: OutsideChecks(checks)}, policy.differences)


class BadAnswer(Exception):
    """Why an answer means nothing, in a few words that hold nothing of it."""


class _Answer(msgspec.Struct):
    outcome: Literal["publish", "hold", "decline"] = "publish"
    reason: str = ""


def read_answer(check: OutsideCheck, body: bytes) -> OutsideAnswer:
    """What a check says: nothing against the comment, or that it is held or declined, and why.

    Raises:
        BadAnswer: it is not what docs/outside-checks.md asks for.
    """
    if not body.strip():
        return OutsideAnswer(check.id, Outcome.PUBLISH)
    try:
        answer = msgspec.json.decode(body, type=_Answer)
        reason = tidy_line(answer.reason, LONGEST_REASON)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        raise BadAnswer("its answer is not what was asked for") from None
    except TooLong:
        raise BadAnswer("its reason is too long") from None
    outcome = Outcome(answer.outcome)
    if outcome is not Outcome.PUBLISH and not reason:
        raise BadAnswer("it gave no reason")
    return OutsideAnswer(check.id, outcome, reason)


def body_of(question: Mapping[str, Any]) -> bytes:
    """A question as it is sent."""
    return msgspec.json.encode(question)
