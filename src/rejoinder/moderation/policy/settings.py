"""What a policy holds, with the defaults. `reading` fills it; checks and the FAQ go by it."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from rejoinder.moderation.policy.wordlist import WordMatcher

# Nothing longer is even looked at, so no policy can allow more.
LONGEST_COMMENT = 20_000

NEVER = math.inf
"""A threshold that no score reaches."""


class Mode(StrEnum):
    """Whom the policy lets through without a person's yes, if no check objects."""

    OPEN = "open"
    """Everybody."""
    ASSISTED = "assisted"
    """Everybody but authors who are new to the site."""
    ALL_HELD = "all-held"
    """Nobody."""


class Course(StrEnum):
    """What becomes of a comment that only this one thing would make wait."""

    PUBLISH = "publish"
    HOLD = "hold"


@dataclass(frozen=True, slots=True)
class Length:
    """How many characters a comment has."""

    minimum: int = 2
    maximum: int = 5000


@dataclass(frozen=True, slots=True)
class Words:
    """Lists of words: `word` alone, `word*` for all that begin so, phrases with spaces."""

    banned: tuple[str, ...] = ()
    watched: tuple[str, ...] = ()
    allowed: tuple[str, ...] = ()
    """Excepted from the other two."""
    matcher: WordMatcher = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Makes the matcher, once for as long as the policy is in force."""
        lists = {"banned": self.banned, "watched": self.watched}
        object.__setattr__(self, "matcher", WordMatcher(lists, self.allowed))


@dataclass(frozen=True, slots=True)
class Links:
    """How many links pass without a person's look, and hosts that are not linked to."""

    allowed: int = 2
    allowed_for_new: int = 0
    blocked_hosts: tuple[str, ...] = ()
    """As they are asked for over the network: small letters, punycode."""


@dataclass(frozen=True, slots=True)
class Shouting:
    """From which share of capitals a comment shouts, if it has at least so many letters."""

    share: float = 0.7
    letters: int = 20


@dataclass(frozen=True, slots=True)
class Repeat:
    """For how many hours the same text is not taken again; 0 allows it at once."""

    hours: int = 24
    letters: int = 20
    """Shorter texts, such as "Thank you!", may be repeated."""


@dataclass(frozen=True, slots=True)
class Flood:
    """At most so many comments in so many minutes; 0 minutes lets them come as they will."""

    comments: int = 5
    minutes: int = 2


@dataclass(frozen=True, slots=True)
class Standings:
    """How many published comments make an author known, and trusted if none was declined."""

    trusted_after: int = 5
    known_after: int = 1


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From which probability of abuse a comment is held, and from which it is declined."""

    hold: float
    decline: float


# A threat missed costs most, so it is held soonest; a swear word least.
ABUSE: Mapping[str, Thresholds] = MappingProxyType(
    {
        "toxicity": Thresholds(hold=0.7, decline=0.95),
        "severe_toxicity": Thresholds(hold=0.5, decline=0.9),
        "insult": Thresholds(hold=0.6, decline=0.9),
        "threat": Thresholds(hold=0.5, decline=0.8),
        "identity_attack": Thresholds(hold=0.4, decline=0.85),
        "profanity": Thresholds(hold=0.8, decline=0.97),
        # An article can be about sex: only a person can tell what is out of place under it.
        "sexually_explicit": Thresholds(hold=0.7, decline=NEVER),
        "spam": Thresholds(hold=0.7, decline=0.95),
    }
)


@dataclass(frozen=True, slots=True)
class Topic:
    """Below which probability of being on-topic a comment is held, or declined; 0 is never.

    A remark on the paper itself or on the comments is never called off-topic.
    """

    hold_below: float = 0.4
    decline_below: float = 0.05
    meta: Course = Course.PUBLISH
    """What becomes of such a remark."""


@dataclass(frozen=True, slots=True)
class Languages:
    """What becomes of a comment in a language that the judge does not know."""

    unjudged: Course = Course.HOLD


@dataclass(frozen=True, slots=True)
class Editing:
    """For how many minutes an author may change a comment (0: not at all) or take it back."""

    edit_minutes: int = 10
    withdraw_minutes: int = 0
    """0: always."""


@dataclass(frozen=True, slots=True)
class Reports:
    """How many different readers must report a comment before it waits for a person."""

    hold_after: int = 3


@dataclass(frozen=True, slots=True)
class JudgeNote:
    """The paper's own words about the judge, which the Comments FAQ prints."""

    text: str = ""


@dataclass(frozen=True, slots=True)
class Policy:
    """The rules of one site. `Policy()` is what a newsroom starts from."""

    mode: Mode = Mode.OPEN
    length: Length = Length()
    words: Words = field(default_factory=Words)
    links: Links = Links()
    shouting: Shouting = Shouting()
    repeat: Repeat = Repeat()
    flood: Flood = Flood()
    standing: Standings = Standings()
    abuse: Mapping[str, Thresholds] = field(default_factory=lambda: ABUSE)
    """Of each attribute that the judge measures."""
    topic: Topic = Topic()
    language: Languages = Languages()
    editing: Editing = Editing()
    reports: Reports = Reports()
    judge: JudgeNote = JudgeNote()
