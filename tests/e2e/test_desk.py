"""A moderator at the desk, by keyboard."""

import re

from playwright.sync_api import Page, expect

from tests.support.people import ARTICLE, comment, sign_in, write

MODERATOR = "jonas.pell@example.org"


def test_a_held_comment_is_published_by_keyboard_and_appears(page: Page, newspaper: str) -> None:
    held = "WE WANT THE NIGHT TRAM UNTIL FOUR ON SATURDAYS AND ON FRIDAYS, PLEASE AND THANK YOU"
    guest = page.context.browser
    assert guest is not None
    other = guest.new_page()
    other.goto(newspaper + ARTICLE)
    write(other, held, name="Loud", email="loud@example.org")
    expect(other.locator("[data-notice]")).to_have_attribute("data-state", "held")

    sign_in(page, newspaper, MODERATOR)
    card = page.locator("[data-card]", has_text=held)
    expect(card).to_be_attached()
    cards = page.locator("[data-card]")
    for _ in range(cards.count()):
        if card.get_attribute("open") is not None:
            break
        page.keyboard.press("j")
    page.keyboard.press("p")
    expect(card).to_have_count(0)

    other.goto(newspaper + ARTICLE)
    expect(comment(other, held)).to_have_attribute("data-state", "published")
    other.close()


def test_a_decision_is_undone(page: Page, newspaper: str) -> None:
    sign_in(page, newspaper, MODERATOR)
    cards = page.locator("[data-card]")
    waiting = cards.count()
    number = cards.first.get_attribute("id")
    page.keyboard.press("r")
    page.keyboard.press("1")
    page.keyboard.press("Enter")
    expect(page.locator(f"#{number}")).to_have_count(0)
    page.keyboard.press("u")
    expect(page.locator(f"#{number}")).to_have_count(1)
    expect(cards).to_have_count(waiting)


def test_the_way_back_is_counted_down_and_stands_still_under_the_pointer(
    page: Page, newspaper: str
) -> None:
    page.clock.install()
    sign_in(page, newspaper, MODERATOR)
    number = page.locator("[data-card][open]").get_attribute("id")
    page.keyboard.press("h")
    page.keyboard.press("p")
    expect(page.locator(f"#{number}")).to_have_count(0)
    bar, left = page.locator("#notice .desk-notice").first, page.locator(".countdown").first
    page.clock.run_for(5_000)
    # The page's own time goes on between two of these steps too.
    expect(left).to_have_text(re.compile(r"^1?\d$"))
    bar.hover()
    still = left.inner_text()
    page.clock.run_for(60_000)
    expect(left).to_have_text(still)
    page.mouse.move(0, 0)
    page.clock.run_for(20_000)
    expect(bar.get_by_role("button")).to_have_count(0)
    expect(bar.get_by_role("link", name="See it")).to_be_visible()
    bar.get_by_role("link", name="See it").click()
    page.get_by_role("button", name="Undo the last decision").click()
    expect(page.get_by_text("Undone.")).to_be_visible()


def test_several_quick_decisions_are_undone_one_after_the_other(page: Page, newspaper: str) -> None:
    sign_in(page, newspaper, MODERATOR)
    cards = page.locator("[data-card]")
    numbers = []
    for _ in range(2):
        numbers.append(page.locator("[data-card][open]").get_attribute("id"))
        page.keyboard.press("r")
        page.keyboard.press("2")
        page.keyboard.press("Enter")
        expect(page.locator(f"#{numbers[-1]}")).to_have_count(0)
    for number in reversed(numbers):
        page.keyboard.press("u")
        expect(page.locator(f"#{number}")).to_have_attribute("open", "")
    expect(cards.first).to_have_id(numbers[0] or "")


def test_the_keys_are_explained(page: Page, newspaper: str) -> None:
    sign_in(page, newspaper, MODERATOR)
    page.keyboard.press("?")
    expect(page.locator("#keys-title")).to_be_in_viewport()
    page.keyboard.press("Escape")
    expect(page.locator("dialog#keys")).to_be_hidden()


def test_the_queue_has_work_in_it(page: Page, newspaper: str) -> None:
    sign_in(page, newspaper, MODERATOR)
    expect(page.locator("[data-card]").nth(4)).to_be_attached()
    expect(page.locator("mark").first).to_be_attached()
