"""A moderator at the desk, by keyboard."""

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
    page.keyboard.press("d")
    page.keyboard.press("1")
    page.keyboard.press("Enter")
    expect(page.locator(f"#{number}")).to_have_count(0)
    page.keyboard.press("u")
    expect(page.locator(f"#{number}")).to_have_count(1)
    expect(cards).to_have_count(waiting)


def test_the_keys_are_explained(page: Page, newspaper: str) -> None:
    sign_in(page, newspaper, MODERATOR)
    page.keyboard.press("?")
    expect(page.locator("dialog#keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("dialog#keys")).to_be_hidden()


def test_the_queue_has_work_in_it(page: Page, newspaper: str) -> None:
    sign_in(page, newspaper, MODERATOR)
    expect(page.locator("[data-card]").nth(4)).to_be_attached()
    expect(page.locator("mark").first).to_be_attached()
