"""The desk under a finger: whatever stands alone to be pressed is high enough for one."""

from playwright.sync_api import Browser, Page, expect

from tests.support.people import sign_in

TALL_ENOUGH = 44
ADMINISTRATOR = "marguerite.aldous@example.org"
# What these tests open stays free for the others.
CLAIMS = "**/desk/claims"
# A link among other words keeps their line: it would tear them apart (WCAG 2.5.8, "inline").
TOO_LOW = """least => {
  const alone = each => {
    if (!each.matches("a") || getComputedStyle(each).display !== "inline") return true;
    const line = each.closest("p, li, dd, td, q, div");
    return !line || line.textContent.trim() === each.textContent.trim();
  };
  const pressed = "a, button, summary, select, textarea, label:has([type=radio], [type=checkbox]),"
    + "input:not([type=hidden], [type=radio], [type=checkbox])";
  return [...document.querySelectorAll(pressed)]
    .filter(each => each.checkVisibility() && !each.matches(".unseen, .unseen *"))
    .filter(each => each.getBoundingClientRect().height < least - 0.5 && alone(each))
    .map(each => `${each.tagName} ${each.className} ${each.textContent.trim().slice(0, 40)}`);
}"""
OPEN_CARD = "[data-card][open]"
LOOK = "each => [getComputedStyle(each).backgroundColor, getComputedStyle(each).color]"
# As long as German makes them.
LONGER = """() => {
  const named = ".desk-nav > *, .record dt, .actions .button span, .tabs a, legend, fieldset span";
  for (const each of document.querySelectorAll(named)) {
    for (const node of each.childNodes) {
      if (node.nodeType === Node.TEXT_NODE && node.data.trim()) node.data += "ungsnummern";
    }
  }
}"""


def test_whatever_is_pressed_is_as_high_as_a_finger(browser: Browser, newspaper: str) -> None:
    context = browser.new_context(
        has_touch=True, is_mobile=True, viewport={"width": 390, "height": 844}
    )
    page = context.new_page()
    page.route(CLAIMS, lambda route: route.abort())
    sign_in(page, newspaper, ADMINISTRATOR)
    expect(page.locator("[data-keys]")).to_be_hidden()
    ways = page.locator(".desk-nav a").evaluate_all("all => all.map(each => each.href)")
    pages = ("comments/1", "comments/1/article", "articles/1", "?section=News")
    others = (f"{newspaper}/desk/{each}" for each in pages)
    low = {address: too_low(page, address) for address in {*ways, *others}}
    page.goto(newspaper)
    talks = page.locator(".talk").evaluate_all("all => all.map(each => each.offsetHeight)")
    context.close()
    assert {address: found for address, found in low.items() if found} == {}
    assert min(talks) >= TALL_ENOUGH


def test_words_of_other_languages_leave_a_page_as_wide_as_the_glass(
    browser: Browser, newspaper: str
) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.route(CLAIMS, lambda route: route.abort())
    sign_in(page, newspaper, ADMINISTRATOR)
    page.locator(f"{OPEN_CARD} [data-panel=reasons] > summary").click()
    reasons = page.locator(f"{OPEN_CARD} [data-panel=reasons] form")
    page.evaluate(LONGER)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert reasons.evaluate("each => each.scrollWidth - each.clientWidth") == 0
    page.goto(f"{newspaper}/desk/bulk?low=0")
    page.locator(".bulk-decide summary").click()
    page.evaluate(LONGER)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    context.close()


def test_what_a_finger_touched_does_not_look_pointed_at(browser: Browser, newspaper: str) -> None:
    context = browser.new_context(
        has_touch=True, is_mobile=True, viewport={"width": 390, "height": 844}
    )
    page = context.new_page()
    page.route(CLAIMS, lambda route: route.abort())
    sign_in(page, newspaper, ADMINISTRATOR)
    for name in ("publish", "hold"):
        button = page.locator(f"{OPEN_CARD} .quick button[value={name}]")
        before = button.evaluate(LOOK)
        button.hover()  # as a telephone has it of what was touched last
        assert button.evaluate(LOOK) == before
    context.close()


def too_low(page: Page, address: str) -> list[str]:
    """What is pressed on the page and is too low, each kind once."""
    page.goto(address)
    page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
    found: list[str] = page.evaluate(TOO_LOW, TALL_ENOUGH)
    return sorted(set(found))[:8]
