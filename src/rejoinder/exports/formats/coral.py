"""Coral's CSVs: users, stories and comments, each without a line of names.

Its importer leaves out whoever has no e-mail address, so that their comments would be nobody's:
who proved none gets one at which nobody can be reached.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final
from xml.sax.saxutils import escape

from rejoinder.articles.links import article_url
from rejoinder.articles.model import Article
from rejoinder.comments.model import State
from rejoinder.errors import N_
from rejoinder.exports.model import ExportedComment, ExportedReader, ExportedThread
from rejoinder.i18n import translator_of
from rejoinder.readers.model import placeholder_of
from rejoinder.sites.model import Site

# Its `NONE` is published, and looked at later; its importer has no word for what waits.
_STATUS: Final = {
    State.PUBLISHED: "APPROVED",
    State.HELD: "REJECTED",
    State.DECLINED: "REJECTED",
    State.WITHDRAWN: "REJECTED",
}
Row = tuple[str, ...]
USERS, STORIES, COMMENTS = "users.csv", "stories.csv", "comments.csv"
FILES: Final = (USERS, STORIES, COMMENTS)


def coral_rows(
    site: Site, readers: Iterable[ExportedReader], threads: Iterable[ExportedThread]
) -> Iterator[tuple[str, str]]:
    """Each line with the name of the file that it stands in."""
    withdrawn = translator_of(site).translate(N_("Withdrawn by its author."))
    line = _Line()
    for reader in readers:
        yield USERS, line.of(_user(reader, site.base_url))
    for article, comments in threads:
        story = article.cms_id or f"rejoinder-{article.id}"
        yield STORIES, line.of(_story(site, article, story))
        for comment in comments:
            yield COMMENTS, line.of(_comment(comment, story, withdrawn))


def _user(reader: ExportedReader, site_url: str) -> Row:
    """`id,email,username,role,banned,created_at`."""
    return (
        str(reader.id),
        reader.email or placeholder_of(site_url, str(reader.id)),
        reader.name or f"reader-{reader.id}",
        "STAFF" if reader.is_staff else "COMMENTER",
        "true" if reader.is_banned else "false",
        _moment(reader.created_at),
    )


def _story(site: Site, article: Article, story: str) -> Row:
    """`id,url,title,author,published_at,closed_at,mode`."""
    return (
        story,
        article_url(site, article),
        article.headline,
        article.byline,
        _moment(article.published_at),
        _moment(article.closed_at or article.unpublished_at),
        "COMMENTS",
    )


def _comment(comment: ExportedComment, story: str, withdrawn: str) -> Row:
    """`id,author_id,story_id,created_at,body,parent_id,status,rating`."""
    return (
        str(comment.id),
        str(comment.reader_id),
        story,
        _moment(comment.created_at),
        comment.html or f"<p>{escape(withdrawn)}</p>",
        "" if comment.parent_id is None else str(comment.parent_id),
        _STATUS[comment.state],
        "",
    )


def _moment(moment: datetime | None) -> str:
    return "" if moment is None else moment.isoformat().replace("+00:00", "Z")


class _Line:
    """Writes one line of RFC 4180 at a time."""

    def __init__(self) -> None:
        self._into = io.StringIO()
        self._writer = csv.writer(self._into, lineterminator="\n")

    def of(self, row: Row) -> str:
        """The row, quoted where it must be, with its end."""
        self._into.seek(0)
        self._into.truncate()
        self._writer.writerow(row)
        return self._into.getvalue()
