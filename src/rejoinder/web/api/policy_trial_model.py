"""The API's words for policies that are tried: drafts, replays, and one that runs beside."""

from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from rejoinder.moderation.workbench.model import MOST_DAYS
from rejoinder.web.api.model import RowId, SectionName
from rejoinder.web.api.policy_model import DifferenceOut, Settings

Outcome = Literal["publish", "hold", "decline"]
_Words = Annotated[str, Meta(max_length=100_000)]
_Number = Annotated[float, Meta(ge=-1e9, le=1e9)]
_Value = _Number | _Words | list[Annotated[str, Meta(max_length=1000)]] | None


class DraftIn(Struct, forbid_unknown_fields=True):
    """A policy that is to be tried."""

    source: Annotated[str, Meta(description="The whole policy, in TOML.")]


class ChangesIn(Struct, forbid_unknown_fields=True):
    """Settings that are to be others, everywhere or at one place."""

    changes: Annotated[
        dict[Annotated[str, Meta(max_length=100)], _Value],
        Meta(
            max_length=500,
            description="By table and key, such as `links.allowed`; null for as elsewhere again.",
        ),
    ]
    section: Annotated[SectionName, Meta(description="Whose rules they are; else empty.")] = ""
    article: Annotated[
        str, Meta(max_length=200, description="The same of one, by its slug or your own id.")
    ] = ""
    draft_id: Annotated[
        RowId | UnsetType, Meta(description="The draft to go on from; else from what is in force.")
    ] = UNSET


class DraftSummary(Struct):
    """A draft without its words."""

    id: int
    version: Annotated[str, Meta(description="The first 12 hex digits of its text's SHA-256.")]
    made_by: str
    made_at: str


class DraftPage(Struct):
    """A stretch of them, the newest first; `next` is the cursor of the one after it."""

    drafts: list[DraftSummary]
    next: str | None


class ChangeOut(Struct):
    """Settings that a draft has otherwise than the policy in force, everywhere or at one place."""

    section: str
    article: str
    was: Annotated[Settings, Meta(description="As in force; what is not told there is left out.")]
    becomes: Settings


class DraftOut(Struct):
    """A policy that is tried, as it is written and as it is read."""

    id: int
    version: str
    made_by: str
    made_at: str
    source: str
    readable: Annotated[
        bool, Meta(description="False where it was written for another version of ours.")
    ]
    settings: Settings
    differences: list[DifferenceOut]
    changes: Annotated[
        list[ChangeOut], Meta(description="What differs from the policy in force now.")
    ]


class ReplayIn(Struct, forbid_unknown_fields=True):
    """On which comments a draft is tried."""

    days: Annotated[int, Meta(ge=1, le=MOST_DAYS, description="Of so many last days.")] = 30
    sections: Annotated[
        list[SectionName], Meta(max_length=50, description="Of these alone; none for all.")
    ] = []


class Move(Struct):
    """How many comments became the one and would become the other."""

    was: Outcome
    becomes: Outcome
    comments: int


class RuleCount(Struct):
    """How many comments a rule kept back, as the strictest that did, and how many it would."""

    rule: str
    was: int
    becomes: int


class DayCount(Struct):
    """A day, in UTC: how many comments there were, and how many of them wait for a person."""

    day: str
    comments: int
    held_was: int
    held_becomes: int


class ShareOut(Struct):
    """A part of a whole, and between which bounds the true share lies 95 times in a hundred."""

    part: int
    whole: int
    low: float
    high: float


class BeforeAfter(Struct):
    """A share by the policies in force then, and by the draft."""

    was: ShareOut
    becomes: ShareOut


class FiguresOut(Struct):
    """What a draft would have made of comments, and how that agrees with what people decided.

    `precision`: of what is kept back, how much people declined. `recall`: of what people declined,
    how much is kept back. `upheld`: of what nobody had to look at first, how much people left.
    """

    comments: int
    unjudged: Annotated[int, Meta(description="Of those, how many the judge did not answer.")]
    moves: list[Move]
    rules: list[RuleCount]
    days: list[DayCount]
    precision: BeforeAfter
    recall: BeforeAfter
    upheld: BeforeAfter


class ReplayOut(Struct):
    """How far a replay is; then its figures."""

    id: int
    draft_id: int
    days: int
    sections: list[str]
    state: Literal["waiting", "running", "done", "cancelled", "failed"]
    asked_by: str
    asked_at: str
    ended_at: str | None
    done: Annotated[int, Meta(description="Comments that were gone through, of `total`.")]
    total: int
    figures: Annotated[FiguresOut | None, Meta(description="Null until it is done.")]


class ReplayList(Struct):
    """The newest ten replays of a draft, the last one first."""

    replays: list[ReplayOut]


class ChangedComment(Struct):
    """A comment of which something else would become; a rule is empty where none kept it back."""

    comment_id: int
    was_by: str
    becomes_by: str


class ChangedCommentPage(Struct):
    """Some of them, the newest first; `next` is the cursor of those after them."""

    comments: list[ChangedComment]
    next: str | None


class ShadowIn(Struct, forbid_unknown_fields=True):
    """What is to decide beside the policy in force."""

    draft_id: RowId


class ShadowOut(Struct):
    """The policy that decides beside the one in force, or that did so last."""

    draft_id: int
    version: str
    running: bool
    begun_by: str
    begun_at: str
    ended_by: str | None
    ended_at: str | None
    moves: list[Move]


class ShadowDifferenceOut(Struct):
    """A comment of which it would have made something else; `id` is of the decision in force."""

    id: int
    comment_id: int
    was: Outcome
    becomes: Outcome
    rule: Annotated[str, Meta(description="By which rule; empty where it would be published.")]
    made_at: str


class ShadowDifferencePage(Struct):
    """A stretch of them, the newest first; `next` is the cursor of the one after it."""

    differences: list[ShadowDifferenceOut]
    next: str | None
