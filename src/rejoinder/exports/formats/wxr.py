"""WordPress's export format (WXR) as Disqus wants it: files that both of them read, and Isso too.

Disqus asks for `dsq:thread_identifier`, for every element of a comment though it be empty, for
texts of three characters and more, and for files below 50 MB. WordPress's importer looks at local
times (`wp:comment_date`), by which it knows what it has already.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final, NamedTuple
from xml.sax.saxutils import escape
from zoneinfo import ZoneInfo

from rejoinder.articles.links import article_url
from rejoinder.articles.model import Article
from rejoinder.comments.model import State
from rejoinder.errors import N_
from rejoinder.exports.model import ExportedComment, ExportedThread
from rejoinder.i18n import translator_of
from rejoinder.sites.model import Site
from rejoinder.text import xml_text

DISQUS_MOST_BYTES: Final = 50_000_000
_HEAD: Final = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0"
  xmlns:content="http://purl.org/rss/1.0/modules/content/"
  xmlns:dsq="http://www.disqus.com/"
  xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:wp="http://wordpress.org/export/1.0/">
<channel>
"""
_ITEM_ENDS: Final = b"</item>\n"
_ENDS: Final = b"</channel>\n</rss>\n"
_APPROVED: Final = {
    State.PUBLISHED: "1",
    State.HELD: "0",
    State.DECLINED: "trash",
    State.WITHDRAWN: "trash",
}


class Piece(NamedTuple):
    """A piece of a file."""

    file: int
    """Which file it stands in, from 1."""
    content: bytes


def wxr_pieces(
    site: Site, threads: Iterable[ExportedThread], *, most: int = DISQUS_MOST_BYTES
) -> Iterator[Piece]:
    """The files, piece by piece, each below `most` bytes: where one is full another begins.

    A thread may go on in the next file, where its item stands once more. A comment or an item
    alone is never cut, so `most` must have room for both.
    """
    withdrawn = translator_of(site).translate(N_("Withdrawn by its author."))
    zone = ZoneInfo(site.time_zone)
    head = _HEAD + _element("title", site.name) + _element("link", site.base_url)
    files = _Files((head + _element("wp:wxr_version", "1.0")).encode(), most)
    yield files.begin()
    for article, comments in threads:
        item = _item(site, article, zone).encode()
        yield from files.put(item, keep=len(_ITEM_ENDS))
        for comment in comments:
            told = _comment(comment, withdrawn, zone).encode()
            yield from files.put(told, keep=len(_ITEM_ENDS), within=item)
        yield files.piece(_ITEM_ENDS)
    yield files.piece(_ENDS)


class _Files:
    """Counts what stands in the file that is written."""

    def __init__(self, head: bytes, most: int) -> None:
        self._head, self._most = head, most
        self._file, self._size = 0, 0

    def begin(self) -> Piece:
        """Another file, with what each begins with."""
        self._file, self._size = self._file + 1, 0
        return self.piece(self._head)

    def piece(self, content: bytes) -> Piece:
        """What stands next in this file."""
        self._size += len(content)
        return Piece(self._file, content)

    def put(self, content: bytes, *, keep: int, within: bytes = b"") -> Iterator[Piece]:
        """The content, in the next file where it has no room beside `keep` and the end.

        `within` is the item around it, which is ended here and stands once more there.
        """
        if self._size + len(content) + keep + len(_ENDS) > self._most:
            if within:
                yield self.piece(_ITEM_ENDS)
            yield self.piece(_ENDS)
            yield self.begin()
            if within:
                yield self.piece(within)
        yield self.piece(content)


def _item(site: Site, article: Article, zone: ZoneInfo) -> str:
    closed = article.closed_at is not None or article.unpublished_at is not None
    return "<item>\n" + "".join(
        (
            _element("title", article.headline),
            _element("link", article_url(site, article)),
            _element("content:encoded", article.standfirst),
            _element("dsq:thread_identifier", article.cms_id or article.slug),
            _element("wp:post_id", str(article.id)),
            _element("wp:post_date", _moment(article.published_at.astimezone(zone))),
            _element("wp:post_date_gmt", _moment(article.published_at)),
            _element("wp:post_name", article.slug),
            _element("wp:status", "publish" if article.unpublished_at is None else "draft"),
            _element("wp:post_type", "post"),
            _element("wp:comment_status", "closed" if closed else "open"),
        )
    )


def _comment(comment: ExportedComment, withdrawn: str, zone: ZoneInfo) -> str:
    told = (
        _element("wp:comment_id", str(comment.id)),
        _element("wp:comment_author", comment.name),
        _element("wp:comment_author_email", comment.email),
        _element("wp:comment_author_url", ""),
        _element("wp:comment_author_IP", ""),
        _element("wp:comment_date", _moment(comment.created_at.astimezone(zone))),
        _element("wp:comment_date_gmt", _moment(comment.created_at)),
        _html("wp:comment_content", comment.html or f"<p>{escape(withdrawn)}</p>"),
        _element("wp:comment_approved", _APPROVED[comment.state]),
        _element("wp:comment_type", ""),
        _element("wp:comment_parent", str(comment.parent_id or 0)),
    )
    return f"<wp:comment>\n{''.join(told)}</wp:comment>\n"


def _element(name: str, value: str) -> str:
    return f"<{name}>{escape(xml_text(value))}</{name}>\n"


def _html(name: str, html: str) -> str:
    # WordPress takes the end of a line for a break; ours stand between elements alone.
    text = xml_text(html).replace("\n", "").replace("]]>", "]]]]><![CDATA[>")
    return f"<{name}><![CDATA[{text}]]></{name}>\n"


def _moment(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M:%S")
