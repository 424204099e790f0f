"""The API's words for the rules by which comments are posted, held or declined."""

from typing import Annotated, Any

from msgspec import Meta, Struct

from rejoinder.row_ids import LARGEST_ID

Settings = Annotated[
    dict[str, Any],
    Meta(description="By table and key as a policy names them, such as `links.allowed`."),
]


class PolicyIn(Struct, forbid_unknown_fields=True):
    """A policy that is to be in force from the next comment on."""

    source: Annotated[str, Meta(description="The whole policy, in TOML.")]
    reason: Annotated[str, Meta(description="Why; it stands in the log.")]
    seen: Annotated[
        int, Meta(ge=0, le=LARGEST_ID, description="`id` of the one in force as you know it.")
    ]
    sure: Annotated[bool, Meta(description="That it may keep back most of what people write.")] = (
        False
    )


class PolicyVersion(Struct):
    """A policy that was put in force; `id` is 0 for the default, which nobody put."""

    id: int
    version: Annotated[str, Meta(description="The first 12 hex digits of its text's SHA-256.")]
    put_by: str | None
    put_at: str | None
    reason: str


class PolicyVersionPage(Struct):
    """A stretch of them, the newest first; `next` is the cursor of the one after it."""

    versions: list[PolicyVersion]
    next: str | None


class DifferenceOut(Struct):
    """What is otherwise in one section, or under one article: the other of the two is empty."""

    section: str
    article: str
    settings: Settings


class PolicyOut(Struct):
    """A policy, as it is written and as it is read."""

    id: int
    version: str
    put_by: str | None
    put_at: str | None
    reason: str
    source: str
    readable: Annotated[
        bool, Meta(description="False where it was written for another version of ours.")
    ]
    settings: Settings
    differences: list[DifferenceOut]
