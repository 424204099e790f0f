"""The API's words: what goes over the wire. The schema in docs/api is made from these."""

from typing import Annotated, Any, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from rejoinder.row_ids import LARGEST_ID

RowId = Annotated[int, Meta(ge=1, le=LARGEST_ID)]
SectionName = Annotated[str, Meta(max_length=60, pattern=r"^[^\x00]*$")]


class ArticleSummary(Struct):
    """An article in a list."""

    id: int
    cms_id: str | None
    """What the newsroom's own system calls it."""
    slug: str
    url: str
    """The newsroom's own page where there is one, ours otherwise."""
    section: str
    headline: str
    standfirst: str
    published_at: str
    comment_count: int
    closed: bool
    subscribers_only: bool
    """Whether the policy lets nobody comment but subscribers and staff."""


class ArticleList(Struct):
    """A stretch of the site's articles, newest first; `next` is the cursor of the one after it."""

    articles: list[ArticleSummary]
    next: str | None


class ArticleIn(Struct, forbid_unknown_fields=True):
    """An article as another system hands it in; `published` is ISO 8601.

    It is known by `cms_id`, the system's own id, else by its addresses, else by `slug`. `url` is
    its page, on one of the site's origins.
    """

    headline: str
    body: str
    slug: str = ""
    section: str = "News"
    standfirst: str = ""
    byline: str = ""
    dateline: str = ""
    author_note: str = ""
    published: str | None = None
    body_format: Literal["markdown", "html"] = "markdown"
    cms_id: str = ""
    url: str = ""
    addresses: list[str] = []


class ArticlePatchIn(Struct, forbid_unknown_fields=True):
    """What is to change of an article; what is not named stays."""

    headline: str | UnsetType = UNSET
    body: str | UnsetType = UNSET
    body_format: Literal["markdown", "html"] | UnsetType = UNSET
    section: str | UnsetType = UNSET
    standfirst: str | UnsetType = UNSET
    byline: str | UnsetType = UNSET
    dateline: str | UnsetType = UNSET
    author_note: str | UnsetType = UNSET
    published: str | UnsetType = UNSET
    url: str | UnsetType = UNSET
    """Where it has moved to; by its old address it stays known."""
    addresses: list[str] | UnsetType = UNSET
    """Further addresses by which it is known."""
    closed: bool | UnsetType = UNSET
    unpublished: bool | UnsetType = UNSET


class SeenIn(Struct, forbid_unknown_fields=True):
    """A page of the site's own as a reader's browser shows it: its id, its address, its words."""

    url: str
    cms_id: str = ""
    headline: str = ""
    text: str = ""
    text_format: Literal["html", "markdown"] = "html"


class CommentOut(Struct):
    """A comment as everybody may see it; a withdrawn one keeps its place, not its words."""

    id: int
    parent_id: int | None
    author: str | None
    author_badge: Annotated[
        Literal["staff", "author", "subscriber"] | None,
        Meta(
            description="`staff` of the paper or `author` of the article; `subscriber` where the "
            "policy shows it; null for all other readers."
        ),
    ]
    html: str
    created_at: str
    edited_at: str | None
    permalink: str
    depth: int
    state: str
    pinned: bool
    """Whether the newsroom put it first in its thread."""
    picked: bool
    """Whether it is one of the newsroom's picks."""


class CommentPage(Struct):
    """A stretch of a thread in reading order; `next` is the cursor of the one after it."""

    comments: list[CommentOut]
    next: str | None
    count: int
    closed: bool


class ThreadChange(Struct):
    """Something that happened in a thread; `id` is the change's, `comment_id` the comment's."""

    id: int
    event: Annotated[
        Literal["comment", "edited", "removed"],
        Meta(description="`comment`: somebody wrote. `removed`: withdrawn, or taken off the page."),
    ]
    comment_id: int
    parent_id: int | None


class ThreadChanges(Struct):
    """What happened in a thread since a change; ask for what comes after `last` the next time."""

    changes: list[ThreadChange]
    count: int
    """Comments published now."""
    version: int
    """Moves with every change that a reader could see."""
    last: int
    reset: Annotated[
        bool, Meta(description="More has happened than is remembered: read the thread anew.")
    ]


class CountsIn(Struct, forbid_unknown_fields=True):
    """Of which articles: by our numbers, by the newsroom's own ids, or by their slugs."""

    ids: Annotated[list[RowId], Meta(max_length=100)] = []
    cms_ids: Annotated[list[Annotated[str, Meta(max_length=200)]], Meta(max_length=100)] = []
    slugs: Annotated[list[Annotated[str, Meta(max_length=120)]], Meta(max_length=100)] = []


class ArticleCount(Struct):
    """How many comments of an article are published, with all that it may have been asked by."""

    id: int
    cms_id: str | None
    slug: str
    count: int
    closed: bool


class Counts(Struct):
    """Of those of the articles that are there, in the order of their numbers."""

    counts: list[ArticleCount]


class ReaderOut(Struct):
    """Whom a session knows; `name` is empty until somebody who signed in has chosen one."""

    name: str
    badge: Annotated[str | None, Meta(description="What stands beside the name, as `staff`.")]
    signed_in: bool
    """False for a guest."""
    name_problem: str | None = None
    """Why the name that their account has cannot stand here, as words for them; `name` is empty."""


class TokenIn(Struct, forbid_unknown_fields=True):
    """A signed token (JWT) of the site's own accounts, as docs/sign-on.md describes it."""

    token: Annotated[str, Meta(max_length=10_000)]


class NewSession(Struct):
    """A session just begun; `session` goes into `Authorization: Bearer` and is told only here."""

    session: str
    expires_at: str
    reader: ReaderOut


class SessionOut(Struct):
    """A session: what it opens, and until when."""

    expires_at: str
    reader: ReaderOut


class Ranked(Struct):
    """An article and how many distinct readers it had, or how many comments."""

    id: int
    url: str
    headline: str
    section: str
    count: int


class MostRead(Struct):
    """The last 24 hours."""

    most_read: list[Ranked]
    most_commented: list[Ranked]


class ErrorDetail(Struct):
    """What went wrong: a stable code, words for people, and plain data."""

    code: str
    message: str
    details: dict[str, Any]


class ErrorOut(Struct):
    """The one shape of every error."""

    error: ErrorDetail
