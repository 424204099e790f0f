"""Each page through axe, in light and dark: nothing serious may be found."""

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from tests.support.people import INSULT, sign_in, write

SERIOUS = {"serious", "critical"}
# A short thread with replies: axe looks at every word of a page.
ARTICLE = "/articles/kelp-forests-of-the-strait"
CLOSED = "/articles/the-fells-can-live-with-wolves"
PAGES = ("/", ARTICLE, CLOSED, "/comments-faq", "/most-read", "/sign-in", "/nothing-here")
# To put together what is right with a page takes most of axe's time; stylesheets no rule reads.
WRONG: dict[str, Any] = {"resultTypes": ["violations"], "preload": False}
# Dark differs from light in its colours alone.
SCHEMES = {"light": WRONG, "dark": {**WRONG, "runOnly": ["color-contrast"]}}


# What is found in a page as it stands; all else that axe tells would have to come over, too.
RUN = """async (options) => (await axe.run(options)).violations
  .map(({ id, impact, nodes }) => ({ id, impact, html: nodes[0].html.slice(0, 200) }))"""


def findings(page: Page) -> list[str]:
    """What axe says is serious on the page as it stands, in light and in dark."""
    serious = []
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    for scheme, options in SCHEMES.items():
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type] # its own literals
        serious += [
            f"{scheme}: {each['id']}: {each['html']}"
            for each in page.evaluate(RUN, options)
            if each["impact"] in SERIOUS
        ]
    return serious


def test_pages_for_everybody_are_accessible(page: Page, newspaper: str) -> None:
    wrong = {}
    for path in PAGES:
        page.goto(newspaper + path)
        wrong[path] = findings(page)
    assert {path: found for path, found in wrong.items() if found} == {}


def test_the_private_page_and_its_notices_are_accessible(page: Page, newspaper: str) -> None:
    page.goto(newspaper + ARTICLE)
    write(page, INSULT, name="Axel", email="axel@example.org")
    page.locator("[data-notice]").wait_for()
    assert findings(page) == []
    page.locator("[data-notice] a[href^='/your-comment/']").click()
    assert findings(page) == []
    page.goto(newspaper + ARTICLE)
    page.locator("a[href$='/report']").first.click()
    assert findings(page) == []


def test_the_desk_is_accessible(page: Page, newspaper: str) -> None:
    sign_in(page, newspaper, "marguerite.aldous@example.org")
    assert findings(page) == []
    policies = (
        *("/desk/policy", "/desk/policy/edit", "/desk/policy/edit?as=text"),
        "/desk/policy/versions/1",
    )
    for path in ("/desk/log", "/desk/bans", "/desk/staff", "/desk/comments/1", *policies):
        page.goto(newspaper + path)
        for drawer in page.locator(".drawer summary, .policy-diff summary").all():
            drawer.click()
        assert findings(page) == [], path


def test_the_pages_of_who_is_signed_in_are_accessible(page: Page, newspaper: str) -> None:
    sign_in(page, newspaper, "agnes@example.org")
    for path in ("/your-name", "/sign-in", "/desk", ARTICLE):
        page.goto(newspaper + path)
        assert findings(page) == [], path
