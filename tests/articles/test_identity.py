"""Which article is meant: the newsroom's id first, then an address; and what a browser may say."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection, update

from rejoinder.articles import actions, queries, sightings
from rejoinder.articles.addresses import PageAddress, read_address
from rejoinder.articles.fields import BodyFormat
from rejoinder.articles.links import article_url, comment_url
from rejoinder.articles.model import Article, ArticleSource, ToldBy, from_fields
from rejoinder.articles.sight import LONGEST_TOLD, PageMessage, Sight, read_sight
from rejoinder.errors import Gone, Invalid, TooMany
from rejoinder.sites.model import Site
from rejoinder.sites.tables import sites
from rejoinder.storage import Database
from tests.support import factories

ORIGIN = "https://paper.example"
TRAMS = f"{ORIGIN}/2026/trams"


def paper(connection: Connection, now: datetime) -> Site:
    """A site whose own pages stand at ORIGIN."""
    site = factories.make_site(connection, now=now)
    connection.execute(update(sites).where(sites.c.id == site.id).values(origins=[ORIGIN]))
    return replace(site, origins=(ORIGIN,))


def source(cms_id: str = "", url: str = "", **more: object) -> ArticleSource:
    """An article as the newsroom's system tells of it."""
    told: dict[object, object] = {
        "headline": "Trams",
        "body": "They run.",
        "cms_id": cms_id,
        "url": url,
    }
    return from_fields(told | dict(more.items()))


def sight(url: str = TRAMS, cms_id: str = "", **more: str) -> Sight:
    """What a browser says."""
    return read_sight((ORIGIN,), PageMessage(url, cms_id, **more))  # type: ignore[arg-type]


def at(connection: Connection, site: Site, url: str) -> Article:
    """The article that is known by this address."""
    return queries.by_address(connection, site.id, read_address(url))


def test_the_newsrooms_id_says_which_article_is_meant(database: Database, now: datetime) -> None:
    with database.writing() as connection:
        site = paper(connection, now)
        first = actions.put(connection, site.id, source("7", TRAMS), now=now)
        moved = actions.put(connection, site.id, source("7", f"{ORIGIN}/city/trams"), now=now)
        other = actions.put(connection, site.id, source("8"), now=now)
        assert (first.id, first.slug) == (moved.id, moved.slug)
        assert moved.thread_version > first.thread_version
        assert (other.id != first.id, other.slug) == (True, "trams-2")
        for old in (TRAMS, "http://paper.example/2026/trams/?utm_source=x#y"):
            assert at(connection, site, old).id == first.id
        assert queries.by_cms_id(connection, site.id, "7") == moved
        assert article_url(site, moved) == f"{ORIGIN}/city/trams"
        assert comment_url(site, moved, 9) == f"{ORIGIN}/city/trams#comment-9"
        assert article_url(site, other) == f"{site.base_url}/articles/trams-2"
        assert comment_url(site, other, 9) == f"{site.base_url}/comments/9"


def test_the_newsrooms_last_word_says_whose_an_address_is(
    database: Database, now: datetime
) -> None:
    with database.writing() as connection:
        site = paper(connection, now)
        first = actions.put(connection, site.id, source("7", TRAMS), now=now)
        second = actions.put(connection, site.id, source("8", TRAMS), now=now)
        assert first.id != second.id
        assert at(connection, site, TRAMS).id == second.id
        assert queries.addresses_of(connection, first.id) == []


def test_an_article_without_an_id_gets_one_by_its_address_or_its_slug(
    database: Database, now: datetime
) -> None:
    with database.writing() as connection:
        site = paper(connection, now)
        seen, _ = sightings.first_sight(connection, site, sight(), now=now)
        by_address = actions.put(connection, site.id, source("7", TRAMS), now=now)
        by_slug = actions.put(connection, site.id, source(slug="bridge"), now=now)
        again = actions.put(connection, site.id, source("8", slug="bridge"), now=now)
        assert (by_address.id, by_address.told_by) == (seen.id, ToldBy.NEWSROOM)
        assert (again.id, again.cms_id) == (by_slug.id, "8")
        with pytest.raises(Invalid):
            actions.put(connection, site.id, source("9", slug="bridge"), now=now)


def test_links_lead_to_the_sites_own_origins_only(database: Database, now: datetime) -> None:
    with database.writing() as connection:
        site = paper(connection, now)
        with pytest.raises(Invalid) as refused:
            actions.put(connection, site.id, source("7", "https://evil.example/"), now=now)
        assert refused.value.details["field"] == "url"
        article = actions.put(connection, site.id, source("7", TRAMS), now=now)
    given_up = replace(site, origins=("https://new.example",))
    assert article_url(given_up, article) == f"{site.base_url}/articles/trams"


def test_a_browser_makes_an_article_known_once(database: Database, now: datetime) -> None:
    told = sight(
        cms_id="7", headline=" Trams\x00 ", text="<p>They <b>run</b>.</p><img alt='A tram'>"
    )
    with database.writing() as connection:
        site = paper(connection, now)
        article, is_new = sightings.first_sight(connection, site, told, now=now)
        assert is_new
        assert sightings.first_sight(connection, site, sight(cms_id="7"), now=now) == (
            article,
            False,
        )
        assert sightings.first_sight(connection, site, sight(), now=now) == (article, False)
        assert sightings.first_sight(connection, site, sight(cms_id="8"), now=now)[1]
        assert queries.latest(connection, site.id) == []
        assert queries.sections(connection, site.id) == []
    assert (article.headline, article.body_html) == ("paper.example/2026/trams", "")
    assert article.body_text == "Trams\nThey run.\nA tram"
    assert article.told_by is ToldBy.BROWSER


