"""The API's words for a notice of what is against the law."""

from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from rejoinder.web.api.comment_model import ReaderToken


class NoticeKindOut(Struct):
    """Something that the law forbids, in the site's language."""

    kind: str
    label: str


class NoticeKindList(Struct):
    """All of them, in the order of the form."""

    kinds: list[NoticeKindOut]


class NoticeIn(Struct, forbid_unknown_fields=True):
    """What Article 16 of the Digital Services Act asks of a notice; `kind` of `notice-kinds`.

    Of `child-abuse` nobody need say who they are.
    """

    kind: Annotated[str, Meta(max_length=60)]
    explanation: Annotated[str, Meta(description="Why it is against the law.")]
    good_faith: Annotated[
        bool, Meta(description="That the sender believes it to be right and complete.")
    ]
    name: Annotated[str, Meta(max_length=200)] = ""
    email: Annotated[
        str, Meta(max_length=320, description="Where the receipt and the answer are sent.")
    ] = ""
    danger: Annotated[
        bool, Meta(description="That somebody's life or safety is in danger: it is read first.")
    ] = False
    reader_token: ReaderToken | UnsetType = UNSET


class NoticeOut(Struct):
    """How it stands with a notice; `token` is its sender's secret, `status_url` their page."""

    comment_id: int
    kind: str
    explanation: str
    status: Annotated[
        Literal["waiting", "taken-down", "left"], Meta(description="No program decides about one.")
    ]
    made_at: str
    answered_at: str | None
    asked_again: bool
    can_ask_again: Annotated[
        bool, Meta(description="That somebody else than who decided looks, once.")
    ]
    token: str
    status_url: str


class NoticeAgainIn(Struct, forbid_unknown_fields=True):
    """What is said to whoever looks again."""

    note: str = ""
