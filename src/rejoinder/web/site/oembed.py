"""oEmbed (oembed.com, 1.0): a comment, or an article with its thread, to stand in another page.

What is handed out is a quotation without scripts and styles of ours; it needs nothing from us to
be read.
"""

import math
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote, urlsplit

from litestar import MediaType, Response, get
from markupsafe import Markup
from sqlalchemy import Connection

from rejoinder.articles import queries as article_queries
from rejoinder.articles.addresses import read_address_on
from rejoinder.articles.links import article_url, comment_url
from rejoinder.articles.model import Article
from rejoinder.comments import queries as comment_queries
from rejoinder.comments.model import Comment, State
from rejoinder.errors import Invalid, N_, NotFound, RejoinderError
from rejoinder.row_ids import read_id
from rejoinder.sites.model import Site
from rejoinder.sites.queries import answers_at
from rejoinder.text import words_of
from rejoinder.web.app_state import WebRequest
from rejoinder.web.context import RequestContext, context_of
from rejoinder.web.errors import error_body
from rejoinder.web.templating import fill, fill_xml
from rejoinder.web.thread_pool import in_thread

ENDPOINT: Final = "/services/oembed"
LONGEST_URL: Final = 2000
# In pixels: a column of text, as long as nobody asks for a narrower one.
WIDTH: Final = 550
NARROWEST: Final = 100
# As a browser sets it at 16 pixels a line: what it is worth as a guess.
_PIXELS_A_LINE, _PIXELS_A_CHARACTER, _PIXELS_AROUND = 24, 8, 80
# How long others may keep what they were given, in seconds: a comment may be taken back.
FRESH_SECONDS: Final = 300
_ANCHOR: Final = "comment-"


@dataclass(frozen=True, slots=True)
class Quoted:
    """What an address means: an article, or one published comment under it."""

    article: Article
    comment: Comment | None

    def url(self, site: Site) -> str:
        """The address by which it is passed on."""
        if self.comment is None:
            return article_url(site, self.article)
        return comment_url(site, self.article, self.comment.id)


def oembed_href(site: Site, url: str, form: str = "json") -> str:
    """Where the quotation of an address of this site is asked for."""
    return f"{site.base_url}{ENDPOINT}?url={quote(url, safe='')}&format={form}"


def discovery_header(site: Site, url: str) -> str:
    """The value of a `Link` header that leads to the quotation of an address."""
    return f'<{oembed_href(site, url)}>; rel="alternate"; type="application/json+oembed"'


@get(ENDPOINT)
@in_thread
def oembed(request: WebRequest) -> Response[Any]:
    """The comment or article at `url`, which must be an address of this site."""
    context = context_of(request)
    query = request.query_params
    form = query.get("format", "json")
    if form not in {"json", "xml"}:
        return _no_such_format(context.site)
    width = min(WIDTH, max(NARROWEST, _pixels(query.get("maxwidth"), "maxwidth") or WIDTH))
    height = _pixels(query.get("maxheight"), "maxheight")
    with context.database.reading() as connection:
        quoted = _find(connection, context.site, query.get("url", ""))
    told = _told(context, quoted, width, height)
    headers = {"cache-control": f"public, max-age={FRESH_SECONDS}"}
    if form == "json":
        return Response(told, media_type=MediaType.JSON, headers=headers)
    text = fill_xml(context.site, "site/oembed.xml", {"told": told})
    return Response(text, media_type="text/xml", headers=headers)


def _told(
    context: RequestContext, quoted: Quoted, width: int, height: int | None
) -> dict[str, Any]:
    site, article, comment = context.site, quoted.article, quoted.comment
    text = article.standfirst if comment is None else words_of(comment.html)
    needed = _height(text, width)
    values = {
        "url": quoted.url(site),
        "article": article,
        "comment": comment,
        "body": Markup("" if comment is None else comment.html),  # noqa: S704 - sanitised
        "width": width,
        # More than is asked for is scrolled to.
        "tallest": height if height is not None and height < needed else None,
    }
    return {
        "version": "1.0",
        "type": "rich",
        "html": str(fill(site, "site/oembed.html", values)).strip(),
        "width": width,
        "height": needed if height is None else min(needed, height),
        "title": article.headline,
        "author_name": (article.byline or site.name) if comment is None else comment.author.name,
        "provider_name": site.name,
        "provider_url": f"{site.base_url}/",
        "cache_age": FRESH_SECONDS,
    }


def _height(text: str, width: int) -> int:
    """A guess, in pixels: consumers make room for it before they have set it."""
    a_line = max(1, width // _PIXELS_A_CHARACTER)
    lines = sum(max(1, math.ceil(len(line) / a_line)) for line in text.split("\n"))
    return _PIXELS_AROUND + _PIXELS_A_LINE * lines


def _find(connection: Connection, site: Site, url: str) -> Quoted:
    """What an address of this site means.

    Raises:
        NotFound: nothing, or a comment that is not published.
        Gone: the article was unpublished.
    """
    try:
        parts = urlsplit(url) if len(url) <= LONGEST_URL else None
    except ValueError:
        parts = None
    if parts is None:
        raise _nothing()
    first, _, rest = parts.path.strip("/").partition("/")
    ours = _is_ours(connection, site, parts.scheme, parts.netloc)
    if ours and first == "comments":
        return _comment(connection, site, rest)
    if ours and first == "articles":
        article = article_queries.by_slug(connection, site.id, rest)
    else:
        article = _on_its_own_page(connection, site, url)
    if not parts.fragment.startswith(_ANCHOR):
        return Quoted(article, None)
    quoted = _comment(connection, site, parts.fragment.removeprefix(_ANCHOR))
    if quoted.article.id != article.id:
        raise _nothing()
    return quoted


def _on_its_own_page(connection: Connection, site: Site, url: str) -> Article:
    """The article that the newsroom shows at this address of one of its origins."""
    try:
        return article_queries.by_address(connection, site.id, read_address_on(site.origins, url))
    except Invalid:
        raise _nothing() from None


def _is_ours(connection: Connection, site: Site, scheme: str, host: str) -> bool:
    return scheme in {"http", "https"} and answers_at(connection, site, host.lower())


def _comment(connection: Connection, site: Site, number: str) -> Quoted:
    try:
        comment = comment_queries.by_id(connection, site.id, read_id(number))
    except ValueError:
        raise _nothing() from None
    if comment.state is not State.PUBLISHED:
        raise _nothing()
    return Quoted(article_queries.by_id(connection, site.id, comment.article_id), comment)


def _nothing() -> NotFound:
    return NotFound(N_("There is nothing at this address that could be quoted."))


def _pixels(raw: str | None, name: str) -> int | None:
    try:
        return None if raw is None else read_id(raw)
    except ValueError:
        raise Invalid(N_("This must be a number of pixels."), details={"field": name}) from None


def _no_such_format(site: Site) -> Response[Any]:
    failure = RejoinderError(N_("This is told as json and as xml."), code="no-such-format")
    return Response(error_body(site, failure), media_type=MediaType.JSON, status_code=501)
