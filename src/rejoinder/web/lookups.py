"""What nearly every request asks of the store, answered from memory while it stands."""

from functools import partial
from urllib.parse import urlsplit

from sqlalchemy import Connection

from rejoinder.articles import queries as article_queries
from rejoinder.articles.model import Article
from rejoinder.i18n import translator_of
from rejoinder.moderation.queries import PolicyInForce, policy_of
from rejoinder.readers.reserved_names import (
    CLEAR_ROLES,
    ROLE_WORDS,
    SMALL_WORDS,
    ReservedNames,
    byline_names,
    reserve,
)
from rejoinder.sign_on.model import Way
from rejoinder.sign_on.queries import ways_of
from rejoinder.sites.model import Site
from rejoinder.sites.queries import all_staff, by_host
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


def sign_on_ways(reading: CachedReading, site_id: int) -> tuple[Way, ...]:
    """The ways in which readers sign on by accounts elsewhere."""
    return reading.get(("sign-on", site_id), partial(ways_of, site_id=site_id))


def reserved_names(reading: CachedReading, site: Site) -> ReservedNames:
    """The names that are the paper's, its staff's and its writers'."""
    return reading.get(("reserved-names", site.id), partial(_reserved_names, site=site))


def _reserved_names(connection: Connection, site: Site) -> ReservedNames:
    translate = translator_of(site).translate
    bylines = article_queries.bylines(connection, site.id)
    writers = [name for byline in bylines for name in byline_names(byline)]
    staff = [member.name for member in all_staff(connection, site.id)]
    host = urlsplit(site.base_url).hostname or ""
    return reserve(
        (site.name, site.key, host, host.removeprefix("www.")),
        (*staff, *writers),
        roles=translate(ROLE_WORDS),
        clear_roles=translate(CLEAR_ROLES),
        small=translate(SMALL_WORDS),
    )
