"""Two at one desk, each in a browser of their own: no card twice, and all that happens is told."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from rejoinder.articles.model import Article
from rejoinder.clock import now
from rejoinder.moderation.model import Outcome
from rejoinder.sites import actions as site_actions
from rejoinder.sites.model import NewStaff, Role, Site
from rejoinder.sites.queries import staff_member
from rejoinder.storage import Database
from tests.support.factories import make_article, make_comment
from tests.support.live_papers import LivePapers
from tests.support.people import sign_in, somewhere

ANN, BO = "ann.desk@example.org", "bo.desk@example.org"
WAITING = 14  # all on one page, with one more
# Longer than a look at the store and a word to the browser take on a machine that does much else.
SOON_MS = 15_000


@dataclass(frozen=True, slots=True)
class Newsroom:
    """A paper with a queue, its server, and its store beside it."""

    address: str
    database: Database
    site: Site
    article: Article

    def holds(self, text: str, at: datetime | None = None) -> None:
        """Somebody writes what has to wait."""
        with self.database.writing() as connection:
            make_comment(
                connection, now=at or now(), article=self.article, text=text, outcome=Outcome.HOLD
            )


@pytest.fixture
def newsroom(papers: LivePapers) -> Newsroom:
    moment = now() - timedelta(hours=1)
    site = papers.found(moment)
    with papers.database.writing() as connection:
        for email, name in ((ANN, "Ann"), (BO, "Bo")):
            new = NewStaff(email, name, Role.MODERATOR)
            site_actions.invite(connection, site, new, now=moment)
        article = make_article(connection, now=moment, site=site)
    newsroom = Newsroom(site.base_url, papers.database, site, article)
    for number in range(WAITING):
        newsroom.holds(f"Number {number} of the queue.", moment + timedelta(seconds=number))
    return newsroom


@pytest.fixture
def two(browser: Browser, newsroom: Newsroom) -> Iterator[tuple[Page, Page]]:
    """The desks of Ann and Bo."""
    contexts = [browser.new_context(extra_http_headers=somewhere()) for _ in "ab"]
    pages = [each.new_page() for each in contexts]
    for page, who in zip(pages, (ANN, BO), strict=True):
        sign_in(page, newsroom.address, who)
        expect(opened(page)).to_have_count(1)
    yield pages[0], pages[1]
    for each in contexts:
        each.close()


def opened(page: Page) -> Locator:
    return page.locator("[data-card][open]")


def before(page: Page) -> str:
    return opened(page).get_attribute("id") or ""


def publish(page: Page) -> str:
    """Decides the open card, and waits until the next one is open; which it was."""
    number = before(page)
    page.keyboard.press("p")
    expect(page.locator(f"#{number}")).to_have_count(0)
    expect(opened(page)).to_have_count(1)
    return number


def test_two_clear_a_queue_and_never_have_the_same_card(
    two: tuple[Page, Page], newsroom: Newsroom
) -> None:
    ann, bo = two
    expect(bo.locator("#people")).to_contain_text("Ann", timeout=SOON_MS)
    done: list[str] = []
    for _ in range(4):
        for page, other in ((ann, bo), (bo, ann)):
            assert before(page) != before(other)
            done.append(publish(page))
    assert len(set(done)) == len(done)
    # What one decides leaves the other's page, and the counts are the same.
    for page in two:
        left = page.locator("#tabs [aria-current] .count")
        expect(left).to_have_text(str(WAITING - len(done)), timeout=SOON_MS)
        for number in done:
            expect(page.locator(f"#{number}")).to_have_count(0, timeout=SOON_MS)


def test_what_a_colleague_has_is_passed_over_and_given_back_when_they_leave(
    two: tuple[Page, Page], newsroom: Newsroom
) -> None:
    ann, bo = two
    of_ann = before(ann)
    page = ann.context.new_page()
    page.goto(f"{newsroom.address}/desk")  # her own second window has her own card
    expect(opened(page)).to_have_attribute("id", of_ann)
    page.close()
    expect(bo.locator(f"#{of_ann}")).to_have_count(0)
    ann.goto(f"{newsroom.address}/desk/log")
    expect(bo.locator(f"#{of_ann}")).to_have_count(1, timeout=SOON_MS)


def test_what_comes_in_is_put_in_by_itself_and_moves_nothing(
    two: tuple[Page, Page], newsroom: Newsroom
) -> None:
    ann, _ = two
    reads = before(ann)
    at = opened(ann).bounding_box()
    newsroom.holds("Nobody has read this one yet.")
    expect(ann.get_by_text("Nobody has read this one yet.").first).to_be_attached(timeout=SOON_MS)
    expect(ann.locator("#tabs [aria-current] .count")).to_have_text(str(WAITING + 1))
    assert before(ann) == reads
    assert opened(ann).bounding_box() == at


def test_who_is_removed_is_out_at_once(two: tuple[Page, Page], newsroom: Newsroom) -> None:
    ann, bo = two
    with newsroom.database.writing() as connection:
        member = staff_member(connection, newsroom.site.id, ANN)
        assert member is not None
        site_actions.remove(connection, member, now=now())
    expect(ann.locator("#cards")).to_have_count(0, timeout=SOON_MS)
    ann.goto(f"{newsroom.address}/desk")
    expect(ann.locator("#cards")).to_have_count(0)
    expect(bo.locator("#people")).not_to_contain_text("Ann", timeout=SOON_MS)
