"""A moderator's keys in a real browser: from the press until what comes next is painted."""

import contextlib
from collections.abc import Iterator, Sequence

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.desk.newsroom import Newsroom
from rejoinder.web.visitor import COOKIE
from tools.find_browser import installed

PRESSES = 60
# How fast somebody reads who is quick; what comes next has so long to get ready.
READS_MS = 250
# Two frames after a press nothing of the first is left to be painted.
WATCH = """() => {
  window.painted = [];
  window.readyBefore = [];
  const open = () => document.querySelector("[data-card][open]")?.id;
  addEventListener("keydown", (event) => {
    const before = open();
    const pressed = performance.now();
    const card = document.getElementById(before ?? "");
    const next = card?.nextElementSibling;
    window.readyBefore.push(Boolean(next?.matches("[data-card]")));
    const look = () => {
      if (open() && open() !== before) {
        requestAnimationFrame(() =>
          setTimeout(() => window.painted.push(performance.now() - pressed)));
      } else {
        requestAnimationFrame(look);
      }
    };
    look();
  }, { capture: true });
}"""
# Whoever waits so long has turned to something else.
LOST_MS = 10_000
# The desk lets no text become a script, so nothing of the browser's own can poll there.
_AWAIT = """([number, most]) => new Promise((done) => {
  const until = performance.now() + most;
  const look = () => {
    const there = window.painted.length >= number;
    if (there || performance.now() > until) { done(there); } else { setTimeout(look, 5); }
  };
  look();
})"""


@contextlib.contextmanager
def desk_open(newsroom: Newsroom) -> Iterator[Page]:
    """The queue in a browser, a moderator's card open."""
    path = installed()
    if path is None:
        raise SystemExit("There is no Chromium here; make test gets one.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield _page(browser, newsroom)
        browser.close()


def _page(browser: Browser, newsroom: Newsroom) -> Page:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    cookie = {"name": COOKIE, "value": newsroom.tokens[0], "url": newsroom.address.address}
    context.add_cookies([cookie])  # type: ignore[list-item] # as it takes one
    page = context.new_page()
    page.add_init_script(f"({WATCH})()")
    page.goto(f"{newsroom.address.address}/desk")
    page.locator("[data-card][open]").wait_for()
    return page


def pressed(page: Page, key: str, number: int) -> None:
    """Presses a key, and waits until the card after it is painted.

    Raises:
        SystemExit: nothing came, as where the next card was not there.
    """
    page.keyboard.press(key)
    if not page.evaluate(_AWAIT, [number, LOST_MS]):
        raise SystemExit(f"Press {number} of {key}: no next card within {LOST_MS / 1000:.0f} s.")


def key_to_painted(key: str, presses: int = PRESSES) -> "_Presses":
    """Milliseconds from each press of a key until the next card is on screen."""
    return _Presses(key, presses)


class _Presses:
    """A row's way to be measured; it also holds that the next card stood there before the key."""

    def __init__(self, key: str, presses: int) -> None:
        """For one key, so often."""
        self.key, self.presses = key, presses

    def __call__(self, newsroom: Newsroom) -> Sequence[float]:
        """Presses it some dozens of times."""
        with desk_open(newsroom) as page:
            for number in range(1, self.presses + 1):
                page.wait_for_timeout(READS_MS)  # the first one too
                pressed(page, self.key, number)
            late = page.evaluate("window.readyBefore.filter((each) => !each).length")
            if late:
                raise SystemExit(f"{late} times the next card was not there before the key.")
            measured: list[float] = page.evaluate("window.painted")
        return measured
