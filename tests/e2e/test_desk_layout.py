"""The desk on a telephone and on a small screen: everything in sight, nothing jumps."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import (
    Browser,
    FloatRect,
    Locator,
    Page,
    Route,
    StorageState,
    ViewportSize,
    expect,
)

from rejoinder.desk.queue import View
from tests.support.people import sign_in

MODERATOR = "jonas.pell@example.org"
TELEPHONE: ViewportSize = {"width": 390, "height": 844}
SMALL_TELEPHONE: ViewportSize = {"width": 320, "height": 568}
SCREEN: ViewportSize = {"width": 1280, "height": 900}
OPEN_CARD = "[data-card][open]"
# All asked at one moment: the stream puts others in their place as counts change.
PARTS_IN_SIGHT = """() => [...document.querySelectorAll("#tabs a")].map((part) => {
  const drawn = part.getBoundingClientRect();
  return drawn.width > 0 && drawn.left >= 0 && drawn.top >= 0
    && drawn.right <= innerWidth && drawn.bottom <= innerHeight;
})"""


@pytest.fixture(scope="module")
def session(browser: Browser, newspaper: str) -> StorageState:
    """What the browser of a moderator keeps: to sign in anew for each test would be too often."""
    context = browser.new_context()
    sign_in(context.new_page(), newspaper, MODERATOR)
    kept = context.storage_state()
    context.close()
    return kept


@pytest.fixture
def desk(browser: Browser, newspaper: str, session: StorageState) -> Iterator[Page]:
    """The queue, with its first card open."""
    context = browser.new_context(storage_state=session, reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{newspaper}/desk")
    expect(page.locator(OPEN_CARD)).to_have_count(1)
    yield page
    context.close()


def box(shown: Locator) -> FloatRect:
    """Where something is drawn, in pixels from the window's corner."""
    found = shown.bounding_box()
    assert found is not None
    return found


def in_sight(page: Page, shown: Locator) -> bool:
    """Whether the whole of it lies in the window."""
    window, drawn = page.viewport_size, box(shown)
    assert window is not None
    return (
        drawn["x"] >= 0
        and drawn["y"] >= 0
        and drawn["x"] + drawn["width"] <= window["width"]
        and drawn["y"] + drawn["height"] <= window["height"]
    )


def overlap(one: FloatRect, other: FloatRect) -> bool:
    """Whether two boxes have a point in common."""
    return (
        one["x"] < other["x"] + other["width"]
        and other["x"] < one["x"] + one["width"]
        and one["y"] < other["y"] + other["height"]
        and other["y"] < one["y"] + one["height"]
    )


def test_declining_opens_in_sight_and_leaves_the_buttons_where_they_are(desk: Page) -> None:
    card = desk.locator(OPEN_CARD)
    decline = card.locator("[data-panel=reasons] > summary")
    form = card.locator("[data-panel=reasons] form")
    for window in (TELEPHONE, SMALL_TELEPHONE, SCREEN):
        desk.set_viewport_size(window)
        buttons = [*card.locator(".quick button").all(), decline]
        decline.scroll_into_view_if_needed()
        before = [box(each) for each in buttons]
        decline.click()
        expect(form).to_be_visible()
        expect(form.locator("[type=radio]").first).to_be_focused()
        assert [box(each) for each in buttons] == before, window
        assert in_sight(desk, form), window
        desk.keyboard.press("Escape")
        expect(form).to_be_hidden()
        expect(decline).to_be_focused()


def test_each_button_stands_where_it_stood_on_the_card_before(desk: Page) -> None:
    for window in (SMALL_TELEPHONE, SCREEN):
        desk.set_viewport_size(window)
        places = set()
        for _ in range(6):
            card = desk.locator(OPEN_CARD)
            buttons = card.locator(".quick button, .actions summary").all()
            # On a telephone under the thumb; on a screen below its card, wherever that ends.
            lies = [box(each) for each in buttons]
            sizes = tuple((each["x"], each["width"], each["height"]) for each in lies)
            places.add((sizes, *(each["y"] for each in lies if window is SMALL_TELEPHONE)))
            if window is SMALL_TELEPHONE:
                assert all(each["height"] >= 44 for each in lies)
                assert all(in_sight(desk, each) for each in buttons)
            desk.keyboard.press("j")
        assert len(places) == 1, window


def test_on_a_screen_the_reasons_stand_beside_the_comment(desk: Page) -> None:
    desk.set_viewport_size(SCREEN)
    card = desk.locator(OPEN_CARD)
    desk.keyboard.press("r")
    form = card.locator("[data-panel=reasons] form")
    for control in form.locator("label, button").all():
        assert in_sight(desk, control)
    assert not overlap(box(form), box(card.locator(".words .text")))


