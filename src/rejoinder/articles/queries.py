"""Finding articles: one, a section, the front page.

One that was unpublished is told from one that never was; whoever works at the desk or writes to its
authors asks for it all the same. One that only a browser told of stands in no list.
"""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, func, or_, select

from rejoinder.articles.addresses import PageAddress
from rejoinder.articles.model import Article, ToldBy
from rejoinder.articles.tables import article_addresses, articles
from rejoinder.errors import Gone, N_, NotFound

FRONT_PAGE = 40
# Of some years at a small paper and some months at a large one: those who write there now.
BYLINES_READ = 2000


# What readers are led to from lists.
LISTED = and_(articles.c.unpublished_at.is_(None), articles.c.told_by != ToldBy.BROWSER.value)


def by_id(connection: Connection, site_id: int, article_id: int) -> Article:
    """One article of this site, for readers.

    Raises:
        NotFound: the site has no such article.
        Gone: it was unpublished.
    """
    return _one(connection, site_id, articles.c.id == article_id, even_unpublished=False)


def even_unpublished(connection: Connection, site_id: int, article_id: int) -> Article:
    """The same for the desk, its authors and their letters: gone or not. Raises NotFound."""
    return _one(connection, site_id, articles.c.id == article_id, even_unpublished=True)


def by_slug(
    connection: Connection, site_id: int, slug: str, *, even_unpublished: bool = False
) -> Article:
    """The article at this address of ours; raises as above."""
    return _one(connection, site_id, articles.c.slug == slug, even_unpublished=even_unpublished)


def by_cms_id(
    connection: Connection, site_id: int, cms_id: str, *, even_unpublished: bool = False
) -> Article:
    """The article that the newsroom's own system calls so; raises as above."""
    return _one(connection, site_id, articles.c.cms_id == cms_id, even_unpublished=even_unpublished)


def by_names(connection: Connection, site_id: int, names: Collection[str]) -> dict[str, Article]:
    """The articles that readers see of these slugs and newsroom's ids, by those names."""
    if not names:
        return {}
    named = or_(articles.c.slug.in_(names), articles.c.cms_id.in_(names))
    rows = connection.execute(
        select(articles).where(
            articles.c.site_id == site_id, articles.c.unpublished_at.is_(None), named
        )
    )
    found = [article_from(row) for row in rows]
    return {
        name: each for each in found for name in (each.slug, each.cms_id or "") if name in names
    }


def by_address(
    connection: Connection, site_id: int, address: PageAddress, *, even_unpublished: bool = False
) -> Article:
    """The article that is known by this address, among others; raises as above."""
    known = select(article_addresses.c.article_id).where(
        article_addresses.c.site_id == site_id, article_addresses.c.address == address.key
    )
    where = articles.c.id.in_(known)
    return _one(connection, site_id, where, even_unpublished=even_unpublished)


def of_page(
    connection: Connection, site_id: int, cms_id: str, address: PageAddress
) -> Article | None:
    """The article of which a page says this id and this address; None for one never seen.

    The id is asked first: where it is known, the address tells nothing. An address leads to an
    article that has no id, or to one where none is said; another id is another article, since
    several may stand on one page.

    Raises:
        Gone: it was unpublished.
    """
    try:
        if cms_id:
            return by_cms_id(connection, site_id, cms_id)
    except NotFound:
        pass
    try:
        found = by_address(connection, site_id, address)
    except NotFound:
        return None
    return found if not cms_id or found.cms_id is None else None


def addresses_of(connection: Connection, article_id: int) -> list[str]:
    """The addresses by which an article is known, oldest first: host and path."""
    return list(
        connection.execute(
            select(article_addresses.c.address)
            .where(article_addresses.c.article_id == article_id)
            .order_by(article_addresses.c.id)
        ).scalars()
    )


def with_cms_ids(connection: Connection, site_id: int, ids: Iterable[str]) -> dict[str, int]:
    """The numbers of the articles that the newsroom's own system calls so."""
    rows = connection.execute(
        select(articles.c.cms_id, articles.c.id).where(
            articles.c.site_id == site_id, articles.c.cms_id.in_(list(ids))
        )
    )
    return {row.cms_id: row.id for row in rows}


def at_addresses(
    connection: Connection, site_id: int, keys: Iterable[str]
) -> dict[str, tuple[int, str | None]]:
    """Of the articles that are known by these addresses' keys the number and the newsroom's id."""
    rows = connection.execute(
        select(article_addresses.c.address, articles.c.id, articles.c.cms_id)
        .join(articles, articles.c.id == article_addresses.c.article_id)
        .where(article_addresses.c.site_id == site_id, article_addresses.c.address.in_(list(keys)))
    )
    return {row.address: (row.id, row.cms_id) for row in rows}


def at_slugs(
    connection: Connection, site_id: int, slugs: Iterable[str]
) -> dict[str, tuple[int, bool]]:
    """Of the articles with these slugs the number, and whether they stand on our pages alone."""
    ours = articles.c.cms_id.is_(None) & articles.c.canonical_url.is_(None)
    rows = connection.execute(
        select(
            articles.c.slug, articles.c.id, (ours & (articles.c.body_html != "")).label("is_ours")
        ).where(articles.c.site_id == site_id, articles.c.slug.in_(list(slugs)))
    )
    return {row.slug: (row.id, bool(row.is_ours)) for row in rows}


