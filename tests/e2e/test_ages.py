"""How old a comment is said to be, whatever the reader's clock says; and how much room is left."""

import re

import pytest
from playwright.sync_api import BrowserContext, Page, Request, expect

from rejoinder.text import LONGEST_TEXT, characters
from tests.support.people import ARTICLE, comment, write

JUST_NOW = re.compile("^(now|[12] minutes? ago)$")
# A browser whose clock is wrong by so many hours, and otherwise goes right.
WRONG_CLOCK = """
const real = Date.now;
Date.now = () => real() + %d * 3600e3;
"""

# One character each to whoever reads them.
SIGNS = (
    *("👍🏽", "🇩🇪", "👨\u200d👩\u200d👧", "e\u0301", "x\u0332\u0333", "नि", "한"),
    *("1\ufe0f\u20e3", "🏴\u200d☠\ufe0f"),
)
PUT = "(box, text) => { box.value = text; box.dispatchEvent(new Event('input', {bubbles: true})) }"


@pytest.mark.parametrize("hours", [26, -26])
def test_a_new_comment_is_new_by_a_clock_that_is_wrong(
    context: BrowserContext, page: Page, newspaper: str, hours: int
) -> None:
    context.add_init_script(WRONG_CLOCK % hours)
    said = f"The ferry would be a good deal cheaper than a bridge, by about {abs(hours)} crowns."
    said += " I have asked the harbour master." if hours > 0 else " So says the timetable."
    page.goto(newspaper + ARTICLE)
    write(page, said, email=f"ages{hours + 50}@example.org")
    age = comment(page, said).locator("time[data-ago]").first
    expect(age).to_have_text(JUST_NOW)
    # Kept by the server, then by the browser, then gone back to.
    for _ in range(2):
        page.reload()
        expect(age).to_have_text(JUST_NOW)
    page.goto(newspaper + "/about/comments")
    page.go_back()
    expect(age).to_have_text(JUST_NOW)


def test_a_reader_of_a_page_asks_no_clock(page: Page, newspaper: str) -> None:
    asked: list[str] = []

    def notice(request: Request) -> None:
        if request.resource_type == "fetch":
            asked.append(request.url)

    page.on("request", notice)
    page.goto(newspaper + ARTICLE)
    expect(page.locator("time[data-ago]").first).to_have_text(re.compile("ago|now|yesterday"))
    assert asked == []


def test_the_counter_counts_as_the_rule_does(page: Page, newspaper: str) -> None:
    page.goto(newspaper + ARTICLE)
    text = page.get_by_label("Your comment")
    longest = int(text.get_attribute("data-longest") or "")
    for sign in SIGNS:
        written = sign * (longest - 10)
        text.evaluate(PUT, written)
        left = min(longest - characters(written), LONGEST_TEXT - len(written))
        expect(page.locator("[data-counter]")).to_have_text(f"Characters left: {left}")


def test_the_counter_says_when_nothing_so_long_is_read(page: Page, newspaper: str) -> None:
    page.goto(newspaper + ARTICLE)
    family = "👨\u200d👩\u200d👧"
    page.get_by_label("Your comment").evaluate(PUT, family * (LONGEST_TEXT // len(family) + 1))
    expect(page.locator("[data-counter]")).to_have_text(f"Characters left: -{len(family)}")
