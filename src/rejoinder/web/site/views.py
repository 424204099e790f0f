"""What the site's templates are given. Plain values: a template asks nobody anything."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from rejoinder.comments.model import Badge, State
from rejoinder.moderation.reasons import Reason

# Deeper replies stand as far in as this, and name the comment that they answer.
DEEPEST_INDENT = 4
# What a reader fills in of the comment form, in the form's order.
FIELDS = ("text", "name", "email")


@dataclass(frozen=True, slots=True)
class CommentView:
    """A comment as the page shows it."""

    id: int
    author: str | None
    badge: Badge | None
    html: str
    """Sanitised when it was written; may be marked safe."""
    state: State
    created_at: datetime
    edited_at: datetime | None
    depth: int
    parent_id: int | None
    parent_author: str | None
    parent_href: str = ""
    """Where the comment that it answers is to be found: on this page, or on the one that has it."""
    reply_href: str = ""
    """The form under it, for whoever has no scripts."""
    permalink: str = ""
    report_path: str = ""
    replies: int = 0
    own: bool = False
    status_path: str | None = None
    """Its author's private page; set on the visitor's own comments."""
    desk_path: str | None = None
    """Its card at the desk; set where staff look."""
    reasons: tuple[Reason, ...] = ()
    pinned: bool = False
    """Whether the newsroom put it first."""
    picked: bool = False
    """Whether it is one of the newsroom's picks."""

    @property
    def indent(self) -> int:
        """How far in it stands, 0 to DEEPEST_INDENT."""
        return min(self.depth, DEEPEST_INDENT)


@dataclass(frozen=True, slots=True)
class Option:
    """One of several links, such as the orders of a thread."""

    label: str
    href: str
    current: bool
    value: str = ""


@dataclass(frozen=True, slots=True)
class ThreadView:
    """A stretch of the thread and the ways on from it."""

    comments: Sequence[CommentView]
    count: int
    sorts: Sequence[Option]
    sort: str
    next_href: str | None
    """The same with more comments under these; where that is too many, the ones that follow."""
    follows: bool
    """Whether `next_href` leaves these comments behind."""
    start_href: str | None
    """Back to the first page, when this is a later one."""
    closed: bool


@dataclass(frozen=True, slots=True)
class ReplyingTo:
    """The comment that the form answers."""

    id: int
    author: str


@dataclass(frozen=True, slots=True)
class SubscribersOnly:
    """What stands in place of the form's fields, where this visitor may not write."""

    words: str
    """The paper's own, such as how to subscribe; may be empty."""
    sign_in_href: str


@dataclass(frozen=True, slots=True)
class FormView:
    """The comment form, with what was typed and what was wrong with it."""

    action: str
    key: str
    longest: int
    text: str = ""
    name: str = ""
    email: str = ""
    signed_in_as: str | None = None
    """The name of who signed in, empty until they choose one; None for a guest."""
    badge: Badge | None = None
    """What will stand beside the name."""
    name_is_given: bool = False
    """Whether the name is the newspaper's for one of its staff, and not theirs to change."""
    replying_to: ReplyingTo | None = None
    cancel_href: str = ""
    problems: dict[str, str] = field(default_factory=dict)
    """Field name (text, name, email, or form for all) to what is wrong."""
    for_subscribers: SubscribersOnly | None = None
    """Where only they may write, and this visitor is none."""

    @property
    def wrong_fields(self) -> list[str]:
        """The fields with something wrong, in their order on the form."""
        return [name for name in FIELDS if name in self.problems]


@dataclass(frozen=True, slots=True)
class FaqPlace:
    """A section or an article with rules of its own."""

    section: str
    article: str
    """Its headline; empty for a section."""
    path: str
    rules: Sequence[Reason]


@dataclass(frozen=True, slots=True)
class FaqPart:
    """One section of the Comments FAQ, in the site's language."""

    id: str
    title: str
    paragraphs: Sequence[str]
    rules: Sequence[Reason]
    places: Sequence[FaqPlace] = ()
