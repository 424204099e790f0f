"""Takes README's pictures anew, from a demo that runs.

`make demo-reset` in one window; in another `.venv/bin/python tools/readme_pictures.py`, with the
demo's address where it is another than usual. Look at what it took before it is committed.
"""

import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tools.find_browser import installed

ROOT = Path(__file__).parents[1]
IMAGES = ROOT / "docs" / "images"
MODERATOR = "jonas.pell@example.org"


def main() -> None:
    """Takes all three."""
    address = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000"
    with sync_playwright() as playwright:
        path = installed()
        if path is None:
            raise SystemExit("There is no Chromium here; make test gets one.")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        _article(browser, address)
        _telephone(browser, address)
        _desk(browser, address)
        browser.close()


def _article(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": 1240, "height": 1500})
    page.goto(f"{address}/articles/the-long-road-to-brenik", wait_until="networkidle")
    page.screenshot(path=IMAGES / "article.png")


def _telephone(browser: Browser, address: str) -> None:
    page = browser.new_page(
        viewport={"width": 390, "height": 844}, device_scale_factor=1.5, color_scheme="dark"
    )
    page.goto(
        f"{address}/articles/night-trams-until-three?sort=most-replied", wait_until="networkidle"
    )
    page.locator("[data-sort]").first.evaluate("each => scrollTo(0, each.offsetTop)")
    page.screenshot(path=IMAGES / "phone.png")


def _desk(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": 1240, "height": 860})
    page.goto(f"{address}/sign-in?next=/desk")
    page.locator(f"form:has(input[value='{MODERATOR}']) button").click()
    step = "main a[href^='/sign-in/'], main form[action^='/sign-in/'] button"
    while page.locator(step).count():
        page.locator(step).first.click()
    page.goto(f"{address}/desk", wait_until="networkidle")
    page.screenshot(path=IMAGES / "desk.png")


if __name__ == "__main__":
    main()
