"""The articles of the threads that come: found, or made."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from rejoinder.articles.model import ArticleStub
from rejoinder.articles.queries import at_addresses, at_slugs
from rejoinder.articles.stubs import put_stubs
from rejoinder.imports import queries
from rejoinder.imports.articles import Wanted, as_stub, find, other_slug, wanted
from rejoinder.imports.staging import Staging
from rejoinder.imports.tables import insert_sources
from rejoinder.sites.model import Site
from rejoinder.storage import Database, lock_until_commit

_AT_ONCE = 200


def put_articles(
    database: Database, site: Site, source: str, staging: Staging, *, now: datetime
) -> int:
    """Finds or makes the article of every thread that has comments; how many it made.

    Some at a time, each time in one transaction with what they came from.
    """
    made = 0
    for several in staging.articles(_AT_ONCE):
        threads = [wanted(each, site.origins) for each in several]
        with database.writing() as connection:
            lock_until_commit(connection, f"articles of {site.id}")
            numbers, count = _numbers(connection, site, source, threads, now=now)
            _remember(connection, site.id, source, threads, numbers)
        made += count
        pairs = zip(numbers, threads, strict=True)
        staging.remember("articles", [(number, each.staged.ref) for number, each in pairs])
    return made


def _numbers(
    connection: Connection, site: Site, source: str, threads: Sequence[Wanted], *, now: datetime
) -> tuple[list[int], int]:
    """The article of each thread, and how many were made for them."""
    found = find(connection, site, source, threads)
    missing = [each for each, here in zip(threads, found, strict=True) if here is None]
    same = _first_of_each(missing)
    new = list(dict.fromkeys(same.values()))
    ids = put_stubs(connection, site.id, _stubs(connection, site.id, new, now=now), now=now)
    made = dict(zip((each.key for each in new), ids, strict=True))
    numbers = [
        made[same[each.key].key] if here is None else here.article_id
        for each, here in zip(threads, found, strict=True)
    ]
    return numbers, len(new)


def _first_of_each(threads: Sequence[Wanted]) -> dict[str, Wanted]:
    """By each thread's key the first that is about the same article."""
    same: dict[str, Wanted] = {}
    at: dict[str, Wanted] = {}
    for each in threads:
        if each.key in same:
            continue
        there = at.setdefault(each.address.key, each) if each.address else each
        both = each.cms_id and there.cms_id and each.cms_id != there.cms_id
        same[each.key] = each if both else same.get(there.key, each)
    return same


def _stubs(
    connection: Connection, site_id: int, threads: Sequence[Wanted], *, now: datetime
) -> list[ArticleStub]:
    slugs = {slug for each in threads for slug in (each.slug, other_slug(each))}
    taken = set(at_slugs(connection, site_id, slugs))
    keys = {each.address.key for each in threads if each.address}
    addresses = set(at_addresses(connection, site_id, keys))
    stubs = []
    for each in threads:
        slug = other_slug(each) if each.slug in taken else each.slug
        address = each.address.key if each.address else ""
        stubs.append(as_stub(each, slug=slug, with_address=address not in addresses, now=now))
        taken.add(slug)
        addresses.add(address)
    return stubs


def _remember(
    connection: Connection,
    site_id: int,
    source: str,
    threads: Sequence[Wanted],
    numbers: Sequence[int],
) -> None:
    here = dict(zip((each.staged.source_id for each in threads), numbers, strict=True))
    known = queries.targets(connection, site_id, source, "article", list(here))
    new = {there: number for there, number in here.items() if there not in known}
    insert_sources(connection, site_id, source, "article", new.items())
