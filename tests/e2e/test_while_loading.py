"""What stands on a page stays where it is while the rest of it comes."""

import pytest
from playwright.sync_api import Page, Route

# Each part of the page's middle: where it begins in the line, and how wide it is.
BLOCKS = """() => [...document.querySelectorAll("main > *, main section, li.comment")]
  .map((each) => each.getBoundingClientRect())
  .map((each) => [Math.round(each.x), Math.round(each.width)])"""


@pytest.mark.parametrize(
    "path", ["/", "/articles/the-long-road-to-brenik", "/comments-faq", "/transparency"]
)
def test_nothing_moves_aside_for_what_comes_later(page: Page, newspaper: str, path: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    whole = page.request.get(newspaper + path).text()
    begins, ends = whole.index("<main"), whole.index("</main>")
    came = whole

    def answer(route: Route) -> None:
        route.fulfill(body=came, content_type="text/html; charset=utf-8")

    page.route(f"{newspaper}/coming", answer)
    page.goto(f"{newspaper}/coming")
    there = page.evaluate(BLOCKS)
    for part in (0.4, 0.8):
        came = whole[: int(begins + part * (ends - begins))]
        page.goto(f"{newspaper}/coming")
        blocks = page.evaluate(BLOCKS)
        assert blocks
        assert blocks == there[: len(blocks)]
