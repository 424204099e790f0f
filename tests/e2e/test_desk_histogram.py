"""A range of the histogram of scores, chosen with the mouse, with the keyboard, and by typing."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, FloatRect, Locator, Page, expect

from tests.support.people import sign_in, somewhere

MODERATOR = "jonas.pell@example.org"


@pytest.fixture
def bulk(browser: Browser, newspaper: str) -> Iterator[Page]:
    context = browser.new_context(
        reduced_motion="reduce",
        extra_http_headers=somewhere(),
        viewport={"width": 1280, "height": 900},
    )
    page = context.new_page()
    sign_in(page, newspaper, MODERATOR)
    page.goto(f"{newspaper}/desk/bulk")
    page.evaluate("window.stayed = true")
    yield page
    assert page.evaluate("window.stayed"), "the page was never loaded anew"
    context.close()


def area(page: Page) -> FloatRect:
    found = page.locator(".drag-area").bounding_box()
    assert found is not None
    return found


def marked(page: Page) -> int:
    return page.locator("[data-histogram] .score-in").count()


def bound(page: Page, name: str) -> Locator:
    return page.locator(f"[data-range-form] [name={name}]")


def figures(page: Page) -> list[float]:
    """The scores of what is listed below."""
    return [float(each) for each in page.locator(".found-figure").all_inner_texts()]


def test_a_range_is_dragged_typed_and_moved_by_arrows(bulk: Page) -> None:
    picture = area(bulk)

    def at(score: float) -> tuple[float, float]:
        return picture["x"] + score * picture["width"], picture["y"] + picture["height"] / 2

    bulk.mouse.move(*at(0.52))
    bulk.mouse.down()
    bulk.mouse.move(*at(0.6))
    bulk.mouse.move(*at(0.31), steps=4)  # back over where it began
    expect(bound(bulk, "low")).to_have_value("0.3")
    expect(bound(bulk, "high")).to_have_value("0.525")
    while_dragged = marked(bulk)
    bulk.mouse.up()
    expect(bulk).to_have_url(re.compile("low=0.3&high=0.525"))
    assert figures(bulk)
    assert all(0.3 <= each <= 0.525 for each in figures(bulk))
    # One of these nine bars may be empty, and is not drawn then.
    assert marked(bulk) == while_dragged > 0
    expect(bound(bulk, "high")).to_have_value("0.525")

    bound(bulk, "low").focus()
    for _ in range(3):
        bulk.keyboard.press("ArrowUp")
    expect(bound(bulk, "low")).to_have_value("0.375")
    expect(bulk).to_have_url(re.compile("low=0.375&high=0.525"))
    expect(bound(bulk, "low")).to_be_focused()
    for _ in range(9):
        bulk.keyboard.press("ArrowUp")  # and no further than the other end
    expect(bound(bulk, "low")).to_have_value("0.525")

    bound(bulk, "high").fill("1")
    bulk.keyboard.press("Enter")
    expect(bulk).to_have_url(re.compile("high=1&"))
    expect(bound(bulk, "high")).to_be_focused()
