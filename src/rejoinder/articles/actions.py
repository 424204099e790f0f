"""Putting an article on its site, changing and moving it, closing and opening its thread."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, delete, insert, select, update

from rejoinder.articles import queries
from rejoinder.articles.addresses import PageAddress, read_address_on
from rejoinder.articles.fields import wrong
from rejoinder.articles.model import Article, ArticleSource, ToldBy, slug_for
from rejoinder.articles.patch import ArticlePatch
from rejoinder.articles.tables import article_addresses, articles
from rejoinder.errors import Invalid, N_, NotFound
from rejoinder.sites import queries as site_queries
from rejoinder.sites.model import Site
from rejoinder.storage import Change, ChangeKind, change_feed, lock_until_commit, outbox

# The errand that `imported_judge` works off: its payload is the numbers of site and article.
ARTICLE_READ: Final = "article-read"
# The same headline again: so many are told apart by a number.
_MOST_ALIKE = 20


def put(connection: Connection, site_id: int, source: ArticleSource, *, now: datetime) -> Article:
    """Adds the article, or brings the one that is meant up to date; its thread stays.

    It is meant by the newsroom's id, else by an address, else by its slug.

    Raises:
        Invalid: its page is none of the site's, or somebody else has its slug.
    """
    page = _own(connection, site_id, source.page)
    lock_until_commit(connection, f"articles of {site_id}")
    present = _present(connection, site_id, source)
    values = _values(source, page, now=now)
    if present is None:
        slug = _free_slug(connection, site_id, source)
        published = source.published_at or now
        article_id = connection.execute(
            insert(articles)
            .values(site_id=site_id, slug=slug, published_at=published, **values)
            .returning(articles.c.id)
        ).scalar_one()
        tell_seen(connection, site_id, article_id, now=now)
    else:
        article_id = present.id
        if source.published_at is not None:
            values["published_at"] = source.published_at
        change(connection, article_id, values)
    known = (*source.addresses, *((page,) if page else ()))
    _take_addresses(connection, site_id, article_id, known, now=now)
    article = queries.even_unpublished(connection, site_id, article_id)
    if present is not None:
        tell_read(connection, present, article, now=now)
    return article


def tell_read(connection: Connection, before: Article, after: Article, *, now: datetime) -> None:
    """Leaves word, where an article's text has come, that comments may have waited for it."""
    if before.is_unread and not after.is_unread:
        payload = {"site_id": after.site_id, "article_id": after.id}
        outbox.put(connection, ARTICLE_READ, payload, now=now)


def change(connection: Connection, article_id: int, values: Mapping[str, Any]) -> None:
    """Writes columns of an article that readers see, and moves its thread's version."""
    connection.execute(
        update(articles)
        .where(articles.c.id == article_id)
        .values(**values, thread_version=articles.c.thread_version + 1)
    )


def close_thread(connection: Connection, article: Article, *, now: datetime) -> None:
    """Ends the conversation; it stays readable."""
    _turn(connection, article, {"closed_at": now}, now=now)


def open_thread(connection: Connection, article: Article, *, now: datetime) -> None:
    """Lets the conversation go on."""
    _turn(connection, article, {"closed_at": None}, now=now)


def unpublish(connection: Connection, article: Article, *, now: datetime) -> None:
    """Takes an article and its thread from readers' eyes; all is kept."""
    _turn(connection, article, {"unpublished_at": now}, now=now)


def republish(connection: Connection, article: Article, *, now: datetime) -> None:
    """Shows it again, as it was."""
    _turn(connection, article, {"unpublished_at": None}, now=now)


def set_closed(connection: Connection, article: Article, *, closed: bool, now: datetime) -> None:
    """Closes or opens a thread; one that is so already stays as it is."""
    if closed and article.closed_at is None:
        close_thread(connection, article, now=now)
    elif not closed and article.closed_at is not None:
        open_thread(connection, article, now=now)


def set_unpublished(
    connection: Connection, article: Article, *, unpublished: bool, now: datetime
) -> None:
    """Takes an article from readers' eyes or shows it; one that is so already stays as it is."""
    if unpublished and article.unpublished_at is None:
        unpublish(connection, article, now=now)
    elif not unpublished and article.unpublished_at is not None:
        republish(connection, article, now=now)


def edit(
    connection: Connection, site: Site, article: Article, patch: ArticlePatch, *, now: datetime
) -> None:
    """Changes what is named of an article.

    Raises:
        Invalid: its page is none of the site's.
        NotFound: it was forgotten, or became another, a moment ago.
    """
    article = _locked(connection, site.id, article.id)
    if patch.values:
        change(connection, article.id, {**patch.values, "updated_at": now})
        after = queries.even_unpublished(connection, site.id, article.id)
        tell_read(connection, article, after, now=now)
    if patch.page is not None:
        page = _own(connection, site.id, patch.page) or patch.page
        move(connection, site, article, page, now=now)
    _take_addresses(connection, site.id, article.id, patch.addresses, now=now)


