"""What waits, and which part of it somebody wants to see. Pure."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from operator import attrgetter
from typing import Final

from rejoinder.articles.model import Article
from rejoinder.comments.model import Comment
from rejoinder.desk.queue.urgency import Urgency, urgency
from rejoinder.moderation.authors import AuthorRecord
from rejoinder.moderation.model import Decision
from rejoinder.moderation.note_queries import NO_NOTES, CardNotes
from rejoinder.moderation.passing_queries import PassedOn


@dataclass(frozen=True, slots=True)
class Waiting:
    """A comment that waits for a person: what its place in the queue goes by, and filters."""

    comment_id: int
    since: datetime
    """When it was held, or first complained of."""
    shown: bool = False
    """Whether readers can see it now."""
    held: bool = False
    threatens: bool = False
    """Whether the policy found a threat in it, at the last decision."""
    despairs: bool = False
    """Whether the policy found that its author may harm themselves, at the last decision."""
    reported_for: frozenset[str] = frozenset()
    """The reasons of the reports that nobody has answered."""
    appealed: bool = False
    article_id: int = 0
    section: str = ""
    author_id: int = 0
    address: tuple[str, bool] = ("", False)
    """Under which e-mail address it was sent, and whether it is proved."""
    new_author: bool = False
    """Whether nothing that its author wrote was ever published here."""
    watched: bool = False
    """Whether its author or a word in it is watched."""
    passed_on: bool = False
    """Whether a moderator passed it on to an editor, and it waits for one."""
    came_back_to: int | None = None
    """Which of the staff passed it on, where an editor gave it back with an answer."""
    unjudged: bool = False
    """Whether it waits because a check gave no answer."""
    rule: str = ""
    """The strictest finding's, at the last decision; empty where nothing was found."""
    score: float = 0.0
    """The highest that the judge gave for any kind of abuse, 0 to 1; 0 where it gave none."""
    language: str = ""
    """What the judge took it for, as an ISO 639-1 code; empty where it did not say."""

    urgency: Urgency = field(init=False)
    """How soon it needs a person; worked out once, for it is asked of all at each key."""
    parts: int = field(init=False, repr=False)
    """In which parts of the queue it stands whoever looks, a bit for each of PARTS; the same."""

    def __post_init__(self) -> None:
        """Works out the urgency, and where it stands."""
        soon = urgency(
            despairs=self.despairs,
            threatens=self.threatens,
            shown=self.shown,
            held=self.held,
            reported_for=self.reported_for,
        )
        object.__setattr__(self, "urgency", soon)
        bits = (1 << place for place, view in enumerate(PARTS) if _STANDS_IN[view](self))
        object.__setattr__(self, "parts", sum(bits))

    @property
    def doubt(self) -> float:
        """How little the judge knows what to make of it: 1 at a score of a half, 0 at both ends."""
        return 1.0 - abs(2.0 * self.score - 1.0)


class View(StrEnum):
    """Which part of the queue somebody looks at."""

    ALL = "all"
    HELD = "held"
    REPORTED = "reported"
    APPEALED = "appealed"
    NEW_AUTHORS = "new"
    WATCHED = "watched"
    UNJUDGED = "unjudged"
    PASSED_ON = "passed"
    MINE = "mine"

    def shows(self, waiting: Waiting, mine: Collection[int] = ()) -> bool:
        """Whether a comment that waits stands in this part, for whoever has `mine` before them."""
        return self.test(mine)(waiting)

    def test(self, mine: Collection[int] = ()) -> Callable[[Waiting], bool]:
        """The same for many: what tells of each."""
        if self is View.MINE:
            return lambda waiting: waiting.comment_id in mine
        return _STANDS_IN[self]


# Asked of all that waits at each key: what is read from an object as it is costs least.
_STANDS_IN: Mapping[View, Callable[[Waiting], bool]] = {
    View.ALL: lambda _: True,
    View.HELD: attrgetter("held"),
    View.REPORTED: lambda waiting: bool(waiting.reported_for),
    View.APPEALED: attrgetter("appealed"),
    View.NEW_AUTHORS: attrgetter("new_author"),
    View.WATCHED: attrgetter("watched"),
    View.UNJUDGED: attrgetter("unjudged"),
    View.PASSED_ON: attrgetter("passed_on"),
}


