"""A moderator's shift: sixty cards by keyboard alone, six by touch, and what readers see."""

from collections.abc import Iterator
from datetime import timedelta

import httpx
import pytest
from playwright.sync_api import Browser, Page, TimeoutError, expect

from rejoinder.clock import now
from rejoinder.comments.model import Comment
from rejoinder.moderation.actions.reports import Reporter, report
from rejoinder.moderation.model import Finding, Outcome, Severity
from rejoinder.sites import actions as site_actions
from rejoinder.sites.model import NewStaff, Role
from tests.support.factories import make_article, make_comment
from tests.support.live_papers import LivePapers
from tests.support.people import sign_in, somewhere

MODERATOR, EDITOR = "shift@example.org", "room@example.org"
CARDS, BY_TOUCH = 60, 6
INSULT = Finding("abuse-insult", Severity.HOLD, spans=((0, 6),))
OPEN_CARD = "[data-card][open]"
POSTED, WAITS = "Your comment is posted.", "A moderator will read your comment first."
# What is pressed, and what the author then reads; one after the other, again and again.
PRESSED = (
    (("p",), POSTED),
    (("d",), "It reads as an insult to somebody."),
    (("r", "3", "Enter"), "could not see its bearing on the article"),
    (("p",), POSTED),
    (("r", "4", "Enter"), "took it for advertising"),
)


class Shift:
    """A paper with a queue, and who wrote what waits."""

    def __init__(self, address: str, server: str, comments: list[Comment]) -> None:
        self.address = address
        host = {"Host": address.removeprefix("http://")}
        # Its certificates would take as long to read as all the pages.
        self.author = httpx.Client(base_url=server, headers=host, timeout=10, verify=False)  # noqa: S501
        self.comments = {f"comment-{each.id}": each for each in comments}

    def told(self, card: str) -> str:
        """What the author of a comment reads on its private page."""
        token = self.comments[card].status_token
        return self.author.get(f"/your-comment/{token}").text


@pytest.fixture
def shift(papers: LivePapers) -> Iterator[Shift]:
    moment = now() - timedelta(hours=1)
    site = papers.found(moment)
    with papers.database.writing() as connection:
        for new in (
            NewStaff(MODERATOR, "Ilse", Role.MODERATOR),
            NewStaff(EDITOR, "Edda", Role.EDITOR),
        ):
            site_actions.invite(connection, site, new, now=moment)
        article = make_article(connection, now=moment, site=site)
        comments = [
            make_comment(
                connection,
                now=moment + timedelta(seconds=number),
                article=article,
                text=f"Number {number} of {'x' * number} the queue.",
                outcome=Outcome.HOLD,
                findings=(INSULT,),
            )
            for number in range(CARDS + BY_TOUCH)
        ]
        on_the_page = make_comment(connection, now=moment, article=article, text="Well said.")
        complains = Reporter("somebody")
        report(connection, on_the_page, reporter=complains, reason="abuse", note="", now=moment)
        comments.append(on_the_page)
    made = Shift(site.base_url, papers.server.address, comments)
    with made.author:
        yield made


def open_card(page: Page) -> str:
    card = page.locator(OPEN_CARD)
    expect(card).to_have_count(1)
    return card.get_attribute("id") or ""


def gone(page: Page, card: str) -> None:
    """Waits until it has left, and another one stands open."""
    try:
        page.wait_for_function(
            "card => !document.getElementById(card) && document.querySelector('[data-card][open]')",
            arg=card,
        )
    except TimeoutError:
        shown = page.locator(OPEN_CARD).all_inner_texts()
        said = page.locator("#notice").inner_text()
        pytest.fail(f"{card} does not leave; open: {shown}; told: {said!r}")


