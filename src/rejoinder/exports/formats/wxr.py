"""WordPress's export format (WXR) as Disqus wants it: one file that both of them read.

Disqus asks for `dsq:thread_identifier`, for every element of a comment though it be empty, for
texts of three characters and more, and for files below 50 MB.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final
from xml.sax.saxutils import escape

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
_APPROVED: Final = {
    State.PUBLISHED: "1",
    State.HELD: "0",
    State.DECLINED: "trash",
    State.WITHDRAWN: "trash",
}


def wxr_parts(site: Site, threads: Iterable[ExportedThread]) -> Iterator[str]:
    """The file, piece by piece."""
    withdrawn = translator_of(site).translate(N_("Withdrawn by its author."))
    yield _HEAD
    yield _element("title", site.name) + _element("link", site.base_url)
    yield _element("wp:wxr_version", "1.0")
    for article, comments in threads:
        yield _item(site, article)
        for comment in comments:
            yield _comment(comment, withdrawn)
        yield "</item>\n"
    yield "</channel>\n</rss>\n"


def _item(site: Site, article: Article) -> str:
    closed = article.closed_at is not None or article.unpublished_at is not None
    return "<item>\n" + "".join(
        (
            _element("title", article.headline),
            _element("link", article_url(site, article)),
            _element("content:encoded", article.standfirst),
            _element("dsq:thread_identifier", article.cms_id or article.slug),
            _element("wp:post_id", str(article.id)),
            _element("wp:post_date_gmt", _moment(article.published_at)),
            _element("wp:post_name", article.slug),
            _element("wp:status", "publish"),
            _element("wp:post_type", "post"),
            _element("wp:comment_status", "closed" if closed else "open"),
        )
    )


def _comment(comment: ExportedComment, withdrawn: str) -> str:
    told = (
        _element("wp:comment_id", str(comment.id)),
        _element("wp:comment_author", comment.name),
        _element("wp:comment_author_email", comment.email),
        _element("wp:comment_author_url", ""),
        _element("wp:comment_author_IP", ""),
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
