"""What a reader does in a thread that stands in somebody else's page, in a real browser."""

from itertools import count

from playwright.sync_api import Locator, Page, expect

from tests.support.embedding import Embedding

SAID = "The harbour bridge was built by my grandfather, and he would have it mended."
_ingrids = count()


def element_of(slug: str) -> str:
    """What a page has where the thread shall stand."""
    return f'<rejoinder-thread article-id="{slug}"></rejoinder-thread>'


def show(page: Page, embedded: Embedding, path: str, **told: int) -> Locator:
    """Opens a page with the thread of an article of its own and returns the thread."""
    article = embedded.article(**told)
    page.goto(embedded.page(path, element_of(article.slug)))
    thread = page.locator("rejoinder-thread")
    expect(thread.locator("li.comment").first).to_be_visible()
    return thread


def write(thread: Locator, text: str, *, name: str = "") -> None:
    """Sends the comment form, as somebody who has not written much of late."""
    name = name or f"Ingrid {next(_ingrids)}"
    thread.get_by_label("Your comment").fill(text)
    if thread.get_by_label("Name").count():
        thread.get_by_label("Name").fill(name)
        thread.get_by_label("E-mail").fill(f"{name.lower().replace(' ', '.')}@example.org")
    thread.get_by_role("button", name="Post comment").click()
