"""What the desk's templates are given. Plain values: a template asks nobody anything."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from rejoinder.articles.model import Article
from rejoinder.comments.model import Badge
from rejoinder.desk.queue import OpenAppeal
from rejoinder.moderation.authors import AuthorRecord
from rejoinder.moderation.reasons import Reason
from rejoinder.readers.model import GivenStanding
from rejoinder.web.desk.card_parts import NamedRule, NoteView, PassingView, ReportView


@dataclass(frozen=True, slots=True)
class Tick:
    """A threshold on a bar."""

    kind: str
    """`hold` or `decline`."""
    at: float
    """0 to 100."""


@dataclass(frozen=True, slots=True)
class ScoreView:
    """One measurement as a bar with the policy's thresholds on it."""

    name: str
    figure: str
    """The score with two decimals, as the language writes it."""
    at: float
    """The same, 0 to 100."""
    level: str
    """What it would lead to alone: `clear`, `hold` or `decline`."""
    ticks: tuple[Tick, ...]
    explained: str
    """The thresholds in words."""


@dataclass(frozen=True, slots=True)
class FindingView:
    """What a check found, for staff."""

    severity: str
    title: str
    found: str
    """A sentence more; empty where title, marks and figures say all."""
    quotes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QuoteView:
    """A comment above the one in question; a withdrawn one has no words."""

    id: int
    author: str
    badge: Badge | None
    html: Markup
    state: str
    """In words, unless it is published."""


@dataclass(frozen=True, slots=True)
class CardView:
    """One comment as staff decide it."""

    id: int
    author: str
    author_id: int
    badge: Badge | None
    email: str
    record: AuthorRecord
    standing: str
    given_name: str
    """What staff gave the author, in words; empty where nothing is in force."""
    given_reason: str
    standings: Sequence["StandingChoice"]
    ends: Sequence[int]
    """In how many days a standing may end."""
    created_at: datetime
    edited_at: datetime | None
    state: str
    """`published`, `held`, `declined` or `withdrawn`."""
    state_name: str
    text: Markup
    excerpt: str
    why: str
    """The one thing to say of it in a list."""
    comes_first: bool
    """Whether its author may harm themselves."""
    since: datetime | None
    waited: float
    """Seconds."""
    seen: int
    """The decision in force when the card was made."""
    article: Article
    evidence: str
    """The article's sentence that lies nearest; empty where the judge named none."""
    above: Sequence[QuoteView]
    scores: Sequence[ScoreView]
    topic: ScoreView | None
    meta: ScoreView | None
    """None where it is no remark on the paper or the comments."""
    unmeasured: str
    """Why the judge measured nothing; empty where it did."""
    language: str
    """What the judge took the text for, in words; empty where it did not say."""
    findings: Sequence[FindingView]
    named: NamedRule
    told: Sequence[Reason]
    """What its author is told of the decision in force."""
    reports: Sequence[ReportView]
    appeal: OpenAppeal | None
    acts: frozenset[str]
    """The names of all that whoever looks may do in its section."""
    pinned: bool
    picked: bool
    versions: int
    """How many texts it had before this one."""
    notes: Sequence[NoteView]
    further_notes: bool
    """Whether there are more than those, which stand on its author's page."""
    passing: PassingView | None
    """None where nobody passed it on, or somebody has decided since."""
    parts: str = ""
    """In which parts of the queue it stands, in words, where it is shown out of them."""
    left: bool = False
    """Whether whoever looks leaves it to colleagues."""
    left_before: bool = False
    """Whether it is before them again though they left it: no colleague is here to decide it."""
    for_editors: bool = False
    """Whether it waits for an editor, and whoever looks is none: they can only hold it."""

    @property
    def stands(self) -> bool:
        """Whether it is published, and nobody asks for a decision."""
        waits = self.reports or self.appeal or self.passing
        return self.state == "published" and not waits

    @property
    def waits_for_editor(self) -> bool:
        """Whether it was passed on, and no editor has answered."""
        return self.passing is not None and self.passing.passing.answer is None

    @property
    def may_be_pinned(self) -> bool:
        """Whether it can stand first in its thread: no reply can."""
        return self.state == "published" and not self.above

    @property
    def given(self) -> GivenStanding | None:
        """What staff gave the author, by whom and until when."""
        return self.record.given

    @property
    def path(self) -> str:
        """Its own page."""
        return f"/desk/comments/{self.id}"


@dataclass(frozen=True, slots=True)
class StandingChoice:
    """A standing that can be given, and the act that it takes at least."""

    value: str
    label: str
    act: str


@dataclass(frozen=True, slots=True)
class PinnedView:
    """The comment that stands first under an article."""

    id: int
    author: str
    excerpt: str


@dataclass(frozen=True, slots=True)
class RoleChoice:
    """A role that can be given, in words."""

    value: str
    name: str
    words: str
    """What it lets somebody do."""


@dataclass(frozen=True, slots=True)
class ReasonChoice:
    """A reason for which staff may decline, with the key that chooses it, if one is left."""

    key: int | None
    value: str
    title: str
    message: str


@dataclass(frozen=True, slots=True)
class LogRow:
    """A decision as the log shows it."""

    id: int
    made_at: datetime
    who: str
    by_staff: bool
    state: str
    """What it made of the comment: `published`, `held` or `declined`."""
    said: str
    """The same in words."""
    why: str
    note: str
    policy_version: str
    model_version: str
    undoes_id: int | None
    comment_id: int
    author: str = ""
    excerpt: str = ""


@dataclass(frozen=True, slots=True)
class DeskNotice:
    """What just happened, and how to take it back."""

    kind: str
    """`done` or `problem`."""
    message: str
    undo: str = ""
    """Where a form takes it back; empty where nothing can be."""
    comment_id: int | None = None
    together: Sequence[str] = ()
    """Where several comments were decided at once: each as `comment.decision`."""
    typed: str = ""
    """What was written for something that could not be done."""
