"""A queue of more than a page, in a real browser: it fills itself, and nobody loses their place."""

from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from rejoinder.clock import now
from rejoinder.moderation.model import Outcome
from rejoinder.sites import actions as site_actions
from rejoinder.sites.model import NewStaff, Role
from tests.support.factories import make_article, make_comment
from tests.support.live_papers import LivePapers
from tests.support.people import sign_in, somewhere

MODERATOR = "long.queue@example.org"
WAITING = 28
PAGE = 20
# As many as stand below the open card at least.
AHEAD = 10


@pytest.fixture
def newsroom(papers: LivePapers) -> str:
    """The address of a paper with a long queue."""
    moment = now() - timedelta(hours=1)
    site = papers.found(moment)
    with papers.database.writing() as connection:
        site_actions.invite(
            connection, site, NewStaff(MODERATOR, "Ilse", Role.MODERATOR), now=moment
        )
        article = make_article(connection, now=moment, site=site)
        for number in range(WAITING):
            at = moment + timedelta(seconds=number)
            make_comment(
                connection,
                now=at,
                article=article,
                text=f"Number {number} of the queue.",
                outcome=Outcome.HOLD,
            )
    return site.base_url


@pytest.fixture
def desk(page: Page, newsroom: str) -> Page:
    sign_in(page, newsroom, MODERATOR)
    page.evaluate("window.stayed = true")
    return page


def cards(page: Page) -> Locator:
    return page.locator("[data-card]")


def publish_first(page: Page) -> None:
    """Decides the open card, and waits until it has left."""
    left = page.locator("[data-card][open]").get_attribute("id")
    page.keyboard.press("p")
    expect(page.locator(f"#{left}")).to_have_count(0)
    expect(page.locator("[data-card][open]")).to_have_count(1)


def test_as_cards_leave_the_next_come_until_all_is_clear(desk: Page) -> None:
    expect(cards(desk)).to_have_count(PAGE)
    for _ in range(11):
        publish_first(desk)
    # How many came, and when, is the script's own affair: there are enough of them.
    expect(cards(desk).nth(AHEAD - 1)).to_be_attached()
    numbers = [each.get_attribute("id") for each in cards(desk).all()]
    assert numbers == sorted(numbers, key=lambda each: int((each or "").partition("-")[2]))
    for _ in range(WAITING - 12):
        publish_first(desk)
    expect(cards(desk)).to_have_count(1)
    expect(desk.locator("#more [data-more]")).to_be_hidden()
    desk.keyboard.press("p")
    expect(desk.get_by_text("All clear")).to_be_visible()
    desk.keyboard.press("u")
    expect(cards(desk)).to_have_count(1)
    expect(desk.get_by_text("All clear")).to_have_count(0)
    assert desk.evaluate("window.stayed"), "the page was never loaded anew"


def test_fields_are_in_the_page_only_where_somebody_uses_them(desk: Page) -> None:
    # A browser that fills in forms reads them all anew after each change; keys wait for that.
    fields = desk.locator("#cards :is(input:not([type=hidden]), select, textarea)")
    expect(fields).to_have_count(0)
    desk.keyboard.press("n")  # a note
    desk.keyboard.type("Half a no")
    desk.keyboard.press("Escape")
    desk.keyboard.press("j")
    expect(fields).to_have_count(0)
    desk.keyboard.press("k")
    desk.keyboard.press("n")
    expect(desk.locator("[data-card][open] [data-key=n]")).to_have_value("Half a no")
    desk.keyboard.press("Escape")
    desk.get_by_role("link", name="The next ones").click()
    expect(cards(desk)).to_have_count(WAITING)
    expect(fields).to_have_count(0)
    opened = desk.locator("[data-card][open]")
    opened.get_by_text("Give a standing").first.click()
    expect(opened.get_by_label("For how long")).to_be_visible()


def test_the_next_ones_come_below_without_a_reload(desk: Page) -> None:
    desk.get_by_role("link", name="The next ones").click()
    expect(cards(desk)).to_have_count(WAITING)
    expect(cards(desk).nth(PAGE)).to_have_attribute("open", "")
    expect(cards(desk).nth(PAGE).locator("> summary")).to_be_focused()
    assert desk.evaluate("window.stayed")


def test_without_scripts_a_link_leads_to_the_next_ones(browser: Browser, newsroom: str) -> None:
    context = browser.new_context(java_script_enabled=False, extra_http_headers=somewhere())
    page = context.new_page()
    sign_in(page, newsroom, MODERATOR)
    page.get_by_role("link", name="The next ones").click()
    expect(cards(page)).to_have_count(WAITING - PAGE)
    page.get_by_role("button", name="Publish").first.click()
    expect(cards(page)).to_have_count(WAITING - PAGE - 1)
    page.get_by_role("link", name="The most urgent").click()
    expect(cards(page)).to_have_count(PAGE)
    context.close()


def test_the_next_card_is_there_at_once_and_what_was_not_decided_comes_back(desk: Page) -> None:
    kept_back: list[Route] = []

    def keep_back(sent: Route) -> None:
        kept_back.append(sent)

    desk.route("**/decisions", keep_back)
    first = desk.locator(f"#{desk.locator('[data-card][open]').get_attribute('id')}")
    with desk.expect_request("**/decisions"):
        desk.keyboard.press("p")
    expect(first).to_be_hidden()
    reads = desk.locator("[data-card][open]").get_attribute("id")
    kept_back[0].abort()
    expect(first).to_be_visible()
    # A key that is pressed now is meant for what is being read.
    expect(desk.locator("[data-card][open]")).to_have_attribute("id", reads or "")
    expect(desk.locator("#notice")).to_contain_text("Nothing was decided")


def test_a_telephone_shows_a_way_only_where_there_is_one(browser: Browser, newsroom: str) -> None:
    context = browser.new_context(
        has_touch=True,
        is_mobile=True,
        viewport={"width": 390, "height": 844},
        extra_http_headers=somewhere(),
    )
    page = context.new_page()
    sign_in(page, newsroom, MODERATOR)
    ways = page.locator("#more a")
    expect(ways.filter(visible=True)).to_have_text(["The next ones →"])
    page.goto(f"{newsroom}/desk?from={PAGE}")
    expect(ways.filter(visible=True)).to_have_text(["The most urgent"])
    context.close()
