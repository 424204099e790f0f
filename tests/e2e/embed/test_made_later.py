"""What of a thread is made only when its reader comes to it, and moves nothing when it is."""

from playwright.sync_api import Page, expect

from tests.support.embedded_thread import element_of, show
from tests.support.embedding import Embedding

# Sooner than all comments are made in any case.
AT_ONCE_MS = 2500
SHIFTS = """
globalThis.shift = 0;
new PerformanceObserver((list) => {
  for (const each of list.getEntries()) shift += each.value;
}).observe({ type: "layout-shift", buffered: true });
"""


def test_comments_are_made_before_they_are_scrolled_to(page: Page, embedded: Embedding) -> None:
    page.add_init_script(SHIFTS)
    page.set_viewport_size({"width": 390, "height": 400})
    thread = show(page, embedded, "/later", comments=20)
    comments = thread.locator("li.comment")
    few = comments.count()
    assert few < 20
    page.evaluate("shift = 0")
    comments.nth(few - 1).evaluate("each => each.scrollIntoView({ block: 'end' })")
    expect(comments).to_have_count(20, timeout=AT_ONCE_MS)
    assert thread.locator("time", has_text="2026").count() == 0, "they are as old as they are"
    assert page.evaluate("shift") == 0


def test_comments_are_made_for_who_looks_for_one_of_them(page: Page, embedded: Embedding) -> None:
    article = embedded.article(comments=20)
    page.goto(embedded.page("/sought", element_of(article.slug)))
    comments = page.locator("rejoinder-thread li.comment")
    expect(comments.first).to_be_visible()
    page.locator("rejoinder-thread").hover()
    expect(comments).to_have_count(20, timeout=AT_ONCE_MS)


def test_the_form_shows_all_of_itself_to_who_writes(page: Page, embedded: Embedding) -> None:
    thread = show(page, embedded, "/line")
    text, send = thread.get_by_label("Your comment"), thread.get_by_role("button", name="Post")
    expect(send).to_have_count(0)
    low = text.bounding_box()
    text.focus()
    expect(thread.get_by_label("E-mail")).to_be_visible()
    expect(send).to_be_visible()
    high = text.bounding_box()
    assert low
    assert high
    assert low["height"] < 60 < high["height"]
    text.fill("A draft that is brought back has its button beside it, too.")
    page.wait_for_function("() => sessionStorage.length > 0")
    page.reload()
    thread.locator("h2").hover()
    expect(send).to_be_visible()
