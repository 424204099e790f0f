"""Each page through axe, in light and dark: nothing serious may be found."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.e2e.people import ARTICLE, INSULT, sign_in, write

SERIOUS = {"serious", "critical"}
PAGES = (
    "/",
    "/sections/opinion",
    ARTICLE,
    "/articles/the-fells-can-live-with-wolves",
    ARTICLE + "?sort=most-replied",
    "/comments-faq",
    "/most-read",
    "/sign-in",
    "/nothing-here",
)


def findings(page: Page, scheme: str = "light") -> list[str]:
    """What axe says is serious on the page as it stands; dark differs in colours alone."""
    rules = {"runOnly": ["color-contrast"]} if scheme == "dark" else None
    found: dict[str, Any] = Axe().run(page, options=rules).response
    return [
        f"{each['id']}: {each['nodes'][0]['html'][:200]}"
        for each in found["violations"]
        if each["impact"] in SERIOUS
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_for_everybody_are_accessible(page: Page, newspaper: str, scheme: Any) -> None:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    wrong = {}
    for path in PAGES:
        page.goto(newspaper + path)
        wrong[path] = findings(page, scheme)
    assert {path: found for path, found in wrong.items() if found} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_private_page_and_its_notices_are_accessible(
    page: Page, newspaper: str, scheme: Any
) -> None:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.goto(newspaper + ARTICLE)
    write(page, f"{INSULT} {scheme}", name="Axel", email=f"axel-{scheme}@example.org")
    page.locator("[data-notice]").wait_for()
    assert findings(page, scheme) == []
    page.locator("[data-notice] a[href^='/your-comment/']").click()
    assert findings(page, scheme) == []
    page.goto(newspaper + ARTICLE)
    page.locator("a[href$='/report']").first.click()
    assert findings(page, scheme) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_desk_is_accessible(page: Page, newspaper: str, scheme: Any) -> None:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    sign_in(page, newspaper, "marguerite.aldous@example.org")
    assert findings(page, scheme) == []
    page.goto(f"{newspaper}/desk/log")
    assert findings(page, scheme) == []