# Some seventy decisions, each looked at by its author: a busy machine may take minutes.
@pytest.mark.timeout(400)
def test_a_shift_by_keyboard_alone_and_the_rest_by_touch(browser: Browser, shift: Shift) -> None:
    page = browser.new_page(extra_http_headers=somewhere())
    sign_in(page, shift.address, MODERATOR)
    page.evaluate("window.stayed = true")
    reads = {makes_a_pick(page): POSTED}
    for number in range(CARDS):
        card = open_card(page)
        keys, reads[card] = PRESSED[number % len(PRESSED)]
        for key in keys:
            page.keyboard.press(key)
        if number != CARDS // 2:
            gone(page, card)
        else:
            page.keyboard.press("u")  # before the server has answered
            page.wait_for_function("card => document.getElementById(card)?.open", arg=card)
            page.keyboard.press("d")
            reads[card] = PRESSED[1][1]
            gone(page, card)
            leaves_one_and_takes_it_again(page)
            asks_an_editor(page, browser, shift.address)
    assert page.evaluate("window.stayed"), "the page was never loaded anew"
    assert len(reads) == CARDS + 1
    kept = page.context.storage_state()
    page.close()
    reads |= by_touch(browser, shift, kept)
    assert reads.keys() == shift.comments.keys()
    wrong = {card: said for card, said in reads.items() if said not in shift.told(card)}
    assert wrong == {}


def makes_a_pick(page: Page) -> str:
    """What was reported on the page comes first; it becomes a pick, and stays there."""
    card = open_card(page)
    page.keyboard.press("f")
    expect(page.locator(OPEN_CARD).get_by_text("Pick", exact=True)).to_be_visible()
    page.keyboard.press("p")
    gone(page, card)
    return card


def leaves_one_and_takes_it_again(page: Page) -> None:
    """Left to colleagues, or passed on to an editor, it goes, and comes back as it was."""
    for key in ("l", "o"):
        card = open_card(page)
        page.keyboard.press(key)
        gone(page, card)
        page.keyboard.press("u")
        page.wait_for_function("card => document.getElementById(card)?.open", arg=card)
        assert open_card(page) == card


def asks_an_editor(page: Page, browser: Browser, address: str) -> None:
    """An editor reads what is asked, and gives the card back with an answer."""
    card = open_card(page)
    page.keyboard.press("O")
    page.keyboard.type("Is that libel?")
    page.keyboard.press("Control+Enter")
    gone(page, card)
    editor = browser.new_context(extra_http_headers=somewhere()).new_page()
    sign_in(editor, address, EDITOR)
    editor.goto(f"{address}/desk?view=passed")
    assert open_card(editor) == card
    expect(editor.locator(OPEN_CARD)).to_contain_text("Is that libel?")
    editor.keyboard.press("g")
    editor.keyboard.type("It is not.")
    editor.keyboard.press("Control+Enter")
    expect(editor.locator(f"#{card}")).to_have_count(0)
    editor.context.close()
    expect(page.locator(f"#{card}").get_by_text("It is not.")).to_be_attached()


def by_touch(browser: Browser, shift: Shift, kept: object) -> dict[str, str]:
    """Clears what is left with a thumb; the buttons stay under it."""
    phone = browser.new_context(
        storage_state=kept,  # type: ignore[arg-type]
        viewport={"width": 390, "height": 844},
        has_touch=True,
        is_mobile=True,
    )
    page = phone.new_page()
    page.goto(f"{shift.address}/desk")
    page.evaluate("window.stayed = true")
    reads: dict[str, str] = {}
    places = set()
    for number in range(BY_TOUCH):
        card = open_card(page)
        publish = page.locator(f"{OPEN_CARD} [data-key=p]")
        places.add(str(publish.bounding_box()))
        if number % 2:
            page.locator(f"{OPEN_CARD} [data-panel=reasons] > summary").tap()
            page.locator(f"{OPEN_CARD} fieldset label").nth(2).tap()
            page.locator(f"{OPEN_CARD} [data-panel=reasons] [value=decline]").tap()
            reads[card] = PRESSED[2][1]
        else:
            publish.tap()
            reads[card] = POSTED
        if number < BY_TOUCH - 1:
            gone(page, card)
    expect(page.get_by_text("All clear")).to_be_visible()
    assert page.evaluate("window.stayed"), "the page was never loaded anew"
    assert len(places) == 1, "the buttons moved between cards"
    phone.close()
    return reads
