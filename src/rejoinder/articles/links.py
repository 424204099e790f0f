"""Where readers are led: the newsroom's own page where there is one, ours otherwise.

Whoever names an article's or a comment's public address asks here and nowhere else.
"""

from rejoinder.articles.addresses import is_on
from rejoinder.articles.model import Article
from rejoinder.sites.model import Site


def article_url(site: Site, article: Article) -> str:
    """The whole address of an article's page."""
    return page_elsewhere(site, article) or f"{site.base_url}{article.path}"


def comment_url(site: Site, article: Article, comment_id: int) -> str:
    """The whole address of a comment, which stays whatever page of the thread it stands on."""
    page = page_elsewhere(site, article)
    if page is None:
        return f"{site.base_url}/comments/{comment_id}"
    return f"{page}#comment-{comment_id}"


def page_elsewhere(site: Site, article: Article) -> str | None:
    """The newsroom's own page; None where there is none on an origin that is the site's now.

    So no link of ours leads to a host that the paper has given up, or that never was its own.
    """
    url = article.canonical_url
    return url if url is not None and is_on(site.origins, url) else None
