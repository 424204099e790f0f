"""What is taken away while somebody reads it goes from our page and from those of other origins."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from rejoinder.articles import actions
from rejoinder.articles.model import Article
from rejoinder.clock import now
from rejoinder.comments import intake
from rejoinder.comments.model import State
from tests.support.embedded_thread import SAID, element_of
from tests.support.embedding import Embedding
from tests.support.factories import make_comment

# Each reader looks at another moment of some seconds; in these browsers at the first one.
AT_ONCE = "Math.random = () => 0"
GONE = "This article is no longer published."


@dataclass(frozen=True, slots=True)
class Reading:
    """An article, and its thread as two readers have it open: on our page, and on another one."""

    embedded: Embedding
    article: Article
    threads: tuple[Locator, ...]

    def turn(self, how: Any) -> None:
        """Closes the article's thread, opens it, or unpublishes it."""
        with self.embedded.database.writing() as connection:
            how(connection, self.article, now=now())


@pytest.fixture
def reading(page: Page, browser: Browser, embedded: Embedding) -> Iterator[Reading]:
    article = embedded.article()
    other = browser.new_context(reduced_motion="reduce")
    ours = other.new_page()
    threads = []
    for each, address, root in (
        (ours, embedded.comments + article.path, "main"),
        (page, embedded.page("/goes", element_of(article.slug)), "rejoinder-thread"),
    ):
        each.add_init_script(AT_ONCE)
        each.goto(address)
        thread = each.locator(root)
        with each.expect_response(re.compile("/stream")):
            thread.locator("li.comment").first.hover()
        threads.append(thread)
    yield Reading(embedded, article, tuple(threads))
    other.close()


@pytest.mark.parametrize("state", [State.DECLINED, State.WITHDRAWN])
def test_a_comment_that_is_declined_or_withdrawn(reading: Reading, state: State) -> None:
    said = "Whoever built the harbour bridge is to be thrown from it."
    with reading.embedded.database.writing() as connection:
        comment = make_comment(connection, now=now(), article=reading.article, text=said)
    for thread in reading.threads:
        thread.locator("[data-news]").click()
        expect(thread.locator("li.comment", has_text=said)).to_be_visible()
    with reading.embedded.database.writing() as connection:
        intake.move(connection, comment, state, now=now())
    for thread in reading.threads:
        gone = thread.locator(f"#comment-{comment.id}")
        expect(gone).to_have_text("This comment was taken off the page.")
        expect(thread.locator("h2 .count, h2.count").first).to_have_text("3")
        expect(thread.get_by_text(said)).to_have_count(0)


def test_a_thread_that_is_closed_and_opened_again(reading: Reading) -> None:
    ours, theirs = reading.threads
    theirs.get_by_label("Your comment").fill(SAID)
    reading.turn(actions.close_thread)
    for thread in reading.threads:
        expect(thread.locator("[data-closed]")).to_contain_text("are closed")
        expect(thread.locator("[data-reply]")).to_have_count(0)
    expect(ours.get_by_label("Your comment")).to_have_count(0)
    expect(theirs.get_by_label("Your comment")).to_have_value(SAID)  # it can be copied
    reading.turn(actions.open_thread)
    for thread in reading.threads:
        expect(thread.locator("[data-closed]")).to_have_count(0)
        expect(thread.locator("[data-reply]").first).to_be_visible()
        expect(thread.get_by_label("Your comment")).to_be_visible()
    expect(theirs.get_by_label("Your comment")).to_have_value(SAID)


def test_all_of_an_article_that_is_unpublished(reading: Reading) -> None:
    ours, theirs = reading.threads
    ours.locator("[data-reply]").first.click()
    ours.get_by_label("Your comment").fill(SAID)
    reading.turn(actions.unpublish)
    for thread in reading.threads:
        expect(thread.locator(".closed")).to_have_text(GONE)
        expect(thread.locator("li.comment")).to_have_count(0)
    expect(ours.get_by_label("Your comment")).to_have_value(SAID)
    expect(theirs.get_by_label("Your comment")).to_have_count(0)
