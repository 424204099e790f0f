"""What search engines are told of an article's page: schema.org in JSON-LD. Pure."""

from collections.abc import Iterable
from typing import Any, Final

import msgspec
from markupsafe import Markup

from rejoinder.articles.links import article_url, comment_url
from rejoinder.articles.model import Article
from rejoinder.comments.model import State
from rejoinder.readers.reserved_names import byline_names
from rejoinder.sites.model import Site
from rejoinder.text import words_of
from rejoinder.web.site.views import CommentView, ThreadView
from rejoinder.web.templating import iso

# Inside a script nothing is unescaped: what could end it, or begin a comment in which its end is
# not seen, is written as JSON writes any character by its number.
_ESCAPES: Final = str.maketrans(
    {each: f"\\u{ord(each):04x}" for each in ("<", ">", "&", "\u2028", "\u2029")}
)


def script_text(value: object) -> Markup:
    """A value as JSON that may stand inside a `script` element."""
    json = msgspec.json.encode(value).decode()
    return Markup(json.translate(_ESCAPES))  # noqa: S704 - no sign of HTML is left in it


def article_data(site: Site, article: Article, thread: ThreadView) -> dict[str, Any]:
    """The article with those of its comments that stand on this page and everybody may read.

    Replies stand beside what they answer and name it (`parentItem`), since a quarrel may run
    deeper than any parser of JSON goes.
    """
    url = article_url(site, article)
    told: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "@id": url,
        "url": url,
        "mainEntityOfPage": url,
        "discussionUrl": f"{url}#comments",
        "headline": article.headline,
        "description": article.standfirst,
        "articleSection": article.section,
        "inLanguage": site.language,
        "datePublished": iso(article.published_at),
        "dateModified": iso(article.updated_at),
        "author": _people(article.byline),
        "publisher": {"@type": "NewsMediaOrganization", "name": site.name, "url": site.base_url},
        "commentCount": thread.count,
        "interactionStatistic": _counter(thread.count),
        "comment": list(_comments(site, article, thread.comments)),
    }
    return {name: value for name, value in told.items() if value not in ("", [])}


def _counter(comments: int) -> dict[str, Any]:
    return {
        "@type": "InteractionCounter",
        "interactionType": {"@type": "CommentAction"},
        "userInteractionCount": comments,
    }


def _people(byline: str) -> list[dict[str, str]]:
    # The whole of a byline comes first, and the people in it where it names several.
    names = byline_names(byline)
    return [{"@type": "Person", "name": name} for name in (names[1:] or names)]


def _comments(
    site: Site, article: Article, comments: Iterable[CommentView]
) -> Iterable[dict[str, Any]]:
    for comment in comments:
        if comment.state is State.PUBLISHED and comment.author is not None:
            yield _comment(site, article, comment, comment.author)


def _comment(site: Site, article: Article, comment: CommentView, author: str) -> dict[str, Any]:
    url = comment_url(site, article, comment.id)
    told: dict[str, Any] = {
        "@type": "Comment",
        "@id": url,
        "url": url,
        "text": words_of(comment.html),
        "author": {"@type": "Person", "name": author},
        "datePublished": iso(comment.created_at),
        "commentCount": comment.replies,
    }
    if comment.edited_at is not None:
        told["dateModified"] = iso(comment.edited_at)
    if comment.parent_id is not None:
        told["parentItem"] = {
            "@type": "Comment",
            "@id": comment_url(site, article, comment.parent_id),
        }
    return told