def latest(
    connection: Connection,
    site_id: int,
    *,
    section: str | None = None,
    limit: int = FRONT_PAGE,
    behind: int | None = None,
) -> list[Article]:
    """The newest articles, of one section or of all; those behind the one with this number."""
    query = select(articles).where(articles.c.site_id == site_id, LISTED)
    if behind is not None:
        last = select(articles.c.published_at).where(articles.c.id == behind).scalar_subquery()
        same = and_(articles.c.published_at == last, articles.c.id < behind)
        query = query.where(or_(articles.c.published_at < last, same))
    if section is not None:
        query = query.where(func.lower(articles.c.section) == section.lower())
    ordered = query.order_by(articles.c.published_at.desc(), articles.c.id.desc()).limit(limit)
    return [article_from(row) for row in connection.execute(ordered)]


def newest_slugs(connection: Connection, site_id: int, *, limit: int) -> list[tuple[str, datetime]]:
    """Of the newest articles on our own pages alone: the last part of the address, and when."""
    query = (
        select(articles.c.slug, articles.c.published_at)
        .where(articles.c.site_id == site_id, LISTED, articles.c.canonical_url.is_(None))
        .order_by(articles.c.published_at.desc(), articles.c.id.desc())
        .limit(limit)
    )
    return [(row.slug, row.published_at) for row in connection.execute(query)]


def by_ids(connection: Connection, site_id: int, ids: Iterable[int]) -> dict[int, Article]:
    """These articles by their numbers; those that are not there are left out."""
    rows = connection.execute(
        select(articles).where(articles.c.site_id == site_id, articles.c.id.in_(list(ids)))
    )
    return {row.id: article_from(row) for row in rows}


def sections(connection: Connection, site_id: int) -> list[str]:
    """The sections that have articles, in the order in which the paper opened them.

    Whatever else could order them changes with what is published, and with it the bar that readers
    find their way by.
    """
    rows = connection.execute(
        select(articles.c.section)
        .where(articles.c.site_id == site_id, LISTED)
        .group_by(articles.c.section)
        .order_by(func.min(articles.c.id))
    )
    return [row.section for row in rows]


def bylines(connection: Connection, site_id: int) -> list[str]:
    """The different bylines of the site's newest articles."""
    newest = (
        select(articles.c.byline)
        .where(articles.c.site_id == site_id)
        .order_by(articles.c.published_at.desc())
        .limit(BYLINES_READ)
        .subquery()
    )
    return list(connection.execute(select(newest.c.byline).distinct()).scalars())


def told_by_browsers(connection: Connection, site_id: int, *, limit: int) -> list[Article]:
    """Those of which nobody else has told, the newest first."""
    unread = articles.c.told_by == ToldBy.BROWSER.value
    of_site = select(articles).where(articles.c.site_id == site_id, unread)
    rows = connection.execute(of_site.order_by(articles.c.id.desc()).limit(limit))
    return [article_from(row) for row in rows]


def body_source(connection: Connection, article_id: int) -> str:
    """An article's body as it was handed in, for whoever changes it."""
    found = select(articles.c.body_source).where(articles.c.id == article_id)
    return str(connection.execute(found).scalar_one())


def thread_version(connection: Connection, article_id: int) -> int:
    """How often the thread has changed; -1 where there is no such article."""
    version = connection.execute(
        select(articles.c.thread_version).where(articles.c.id == article_id)
    ).scalar_one_or_none()
    return -1 if version is None else int(version)


def newest_version(connection: Connection, site_id: int, *, limit: int) -> int:
    """Another number whenever `latest` would tell another thing, its threads included."""
    query = (
        select(articles.c.id, articles.c.thread_version)
        .where(articles.c.site_id == site_id, LISTED)
        .order_by(articles.c.published_at.desc(), articles.c.id.desc())
        .limit(limit)
    )
    return hash(tuple((int(row.id), int(row.thread_version)) for row in connection.execute(query)))


def article_from(row: Row[Any]) -> Article:
    """A stored row as an article."""
    return Article(
        id=row.id,
        site_id=row.site_id,
        slug=row.slug,
        section=row.section,
        headline=row.headline,
        standfirst=row.standfirst,
        byline=row.byline,
        dateline=row.dateline,
        author_note=row.author_note,
        body_html=row.body_html,
        body_text=row.body_text,
        published_at=row.published_at,
        updated_at=row.updated_at,
        closed_at=row.closed_at,
        thread_version=row.thread_version,
        comment_count=row.comment_count,
        cms_id=row.cms_id,
        canonical_url=row.canonical_url,
        told_by=ToldBy(row.told_by),
        unpublished_at=row.unpublished_at,
    )


def _one(connection: Connection, site_id: int, where: Any, *, even_unpublished: bool) -> Article:
    row = connection.execute(select(articles).where(articles.c.site_id == site_id, where)).first()
    if row is None:
        raise NotFound(N_("There is no such article."), code="no-such-article")
    if row.unpublished_at is not None and not even_unpublished:
        raise Gone(N_("This article is no longer published."), code="article-unpublished")
    return article_from(row)
