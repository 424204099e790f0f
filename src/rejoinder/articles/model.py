"""What an article is, and how its source is read: front matter, and Markdown or HTML."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from hashlib import blake2b

import yaml

from rejoinder.articles.addresses import PageAddress
from rejoinder.articles.fields import (
    FIELDS,
    LIMITS,
    BodyFormat,
    addresses_in,
    body_format_in,
    body_in,
    check_names,
    cms_id_in,
    line,
    moment,
    page_in,
    wrong,
)
from rejoinder.errors import Invalid, N_
from rejoinder.text import ArticleText, read_article, read_article_html

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
# A page of short lines.
LONGEST_FRONT_MATTER = 20_000
_FENCE = re.compile(
    r"\A\ufeff?---[ \t]*\r?\n(.*?)^---[ \t]*\r?$\n?(.*)\Z", re.DOTALL | re.MULTILINE
)


class ToldBy(StrEnum):
    """Whose word an article's text is."""

    NEWSROOM = "newsroom"
    """Somebody with a key, or at the command line."""
    PAGE = "page"
    """The page itself, fetched from one of the site's origins."""
    BROWSER = "browser"
    """Whoever showed the page first: proves nothing."""


@dataclass(frozen=True, slots=True)
class ThreadCount:
    """How many comments of an article are published, with all that it is asked for by."""

    article_id: int
    cms_id: str | None
    slug: str
    comments: int
    closed: bool


@dataclass(frozen=True, slots=True)
class Article:
    """A published article and the state of its thread."""

    id: int
    site_id: int
    slug: str
    section: str
    headline: str
    standfirst: str
    byline: str
    dateline: str
    author_note: str
    body_html: str
    body_text: str
    """The body's words, a paragraph a line: what the judge compares comments with."""
    published_at: datetime
    updated_at: datetime
    closed_at: datetime | None
    thread_version: int
    comment_count: int
    cms_id: str | None = None
    """What the newsroom's own system calls it; no other article of the site has it."""
    canonical_url: str | None = None
    """Its page on the paper's own site; None where it stands on our pages alone."""
    told_by: ToldBy = ToldBy.NEWSROOM
    unpublished_at: datetime | None = None
    """Since when no reader sees it or its thread; all is kept."""

    @property
    def is_unread(self) -> bool:
        """Whether nobody who could know told of its text: a browser's word, or none at all."""
        return self.told_by is ToldBy.BROWSER or not self.body_text

    @property
    def path(self) -> str:
        """Where it stands on its site."""
        return f"/articles/{self.slug}"


@dataclass(frozen=True, slots=True)
class ArticleStub:
    """As much of an article as another system's threads tell: it has no text here."""

    slug: str
    headline: str
    published_at: datetime
    closed_at: datetime | None = None
    cms_id: str | None = None
    canonical_url: str | None = None
    """Its page, if that stands on one of the site's origins."""
    address: str = ""
    """The key of its address; empty where it is known by none, or another article has it."""


@dataclass(frozen=True, slots=True)
class ArticleSource:
    """An article as somebody hands it in.

    The body is read when this is made, so that no write waits for it.
    """

    slug: str
    headline: str
    body: str
    section: str = "News"
    standfirst: str = ""
    byline: str = ""
    dateline: str = ""
    author_note: str = ""
    published_at: datetime | None = None
    body_format: BodyFormat = BodyFormat.MARKDOWN
    cms_id: str = ""
    page: PageAddress | None = None
    """Where the newsroom shows it."""
    addresses: tuple[PageAddress, ...] = ()
    """Others by which it is known, or was."""
    slug_is_made: bool = field(default=False, compare=False)
    """Whether nobody chose the slug, so that it may be another."""
    text: ArticleText = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Reads the body."""
        object.__setattr__(self, "text", read_body(self.body, self.body_format))


def read_body(body: str, body_format: BodyFormat) -> ArticleText:
    """A body as it is shown, and its words."""
    return read_article_html(body) if body_format is BodyFormat.HTML else read_article(body)


def read_source(raw: str) -> ArticleSource:
    """An article from a file: YAML front matter between `---` lines, then Markdown.

    Raises:
        Invalid: the front matter is missing or broken, or a field cannot be used.
    """
    parts = _FENCE.match(raw)
    if parts is None or len(parts[1]) > LONGEST_FRONT_MATTER:
        raise Invalid(N_("The file must begin with front matter between two lines of ---."))
    try:
        matter = yaml.safe_load(parts[1])
    except (yaml.YAMLError, ValueError):
        raise Invalid(N_("The front matter is not valid YAML.")) from None
    if not isinstance(matter, dict):
        raise Invalid(N_("The front matter must be lines of “name: value”."))
    return from_fields({**matter, "body": parts[2].strip()})


def from_fields(fields: Mapping[object, object]) -> ArticleSource:
    """An article from named values, each checked; a missing slug is made from the headline.

    Raises:
        Invalid: `details` names the field and what is wrong with it.
    """
    check_names(fields, {*FIELDS, "slug", "cms_id"})
    texts = {name: line(fields, name, limit) for name, limit in LIMITS.items()}
    if not texts["headline"]:
        raise wrong("headline", N_("An article needs a headline."))
    cms_id = cms_id_in(fields)
    slug = texts["slug"] or slug_from(texts["headline"])
    if not slug and cms_id:  # a headline in another alphabet
        slug = slug_for(cms_id)
    if not SLUG.fullmatch(slug):
        raise wrong("slug", N_("A slug is made of a-z, 0-9 and single hyphens."))
    return ArticleSource(
        slug=slug,
        headline=texts["headline"],
        body=body_in(fields),
        section=texts["section"] or "News",
        standfirst=texts["standfirst"],
        byline=texts["byline"],
        dateline=texts["dateline"],
        author_note=texts["author_note"],
        published_at=moment(fields.get("published")),
        body_format=body_format_in(fields),
        cms_id=cms_id,
        page=page_in(fields),
        addresses=addresses_in(fields),
        slug_is_made=not texts["slug"],
    )


def slug_from(headline: str) -> str:
    """A headline as an address: plain letters and hyphens, cut at a word."""
    plain = unicodedata.normalize("NFKD", headline).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain.replace("'", ""))
    slug = ""
    for word in words:
        if len(slug) + len(word) >= 80:
            break
        slug = f"{slug}-{word}" if slug else word
    return slug


def slug_for(known_by: str, words: str = "") -> str:
    """A slug that no other article has: words, and letters made of what it is known by."""
    digest = blake2b(known_by.encode(), digest_size=5).hexdigest()
    return f"{slug_from(words) or 'article'}-{digest}"
