"""What a process remembers of what waits is always what the store would say."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from random import Random
from threading import Event, current_thread
from typing import Any

import pytest
from sqlalchemy import Connection, update

from rejoinder.articles.model import Article
from rejoinder.articles.tables import articles
from rejoinder.comments.model import Comment
from rejoinder.comments.queries import by_id
from rejoinder.desk.queue import QueueMemory, View, Waiting
from rejoinder.desk.queue import memory as memory_module
from rejoinder.desk.queue.stretches import sizes
from rejoinder.desk.queue.waiting import waiting_comments
from rejoinder.errors import Forbidden
from rejoinder.moderation.actions.appeals import appeal
from rejoinder.moderation.actions.decide import StaffDecision, can_be_undone, decide_as_staff, undo
from rejoinder.moderation.actions.reports import Reporter, report
from rejoinder.moderation.model import Outcome
from rejoinder.moderation.queries import latest_decision
from rejoinder.readers.actions import give_standing
from rejoinder.readers.model import Address, GivenStanding, Standing
from rejoinder.sites.queries import by_id as site_by_id
from rejoinder.storage import Database, change_feed
from tests.support import factories
from tests.support.newspaper import until

MINUTE = timedelta(minutes=1)


class Newsroom:
    """A thread in which anything may happen to any comment."""

    def __init__(self, database: Database, now: datetime, chance: Random) -> None:
        self.database, self.now, self.chance = database, now, chance
        with database.writing() as connection:
            self.article = factories.make_article(connection, now=now)
            self.site = site_by_id(connection, self.article.site_id)
            self.member = factories.make_staff(connection, self.site, now=now)
            self.authors = [factories.make_reader(connection, self.site, now=now) for _ in "abc"]
        self.comments: list[int] = []

    def happens(self) -> None:
        """Something that changes who waits, or nothing, where it cannot be done."""
        acts: list[Callable[[], None]] = [
            *(self.writes, self.writes, self.reported, self.appealed),
            *(self.decided, self.decided, self.undone, self.withdrawn, self.watched),
        ]
        self.now += MINUTE
        self.chance.choice(acts)()

    def writes(self) -> None:
        with self.database.writing() as connection:
            made = factories.make_comment(
                connection,
                now=self.now,
                article=self.article,
                reader=self.chance.choice(self.authors),
                outcome=self.chance.choice(list(Outcome)),
            )
        self.comments.append(made.id)

    def reported(self) -> None:
        self._with("published", "report")

    def appealed(self) -> None:
        self._with("declined", "appeal")

    def withdrawn(self) -> None:
        self._with("held", "withdraw")

    def watched(self) -> None:
        author = self.chance.choice(self.authors)
        standing = self.chance.choice([Standing.WATCHED, Standing.NEW])
        with self.database.writing() as connection:
            given = GivenStanding(standing, "desk", "why", self.now)
            give_standing(connection, Address(self.site.id, author.email, True), given)

    def decided(self) -> None:
        if not self.comments:
            return
        with self.database.writing() as connection:
            comment = by_id(connection, self.site.id, self.chance.choice(self.comments))
            if comment.state == "withdrawn":
                return
            seen = latest_decision(connection, comment.id).id
            wanted = StaffDecision(self.chance.choice(list(Outcome)), seen, "staff-abuse")
            decide_as_staff(connection, comment, self.member, wanted, now=self.now)

    def undone(self) -> None:
        if not self.comments:
            return
        with self.database.writing() as connection:
            comment = by_id(connection, self.site.id, self.chance.choice(self.comments))
            latest = latest_decision(connection, comment.id)
            if can_be_undone(latest) and comment.state != "withdrawn":
                undo(connection, comment, self.member, latest.id, now=self.now)

    def _with(self, state: str, act: str) -> None:
        with self.database.writing() as connection:
            found = [by_id(connection, self.site.id, each) for each in self.comments]
            those = [each for each in found if each.state == state]
            if not those:
                return
            comment = self.chance.choice(those)
            if act == "report":
                key = Reporter(f"r{self.chance.random()}")
                report(connection, comment, reporter=key, reason="abuse", note="", now=self.now)
            elif act == "appeal":
                with suppress(Forbidden):
                    appeal(connection, comment, "Please.", now=self.now)
            else:
                factories.withdraw(connection, comment, now=self.now)


def by_number(waiting: list[Waiting]) -> list[Waiting]:
    """In one order."""
    return sorted(waiting, key=lambda each: each.comment_id)


@pytest.mark.parametrize("seed", range(2))
def test_what_is_remembered_is_what_the_store_says(
    database: Database, now: datetime, seed: int
) -> None:
    newsroom, memory = Newsroom(database, now, Random(seed)), QueueMemory()
    seen = set[View]()
    for _ in range(40):
        newsroom.happens()
        with database.reading() as connection:
            remembered = memory.waiting(connection, newsroom.site.id, now=now)
            truth = waiting_comments(connection, newsroom.site.id, now=newsroom.now)
        assert by_number(remembered) == by_number(truth)
        seen |= {view for view in View for each in truth if view.shows(each)}
    assert seen >= {View.HELD, View.REPORTED, View.APPEALED, View.NEW_AUTHORS, View.WATCHED}


def test_only_what_changed_is_read_again(
    database: Database, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []

    def reading(connection: object, site_id: object, **how: object) -> list[Waiting]:
        asked.append(how.get("only"))
        return waiting_comments(connection, site_id, **how)  # type: ignore[arg-type]

    monkeypatch.setattr(memory_module, "waiting_comments", reading)
    memory = QueueMemory()
    with database.writing() as connection:
        article = factories.make_article(connection, now=now)
        factories.make_comment(connection, now=now, article=article, outcome=Outcome.HOLD)
    site_id = article.site_id

    def look(at: datetime = now) -> int:
        with database.reading() as connection:
            return len(memory.waiting(connection, site_id, now=at))

    assert (look(), look()) == (1, 1)
    assert asked == [None]
    with database.writing() as connection:
        more = factories.make_comment(connection, now=now, article=article, outcome=Outcome.HOLD)
        factories.make_comment(connection, now=now, outcome=Outcome.HOLD)  # another paper's
    assert look() == 2
    assert asked == [None, [more.id]]
    assert look(now + memory_module.READ_ANEW_AFTER) == 2
    assert asked == [None, [more.id], None]
    with database.reading() as connection:
        assert sizes(waiting_comments(connection, site_id))[View.HELD] == 2


def _two_held(connection: Connection, now: datetime) -> tuple[Article, list[Comment]]:
    article = factories.make_article(connection, now=now)
    told: dict[str, Any] = {"now": now, "article": article, "outcome": Outcome.HOLD}
    return article, [factories.make_comment(connection, **told) for _ in "ab"]


def test_nobody_waits_while_it_is_read_anew_and_nothing_decided_meanwhile_comes_back(
    database: Database, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, may_end = Event(), Event()
    here = current_thread()

    def slowly(connection: Connection, site_id: int, **how: Any) -> list[Waiting]:
        found = waiting_comments(connection, site_id, **how)
        if current_thread() is not here and how.get("only") is None:
            begun.set()
            assert may_end.wait(30)
        return found

    monkeypatch.setattr(memory_module, "waiting_comments", slowly)
    memory = QueueMemory(database.reading)
    with database.writing() as connection:
        article, held = _two_held(connection, now)
        member = factories.make_staff(connection, site_by_id(connection, article.site_id), now=now)

    def look(at: datetime, *touched: int) -> dict[int, str]:
        with database.reading() as connection:
            told = memory.waiting(connection, article.site_id, now=at, touched=touched)
        return {each.comment_id: each.section for each in told}

    before = look(now)
    with database.writing() as connection:
        connection.execute(update(articles).values(section="Quay"))
    later = now + memory_module.READ_ANEW_AFTER
    assert look(later) == before
    assert begun.wait(30)
    monkeypatch.setattr(change_feed, "since", lambda *_: [])  # as where somebody else still writes
    with database.writing() as connection:
        wanted = StaffDecision(Outcome.PUBLISH, latest_decision(connection, held[0].id).id)
        decide_as_staff(connection, held[0], member, wanted, now=now)
    assert look(later, held[0].id) == {held[1].id: before[held[1].id]}
    may_end.set()
    until(lambda: look(later) == {held[1].id: "Quay"})


def test_whom_staff_watch_and_how_long_is_known_without_reading_all(
    database: Database, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory = QueueMemory()
    with database.writing() as connection:
        article, held = _two_held(connection, now)
    asked: list[object] = []

    def watched(at: datetime) -> list[int]:
        with database.reading() as connection:
            told = memory.waiting(connection, article.site_id, now=at)
            assert by_number(told) == by_number(
                waiting_comments(connection, article.site_id, now=at)
            )
        return [each.comment_id for each in told if each.watched]

    def reading(connection: Connection, site_id: int, **how: Any) -> list[Waiting]:
        asked.append(how.get("only"))
        return waiting_comments(connection, site_id, **how)

    assert watched(now) == []
    monkeypatch.setattr(memory_module, "waiting_comments", reading)
    with database.writing() as connection:
        given = GivenStanding(Standing.WATCHED, "desk", "why", now, now + 2 * MINUTE)
        author = held[0].author
        give_standing(connection, Address(article.site_id, author.email, True), given)
    assert watched(now + MINUTE) == [held[0].id]
    assert watched(now + 2 * MINUTE) == []  # it ended by itself
    assert watched(now + 3 * MINUTE) == []
    assert asked == [[held[0].id], [held[0].id]]


def test_what_the_caller_has_just_done_is_known_before_the_feed_tells_it(
    database: Database, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory = QueueMemory()
    with database.writing() as connection:
        comment = factories.make_comment(connection, now=now, outcome=Outcome.HOLD)
        member = factories.make_staff(connection, site_by_id(connection, comment.site_id), now=now)
    with database.reading() as connection:
        assert len(memory.waiting(connection, comment.site_id, now=now)) == 1
    monkeypatch.setattr(change_feed, "since", lambda *_: [])
    with database.writing() as connection:
        seen = latest_decision(connection, comment.id).id
        wanted = StaffDecision(Outcome.PUBLISH, seen)
        decide_as_staff(connection, comment, member, wanted, now=now)
    with database.reading() as connection:
        assert len(memory.waiting(connection, comment.site_id, now=now)) == 1
        assert memory.waiting(connection, comment.site_id, now=now, touched=[comment.id]) == []
