"""What feeds tell of comments and articles, before it becomes Atom or JSON Feed. Pure.

Identifiers stay when pages move: they are made of the site's own address and a number or a slug.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from rejoinder.articles.links import article_url, comment_url
from rejoinder.articles.model import Article
from rejoinder.comments.model import RecentComment
from rejoinder.errors import N_
from rejoinder.i18n import Translator
from rejoinder.sites.model import Site

# Of a feed that has told of nothing yet: its time must stay the same until it does.
NEVER = datetime(1970, 1, 1, tzinfo=UTC)
PICK: Final = N_("Editors' pick")


@dataclass(frozen=True, slots=True)
class Answered:
    """What an entry answers (RFC 4685, section 3)."""

    id: str
    url: str | None
    """None where it is not to be seen any more."""


@dataclass(frozen=True, slots=True)
class Discussion:
    """The thread that an entry began (RFC 4685, section 4)."""

    path: str
    """Its feeds, without `.atom` or `.json`."""
    count: int
    updated: datetime | None


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a feed."""

    id: str
    url: str
    title: str
    author: str
    html: str
    """Sanitised; of an article only what stands below the headline."""
    published: datetime
    updated: datetime
    replies: int
    """Published comments that answer it; of an article all of its thread."""
    answers: Answered | None = None
    discussion: Discussion | None = None
    badge: str | None = None
    pick: str = ""
    """What one of the newsroom's picks is called; empty for any other."""


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed in no format yet."""

    title: str
    path: str
    """Where it stands on the site, without `.atom` or `.json`."""
    home: str
    """The page of which it tells; a whole address."""
    entries: Sequence[Entry]
    count: int | None = None
    """Published comments of the one thread that it tells of."""

    @property
    def updated(self) -> datetime:
        """When its newest entry was written or changed."""
        return max((entry.updated for entry in self.entries), default=NEVER)


def article_id(site: Site, article: Article) -> str:
    """What feeds know an article by, wherever its page stands."""
    return f"{site.base_url}{article.path}"


def comment_id(site: Site, number: int) -> str:
    """What feeds know a comment by."""
    return f"{site.base_url}/comments/{number}"


def thread_path(article: Article) -> str:
    """Where a thread's feeds stand, without `.atom` or `.json`."""
    return f"{article.path}/comments"


def comment_entries(
    translator: Translator,
    site: Site,
    comments: Sequence[RecentComment],
    articles: Mapping[int, Article],
) -> list[Entry]:
    """Comments as entries, in their order; `articles` has the one that each stands under."""
    return [_entry(translator, site, articles[each.article_id], each) for each in comments]


def article_entries(
    site: Site, articles: Sequence[Article], last: Mapping[int, datetime], escaped: Sequence[str]
) -> list[Entry]:
    """Articles as entries; `last` knows when each was last commented on.

    `escaped` has each one's standfirst as HTML.
    """
    return [
        Entry(
            id=article_id(site, article),
            url=article_url(site, article),
            title=article.headline,
            author=article.byline or site.name,
            html=html,
            published=article.published_at,
            updated=article.updated_at,
            replies=article.comment_count,
            discussion=Discussion(
                thread_path(article), article.comment_count, last.get(article.id)
            ),
        )
        for article, html in zip(articles, escaped, strict=True)
    ]


def _entry(translator: Translator, site: Site, article: Article, comment: RecentComment) -> Entry:
    title = translator.translate(N_("%(name)s on “%(headline)s”"))
    return Entry(
        id=comment_id(site, comment.id),
        url=comment_url(site, article, comment.id),
        title=title % {"name": comment.author, "headline": article.headline},
        author=comment.author,
        html=comment.html,
        published=comment.created_at,
        updated=comment.edited_at or comment.created_at,
        replies=comment.replies,
        answers=_answered(site, article, comment),
        badge=None if comment.badge is None else comment.badge.value,
        pick=translator.translate(PICK) if comment.picked else "",
    )


def _answered(site: Site, article: Article, comment: RecentComment) -> Answered:
    if comment.parent_id is None:
        return Answered(article_id(site, article), article_url(site, article))
    shown = comment.parent_author is not None
    url = comment_url(site, article, comment.parent_id) if shown else None
    return Answered(comment_id(site, comment.parent_id), url)
