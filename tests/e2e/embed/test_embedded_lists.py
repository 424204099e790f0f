"""Counts of comments and Most Read in another origin's page."""

from playwright.sync_api import Page, expect

from tests.support.embedded_thread import element_of
from tests.support.embedding import Embedding


def test_counts_stand_in_the_pages_own_words(page: Page, embedded: Embedding) -> None:
    asked: list[str] = []
    page.on("request", lambda sent: asked.append(sent.url) if "/embed/counts" in sent.url else None)
    some, one = embedded.article(), embedded.article(comments=1)
    body = (
        f'<p>A <rejoinder-count article-id="{some.slug}"></rejoinder-count></p>'
        f'<p>B <rejoinder-count article-id="{one.slug}"></rejoinder-count></p>'
        f'<p>C <rejoinder-count article-id="{some.slug}" number></rejoinder-count></p>'
        '<p>D <rejoinder-count url="/never/seen">none yet</rejoinder-count></p>'
    )
    page.goto(embedded.page("/counts", body))
    for words in ("A 3 comments", "B 1 comment", "C 3", "D 0 comments"):
        expect(page.get_by_text(words, exact=True)).to_be_visible()
    assert len(asked) == 1


def test_most_read_lists_what_is_read_beside_the_thread(page: Page, embedded: Embedding) -> None:
    article = embedded.article()
    with page.expect_request(lambda sent: sent.url.endswith(f"{article.path}/reads")) as sent:
        page.clock.install()
        page.goto(embedded.page("/read-it", element_of(article.slug)))
        expect(page.locator("rejoinder-thread li.comment").first).to_be_visible()
        page.clock.run_for(60_000)
    answer = sent.value.response()
    assert answer is not None
    assert answer.status == 204
    body = "<rejoinder-most-read>Nothing yet</rejoinder-most-read>"
    page.goto(embedded.page("/most-read", body))
    expect(page.locator("rejoinder-most-read")).to_contain_text("Nothing yet")
