"""Takes pictures of a thread in a publisher's page, to be looked at before it is committed.

`.venv/bin/python -m tools.embed_pictures`, with a folder where `var/embed` will not do. At the
widths of a telephone and of a desk, in light and in dark, from right to left, and with what opens
under a comment; in a page that has letters and colours of its own, and rules for lists and buttons
that must not reach the thread.
"""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Locator, Page, sync_playwright

from rejoinder.articles.model import Article
from rejoinder.clock import now
from tests.support.embedded_thread import element_of
from tests.support.embedding import Embedding, embedding, host_policy
from tests.support.factories import make_article, make_comment
from tools.find_browser import installed

WIDTHS = {"phone": 390, "desk": 1280}
SCHEMES = ("light", "dark")
# A page that makes `rem` ten pixels, as many do, and means its own lists and buttons alone.
HOST = """
:root {
  color-scheme: light dark;
  --page: light-dark(#f3f7fb, #0e1720);
  --letters: light-dark(#10263c, #dfe9f2);
  --sea: light-dark(#0b5fa5, #7fc0ff);
}
html { font-size: 10px; }
body {
  margin: 0;
  background: var(--page);
  color: var(--letters);
  font: 18px/1.6 "DejaVu Sans Condensed", Verdana, sans-serif;
}
main { max-width: 720px; margin: 0 auto; padding: 24px 16px; }
h1 { color: var(--sea); font: 700 36px/1.1 "DejaVu Serif", serif; }
a { color: #c0267e; }
li { margin: 20px; list-style: square; }
button { background: lime; text-transform: uppercase; }
rejoinder-thread {
  --rejoinder-accent: var(--sea);
  --rejoinder-background: var(--page);
  --rejoinder-text: var(--letters);
  --rejoinder-heading-font: "DejaVu Serif", serif;
  --rejoinder-corner: 8px;
}
"""
ENGLISH = (
    "The ferry was late again this morning and nobody told those who waited in the rain.",
    "I took it every day for ten years; it was never as bad as this spring, and the fare went up"
    " twice.",
    "Agreed. The council ought to publish how many sailings were cancelled, by month.",
    "> how many sailings\n\nThey do: page 12 of the report, with *figures* for each month.",
    "A bridge would cost four million and last a century.",
)
ARABIC = (
    "تأخرت العبارة هذا الصباح مرة أخرى ولم يخبر أحد من كانوا ينتظرون تحت المطر.",
    "كنت أستقلها كل يوم منذ عشر سنوات، ولم تكن بهذا السوء قط.",
    "أوافق. ينبغي للمجلس أن ينشر عدد الرحلات الملغاة شهريا.",
    "نعم، الصفحة 12 من التقرير.",
    "الجسر يكلف أربعة ملايين ويدوم قرنا.",
)
PLEASANT = "A bridge was promised to us already in 1986, and we are still waiting for it."
# "Zounds" is a word that the tests' policy declines.
UNPLEASANT = "Zounds, that is a lot of money for so short a crossing."


@dataclass(frozen=True, slots=True)
class Studio:
    """Where pictures are taken, and where they are put."""

    browser: Browser
    folder: Path

    @contextmanager
    def page(self, address: str, width: int, scheme: str) -> Iterator[Page]:
        """A page in a window of that width, once its thread is there."""
        context = self.browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if scheme == "dark" else "light",
            reduced_motion="reduce",
        )
        page = context.new_page()
        page.goto(address)
        page.locator("rejoinder-thread li.comment").first.wait_for()
        yield page
        context.close()

    def take(self, page: Page, name: str) -> None:
        """A picture of the whole page, in a window so high that all of it is drawn."""
        height = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size({"width": page.evaluate("innerWidth"), "height": height})
        page.screenshot(path=self.folder / f"{name}.png", full_page=True)


def main() -> None:
    """Takes all of them."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "var/embed")
    folder.mkdir(parents=True, exist_ok=True)
    path = installed()
    if path is None:
        raise SystemExit("There is no Chromium here; make test gets one.")
    with TemporaryDirectory() as store, embedding(Path(store)) as english:
        english.host.styles = HOST
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
            _take_all(Studio(browser, folder), english)
            browser.close()
    for each in sorted(folder.glob("*.png")):
        sys.stdout.write(f"{each}\n")


def _take_all(studio: Studio, english: Embedding) -> None:
    address = _page_of(english, ENGLISH, "/english")
    for name, width in WIDTHS.items():
        for scheme in SCHEMES:
            with studio.page(address, width, scheme) as page:
                studio.take(page, f"{name}-{scheme}")
        with studio.page(address, width, "light") as page:
            _take_what_opens(studio, page, name)
    arabic = english.in_language("ar", "arabic")
    english.host.policy = host_policy(arabic.comments)
    address = _page_of(arabic, ARABIC, "/arabic")
    for name, width in WIDTHS.items():
        with studio.page(address, width, "light") as page:
            page.evaluate("document.documentElement.dir = 'rtl'")
            studio.take(page, f"{name}-right-to-left")


def _take_what_opens(studio: Studio, page: Page, name: str) -> None:
    """A reply that is declined, the page of one's own comment, and a report."""
    thread = page.locator("rejoinder-thread")
    thread.locator("[data-reply]").nth(1).click()
    _write(thread, UNPLEASANT, f"vera.{name}@example.org")
    thread.locator("[data-notice]").wait_for()
    studio.take(page, f"{name}-declined")
    _write(thread, PLEASANT, "")
    thread.locator("[data-own]").first.click()
    thread.locator(".opened").wait_for()
    studio.take(page, f"{name}-own-comment")
    thread.locator("[data-report]").nth(1).click()
    thread.locator(".opened [type=radio]").first.wait_for()
    studio.take(page, f"{name}-report")


def _write(thread: Locator, text: str, email: str) -> None:
    thread.get_by_label("Your comment").fill(text)
    if email:
        thread.get_by_label("Name").fill("Vera Holm")
        thread.get_by_label("E-mail").fill(email)
    thread.get_by_role("button", name="Post comment").click()


def _page_of(embedded: Embedding, texts: Sequence[str], path: str) -> str:
    """A page with a thread in which three answer each other."""
    article = _article(embedded, texts)
    paragraph = "<p>The council will decide on Tuesday whether the crossing is closed.</p>"
    return embedded.page(path, paragraph + element_of(article.slug))


def _article(embedded: Embedding, texts: Sequence[str]) -> Article:
    with embedded.database.writing() as connection:
        article = make_article(connection, now=now(), site=embedded.site)
        above = None
        for place, text in enumerate(texts):
            parent = above if 0 < place < len(texts) - 1 else None
            above = make_comment(connection, now=now(), article=article, parent=parent, text=text)
        return article


if __name__ == "__main__":
    main()
