"""Articles that nobody told of before a reader saw them: made known, read, made one with others."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from rejoinder.articles import queries
from rejoinder.articles.actions import add_free_addresses, change, tell_read, tell_seen
from rejoinder.articles.addresses import PageAddress
from rejoinder.articles.fields import BodyFormat
from rejoinder.articles.model import Article, ToldBy
from rejoinder.articles.sight import FoundPage, Sight
from rejoinder.articles.tables import article_addresses, articles
from rejoinder.errors import N_, NotFound, TooMany
from rejoinder.sites.model import Site
from rejoinder.storage import lock_until_commit, outbox

# The job that fetches such a page: its payload is the numbers of site and article.
READ_PAGE: Final = "read-page"
# Of a site in a day, articles of which nothing but a browser's word is known: a paper of many
# hundred articles a day is far below, and whoever invents addresses is soon there.
MOST_UNCONFIRMED = 2000
_SECTION: Final = "News"
# When a page in which nothing was found is looked at again, if a reader shows it.
_READ_AGAIN: Final = timedelta(days=1)


def first_sight(
    connection: Connection, site: Site, sight: Sight, *, now: datetime
) -> tuple[Article, bool]:
    """The article that a browser shows, made known where nobody spoke of it before; and whether.

    Nothing that is known of an article is changed by it.

    Raises:
        Gone: it was unpublished.
        TooMany: so many became known by browsers' words alone that somebody invents them.
    """
    lock_until_commit(connection, f"articles of {site.id}")
    known = queries.of_page(connection, site.id, sight.cms_id, sight.address)
    if known is not None:
        return known, False
    _refuse_inventors(connection, site.id, now=now)
    article_id = connection.execute(
        insert(articles)
        .values(
            site_id=site.id,
            slug=sight.slug,
            section="",
            headline=sight.shown_as,
            standfirst="",
            byline="",
            dateline="",
            author_note="",
            body_source="",
            body_html="",
            body_text=sight.words,
            cms_id=sight.cms_id or None,
            canonical_url=sight.address.url,
            told_by=ToldBy.BROWSER.value,
            published_at=now,
            updated_at=now,
        )
        .returning(articles.c.id)
    ).scalar_one()
    add_free_addresses(connection, site.id, article_id, (sight.address,), now=now)
    tell_seen(connection, site.id, article_id, now=now)
    return queries.by_id(connection, site.id, article_id), True


def wants_reading(article: Article, *, now: datetime) -> bool:
    """Whether its page should be fetched, for it was not of late; also of one that was imported."""
    not_of_late = now - article.updated_at >= _READ_AGAIN
    return article.is_unread and article.canonical_url is not None and not_of_late


def have_page_read(connection: Connection, article: Article, *, now: datetime) -> None:
    """Has an article's page fetched soon."""
    connection.execute(update(articles).where(articles.c.id == article.id).values(updated_at=now))
    payload = {"site_id": article.site_id, "article_id": article.id}
    outbox.put(connection, READ_PAGE, payload, now=now)


def confirm(
    connection: Connection, site: Site, article_id: int, page: FoundPage, *, now: datetime
) -> None:
    """Takes an article's page at its word: its text, and the address that it gives itself.

    Where that is another article's, and nobody has written under this one yet, the two are one.
    What somebody with a key said meanwhile stands.
    """
    lock_until_commit(connection, f"articles of {site.id}")
    article = queries.even_unpublished(connection, site.id, article_id)
    if not article.is_unread:
        return
    address = page.address
    other = None if address is None else _known_at(connection, article, address)
    if other is not None and _is_joined(connection, article, into=other):
        return
    values = {
        "headline": page.headline or article.headline,
        "standfirst": page.standfirst,
        "section": article.section or _SECTION,
        "body_source": page.text.html,
        "body_format": BodyFormat.HTML.value,
        "body_html": page.text.html,
        "body_text": page.text.words,
        "told_by": ToldBy.PAGE.value,
        "updated_at": now,
    }
    if address is not None and other is None:
        values["canonical_url"] = address.url
        add_free_addresses(connection, site.id, article.id, (address,), now=now)
    change(connection, article.id, values)
    tell_read(
        connection, article, queries.even_unpublished(connection, site.id, article.id), now=now
    )


def forget(connection: Connection, site_id: int, article_id: int) -> bool:
    """Forgets an article that only a browser told of, if nobody has written under it; whether."""
    lock_until_commit(connection, f"articles of {site_id}")
    article = queries.even_unpublished(connection, site_id, article_id)
    if article.told_by is not ToldBy.BROWSER:
        return False
    try:
        with connection.begin_nested():
            own = article_addresses.c.article_id == article.id
            connection.execute(delete(article_addresses).where(own))
            connection.execute(delete(articles).where(articles.c.id == article.id))
    except IntegrityError:  # something stands under it
        return False
    return True


def _known_at(connection: Connection, article: Article, address: PageAddress) -> Article | None:
    """The other article that is known by this address."""
    try:
        found = queries.by_address(connection, article.site_id, address, even_unpublished=True)
    except NotFound:
        return None
    return None if found.id == article.id else found


def _is_joined(connection: Connection, article: Article, *, into: Article) -> bool:
    """Whether an article became another, which is known by its addresses from now on."""
    if article.cms_id and into.cms_id:
        return False  # the newsroom tells them apart
    try:
        with connection.begin_nested():
            own = article_addresses.c.article_id == article.id
            connection.execute(update(article_addresses).where(own).values(article_id=into.id))
            connection.execute(delete(articles).where(articles.c.id == article.id))
    except IntegrityError:
        return False
    if article.cms_id:
        change(connection, into.id, {"cms_id": article.cms_id})
    return True


def _refuse_inventors(connection: Connection, site_id: int, *, now: datetime) -> None:
    unconfirmed = connection.execute(
        select(func.count())
        .select_from(articles)
        .where(
            articles.c.site_id == site_id,
            articles.c.published_at > now - timedelta(days=1),
            articles.c.told_by == ToldBy.BROWSER.value,
        )
    ).scalar_one()
    if unconfirmed >= MOST_UNCONFIRMED:
        raise TooMany(N_("Too many new pages at once. Please try again later."), retry_after=3600)
