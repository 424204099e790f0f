"""What a reader has before them stays: after "Show more", Back, a reload, and from a link."""

import re

from playwright.sync_api import Page, expect

LONG = "/articles/the-long-road-to-brenik"


def shown_after_more(page: Page, newspaper: str, path: str = LONG) -> int:
    """Opens a long thread, asks for more, and says how many comments are there."""
    page.goto(newspaper + path)
    first = page.locator("li.comment").count()
    page.get_by_role("link", name="Show more").click()
    expect(page.locator("li.comment").nth(first)).to_be_focused()
    return page.locator("li.comment").count()


def test_a_reload_shows_as_many_comments_and_the_same_place(page: Page, newspaper: str) -> None:
    # Four times: as long as comments stood in another column while the page came, one in four or
    # more of them ended half-way.
    shown = shown_after_more(page, newspaper)
    for _ in range(4):
        page.locator("li.comment").nth(52).scroll_into_view_if_needed()
        before = page.evaluate("scrollY")
        page.reload()
        expect(page.locator("li.comment")).to_have_count(shown)
        assert is_at(page, before)


def is_at(page: Page, place: float) -> bool:
    """Whether the page comes to stand there, which may take a moment."""
    # Not by Playwright's own waiting: that evaluates a string, which the site's policy forbids.
    for _ in range(40):
        if abs(page.evaluate("scrollY") - place) < 50:
            return True
        page.wait_for_timeout(50)
    return False


def test_back_from_a_comments_report_shows_as_many_comments(page: Page, newspaper: str) -> None:
    shown = shown_after_more(page, newspaper, f"{LONG}?sort=oldest")
    order = page.locator("li.comment").first.get_attribute("data-id")
    page.locator("li.comment a[href$='/report']").last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Report a comment")
    page.go_back()
    expect(page.locator("li.comment")).to_have_count(shown)
    expect(page.locator("li.comment").first).to_have_attribute("data-id", str(order))
    expect(page.get_by_role("link", name="Oldest")).to_have_attribute("aria-current", "true")


def test_an_address_finds_its_comment_on_a_later_page(page: Page, newspaper: str) -> None:
    page.goto(f"{newspaper}{LONG}?pages=2")
    last = page.locator("li.comment").last.get_attribute("id")
    for query in ("", "?sort=oldest"):
        page.goto("about:blank")
        page.goto(f"{newspaper}{LONG}{query}#{last}")
        expect(page.locator(f"#{last}")).to_be_in_viewport()
    page.goto("about:blank")
    page.goto(f"{newspaper}{LONG}#comment-999999999")
    expect(page.get_by_role("heading", level=1)).to_contain_text("long road to Brenik")


def test_what_a_reply_answers_is_found_wherever_it_stands(page: Page, newspaper: str) -> None:
    page.goto(f"{newspaper}{LONG}?pages=2")
    reply = page.locator("li.comment:has(a.in-reply)").last
    number, parent = reply.get_attribute("data-id"), reply.get_attribute("data-parent")
    page.goto(f"{newspaper}/comments/{number}")
    page.locator(f"#comment-{number} a.in-reply").click()
    expect(page.locator(f"#comment-{parent}")).to_be_in_viewport()
    expect(page).to_have_url(re.compile(f"#comment-{parent}$"))
