"""What nearly every request asks of the store, answered from memory while it stands."""

from functools import partial

from rejoinder.articles import queries as article_queries
from rejoinder.articles.model import Article
from rejoinder.moderation.queries import PolicyInForce, policy_of
from rejoinder.sites.model import Site
from rejoinder.sites.queries import by_host
from rejoinder.storage import CachedReading


def site_at(reading: CachedReading, host: str) -> Site:
    """The site that answers at this host.

    Raises:
        NotFound: there is none.
    """
    return reading.get(("site", host), partial(by_host, host=host))


def policy_in_force(reading: CachedReading, site_id: int) -> PolicyInForce:
    """The site's rules."""
    return reading.get(("policy", site_id), partial(policy_of, site_id=site_id))


def article_to_discuss(reading: CachedReading, site_id: int, article_id: int) -> Article:
    """An article as whoever writes about it needs it: its thread's version and count may be old.

    Raises:
        NotFound: the site has no such article.
    """
    return reading.get(
        ("article", site_id, article_id),
        partial(article_queries.by_id, site_id=site_id, article_id=article_id),
    )


def article_to_discuss_at(reading: CachedReading, site_id: int, slug: str) -> Article:
    """The same by the article's address.

    Raises:
        NotFound: the site has no such article.
    """
    return reading.get(
        ("article", site_id, slug), partial(article_queries.by_slug, site_id=site_id, slug=slug)
    )