def move(
    connection: Connection, site: Site, article: Article, page: PageAddress, *, now: datetime
) -> None:
    """Tells where the newsroom shows an article now; by its old addresses it stays known.

    Raises:
        Invalid: the page is none of the site's.
        NotFound: as `edit` does.
    """
    page = read_address_on(site.origins, page.url)
    article = _locked(connection, site.id, article.id)
    change(connection, article.id, {"canonical_url": page.url, "updated_at": now})
    _take_addresses(connection, site.id, article.id, (page,), now=now)


def _locked(connection: Connection, site_id: int, article_id: int) -> Article:
    """The article as it is now; until we have committed nobody else gives addresses to any.

    Asked for before its row is changed: others have this lock already when they come to the row.
    """
    lock_until_commit(connection, f"articles of {site_id}")
    return queries.even_unpublished(connection, site_id, article_id)


def _turn(
    connection: Connection, article: Article, values: Mapping[str, Any], *, now: datetime
) -> None:
    """Changes what can be done in the thread, and leaves word for those who have it open."""
    change(connection, article.id, values)
    kind = ChangeKind.ARTICLE_CHANGED
    change_feed.put(connection, Change(article.site_id, article.id, None, kind, now, public=True))


def _present(connection: Connection, site_id: int, source: ArticleSource) -> Article | None:
    """The article that a source means; None for a new one."""
    if source.cms_id:
        found = _found(queries.by_cms_id, connection, site_id, source.cms_id)
        if found is not None:
            return found
    for address in (*((source.page,) if source.page else ()), *source.addresses):
        found = _found(queries.by_address, connection, site_id, address)
        if found is not None and _may_be(found, source):
            return found
    found = _found(queries.by_slug, connection, site_id, source.slug)
    if found is None or not source.cms_id:
        return found
    if source.slug_is_made:
        return None
    if not _may_be(found, source):
        raise wrong("slug", N_("Another article has this slug."))
    return found


def _may_be(found: Article, source: ArticleSource) -> bool:
    """Whether a known article can be the one that a source means by something else than its id."""
    return not source.cms_id or found.cms_id in {None, source.cms_id}


def _found(find: Any, connection: Connection, site_id: int, what: object) -> Article | None:
    try:
        found: Article = find(connection, site_id, what, even_unpublished=True)
    except NotFound:
        return None
    return found


def _values(source: ArticleSource, page: PageAddress | None, *, now: datetime) -> dict[str, Any]:
    values: dict[str, Any] = {
        "section": source.section,
        "headline": source.headline,
        "standfirst": source.standfirst,
        "byline": source.byline,
        "dateline": source.dateline,
        "author_note": source.author_note,
        "body_source": source.body,
        "body_format": source.body_format.value,
        "body_html": source.text.html,
        "body_text": source.text.words,
        "told_by": ToldBy.NEWSROOM.value,
        "updated_at": now,
    }
    if source.cms_id:
        values["cms_id"] = source.cms_id
    if page is not None:
        values["canonical_url"] = page.url
    return values


def tell_seen(connection: Connection, site_id: int, article_id: int, *, now: datetime) -> None:
    """Leaves word that there is an article that nobody knew of before."""
    seen = Change(site_id, article_id, None, ChangeKind.ARTICLE_SEEN, now)
    change_feed.put(connection, seen)


def _free_slug(connection: Connection, site_id: int, source: ArticleSource) -> str:
    if not source.slug_is_made:
        return source.slug
    numbered = [f"{source.slug}-{number}" for number in range(2, _MOST_ALIKE)]
    wanted = [source.slug, *numbered]
    taken = set(
        connection.execute(
            select(articles.c.slug).where(
                articles.c.site_id == site_id, articles.c.slug.in_(wanted)
            )
        ).scalars()
    )
    free = (each for each in wanted if each not in taken)
    return next(free, slug_for(source.cms_id, source.slug))


def _own(connection: Connection, site_id: int, page: PageAddress | None) -> PageAddress | None:
    """The page as the site's origins have it."""
    if page is None:
        return None
    try:
        return read_address_on(site_queries.by_id(connection, site_id).origins, page.url)
    except Invalid as failure:
        raise wrong("url", str(failure)) from None


def _take_addresses(
    connection: Connection,
    site_id: int,
    article_id: int,
    known: Iterable[PageAddress],
    *,
    now: datetime,
) -> None:
    """Gives an article its addresses, from another that had them too: the newsroom's last word."""
    for key in dict.fromkeys(each.key for each in known):
        connection.execute(
            delete(article_addresses).where(
                article_addresses.c.site_id == site_id,
                article_addresses.c.address == key,
                article_addresses.c.article_id != article_id,
            )
        )
    add_free_addresses(connection, site_id, article_id, known, now=now)


def add_free_addresses(
    connection: Connection,
    site_id: int,
    article_id: int,
    known: Iterable[PageAddress],
    *,
    now: datetime,
) -> None:
    """Gives an article those addresses that are no other's."""
    for key in dict.fromkeys(each.key for each in known):
        taken = select(article_addresses.c.id).where(
            article_addresses.c.site_id == site_id, article_addresses.c.address == key
        )
        if connection.execute(taken).first() is None:
            connection.execute(
                insert(article_addresses).values(
                    site_id=site_id, article_id=article_id, address=key, added_at=now
                )
            )