def test_the_reasons_open_in_sight_where_their_bar_stands_at_the_top(desk: Page) -> None:
    desk.set_viewport_size({"width": 1280, "height": 500})
    desk.evaluate("document.body.style.minHeight = '300vh'")
    bar = desk.locator(f"{OPEN_CARD} .actions")
    desk.evaluate("top => scrollTo(0, top)", box(bar)["y"] + 60)
    desk.keyboard.press("r")
    form = desk.locator(f"{OPEN_CARD} [data-panel=reasons] form")
    expect(form).to_be_visible()
    assert box(form)["y"] >= 0


def test_every_part_of_the_queue_is_in_sight(desk: Page) -> None:
    for window in (TELEPHONE, SMALL_TELEPHONE, SCREEN):
        desk.set_viewport_size(window)
        parts: list[bool] = desk.evaluate(PARTS_IN_SIGHT)
        assert len(parts) == len(View) - 1  # what is passed on to editors stands before them alone
        assert all(parts), window


def test_on_a_telephone_the_bar_leaves_the_report_in_sight(desk: Page) -> None:
    desk.set_viewport_size(TELEPHONE)
    desk.goto(desk.url.partition("?")[0] + "?view=reported")
    card = desk.locator(OPEN_CARD)
    report, bar = card.locator(".complaint"), card.locator(".actions")
    assert in_sight(desk, report)
    assert box(report)["y"] + box(report)["height"] <= box(bar)["y"]


def test_each_key_stands_beside_the_reason_that_it_chooses(desk: Page) -> None:
    desk.set_viewport_size(SCREEN)
    desk.keyboard.press("r")
    reasons = desk.locator(f"{OPEN_CARD} fieldset label").all()
    assert len(reasons) >= 5
    for number, reason in enumerate(reasons, start=1):
        choice, key = reason.locator("[type=radio]"), reason.locator("kbd")
        assert key.inner_text() == str(number)
        assert box(choice)["x"] < box(key)["x"] < box(reason.locator("span"))["x"]
        desk.keyboard.press(str(number))
        expect(choice).to_be_checked()
        expect(choice).to_be_focused()


@pytest.fixture
def plain(browser: Browser, newspaper: str, session: StorageState) -> Iterator[Page]:
    """The queue in a browser that runs no scripts."""
    context = browser.new_context(
        storage_state=session, java_script_enabled=False, viewport=TELEPHONE
    )
    page = context.new_page()
    page.goto(f"{newspaper}/desk")
    yield page
    context.close()


def test_without_scripts_the_reasons_open_in_sight_too(plain: Page) -> None:
    card = plain.locator(OPEN_CARD)
    decline = card.locator("[data-panel=reasons] > summary")
    before = box(decline)
    decline.click()
    assert box(decline) == before
    assert in_sight(plain, card.locator("[data-panel=reasons] form"))


def test_the_number_of_an_error_keeps_its_distance_from_the_way_on(desk: Page) -> None:
    desk.goto(desk.url.partition("/desk")[0] + "/desk/comments/9999999")
    button = box(desk.get_by_role("link", name="To the desk"))
    assert box(desk.get_by_text("Number 404"))["y"] >= button["y"] + button["height"] + 8


def test_on_a_telephone_every_page_is_found_and_none_is_wider_than_the_glass(desk: Page) -> None:
    desk.set_viewport_size(SMALL_TELEPHONE)
    ways = desk.locator(".desk-nav a").evaluate_all("all => all.map(each => each.href)")
    assert len(ways) >= 10
    for address in ways:
        desk.goto(address)
        assert desk.evaluate("document.documentElement.scrollWidth") <= SMALL_TELEPHONE["width"]
    more = desk.locator(".desk-more")
    assert in_sight(desk, more)
    more.click()
    for way in desk.locator(".desk-pages a").all():
        way.scroll_into_view_if_needed()
        assert in_sight(desk, way)
    desk.locator(".desk-pages").get_by_role("link", name="Log").click()
    expect(desk.get_by_role("heading", name="Log")).to_be_visible()


def test_a_telephone_that_knows_no_popover_shows_every_page_in_lines(desk: Page) -> None:
    def older(route: Route) -> None:
        answer = route.fetch()
        style = answer.text().replace(":popover-open", ":no-such-thing")
        route.fulfill(response=answer, body=style)

    desk.route("**/desk-nav*.css*", older)
    desk.set_viewport_size(SMALL_TELEPHONE)
    desk.goto(desk.url)
    desk.locator(".desk-pages").evaluate("each => each.removeAttribute('popover')")
    assert desk.evaluate("document.documentElement.scrollWidth") <= SMALL_TELEPHONE["width"]
    for way in desk.locator(".desk-nav a").all():
        assert in_sight(desk, way)
    assert not desk.locator(".desk-more").is_visible()
