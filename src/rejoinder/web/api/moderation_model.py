"""The API's words for whoever moderates."""

from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from rejoinder.web.api.model import RowId


class DecisionOut(Struct):
    """A row of the log; `by` is who decided, in words."""

    id: int
    comment_id: int
    outcome: Annotated[str, Meta(description="publish, hold or decline.")]
    made_by: Annotated[str, Meta(description="`policy`, or `staff`: a person, or a key.")]
    by: str
    reason: Annotated[str, Meta(description="The rule, or a person's reason; empty for none.")]
    note: str
    undoes_id: int | None
    made_at: str


class DecisionPage(Struct):
    """A stretch of the log, newest first; `next` is the cursor of the one after it."""

    decisions: list[DecisionOut]
    next: str | None


class FindingOut(Struct):
    """What one rule found in a comment, and where in its text."""

    rule: str
    severity: Annotated[str, Meta(description="note, hold, decline or refuse.")]
    spans: list[tuple[int, int]]
    evidence: list[str]


class OpenReportOut(Struct):
    """A reader's complaint that nobody has answered."""

    reason: str
    note: str
    made_at: str
    earlier_text: Annotated[str, Meta(description="What was reported, where it was changed since.")]


class OpenAppealOut(Struct):
    """An author's request that a person look again."""

    note: str
    made_at: str


class AboveOut(Struct):
    """A comment of the conversation above, whatever became of it."""

    id: int
    author: str
    text: str


class AnswerOfPassing(Struct):
    """What an editor answered to whoever passed a comment on."""

    by: str
    note: str
    made_at: str


class PassingOut(Struct):
    """That a comment was passed on to an editor, and nobody has decided since."""

    id: int
    comment_id: int
    by: str
    note: Annotated[str, Meta(description="What is asked; may be empty.")]
    made_at: str
    answer: Annotated[
        AnswerOfPassing | None, Meta(description="Null while it waits for an editor.")
    ]


class ModeratedComment(Struct):
    """A comment with all that a person needs to decide; `decision.id` is what they have `seen`."""

    id: int
    article_id: int
    article_url: str
    headline: str
    parent_id: int | None
    author_id: int
    author: str
    author_verified: Annotated[bool, Meta(description="Whether the address is proved.")]
    author_standing: str
    status: str
    text: str
    html: str
    created_at: str
    edited_at: str | None
    waiting_since: Annotated[str | None, Meta(description="Null where it waits for nobody.")]
    decision: DecisionOut
    findings: list[FindingOut]
    reports: list[OpenReportOut]
    appeal: OpenAppealOut | None
    above: Annotated[list[AboveOut], Meta(description="The nearest last, three at most.")]
    passing: PassingOut | None


class QueueCounts(Struct):
    """How many wait in each part of the queue."""

    all: int
    held: int
    reported: int
    appealed: int
    new: int
    """By authors of whom nothing was ever published."""
    watched: int
    """By watched authors, or with a watched word."""
    unjudged: int
    """Where a check gave no answer."""
    passed: int
    """That moderators passed on to an editor."""


class QueuePage(Struct):
    """A stretch of the queue, the most urgent first.

    What was decided is no longer there: with `next` you go on behind what still waits, and nothing
    is passed over; without a cursor you see what is the most urgent by now.
    """

    comments: list[ModeratedComment]
    next: str | None
    counts: QueueCounts


class CommentHistory(Struct):
    """A comment, with every decision about it, newest first."""

    comment: ModeratedComment
    decisions: list[DecisionOut]


class DecisionIn(Struct, forbid_unknown_fields=True):
    """What becomes of a comment. To take down what is published, decline it."""

    outcome: Literal["publish", "hold", "decline"]
    seen: Annotated[RowId, Meta(description="`decision.id` of the comment as you know it.")]
    reason: Annotated[
        str,
        Meta(
            max_length=60,
            description="Where it is declined: one of `decision-reasons`, or a rule that declines "
            "comments and found fault with this one.",
        ),
    ] = ""
    note: Annotated[
        str, Meta(description="For the log; the author of a declined one reads it.")
    ] = ""
    ban: Annotated[bool, Meta(description="Declines its author's next comments too.")] = False


class DecisionReasonOut(Struct):
    """A reason that a declined comment's author can be given, in the site's language."""

    reason: str
    label: str
    message: Annotated[str, Meta(description="What the author reads, where there is no note.")]


class DecisionReasonList(Struct):
    """All of them."""

    reasons: list[DecisionReasonOut]


class ThreadIn(Struct, forbid_unknown_fields=True):
    """Whether an article's thread takes no more comments."""

    closed: bool


class SiteComment(Struct):
    """A comment of the site, whatever became of it, and what was decided last."""

    id: int
    article_id: int
    parent_id: int | None
    author: str
    status: str
    text: Annotated[str, Meta(description="Empty for what its author withdrew.")]
    html: str
    created_at: str
    edited_at: str | None
    decision: DecisionOut


class SiteCommentPage(Struct):
    """A stretch of the site's comments, oldest first; `next` goes on when there are more."""

    comments: list[SiteComment]
    next: str | None


class MarksIn(Struct, forbid_unknown_fields=True):
    """What is left out stays as it is."""

    picked: Annotated[
        bool | UnsetType, Meta(description="One of the newsroom's picks, with a badge.")
    ] = UNSET
    pinned: Annotated[
        bool | UnsetType,
        Meta(description="First in its thread, in the place of the one that was there."),
    ] = UNSET


class CommentMarks(Struct):
    """What a comment is besides its text."""

    id: int
    picked: bool
    pinned: bool


class StandingIn(Struct, forbid_unknown_fields=True):
    """What the newsroom thinks of an author from now on, and why."""

    standing: Literal["new", "known", "trusted", "watched", "banned"]
    reason: Annotated[str, Meta(description="It is kept with it; of a ban its owner reads it.")]
    days: Annotated[
        Annotated[int, Meta(ge=1, le=3650)] | None,
        Meta(description="How long a watch or a ban lasts; null for until it is changed."),
    ] = None


class RestrictedOut(Struct):
    """Somebody who is banned or watched at present, by whom and why."""

    id: int
    author_id: Annotated[
        int | None, Meta(description="Who last came with the address; null where nobody did.")
    ]
    name: str
    email: Annotated[str | None, Meta(description="Null of an account elsewhere without one.")]
    proved: Annotated[
        bool, Meta(description="Whether it is of the address's owner; else of whoever types it.")
    ]
    standing: Annotated[str, Meta(description="watched or banned.")]
    reason: Annotated[str, Meta(description="In words, or the decision's with which it came.")]
    made_by: str
    made_at: str
    until: str | None


class RestrictedPage(Struct):
    """A stretch of them, the newest first; `next` is the cursor of the one after it."""

    standings: list[RestrictedOut]
    next: str | None


class LiftingIn(Struct, forbid_unknown_fields=True):
    """Why somebody is free again."""

    reason: str


class StandingOut(Struct):
    """What was given."""

    id: int
    standing: str
    until: str | None
