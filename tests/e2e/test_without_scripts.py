"""The same with scripts off: read, post, reply, cancel, see one's held comment."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.people import ARTICLE, INSULT, comment, somewhere, write

SAID = "A night tram at two would have got my sister home from the late shift at the harbour."


@pytest.fixture
def plain(browser: Browser) -> Iterator[Page]:
    """A page in a browser that runs no scripts."""
    context = browser.new_context(
        java_script_enabled=False, reduced_motion="reduce", extra_http_headers=somewhere()
    )
    yield context.new_page()
    context.close()


def test_a_comment_is_posted_and_read(plain: Page, newspaper: str) -> None:
    plain.goto(newspaper + ARTICLE)
    write(plain, SAID, name="Nils", email="nils@example.org")
    expect(plain.locator("[data-notice]")).to_contain_text("posted")
    expect(comment(plain, SAID)).to_have_attribute("data-state", "published")


def test_reply_opens_the_form_under_the_comment(plain: Page, newspaper: str) -> None:
    plain.goto(newspaper + ARTICLE)
    parent = plain.locator("li.comment[data-state=published]").first
    number, author = parent.get_attribute("data-id"), parent.get_attribute("data-author")
    parent.locator("[data-reply]").click()
    under = plain.locator(f"#comment-{number} form[data-comment-form]")
    expect(under.locator("[data-chip]")).to_contain_text(f"Replying to {author}")
    under.locator("[data-cancel]").click()
    expect(plain.locator("[data-chip]")).to_be_hidden()
    plain.goto(f"{newspaper}{ARTICLE}?reply_to={number}#comment-form")
    said = "I agree about the tram: the night service is the part of the plan that matters."
    write(plain, said, name="Nils", email="nils@example.org")
    expect(comment(plain, said)).to_have_attribute("data-parent", str(number))


def test_only_its_author_sees_a_held_comment(plain: Page, page: Page, newspaper: str) -> None:
    plain.goto(newspaper + ARTICLE)
    shouted = "THE NIGHT TRAM MUST RUN UNTIL FOUR AND NOT UNTIL THREE AND THAT IS THAT"
    write(plain, shouted, name="Greta", email="greta@example.org")
    expect(plain.locator("[data-notice]")).to_have_attribute("data-state", "held")
    expect(comment(plain, shouted).locator(".badge-held")).to_be_visible()
    page.goto(newspaper + ARTICLE)
    expect(page.locator("body")).not_to_contain_text(shouted)


def test_a_declined_text_is_still_in_the_form(plain: Page, newspaper: str) -> None:
    plain.goto(newspaper + ARTICLE)
    write(plain, INSULT + " " + INSULT, name="Sven", email="sven@example.org")
    notice = plain.locator("[data-notice]")
    expect(notice).to_have_attribute("data-state", re.compile("held|declined"))
    if notice.get_attribute("data-state") == "declined":
        expect(plain.get_by_label("Your comment")).to_have_value(INSULT + " " + INSULT)


def test_the_answer_is_on_screen_when_the_page_comes(plain: Page, newspaper: str) -> None:
    plain.set_viewport_size({"width": 390, "height": 844})
    plain.goto(newspaper + ARTICLE)
    plain.get_by_role("button", name="Post comment").click()
    faults = plain.locator("[data-problems] a")
    expect(faults).to_have_text(["Your comment", "Name", "E-mail"])
    expect(faults.first).to_be_in_viewport()
    write(plain, INSULT, name="Stig", email="stig@example.org")
    expect(plain.locator("[data-notice-title]")).to_be_in_viewport()
    write(plain, SAID + " Twice a night.", name="Stig", email="stig@example.org")
    expect(plain.locator("[data-notice-title]")).to_be_in_viewport()


def test_an_author_withdraws_a_comment(plain: Page, newspaper: str) -> None:
    plain.goto(newspaper + ARTICLE)
    said = "I withdraw nothing of what I said about the night tram, except this sentence itself."
    write(plain, said, name="Vera", email="vera@example.org")
    comment(plain, said).locator("[data-own]").click()
    plain.get_by_role("link", name="Withdraw this comment").click()
    plain.get_by_role("button", name="Withdraw it").click()
    expect(plain.locator("[data-notice]")).to_contain_text("withdrawn")
    plain.get_by_role("button", name="Bring it back").click()
    expect(plain.locator("[data-notice]")).to_contain_text("posted")
    plain.get_by_role("link", name="Withdraw this comment").click()
    plain.get_by_role("button", name="Withdraw it").click()
    plain.goto(newspaper + ARTICLE)
    expect(plain.locator("body")).not_to_contain_text(said)
