"""The API's words for many comments that are decided at once."""

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct

from rejoinder.row_ids import LARGEST_ID
from rejoinder.web.api.model import RowId, SectionName

ScoreName = Literal[
    "toxicity",
    "severe_toxicity",
    "insult",
    "threat",
    "identity_attack",
    "profanity",
    "sexually_explicit",
    "spam",
    "private_data",
    "despair",
    "on_topic",
    "meta",
]
Bound = Annotated[float, Meta(ge=0, le=1)]
Number = Annotated[int, Meta(ge=0, le=LARGEST_ID)]
Moment = Annotated[datetime, Meta(tz=True)]


class ChoiceIn(Struct, forbid_unknown_fields=True):
    """Comments with a score from `low` to `high`; what is null is not asked."""

    score: ScoreName
    low: Bound
    high: Bound
    state: Literal["published", "held", "declined"] | None = None
    section: SectionName | None = None
    article_id: RowId | None = None
    author_id: RowId | None = None
    since: Annotated[Moment | None, Meta(description="Written then or later.")] = None
    until: Annotated[Moment | None, Meta(description="Written before.")] = None
    language: Annotated[
        Annotated[str, Meta(pattern="^[a-z]{2,3}$")] | None, Meta(description="As two letters.")
    ] = None


class JobSeen(Struct):
    """How far the store had come: what is newer, nobody who looked then has seen."""

    comment_id: int
    decision_id: int


class JobSeenIn(Struct, forbid_unknown_fields=True):
    """`seen` of the answer by which you know the comments."""

    comment_id: Number
    decision_id: Number


class ScoredComment(Struct):
    """A comment of a choice, with its score."""

    id: int
    score: float


class ChoiceOut(Struct):
    """How many comments there are of a choice, and the twenty with the highest scores."""

    count: int
    comments: list[ScoredComment]
    seen: JobSeen


class JobIn(Struct, forbid_unknown_fields=True):
    """What becomes of all comments of a choice."""

    choice: ChoiceIn
    outcome: Literal["publish", "hold", "decline"]
    seen: JobSeenIn
    reason: Annotated[
        str, Meta(description="For `decline` one of `GET /decision-reasons`: authors read it.")
    ] = ""
    note: str = ""


class JobOut(Struct):
    """How far a job is that decides many comments."""

    id: int
    state: Annotated[str, Meta(description="running, stopped or done.")]
    outcome: Annotated[str | None, Meta(description="Null where it takes another one back.")]
    reason: str
    note: str
    by: str
    undoes_id: int | None
    undone_by: Annotated[int | None, Meta(description="The job that takes this one back.")]
    expected: Annotated[int, Meta(description="How many comments there were when it began.")]
    decided: int
    left_out: Annotated[
        dict[str, int], Meta(description="How many were left as they were, by why.")
    ]
    problem: Annotated[str, Meta(description="What stopped it by itself; else empty.")]
    made_at: str
    ended_at: str | None


class JobList(Struct):
    """The newest jobs, the last one first."""

    jobs: list[JobOut]
