"""Which article an imported thread belongs to."""

from typing import Any

from sqlalchemy import select

from rejoinder.articles.actions import put
from rejoinder.articles.addresses import read_address
from rejoinder.articles.model import ArticleSource, slug_from
from rejoinder.articles.queries import by_address
from rejoinder.articles.tables import articles
from rejoinder.comments.tables import comments
from tests.support.import_files import END, START, Importer, post, thread


def source(headline: str, **told: Any) -> ArticleSource:
    """An article as the newsroom hands it in."""
    return ArticleSource(slug_from(headline), headline, "A body.", **told)


def test_threads_find_the_articles_that_are_here(importer: Importer) -> None:
    page = "https://paper.example/news/bridge"
    with importer.database.writing() as connection:
        by_id = put(connection, importer.site.id, source("By id", cms_id="cms-1"), now=importer.now)
        at = read_address(page + "/?utm_source=mail")
        by_address = put(
            connection, importer.site.id, source("By address", addresses=(at,)), now=importer.now
        )
    both = thread("t1", "cms-1", "") + thread("t2", "", page.replace("https", "http"))
    mapping, _, _ = importer(START + both + post(1) + post(2, thread="t2") + END)
    assert (mapping.articles.here, mapping.articles.new) == (2, 0)
    with importer.database.reading() as connection:
        rows = connection.execute(select(comments.c.article_id).order_by(comments.c.id)).scalars()
        assert list(rows) == [by_id.id, by_address.id]


def test_the_pages_of_new_articles_are_known_by_all_that_the_file_tells(importer: Importer) -> None:
    page = "https://paper.example/news/bridge"
    threads = (
        thread("t1", "cms-1", page)
        + thread("t2", "", page + "?utm_source=mail")
        + thread("t3", "cms-3", page)
        + thread("t4", "", "https://elsewhere.example/bridge")
    )
    posts = "".join(post(at, thread=f"t{at}") for at in range(1, 5))
    mapping, _, written = importer(START + threads + posts + END)
    assert (written, mapping.articles.elsewhere) == (4, 1)
    with importer.database.reading() as connection:
        rows = connection.execute(select(articles).order_by(articles.c.id)).all()
        found = by_address(connection, importer.site.id, read_address(page))
    told = [(row.cms_id, row.canonical_url, row.comment_count) for row in rows]
    assert told == [("cms-1", page, 2), ("cms-3", page, 1), (None, None, 1)]
    assert found.cms_id == "cms-1"
    assert len({row.slug for row in rows}) == 3
