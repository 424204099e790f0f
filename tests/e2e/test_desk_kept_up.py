"""The queue's page where no stream comes through, and where nobody sees it."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, Route, expect
from sqlalchemy import func, select

from rejoinder.articles.model import Article
from rejoinder.clock import now
from rejoinder.desk.tables import claims
from rejoinder.moderation.model import Outcome
from rejoinder.sites import actions as site_actions
from rejoinder.sites.model import NewStaff, Role
from rejoinder.storage import Database
from tests.support.factories import make_article, make_comment
from tests.support.live_papers import LivePapers
from tests.support.newspaper import until
from tests.support.people import sign_in, somewhere

MODERATOR = "kept.up@example.org"
SOON_MS = 15_000
# Longer than a page waits for a stream's first word, and then for its turn to ask.
FIRST_WORD, ITS_TURN = 21_000, 19_000
# Each stream that is opened, so that it can be seen whether it still is.
KEEP_STREAMS = """
  window.streams = [];
  const Plain = window.EventSource;
  window.EventSource = class extends Plain {
    constructor(address) {
      super(address);
      window.streams.push(this);
    }
  };
"""
OPEN_STREAMS = "window.streams.filter((each) => each.readyState !== EventSource.CLOSED).length"
# The server hears what is asked for, and its answer never comes.
NO_ANSWER = """
  const plain = window.fetch;
  window.fetch = (address, options) => {
    const sent = plain(address, options);
    return String(address).endsWith("/desk/claims") ? new Promise(() => {}) : sent;
  };
"""
SHOWN = """(hidden) => {
  Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
  document.dispatchEvent(new Event("visibilitychange"));
}"""


class Newsroom:
    """A paper with one comment that waits."""

    def __init__(self, address: str, database: Database, article: Article) -> None:
        self.address, self.database, self.article = address, database, article

    def holds(self, text: str) -> None:
        """Somebody writes what has to wait."""
        with self.database.writing() as connection:
            make_comment(
                connection, now=now(), article=self.article, text=text, outcome=Outcome.HOLD
            )

    def claimed(self) -> int:
        """How many comments somebody has before them."""
        with self.database.reading() as connection:
            theirs = claims.c.site_id == self.article.site_id
            counted = select(func.count()).select_from(claims).where(theirs)
            return int(connection.execute(counted).scalar_one())


@pytest.fixture
def newsroom(papers: LivePapers) -> Newsroom:
    moment = now() - timedelta(hours=1)
    site = papers.found(moment)
    with papers.database.writing() as connection:
        new = NewStaff(MODERATOR, "Ann", Role.MODERATOR)
        site_actions.invite(connection, site, new, now=moment)
        article = make_article(connection, now=moment, site=site)
    newsroom = Newsroom(site.base_url, papers.database, article)
    newsroom.holds("The first of the queue.")
    return newsroom


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    opened = browser.new_context(extra_http_headers=somewhere()).new_page()
    opened.add_init_script(KEEP_STREAMS)
    yield opened
    opened.context.close()


def test_a_page_that_no_stream_reaches_asks(page: Page, newsroom: Newsroom) -> None:
    held_back: list[Route] = []

    def hold_back(sent: Route) -> None:
        held_back.append(sent)

    page.route("**/desk/stream*", hold_back)
    page.clock.install()
    sign_in(page, newsroom.address, MODERATOR)
    expect(page.locator("[data-card][open]")).to_have_count(1)
    newsroom.holds("This one came while no stream did.")
    page.clock.run_for(FIRST_WORD)
    assert page.evaluate(OPEN_STREAMS) == 0
    page.clock.run_for(ITS_TURN)
    expect(page.get_by_text("while no stream did").first).to_be_attached(timeout=SOON_MS)
    assert len(held_back) == 1, "it does not try again at once"


def test_a_page_that_nobody_sees_holds_no_stream_and_catches_up(
    page: Page, newsroom: Newsroom
) -> None:
    sign_in(page, newsroom.address, MODERATOR)
    expect(page.locator("[data-card][open]")).to_have_count(1)
    reads = page.locator("[data-card][open]").get_attribute("id")
    assert page.evaluate(OPEN_STREAMS) == 1
    page.evaluate(SHOWN, True)
    assert page.evaluate(OPEN_STREAMS) == 0
    newsroom.holds("This one came while nobody looked.")
    before = page.locator("[data-card]").count()
    page.evaluate(SHOWN, False)
    expect(page.get_by_text("while nobody looked").first).to_be_attached(timeout=SOON_MS)
    assert page.evaluate(OPEN_STREAMS) == 1
    expect(page.locator("[data-card]")).to_have_count(before + 1)
    expect(page.locator("[data-card][open]")).to_have_attribute("id", reads or "")


def test_whoever_leaves_at_once_gives_back_the_card_that_came_open(
    page: Page, newsroom: Newsroom
) -> None:
    page.add_init_script("window.setTimeout = () => 0;")  # it says nothing of its cards before
    sign_in(page, newsroom.address, MODERATOR)
    expect(page.locator("[data-card][open]")).to_have_count(1)
    assert newsroom.claimed() == 1
    page.goto(f"{newsroom.address}/desk/mine")
    until(lambda: newsroom.claimed() == 0)


def test_whoever_leaves_gives_back_what_is_still_being_asked_for(
    page: Page, newsroom: Newsroom
) -> None:
    page.add_init_script(NO_ANSWER)
    sign_in(page, newsroom.address, MODERATOR)
    expect(page.locator("[data-card][open]")).to_have_count(1)
    until(lambda: newsroom.claimed() > 0)
    page.goto(f"{newsroom.address}/desk/mine")
    until(lambda: newsroom.claimed() == 0)


def test_whoever_works_alone_is_shown_what_they_left_once_all_else_is_done(
    page: Page, newsroom: Newsroom
) -> None:
    newsroom.holds("The second of the queue.")
    sign_in(page, newsroom.address, MODERATOR)
    card = page.locator("[data-card][open]")
    expect(card).to_have_count(1)
    first = card.get_attribute("id") or ""
    # What was said before may stand there still, hidden.
    said = page.get_by_text("it stands at the end of your queue").filter(visible=True)
    page.keyboard.press("l")
    expect(card).not_to_have_attribute("id", first, timeout=SOON_MS)
    expect(said.first).to_be_visible(timeout=SOON_MS)
    page.keyboard.press("p")
    expect(card).to_have_attribute("id", first, timeout=SOON_MS)
    expect(card.get_by_text("You left this one to colleagues.")).to_be_visible()
    page.keyboard.press("l")
    expect(said.first).to_be_visible(timeout=SOON_MS)
    expect(card).to_have_attribute("id", first, timeout=SOON_MS)
