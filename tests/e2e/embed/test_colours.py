"""A thread in a publisher's page has that page's colours and letters, in light and in dark."""

from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from tests.support.embedded_thread import show
from tests.support.embedding import Embedding


def test_a_page_gives_the_thread_its_own_colours_and_letters(
    page: Page, embedded: Embedding
) -> None:
    embedded.host.styles = (
        "rejoinder-thread { --rejoinder-accent: rgb(0, 90, 60); --rejoinder-corner: 9px; }"
        "rejoinder-thread::part(thread) { border-top: 5px solid rgb(1, 2, 3); }"
        "main { font-family: monospace; text-wrap: pretty; } .long { height: 4000px; }"
    )
    thread = show(page, embedded, "/themed")
    styles = "(each, name) => getComputedStyle(each)[name]"
    assert thread.locator("h2 .count").evaluate(styles, "color") == "rgb(0, 90, 60)"
    assert thread.locator(".button").first.evaluate(styles, "borderRadius") == "9px"
    assert thread.locator("section").evaluate(styles, "borderTopColor") == "rgb(1, 2, 3)"
    assert thread.locator(".comment-body").first.evaluate(styles, "fontFamily") == "monospace"
    assert thread.locator("h3").first.evaluate(styles, "textWrapStyle") == "pretty"


@pytest.mark.parametrize("system", ["light", "dark"])
def test_a_thread_is_as_dark_as_the_page_around_it(
    system: Literal["light", "dark"], page: Page, embedded: Embedding
) -> None:
    # Neither page says by `color-scheme` what it is, and one turns while it is read.
    embedded.host.styles = (
        "html { color-scheme: light dark; } body { background: #fff; color: #222; }"
        "html.night { color-scheme: normal; } .night body { background: #111; color: #eee; }"
    )
    page.emulate_media(color_scheme=system)
    thread = show(page, embedded, "/dark")
    text = thread.locator(".comment-body").first
    expect(text).to_have_css("color", "rgb(28, 26, 23)")
    page.evaluate("document.documentElement.className = 'night'")
    expect(text).to_have_css("color", "rgb(236, 231, 221)")
    thread.evaluate("each => each.setAttribute('theme', 'light')")
    expect(text).to_have_css("color", "rgb(28, 26, 23)")
    thread.evaluate("each => each.removeAttribute('theme')")
    page.evaluate("document.documentElement.className = ''")
    expect(text).to_have_css("color", "rgb(28, 26, 23)")
    thread.evaluate("each => each.load()")
    expect(text).to_have_css("color", "rgb(28, 26, 23)")


@pytest.mark.parametrize("letters", ["color(display-p3 1 1 1)", "oklch(0.95 0.01 90)", "#eee"])
def test_light_letters_are_known_however_a_page_writes_their_colour(
    letters: str, page: Page, embedded: Embedding
) -> None:
    embedded.host.styles = f"body {{ background: #111; color: {letters}; }}"
    thread = show(page, embedded, "/wide")
    expect(thread.locator(".comment-body").first).to_have_css("color", "rgb(236, 231, 221)")


def test_a_thread_turns_with_a_page_that_turns_slowly(page: Page, embedded: Embedding) -> None:
    embedded.host.styles = (
        "body { background: #fff; color: #222; transition: color .3s; }"
        ".night body { background: #111; color: #eee; }"
    )
    page.emulate_media(color_scheme="light")
    thread = show(page, embedded, "/slow")
    text = thread.locator(".comment-body").first
    expect(text).to_have_css("color", "rgb(28, 26, 23)")
    page.evaluate("document.documentElement.className = 'night'")
    expect(text).to_have_css("color", "rgb(236, 231, 221)")


def test_the_page_is_watched_once_for_all_threads_that_come_and_go(
    page: Page, embedded: Embedding
) -> None:
    page.add_init_script(
        "window.watching = new Set(); const observe = MutationObserver.prototype.observe;"
        "MutationObserver.prototype.observe = function (target, options) {"
        "  if (target === document.body && options.attributes) window.watching.add(this);"
        "  return observe.call(this, target, options);"
        "};"
    )
    show(page, embedded, "/often")
    for _ in range(3):
        page.evaluate(
            """() => new Promise((done) => {
              const thread = document.querySelector("rejoinder-thread");
              thread.replaceWith(thread.cloneNode());
              document.body.classList.toggle("turned");
              setTimeout(done, 50);
            })"""
        )
        expect(page.locator("rejoinder-thread .comment-body").first).to_be_visible()
    assert page.evaluate("window.watching.size") == 1
