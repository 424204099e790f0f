"""One article that several change, or get to know, at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import update

from rejoinder.articles import actions, queries, sightings
from rejoinder.articles.model import Article, from_fields
from rejoinder.articles.patch import read_patch
from rejoinder.articles.sight import PageMessage, read_sight
from rejoinder.errors import NotFound
from rejoinder.sites.model import Site
from rejoinder.sites.tables import sites
from rejoinder.storage import Database
from tests.support import factories
from tests.support.at_once import WITHIN_SECONDS, at_once, until_somebody_waits

ORIGIN = "https://paper.example"
TRAMS = f"{ORIGIN}/2026/trams"
TOLD: dict[object, object] = {"headline": "Trams", "body": "They run.", "cms_id": "7"}
ON_POSTGRESQL = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


@pytest.fixture
def site(database: Database, now: datetime) -> Site:
    with database.writing() as connection:
        made = factories.make_site(connection, now=now)
        here = update(sites).where(sites.c.id == made.id)
        connection.execute(here.values(origins=[ORIGIN]))
    return replace(made, origins=(ORIGIN,))


@pytest.fixture
def article(database: Database, site: Site, now: datetime) -> Article:
    with database.writing() as connection:
        return actions.put(connection, site.id, from_fields(TOLD), now=now)


@ON_POSTGRESQL
def test_a_change_and_an_article_put_anew_wait_for_each_other_in_one_order(
    database: Database,
    site: Site,
    article: Article,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    patch = read_patch({"headline": "Trams again", "url": TRAMS})
    again = from_fields({**TOLD, "body": "They run no more."})

    def edit() -> None:
        with database.writing() as connection:
            actions.edit(connection, site, article, patch, now=now)

    def put() -> None:
        with database.writing() as connection:
            actions.put(connection, site.id, again, now=now)

    at_once(database, monkeypatch, (actions, "change"), edit, put)
    with database.reading() as connection:
        found = queries.by_id(connection, site.id, article.id)
    assert (found.headline, found.body_text) == ("Trams", "They run no more.")
    assert found.canonical_url == TRAMS


@ON_POSTGRESQL
def test_an_address_that_an_article_is_just_given_leads_a_browser_to_it(
    database: Database, site: Site, article: Article, now: datetime
) -> None:
    patch = read_patch({"addresses": [TRAMS]})
    sight = read_sight(site.origins, PageMessage(TRAMS, ""))

    def see() -> tuple[Article, bool]:
        with database.writing() as connection:
            return sightings.first_sight(connection, site, sight, now=now)

    with ThreadPoolExecutor(1) as pool:
        with database.writing() as connection:
            actions.edit(connection, site, article, patch, now=now)
            seen = pool.submit(see)
            until_somebody_waits(database)
        found, is_new = seen.result(WITHIN_SECONDS)
    assert (found.id, is_new) == (article.id, False)


@pytest.mark.parametrize("told", [{"addresses": [TRAMS]}, {"url": TRAMS}])
def test_one_that_was_forgotten_a_moment_ago_is_changed_no_more(
    database: Database, site: Site, now: datetime, told: dict[object, object]
) -> None:
    sight = read_sight(site.origins, PageMessage(f"{ORIGIN}/gone", ""))
    with database.writing() as connection:
        article, _ = sightings.first_sight(connection, site, sight, now=now)
        assert sightings.forget(connection, site.id, article.id)
        with pytest.raises(NotFound):
            actions.edit(connection, site, article, read_patch(told), now=now)
