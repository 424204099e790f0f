"""Searching articles by their words, unpublished ones too; or by what one is called exactly."""

import re
from collections.abc import Sequence
from typing import Final

from sqlalchemy import Connection, and_, or_, select, union_all

from rejoinder.articles.addresses import read_address
from rejoinder.articles.indexing import FOUND_BY, words_of
from rejoinder.articles.model import Article
from rejoinder.articles.queries import article_from, by_ids
from rejoinder.articles.tables import article_addresses, articles
from rejoinder.desk.search.model import FoundArticles, SearchOrder
from rejoinder.desk.search.queries import MOST_PASSED_OVER, MOST_RANKED
from rejoinder.errors import Invalid
from rejoinder.storage.word_index import ARTICLES, WORDS
from rejoinder.text import Term, how_well, terms_in, words_in

PAGE: Final = 50
_END_OF_PATH: Final = re.compile("[/?#]")


def search_articles(
    connection: Connection,
    site_id: int,
    searched: str,
    *,
    order: SearchOrder = SearchOrder.RELEVANCE,
    start: int = 0,
) -> FoundArticles:
    """A page of those that have all the words in headline, standfirst, byline or section.

    Before them stands whatever is called just so: by its slug, the newsroom's id or an address.
    """
    terms = terms_in(searched)
    if start > MOST_PASSED_OVER:
        return FoundArticles((), more=False, cut=False)
    ranked = order is SearchOrder.RELEVANCE
    called = _called(connection, site_id, searched.strip())
    most = MOST_RANKED if ranked else start + PAGE + 1
    newest = _newest(connection, site_id, terms, most=most) if terms else []
    others = _best_first(connection, newest, terms) if ranked else newest
    ids = list(dict.fromkeys((*called, *others)))
    page = ids[start : start + PAGE]
    found = by_ids(connection, site_id, page)
    return FoundArticles(
        tuple(found[number] for number in page if number in found),
        more=len(ids) > start + PAGE,
        cut=ranked and len(newest) == MOST_RANKED,
    )


def newest_articles(
    connection: Connection, site_id: int, *, behind: int | None = None
) -> list[Article]:
    """The newest, those behind the one with this number; one more than PAGE where there are."""
    query = select(articles).where(articles.c.site_id == site_id)
    if behind is not None:
        last = select(articles.c.published_at).where(articles.c.id == behind).scalar_subquery()
        same = and_(articles.c.published_at == last, articles.c.id < behind)
        query = query.where(or_(articles.c.published_at < last, same))
    ordered = query.order_by(articles.c.published_at.desc(), articles.c.id.desc())
    return [article_from(row) for row in connection.execute(ordered.limit(PAGE + 1))]


def _called(connection: Connection, site_id: int, name: str) -> list[int]:
    """Those with this slug, this id of the newsroom's or this address, the newest first."""
    if not name or not name.isprintable():  # nothing is called so, and PostgreSQL takes no NUL
        return []
    # As it stands in an address of ours, perhaps one that leads to a comment.
    slug = _END_OF_PATH.split(name.rpartition("/articles/")[2])[0]
    by_slug = select(articles.c.id).where(articles.c.site_id == site_id, articles.c.slug == slug)
    by_cms_id = select(articles.c.id).where(
        articles.c.site_id == site_id, articles.c.cms_id == name
    )
    by_address = select(article_addresses.c.article_id).where(
        article_addresses.c.site_id == site_id, article_addresses.c.address == _key(name)
    )
    # Three questions, since PostgreSQL asks no index for one with “or” between them.
    called = connection.execute(union_all(by_slug, by_cms_id, by_address)).scalars()
    return sorted(set(called), reverse=True)


def _key(name: str) -> str:
    """What an address is known by: as it was copied from a browser, or from the desk."""
    try:
        return read_address(name if "://" in name else f"https://{name}").key
    except Invalid:
        return ""


def _newest(connection: Connection, site_id: int, terms: Sequence[Term], *, most: int) -> list[int]:
    matching = ARTICLES.matching(connection, WORDS, terms)
    page = (
        select(articles.c.id)
        .where(articles.c.site_id == site_id, articles.c.id.in_(matching))
        .order_by(articles.c.published_at.desc(), articles.c.id.desc())
        .limit(most)
    )
    return list(connection.execute(page).scalars())


def _best_first(connection: Connection, newest: Sequence[int], terms: Sequence[Term]) -> list[int]:
    """The same by how well they match. What stands in the headline counts once more."""
    asked = select(articles.c.id, *FOUND_BY).where(articles.c.id.in_(newest))
    worth = {
        row.id: how_well(words_of(row), terms) + how_well(words_in(row.headline), terms)
        for row in connection.execute(asked)
    }
    # What is equally good stays as it was, the newest first.
    return sorted(newest, key=lambda number: -worth[number])
