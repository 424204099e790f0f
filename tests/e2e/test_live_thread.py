"""What one reader writes, another one is told of while they read: with two browsers."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.test_accessibility import findings
from tests.support.cut_line import line_to
from tests.support.people import comment, somewhere, write

SHORT = "/articles/kelp-forests-of-the-strait"
LONG = "/articles/the-long-road-to-brenik"
ONE, TWO = "1 new reply", "2 new replies"
SHIFTS = """() => {
  window.shifts = 0;
  new PerformanceObserver((list) => {
    for (const shift of list.getEntries()) window.shifts += shift.value;
  }).observe({ type: "layout-shift" });
}"""
# Each reader reads the thread again at another moment of some seconds; here at the first one.
AT_ONCE = "Math.random = () => 0"
HIDE = """(hidden) => {
  Object.defineProperty(document, "hidden", { get: () => hidden, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
}"""


@contextmanager
def somebody(browser: Browser, address: str, **options: bool) -> Iterator[Page]:
    """Another reader, in a browser of their own, with this page open."""
    context = browser.new_context(
        reduced_motion="reduce",
        extra_http_headers=somewhere(),
        java_script_enabled=options.get("scripts", True),
    )
    page = context.new_page()
    page.goto(address)
    yield page
    context.close()


@pytest.fixture
def writer(browser: Browser, newspaper: str) -> Iterator[Page]:
    """Who writes, in the short thread."""
    with somebody(browser, newspaper + SHORT) as page:
        yield page


def post(page: Page, text: str, name: str = "Bodil") -> Locator:
    """Their comment, once it is published."""
    write(page, text, name=name, email=f"{name.lower()}@example.org")
    posted = comment(page, text)
    expect(posted).to_have_attribute("data-state", "published")
    return posted


def reading(page: Page, address: str) -> None:
    """Opens a page, until it has been told that it is up to date."""
    page.add_init_script(AT_ONCE)
    with page.expect_response(re.compile("/stream")):
        page.goto(address)


def news(page: Page) -> Locator:
    """The button that says how many came."""
    return page.locator("[data-news]")


def test_a_reader_is_told_of_a_new_comment_and_reads_it(
    page: Page, writer: Page, newspaper: str
) -> None:
    reading(page, newspaper + SHORT)
    page.evaluate(SHIFTS)
    before = int(page.locator("[data-count]").get_attribute("data-count") or "")
    first = "The kelp stands higher this spring than in any year that I have dived there."
    post(writer, first)
    expect(news(page)).to_have_text(ONE)
    expect(page.locator("[data-announcer]")).to_have_text(ONE)
    expect(page.locator("[data-count]")).to_have_attribute("data-count", str(before + 1))
    expect(comment(page, first)).to_have_count(0)
    parent = writer.locator("li.comment[data-depth='0'][data-state=published]").last
    number = parent.get_attribute("data-id")
    parent.locator("[data-reply]").click()
    second = "And below the second reef it is thicker still, as every fisherman will tell you."
    post(writer, second)
    expect(news(page)).to_have_text(TWO)
    assert page.evaluate("window.shifts") == 0
    news(page).click()
    expect(comment(page, first)).to_be_focused()
    expect(comment(page, second)).to_have_attribute("data-parent", str(number))
    expect(news(page)).to_be_hidden()
    expect(page.locator("[data-announcer]")).to_have_text(TWO)
    shown = page.locator("li.comment").evaluate_all("all => all.map((each) => each.id)")
    page.reload()
    again = page.locator("li.comment").evaluate_all("all => all.map((each) => each.id)")
    assert shown == again


def test_who_writes_is_told_nothing_of_their_own(page: Page, newspaper: str) -> None:
    reading(page, newspaper + SHORT)
    before = int(page.locator("[data-count]").get_attribute("data-count") or "")
    post(page, "I was there with my school class, and they talk about it to this day.", "Dagny")
    page.wait_for_timeout(1000)
    expect(news(page)).to_be_hidden()
    expect(page.locator("[data-count]")).to_have_attribute("data-count", str(before + 1))


def test_an_edit_and_a_withdrawal_change_what_is_read_and_nothing_that_is_written(
    page: Page, writer: Page, newspaper: str
) -> None:
    said = "The harbour office publishes its soundings every month, and few ever read them."
    post(writer, said, "Runa")
    reading(page, newspaper + SHORT)
    told = comment(page, said)
    told.locator("[data-reply]").click()
    words = page.get_by_label("Your comment")
    words.fill("I have read each of them")
    comment(writer, said).locator("[data-own]").click()
    writer.get_by_label("Your comment").fill(said.replace("few", "hardly anybody"))
    writer.get_by_role("button", name="Save the change").click()
    now = comment(page, "hardly anybody")
    expect(now).to_contain_text("edited")
    expect(words).to_be_focused()
    expect(words).to_have_value("I have read each of them")
    words.evaluate("box => box.blur()")
    number = now.get_attribute("data-id")
    page.locator(f"#comment-{number} [data-copy]").focus()
    writer.get_by_role("link", name="Withdraw this comment").click()
    writer.get_by_role("button", name="Withdraw it").click()
    gone = page.locator(f"#comment-{number}")
    expect(gone.locator(".comment-gone")).to_have_text("This comment was taken off the page.")
    expect(page.locator("body")).not_to_contain_text("hardly anybody")
    expect(gone).to_be_focused()
    expect(words).to_have_value("I have read each of them")
    expect(news(page)).to_be_hidden()


def test_all_of_it_works_by_keyboard_and_is_accessible(
    page: Page, writer: Page, newspaper: str
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    reading(page, newspaper + SHORT)
    said = "A seal has lived between the piles since March, and it eats the urchins, too."
    post(writer, said, "Signe")
    expect(news(page)).to_have_text(ONE)
    page.locator("[data-sort]").last.focus()
    page.keyboard.press("Tab")
    expect(news(page)).to_be_focused()
    assert findings(page) == []
    page.keyboard.press("Enter")
    expect(comment(page, said)).to_be_focused()
    expect(comment(page, said)).to_be_in_viewport()
    assert findings(page) == []


def test_whose_line_was_cut_is_told_what_they_missed(
    page: Page, writer: Page, newspaper: str
) -> None:
    with line_to(newspaper) as line:
        reading(page, line.address + SHORT)
        post(writer, "My boat lies there in summer, and the water was never so clear.", "Yrsa")
        expect(news(page)).to_have_text(ONE)
        line.cut()
        said = "When the line was gone I thought of a second thing about the water."
        post(writer, said, "Frida")
        with page.expect_response(re.compile("/stream")):
            line.mend()
        expect(news(page)).to_have_text(TWO)
        news(page).click()
        expect(comment(page, said)).to_be_visible()


def test_where_no_stream_comes_the_page_asks_now_and_then(
    page: Page, writer: Page, newspaper: str
) -> None:
    page.route("**/stream*", lambda route: route.fulfill(status=503))
    page.clock.install()
    reading(page, newspaper + SHORT)
    with page.expect_response(re.compile("/changes$")):
        page.clock.run_for(7_000)
    said = "Polled or streamed, the tide tables of the strait are what I come here for."
    post(writer, said, "Polly")
    with page.expect_response(re.compile(r"/changes\?after=\d+$")) as told:
        page.clock.run_for(40_000)
    assert told.value.status == 200
    page.clock.run_for(1_000)
    expect(news(page)).to_have_text(ONE)
    with page.expect_response(re.compile(r"/changes\?after=\d+$")):
        page.clock.run_for(40_000)
    page.clock.run_for(1_000)
    expect(news(page)).to_have_text(ONE)
    page.unroute("**/stream*")
    streams: list[str] = []
    page.on("request", lambda asked: streams.append(asked.url) if "/stream" in asked.url else None)
    for _ in range(12):
        page.clock.run_for(40_000)
        page.wait_for_timeout(100)
    assert len(streams) == 1


def test_a_page_that_nobody_sees_sleeps_and_catches_up(
    page: Page, writer: Page, newspaper: str
) -> None:
    reading(page, newspaper + SHORT)
    page.evaluate(HIDE, True)
    said = "The eelgrass came back first, two summers before the kelp, in front of the slipway."
    post(writer, said, "Hidda")
    page.wait_for_timeout(1000)
    expect(news(page)).to_be_hidden()
    page.evaluate(HIDE, False)
    expect(news(page)).to_have_text(ONE)


def test_a_page_from_before_is_brought_up_to_date(page: Page, writer: Page, newspaper: str) -> None:
    kept = writer.request.get(newspaper + SHORT)
    said = "Between the page and its stream there was time enough for this sentence."
    post(writer, said, "Vigdis")
    page.route(f"**{SHORT}", lambda route: route.fulfill(response=kept), times=1)
    reading(page, newspaper + SHORT)
    expect(news(page)).to_have_text(ONE)
    news(page).click()
    expect(comment(page, said)).to_be_focused()


def test_what_stands_on_a_further_page_leads_there(
    page: Page, browser: Browser, newspaper: str
) -> None:
    reading(page, f"{newspaper}{LONG}?sort=oldest")
    with somebody(browser, newspaper + LONG) as other:
        post(other, "I have driven that road since it was gravel, and the bends are the same.")
    expect(news(page)).to_have_text(ONE)
    news(page).click()
    expect(page.get_by_role("link", name="Show more")).to_be_focused()
    expect(news(page)).to_be_hidden()


def test_without_scripts_nothing_is_there_to_press(browser: Browser, newspaper: str) -> None:
    with somebody(browser, newspaper + SHORT, scripts=False) as plain:
        expect(news(plain)).to_be_hidden()
