"""A page's address that names a comment of the thread in it."""

from playwright.sync_api import Page, expect

from tests.support.embedded_thread import element_of
from tests.support.embedding import Embedding

IN_THE_MIDDLE = """(element) => {
  const { top, height } = element.getBoundingClientRect();
  return Math.abs(top + height / 2 - innerHeight / 2) < 10;
}"""
PATIENCE_MS = 5000


def test_a_comment_that_is_named_stands_in_the_middle_once_those_above_it_are_laid_out(
    page: Page, embedded: Embedding
) -> None:
    article = embedded.article(comments=20)
    page.goto(embedded.page("/middle", element_of(article.slug)))
    comments = page.locator("rejoinder-thread li.comment")
    expect(comments).to_have_count(20)
    # As Safari, which does not keep what is read in its place while what is above it grows.
    page.evaluate("() => { document.documentElement.style.overflowAnchor = 'none'; }")
    named = comments.nth(14)
    page.evaluate("id => { location.hash = id; }", named.get_attribute("id"))
    expect(named).to_have_attribute("data-named", "")
    page.wait_for_function(IN_THE_MIDDLE, arg=named.element_handle(), timeout=PATIENCE_MS)
