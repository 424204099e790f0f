"""An article on its site: put, put again, closed, found."""

from datetime import datetime, timedelta

import pytest

from rejoinder.articles import actions, queries
from rejoinder.articles.model import ArticleSource
from rejoinder.errors import NotFound
from rejoinder.storage import Database
from tests.support import factories


def test_an_article_is_kept_as_page_and_as_words(database: Database, now: datetime) -> None:
    source = ArticleSource("storm", "Storm", "## Rain\n\nIt **rained**.<script>x</script>")
    with database.writing() as connection:
        site = factories.make_site(connection, now=now)
        article = actions.put(connection, site.id, source, now=now)
    assert article.body_html == "<h2>Rain</h2>\n<p>It <strong>rained</strong>.</p>"
    assert article.body_text == "Rain\nIt rained."
    assert article.published_at == now
    assert article.path == "/articles/storm"


@pytest.mark.parametrize(
    ("sent", "page", "words"),
    [
        ("<p>One.</p><p>Two <em>x</em>.</p>", "<p>One.</p><p>Two <em>x</em>.</p>", "One.\nTwo x."),
        ("One.<script>\nlet x\n</script>", "<p>One.</p>", "One."),
        ("<style>p { color: red }</style>\n\nOne.", "<p>One.</p>", "One."),
        ("<title>Two</title><textarea><p>x</p></textarea>One.", "One.", "One."),
        ("One <font color=red>red</font> thing.", "<p>One red thing.</p>", "One red thing."),
        ("If a < b and c > d.", "<p>If a &lt; b and c &gt; d.</p>", "If a < b and c > d."),
        (
            "See <img src='https://a.example/b.jpg' alt='A > B'>.",
            '<p>See <a href="https://a.example/b.jpg">A &gt; B</a>.</p>',
            "See A > B.",
        ),
        ("Seen.<!-- unseen -->", "<p>Seen.</p>", "Seen."),
    ],
)
def test_a_body_of_html_is_shown_without_what_no_reader_should_get(
    sent: str, page: str, words: str
) -> None:
    text = ArticleSource("storm", "Storm", sent).text
    assert (text.html, text.words) == (page, words)


def test_putting_it_again_corrects_it_and_keeps_its_thread(
    database: Database, now: datetime
) -> None:
    later = now + timedelta(hours=2)
    with database.writing() as connection:
        first = factories.make_article(connection, now=now)
        factories.make_comment(connection, now=now, article=first)
        commented = queries.by_id(connection, first.site_id, first.id)
        source = ArticleSource(first.slug, "Bridge to close, corrected", "It will close.")
        second = actions.put(connection, first.site_id, source, now=later)
    assert second.id == first.id
    assert second.headline == "Bridge to close, corrected"
    assert (second.published_at, second.updated_at) == (now, later)
    assert second.comment_count == 1
    assert second.thread_version > commented.thread_version


def test_a_closed_thread_can_be_opened_again(database: Database, now: datetime) -> None:
    with database.writing() as connection:
        article = factories.make_article(connection, now=now)
        actions.close_thread(connection, article, now=now)
        closed = queries.by_id(connection, article.site_id, article.id)
        actions.open_thread(connection, closed, now=now)
        opened = queries.by_id(connection, article.site_id, article.id)
    assert (article.closed_at, closed.closed_at, opened.closed_at) == (None, now, None)
    assert article.thread_version < closed.thread_version < opened.thread_version


def test_one_paper_never_shows_another_papers_article(database: Database, now: datetime) -> None:
    with database.writing() as connection:
        ours = factories.make_article(connection, now=now)
        other = factories.make_site(connection, now=now)
        with pytest.raises(NotFound):
            queries.by_id(connection, other.id, ours.id)
        with pytest.raises(NotFound):
            queries.by_slug(connection, other.id, ours.slug)
        assert queries.by_ids(connection, other.id, [ours.id]) == {}
        assert queries.latest(connection, other.id) == []
        assert queries.sections(connection, other.id) == []


def test_the_front_page_begins_with_the_newest(database: Database, now: datetime) -> None:
    with database.writing() as connection:
        site = factories.make_site(connection, now=now)
        for days, (slug, section) in enumerate(
            [("new", "Local"), ("middle", "World"), ("old", "local")]
        ):
            source = ArticleSource(
                slug, slug, "Body.", section=section, published_at=now - timedelta(days=days)
            )
            actions.put(connection, site.id, source, now=now)
        everything = [each.slug for each in queries.latest(connection, site.id)]
        local = [each.slug for each in queries.latest(connection, site.id, section="LOCAL")]
        first = [each.slug for each in queries.latest(connection, site.id, limit=1)]
    assert everything == ["new", "middle", "old"]
    assert local == ["new", "old"]
    assert first == ["new"]


def test_a_number_nobody_gave_out_is_no_article(database: Database, now: datetime) -> None:
    with database.writing() as connection:
        site = factories.make_site(connection, now=now)
        assert queries.thread_version(connection, 10**15) == -1
        with pytest.raises(NotFound):
            queries.by_id(connection, site.id, 10**15)
