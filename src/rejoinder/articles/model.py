"""What an article is, and how its source is read from front matter and Markdown."""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

import yaml

from rejoinder.errors import Invalid, N_
from rejoinder.text import ArticleText, read_article

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LONGEST_SLUG = 120
# Front matter is a page of short lines; a body is at most a very long read.
LONGEST_BODY = 200_000
LONGEST_FRONT_MATTER = 20_000
_FENCE = re.compile(
    r"\A\ufeff?---[ \t]*\r?\n(.*?)^---[ \t]*\r?$\n?(.*)\Z", re.DOTALL | re.MULTILINE
)
# What no store can keep: PostgreSQL takes no NUL, and halves of a character are not UTF-8.
_NO_TEXT = re.compile("[\x00\ud800-\udfff]")
# Nothing was printed before, and close to a calendar's ends time zones lead out of it.
YEARS = range(1000, 3000)
_LIMITS = {
    "slug": LONGEST_SLUG,
    "section": 60,
    "headline": 300,
    "standfirst": 1000,
    "byline": 200,
    "dateline": 120,
    "author_note": 1000,
}


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

    @property
    def path(self) -> str:
        """Where it stands on its site."""
        return f"/articles/{self.slug}"


@dataclass(frozen=True, slots=True)
class ArticleSource:
    """An article as somebody hands it in; `body` is Markdown, or the HTML of a newsroom's system.

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
    text: ArticleText = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Reads the body."""
        object.__setattr__(self, "text", read_article(self.body))


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


def from_fields(fields: dict[object, object]) -> ArticleSource:
    """An article from named values, each checked; a missing slug is made from the headline.

    Raises:
        Invalid: `details` names the field and what is wrong with it.
    """
    known = {*_LIMITS, "body", "published"}
    unknown = [str(name) for name in fields if name not in known]
    if unknown:
        raise _wrong(unknown[0][:60], N_("There is no such field."))
    texts = {name: _line(fields, name, limit) for name, limit in _LIMITS.items()}
    if not texts["headline"]:
        raise _wrong("headline", N_("An article needs a headline."))
    slug = texts["slug"] or slug_from(texts["headline"])
    if not SLUG.fullmatch(slug):
        raise _wrong("slug", N_("A slug is made of a-z, 0-9 and single hyphens."))
    return ArticleSource(
        slug=slug,
        headline=texts["headline"],
        body=_body(fields.get("body")),
        section=texts["section"] or "News",
        standfirst=texts["standfirst"],
        byline=texts["byline"],
        dateline=texts["dateline"],
        author_note=texts["author_note"],
        published_at=_moment(fields.get("published")),
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


def _line(fields: dict[object, object], name: str, limit: int) -> str:
    value = fields.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise _wrong(name, N_("This must be text."))
    line = " ".join(value.split())
    if len(line) > limit:
        raise _wrong(name, N_("This is too long."))
    if _NO_TEXT.search(line):
        raise _wrong(name, N_("This holds characters that are not text."))
    return line


def _body(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise _wrong("body", N_("An article needs a body."))
    if len(value) > LONGEST_BODY:
        raise _wrong("body", N_("This is too long."))
    if _NO_TEXT.search(value):
        raise _wrong("body", N_("This holds characters that are not text."))
    return value


def _moment(value: object) -> datetime | None:
    if value is None:
        return None
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            value = None
    if isinstance(value, date) and value.year in YEARS:
        if not isinstance(value, datetime):
            return datetime(value.year, value.month, value.day, tzinfo=UTC)
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    raise _wrong("published", N_("This must be a date and time, such as 2026-05-04T09:30:00Z."))


def _wrong(field: str, what: str) -> Invalid:
    return Invalid(
        N_("The article cannot be taken: %(field)s."),
        field=field,
        details={"field": field, "problem": what},
    )