# What is in them does not depend on who looks.
PARTS: Final = tuple(_STANDS_IN)


class Order(StrEnum):
    """In which order somebody reads it."""

    HARM = "harm"
    """What is live and reported or threatens first, then what waits longest (`order`)."""
    DOUBT = "doubt"
    """What the judge is least sure of first."""
    AGE = "age"
    """What waits longest first."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What somebody wants to see of it; what is None is not asked."""

    article_id: int | None = None
    section: str | None = None
    rule: str | None = None
    author_id: int | None = None
    language: str | None = None
    score_from: float | None = None
    """At least this score, 0 to 1."""
    score_to: float | None = None
    """At most this score, 0 to 1."""
    waited: timedelta | None = None
    """It has waited at least for so long."""

    def among(self, waiting: Iterable[Waiting], *, now: datetime) -> list[Waiting]:
        """Those that it shows; all where nothing is asked, as mostly."""
        if self == _NOTHING_ASKED:
            return list(waiting)
        return [each for each in waiting if self.shows(each, now=now)]

    def shows(self, waiting: Waiting, *, now: datetime) -> bool:
        """Whether a comment that waits is among them."""
        exact = (
            (self.article_id, waiting.article_id),
            (self.section, waiting.section),
            (self.rule, waiting.rule),
            (self.author_id, waiting.author_id),
            (self.language, waiting.language),
        )
        return (
            all(wanted is None or wanted == is_ for wanted, is_ in exact)
            and (self.score_from is None or waiting.score >= self.score_from)
            and (self.score_to is None or waiting.score <= self.score_to)
            and (self.waited is None or now - waiting.since >= self.waited)
        )


_NOTHING_ASKED = Filter()


@dataclass(frozen=True, slots=True)
class OpenReport:
    """A reader's complaint that nobody has answered."""

    reason: str
    note: str
    made_at: datetime
    earlier_text: str = ""
    """What was reported, where its author has changed it since."""


@dataclass(frozen=True, slots=True)
class OpenAppeal:
    """An author's request that a person look again."""

    note: str
    made_at: datetime
    decided_by: str = ""
    """The name of whoever of the staff decided first: somebody else has to answer."""
    alone: bool = False
    """Whether nobody else works at the site who could."""


@dataclass(frozen=True, slots=True)
class Item:
    """One comment as a person needs to see it to decide."""

    comment: Comment
    article: Article
    above: tuple[Comment, ...]
    """The conversation above it, the nearest last, a few at most; of any state."""
    decision: Decision
    reports: tuple[OpenReport, ...]
    appeal: OpenAppeal | None
    author: AuthorRecord
    since: datetime | None
    """Since when it waits for a person; None where it does not."""
    notes: CardNotes = NO_NOTES
    """What staff told each other of it and its author."""
    passing: PassedOn | None = None
    """That it was passed on to an editor, where nobody has decided since."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Which of the waiting comments somebody wants to see."""

    view: View = View.ALL
    start: int = 0
    """How many are passed over."""
    size: int = 20
    after: int | None = None
    """Where this comment still waits, the stretch begins behind it, wherever that is by now."""
    order: Order = Order.HARM
    filter: Filter = field(default_factory=Filter)
    mine: frozenset[int] = frozenset()
    """What whoever looks has taken, and what an editor gave back to them: it stands in MINE."""
    but: frozenset[int] = frozenset()
    """Those that colleagues have taken: their comments are passed over."""
    last: frozenset[int] = frozenset()
    """What whoever looks left to colleagues, of whom none is here: it comes after all others."""
    known: frozenset[int] = frozenset()
    """Those whose cards are there already: of them only the place is asked."""


@dataclass(frozen=True, slots=True)
class Queue:
    """A stretch of the queue, and how many wait in each part of it by the stretch's filter."""

    numbers: tuple[int, ...]
    """The comments of the stretch in their order."""
    items: tuple[Item, ...]
    """The same, without those that were known."""
    counts: Mapping[View, int]
    start: int
    """How many were passed over."""
    length: int
    """How many there are of the view and the filter, without those that colleagues have taken."""