def test_a_browser_changes_nothing_that_the_newsroom_said(
    database: Database, now: datetime
) -> None:
    with database.writing() as connection:
        site = paper(connection, now)
        article = actions.put(connection, site.id, source("7", TRAMS), now=now)
        lie = sight(f"{ORIGIN}/else", cms_id="7", headline="Lies", text="Lies")
        assert sightings.first_sight(connection, site, lie, now=now) == (article, False)
        assert queries.addresses_of(connection, article.id) == ["paper.example/2026/trams"]


@pytest.mark.parametrize(
    "url", ["https://evil.example/", "javascript:alert(1)", "https://paper.example@evil.example/"]
)
def test_no_article_becomes_known_elsewhere(url: str) -> None:
    with pytest.raises(Invalid):
        sight(url)


def test_what_a_page_brings_along_is_bounded() -> None:
    told = sight(headline="x" * 10_000, text="<p>" + "word " * LONGEST_TOLD)
    assert len(told.words) <= LONGEST_TOLD + 400
    with pytest.raises(Invalid):
        sight(cms_id="x" * 201)


def test_whoever_invents_addresses_is_stopped(
    database: Database, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sightings, "MOST_UNCONFIRMED", 1)
    with database.writing() as connection:
        site = paper(connection, now)
        sightings.first_sight(connection, site, sight(), now=now)
        other = sight(f"{ORIGIN}/other")
        with pytest.raises(TooMany):
            sightings.first_sight(connection, site, other, now=now)
        assert sightings.first_sight(connection, site, other, now=now + timedelta(days=2))[1]


def test_an_unpublished_article_is_gone_for_readers_and_kept(
    database: Database, now: datetime
) -> None:
    with database.writing() as connection:
        site = paper(connection, now)
        article = actions.put(connection, site.id, source("7", TRAMS), now=now)
        actions.unpublish(connection, article, now=now)
        with pytest.raises(Gone):
            at(connection, site, TRAMS)
        with pytest.raises(Gone):
            sightings.first_sight(connection, site, sight(), now=now)
        assert queries.latest(connection, site.id) == []
        kept = queries.even_unpublished(connection, site.id, article.id)
        again = actions.put(connection, site.id, source("7"), now=now)
        assert kept.unpublished_at == again.unpublished_at == now
        actions.republish(connection, kept, now=now)
        shown = queries.by_id(connection, site.id, article.id)
    assert shown.thread_version > kept.thread_version > article.thread_version


def test_a_moved_article_stays_known_by_its_old_address(database: Database, now: datetime) -> None:
    new: PageAddress = read_address("http://paper.example/new")
    with database.writing() as connection:
        site = paper(connection, now)
        article = actions.put(connection, site.id, source("7", TRAMS), now=now)
        actions.move(connection, site, article, new, now=now)
        assert at(connection, site, TRAMS) == at(connection, site, new.url)
        assert article_url(site, at(connection, site, TRAMS)) == f"{ORIGIN}/new"
        with pytest.raises(Invalid):
            actions.move(connection, site, article, read_address("https://evil.example/"), now=now)


@pytest.mark.parametrize(
    ("sent", "page", "words"),
    [
        ("<p>2 * 3 * 4 _is_ 24.</p>", "<p>2 * 3 * 4 _is_ 24.</p>", "2 * 3 * 4 _is_ 24."),
        ("<p>See <img src=x alt='a > tram'>.</p>", "<p>See a &gt; tram.</p>", "See a > tram."),
        ("<p onclick=x>A<script>x</script></p><iframe>y</iframe>", "<p>A</p>", "A"),
        ("<a href='javascript:x'>A</a>", "<a>A</a>", "A"),
    ],
)
def test_a_body_of_html_is_read_as_html(sent: str, page: str, words: str) -> None:
    text = ArticleSource("storm", "Storm", sent, body_format=BodyFormat.HTML).text
    assert text.words == words
    assert "<script" not in text.html
    assert "javascript" not in text.html
    assert text.html == page


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"cms_id": "x" * 201}, "cms_id"),
        ({"cms_id": True}, "cms_id"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"url": 7}, "url"),
        ({"addresses": "https://paper.example/"}, "addresses"),
        ({"addresses": ["https://paper.example/"] * 51}, "addresses"),
        ({"addresses": ["//x"]}, "addresses"),
        ({"body_format": "bbcode"}, "body_format"),
    ],
)
def test_what_names_no_article_is_refused_by_field(wrong: dict[str, object], named: str) -> None:
    with pytest.raises(Invalid) as refused:
        source(**wrong)  # type: ignore[arg-type]
    assert refused.value.details["field"] == named


def test_a_headline_in_another_alphabet_needs_no_slug_beside_an_id() -> None:
    assert source("7", headline="ٹرام").slug.startswith("article-")
    assert source(cms_id=7).cms_id == "7"  # type: ignore[arg-type]
