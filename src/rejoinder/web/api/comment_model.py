"""The API's words for a comment that somebody sends, changes or reports."""

from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from rejoinder.web.api.model import RowId

ReaderToken = Annotated[
    str,
    Meta(
        max_length=10_000,
        description="Of a call with a key: the signed token (JWT) of the reader who acts, as "
        "`POST /api/v1/sessions` takes it. It may come again, with every call.",
    ),
]


class AuthorIn(Struct, forbid_unknown_fields=True):
    """Who writes: the name that will be shown, and an address that never is."""

    name: Annotated[
        str,
        Meta(
            max_length=200,
            description="Shown with the comment. Refused with 422 where it is empty "
            "(`name-missing`), can be no name (`bad-name`), or is somebody's (`name-taken`).",
        ),
    ] = ""
    email: Annotated[str, Meta(max_length=320, description="Never shown.")] = ""


class CommentIn(Struct, forbid_unknown_fields=True):
    """A comment to be decided about.

    Whoever calls with a session (`Authorization: Bearer rjs_…`) need not say again who they are: a
    guest is whom the session knows unless told otherwise, and of somebody who signed in only the
    first name is taken, where they have none yet.

    The same random `key`, such as a UUID, twice from one caller on one day posts once and answers
    the same. How often somebody may post is counted by the reader who signed in, else by the
    caller's network; of a call with a key of the site's own (`Authorization: Bearer`) by the
    reader whose `reader_token` comes with it, else by the author's address, whichever network it
    comes from, and by the key for all of them together.
    """

    text: str
    author: AuthorIn | UnsetType = UNSET
    parent_id: RowId | None = None
    key: Annotated[str, Meta(min_length=16, max_length=80)] | UnsetType = UNSET
    reader_token: ReaderToken | UnsetType = UNSET


class ReasonOut(Struct):
    """Why a comment was held or declined."""

    rule: str
    message: str
    advice: str
    spans: list[tuple[int, int]]
    help: list[str]
    """Where there is help for its author, a line a place; almost always none."""


class Submitted(Struct):
    """What became of a comment; `token` is its author's secret, `status_url` their private page.

    A guest's first post begins a `session`, by which they see their own held comments.
    """

    id: int
    status: str
    """published, held or declined."""
    message: str
    reasons: list[ReasonOut]
    token: str
    status_url: str
    session: str | None = None


class EditIn(Struct, forbid_unknown_fields=True):
    """A new text for a comment; with a reader's token, it must be of the comment's author."""

    text: str
    reader_token: ReaderToken | UnsetType = UNSET


class AppealIn(Struct, forbid_unknown_fields=True):
    """What an author says to whoever looks again."""

    note: str = ""
    reader_token: ReaderToken | UnsetType = UNSET


class OwnComment(Struct):
    """A comment as its author sees it, whatever became of it, and what they can still do."""

    id: int
    article_id: int
    parent_id: int | None
    status: str
    """published, held, declined or withdrawn."""
    message: str
    reasons: list[ReasonOut]
    text: str
    html: str
    created_at: str
    edited_at: str | None
    permalink: Annotated[str | None, Meta(description="Null while it stands nowhere.")]
    appealed: Annotated[bool, Meta(description="A person was asked, and has not answered yet.")]
    can_edit: bool
    can_withdraw: bool
    can_bring_back: bool
    can_appeal: bool
    can_send_again: Annotated[
        bool, Meta(description="Another text may be posted in its place, as a new comment.")
    ]


class ReportReasonOut(Struct):
    """A reason for which a comment can be reported, in the site's language."""

    reason: str
    label: str


class ReportReasonList(Struct):
    """All of them, in the order of the form."""

    reasons: list[ReportReasonOut]


class ReportIn(Struct, forbid_unknown_fields=True):
    """What is wrong with a comment; `reason` is one of `report-reasons`."""

    reason: Annotated[str, Meta(max_length=60)]
    note: str = ""
    email: Annotated[
        str,
        Meta(max_length=320, description="Of a call with a key: for whom; else it is not read."),
    ] = ""
    reader_token: ReaderToken | UnsetType = UNSET
    """In place of `email`: then the report counts as one of a reader who signed in."""
