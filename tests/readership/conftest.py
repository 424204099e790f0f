"""A paper with articles in an empty store, on SQLite and on PostgreSQL."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import insert

from rejoinder.articles import actions as articles
from rejoinder.articles.model import Article, ArticleSource
from rejoinder.comments.model import State
from rejoinder.comments.tables import comments
from rejoinder.readers.tables import readers
from rejoinder.readership import actions, queries
from rejoinder.readership.collector import Collector
from rejoinder.readership.model import DailySalt
from rejoinder.sites import actions as sites_actions
from rejoinder.sites.model import NewSite
from rejoinder.storage import Database

NOON = datetime(2026, 6, 15, 12, 30, tzinfo=UTC)
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:139.0) Gecko/20100101 Firefox/139.0"


@dataclass(frozen=True, slots=True)
class StoredSite:
    """One site of the store, and a way to print articles in it."""

    database: Database
    site_id: int

    def article(self, slug: str, *, published_at: datetime = NOON - timedelta(days=2)) -> Article:
        """An article that stands on the site."""
        source = ArticleSource(
            slug=slug, headline=slug.capitalize(), body="A body.", published_at=published_at
        )
        with self.database.writing() as connection:
            return articles.put(connection, self.site_id, source, now=published_at)

    def read(self, article: Article, *addresses: str, at: datetime) -> None:
        """Somebody at each address reads the article; the reads are written at once."""
        collector = Collector()
        salt = DailySalt(at.date(), at.date().isoformat().encode())
        for address in addresses:
            assert actions.count_read(collector, article.id, address, FIREFOX, salt=salt, now=at)
        with self.database.writing() as connection:
            collector.flush(connection, at)

    def most_read(self, now: datetime, limit: int = 10) -> list[tuple[str, int]]:
        """Slugs and readers of the list as readers see it."""
        with self.database.reading() as connection:
            made = queries.most_read(connection, self.site_id, now, limit)
        assert made.made_at == now
        return [(each.article.slug, each.readers) for each in made.articles]

    def comment(self, article: Article, at: datetime, state: State = State.PUBLISHED) -> None:
        """A guest's comment, as it stands in the store."""
        with self.database.writing() as connection:
            guest = connection.execute(
                insert(readers)
                .values(site_id=self.site_id, email="a@example.org", name="A", created_at=at)
                .returning(readers.c.id)
            ).scalar_one()
            connection.execute(
                insert(comments).values(
                    site_id=self.site_id,
                    article_id=article.id,
                    author_id=guest,
                    author_name="A",
                    author_email="a@example.org",
                    source="Words.",
                    html="<p>Words.</p>",
                    fingerprint="words",
                    state=state,
                    created_at=at,
                    status_token=secrets.token_hex(8),
                )
            )


def addresses(count: int, *, first: int = 0) -> Iterable[str]:
    """As many addresses, all different."""
    return [f"10.{n >> 16}.{n >> 8 & 255}.{n & 255}" for n in range(first, first + count)]


@pytest.fixture
def paper(database: Database) -> StoredSite:
    return found(database, "gazette")


def found(database: Database, key: str) -> StoredSite:
    """A new site in the store."""
    with database.writing() as connection:
        site = sites_actions.create_site(connection, NewSite(key=key, name=key), now=NOON)
    return StoredSite(database, site.id)
