"""The demo newsroom, written with the real judge: nothing stands in it that its rules forbid."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from sqlalchemy import select

from rejoinder.articles.tables import articles
from rejoinder.clock import now
from rejoinder.comments.model import State
from rejoinder.comments.tables import comments
from rejoinder.demo.opening import PAPER, size_of
from rejoinder.demo.source import DemoComment, threads
from rejoinder.desk.queue import Stretch, View, queue
from rejoinder.moderation.model import Outcome
from rejoinder.moderation.queries import decision_log, policy_of
from rejoinder.moderation.report_reasons import REPORT_REASONS
from rejoinder.moderation.staff_reasons import STAFF_REASONS
from rejoinder.sites.queries import by_key
from rejoinder.storage import Database, open_database
from tests.support.demo_newsroom import STORE, written_newsroom

# A watched word or another language: a person looks, whatever the judge measures.
ALWAYS_HELD = {
    ("the-long-road-to-brenik", "b59"),
    ("saltness-pilots-win-strait-cup", "s18"),
    ("torvany-gas-contract", "g13"),
}
TEXTS = [(thread.source.slug, each) for thread in threads() for each in thread.comments]


@dataclass(frozen=True, slots=True)
class Newsroom:
    """The demo as a visitor finds it."""

    database: Database
    states: dict[tuple[str, str], State]
    """By the article's slug, and a text without its line breaks."""

    def state_of(self, slug: str, comment: DemoComment) -> State:
        return self.states[slug, _plain(comment.text)]

    def waiting(self, view: View) -> list[str]:
        """The texts in a part of the desk's queue, the most urgent first."""
        with self.database.reading() as connection:
            site = by_key(connection, PAPER.key)
            policy = policy_of(connection, site.id).policy
            page = queue(connection, site.id, policy, Stretch(view, size=100), now=now())
        return [_plain(each.comment.source) for each in page.items]


def _plain(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    folder = tmp_path_factory.mktemp("demo")
    shutil.copytree(written_newsroom(tmp_path_factory), folder, dirs_exist_ok=True)
    database = open_database(f"sqlite:///{folder / STORE}")
    with database.reading() as connection:
        rows = connection.execute(
            select(articles.c.slug, comments.c.source, comments.c.state).join(
                comments, comments.c.article_id == articles.c.id
            )
        )
        states = {(row.slug, _plain(row.source)): State(row.state) for row in rows}
    yield Newsroom(database, states)
    database.close()


def test_every_text_says_what_should_become_of_it() -> None:
    for slug, comment in TEXTS:
        where = f"{slug} {comment.key}"
        assert comment.outcome in (Outcome.PUBLISH, Outcome.DECLINE), where
        known = f"staff-{comment.reason}" in STAFF_REASONS
        assert known if comment.outcome is Outcome.DECLINE else not comment.reason, where
        assert comment.reported in {"", *REPORT_REASONS}, where
        assert not (comment.reported and comment.outcome is Outcome.DECLINE), where


def test_no_text_stands_that_the_rules_forbid(newsroom: Newsroom) -> None:
    assert len(newsroom.states) == size_of()
    standing = [
        (slug, comment.key)
        for slug, comment in TEXTS
        if comment.outcome is Outcome.DECLINE
        and newsroom.state_of(slug, comment) is State.PUBLISHED
    ]
    assert standing == []


def test_every_text_that_the_rules_allow_stands_or_waits_for_a_person(newsroom: Newsroom) -> None:
    missing = [
        (slug, comment.key)
        for slug, comment in TEXTS
        if comment.outcome is Outcome.PUBLISH
        and newsroom.state_of(slug, comment) is not State.PUBLISHED
        and not (comment.waits and newsroom.state_of(slug, comment) is State.HELD)
    ]
    assert missing == []


def test_every_part_of_the_queue_has_work_in_it(newsroom: Newsroom) -> None:
    sizes = {view: len(newsroom.waiting(view)) for view in View}
    held = {_plain(each.text) for slug, each in TEXTS if (slug, each.key) in ALWAYS_HELD}
    assert len(held) == len(ALWAYS_HELD) <= sizes[View.HELD]
    assert held <= set(newsroom.waiting(View.HELD))
    assert sizes[View.REPORTED] >= 2
    assert sizes[View.APPEALED] >= 1
    reasons = (View.HELD, View.REPORTED, View.APPEALED)
    assert sizes[View.ALL] == sum(sizes[view] for view in reasons)


def test_whatever_is_reported_at_the_opening_is_what_a_person_can_leave(newsroom: Newsroom) -> None:
    reported = {_plain(comment.text) for _, comment in TEXTS if comment.reported}
    assert set(newsroom.waiting(View.REPORTED)) == reported


def test_the_log_tells_what_was_done_in_the_order_in_which_it_was_done(newsroom: Newsroom) -> None:
    with newsroom.database.reading() as connection:
        site = by_key(connection, PAPER.key)
        moments = [each.made_at for each in decision_log(connection, site.id, limit=1000)]
    assert len(moments) > size_of()
    assert moments == sorted(moments, reverse=True)
