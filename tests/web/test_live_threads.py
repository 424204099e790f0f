"""Whoever has a thread open is told what happens in it, and nothing that is not for everybody."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

import anyio
import pytest
from sqlalchemy import Connection

from rejoinder.articles import actions
from rejoinder.articles.model import Article
from rejoinder.comments import intake
from rejoinder.comments.model import Comment, State
from rejoinder.errors import TooMany, Unavailable
from rejoinder.moderation.model import Outcome
from rejoinder.storage import Change, ChangeKind, Database
from rejoinder.web.live.events import Event, EventKind
from rejoinder.web.live.places import Places
from rejoinder.web.live.threads import LiveThreads
from rejoinder.web.live.window import TOLD_AT_ONCE, Window
from tests.support import event_loop
from tests.support.factories import make_article, make_comment

Told = tuple[str, dict[str, int | None]]


class Reader:
    """Somebody who has a thread open; what they are told, without heartbeats."""

    def __init__(self, begin: int) -> None:
        self.last = begin
        self._told: list[Told] = []

    async def listen(self, frames: AsyncIterator[bytes]) -> None:
        """Takes in all that comes."""
        async for each in frames:
            self._read(each.decode())

    async def next(self) -> Told:
        """What they are told next."""
        await event_loop.until(lambda: bool(self._told), seconds=10)
        return self._told.pop(0)

    async def quiet(self) -> bool:
        """Whether nothing comes for longer than two looks take."""
        await anyio.sleep(0.6)
        return not self._told

    def _read(self, text: str) -> None:
        for block in filter(None, text.split("\n\n")):
            fields = dict(line.split(": ", 1) for line in block.split("\n"))
            if "id" in fields:
                self.last = int(fields["id"])
            if "event" in fields:
                self._told.append((fields["event"], json.loads(fields["data"])))


class Newsroom:
    """A store in which things happen, and the streams of one process before it."""

    def __init__(self, database: Database, now: datetime) -> None:
        self.database, self.now = database, now
        self.live = LiveThreads(database, Places(10, 10), return_seconds=2)

    def article(self) -> Article:
        with self.database.writing() as connection:
            return make_article(connection, now=self.now)

    def comment(
        self, article: Article, parent: Comment | None = None, outcome: Outcome = Outcome.PUBLISH
    ) -> Comment:
        def write(connection: Connection) -> Comment:
            return make_comment(
                connection, now=self.now, article=article, parent=parent, outcome=outcome
            )

        return self.database.group_write(write)

    def move(self, comment: Comment, state: State) -> None:
        with self.database.writing() as connection:
            intake.move(connection, comment, state, now=self.now)

    def rewrite(self, comment: Comment, state: State) -> None:
        with self.database.writing() as connection:
            intake.rewrite(connection, comment, "Another text.", state, now=self.now)

    @asynccontextmanager
    async def reader(self, article: Article, after: int | None = None) -> AsyncIterator[Reader]:
        """Somebody who opens a thread, and leaves at the end of the block."""
        begin = await self.live.newest() if after is None else after
        frames = self.live.stream(article.id, begin, b"", self.live.places.take("here"))
        reader = Reader(begin)
        async with anyio.create_task_group() as group:
            group.start_soon(reader.listen, frames)
            yield reader
            group.cancel_scope.cancel()


@pytest.fixture
def newsroom(database: Database, now: datetime) -> Newsroom:
    return Newsroom(database, now)


def test_a_comment_a_reply_and_the_count_are_told(newsroom: Newsroom) -> None:
    article = newsroom.article()

    async def read() -> None:
        async with newsroom.reader(article) as reader:
            first = newsroom.comment(article)
            assert await reader.next() == ("comment", {"id": first.id, "parent_id": None})
            assert await reader.next() == ("count", {"count": 1})
            reply = newsroom.comment(article, first)
            assert await reader.next() == ("comment", {"id": reply.id, "parent_id": first.id})
            assert await reader.next() == ("count", {"count": 2})

    event_loop.run(read)


def test_what_waits_is_told_when_it_is_published_and_not_before(newsroom: Newsroom) -> None:
    article = newsroom.article()

    async def read() -> None:
        async with newsroom.reader(article) as reader:
            held = newsroom.comment(article, outcome=Outcome.HOLD)
            declined = newsroom.comment(article, outcome=Outcome.DECLINE)
            newsroom.rewrite(held, State.HELD)
            newsroom.move(declined, State.WITHDRAWN)
            assert await reader.quiet()
            newsroom.move(held, State.PUBLISHED)
            assert await reader.next() == ("comment", {"id": held.id, "parent_id": None})

    event_loop.run(read)


def test_what_changes_and_what_goes_is_told(newsroom: Newsroom) -> None:
    article = newsroom.article()
    edited, gone, taken = (newsroom.comment(article) for _ in range(3))

    async def read() -> None:
        async with newsroom.reader(article) as reader:
            newsroom.rewrite(edited, State.PUBLISHED)
            assert await reader.next() == ("edited", {"id": edited.id})
            assert await reader.next() == ("count", {"count": 3})
            newsroom.move(gone, State.WITHDRAWN)
            assert await reader.next() == ("removed", {"id": gone.id})
            assert await reader.next() == ("count", {"count": 2})
            newsroom.rewrite(taken, State.HELD)
            assert await reader.next() == ("removed", {"id": taken.id})

    event_loop.run(read)


def test_a_thread_that_is_closed_opened_or_unpublished_is_to_be_read_anew(
    newsroom: Newsroom,
) -> None:
    article, told = newsroom.article(), {"now": newsroom.now}
    turns = (actions.close_thread, actions.open_thread, actions.unpublish, actions.republish)

    async def read() -> None:
        async with newsroom.reader(article) as reader:
            for turn in turns:
                with newsroom.database.writing() as connection:
                    turn(connection, article, **told)
                assert await reader.next() == ("reset", {})
                assert await reader.next() == ("count", {"count": 0})

    event_loop.run(read)


def test_nobody_is_told_of_another_thread(newsroom: Newsroom) -> None:
    here, there = newsroom.article(), newsroom.article()

    async def read() -> None:
        async with newsroom.reader(here) as reader, newsroom.reader(there) as other:
            newsroom.comment(there)
            assert (await other.next())[0] == "comment"
            assert await reader.quiet()

    event_loop.run(read)


def test_whoever_comes_back_is_told_what_they_missed(newsroom: Newsroom) -> None:
    article = newsroom.article()

    async def read() -> None:
        async with newsroom.reader(article) as reader:
            newsroom.comment(article)
            await reader.next()
            last = reader.last
        missed = [newsroom.comment(article) for _ in range(2)]
        # In the same process, and in another that has only just begun.
        for _ in range(2):
            async with newsroom.reader(article, last) as back:
                told = [await back.next(), await back.next()]
                assert [each[1]["id"] for each in told] == [each.id for each in missed]
            newsroom.live = LiveThreads(newsroom.database, Places(10, 10))

    event_loop.run(read)


def test_whoever_missed_more_than_is_remembered_reads_anew(newsroom: Newsroom) -> None:
    article = newsroom.article()

    async def read() -> None:
        async with newsroom.reader(article, 10**15) as lost:
            assert await lost.next() == ("reset", {})
            comment = newsroom.comment(article)
            assert await lost.next() == ("comment", {"id": comment.id, "parent_id": None})

    event_loop.run(read)


def test_streams_end_when_the_server_does_and_say_when_to_come_back(newsroom: Newsroom) -> None:
    article = newsroom.article()

    async def read() -> None:
        frames = newsroom.live.stream(article.id, 0, b"", newsroom.live.places.take("here"))
        first = await anext(frames)
        waiting = [first]
        async with anyio.create_task_group() as group:

            async def wait() -> None:
                waiting.extend([each async for each in frames])

            group.start_soon(wait)
            await anyio.sleep(0.05)
            newsroom.live.end()
        assert waiting[-1].startswith(b"retry: ")
        assert newsroom.live.places.taken == 0

    event_loop.run(read)


def test_no_stream_lasts_for_ever(newsroom: Newsroom) -> None:
    article, live = newsroom.article(), newsroom.live
    live.lasts = (0.3, 0.3)

    async def read() -> None:
        frames = live.stream(article.id, await live.newest(), b"", live.places.take("here"))
        said: list[bytes] = []
        with anyio.fail_after(15):
            async for each in frames:
                said.append(each)
                newsroom.comment(article)
        assert said[-1].startswith(b"retry: ")
        assert live.places.taken == 0

    event_loop.run(read)


def test_there_are_so_many_places_and_each_is_given_back() -> None:
    places = Places(3, 2)
    held = [places.take("a"), places.take("a")]
    with pytest.raises(TooMany):
        places.take("a")
    held.append(places.take("b"))
    with pytest.raises(Unavailable):
        places.take("c")
    held[0].give_back()
    held[0].give_back()
    assert places.taken == 2
    held.clear()  # who leaves before their stream began holds none either
    assert places.taken == 0


def window_of(size: int, remembered: int) -> Window:
    window = Window(remembered)
    window.begin([], [], whole=True)
    for number in range(1, size + 1):
        change = Change(1, 1, number, ChangeKind.COMMENT_PUBLISHED, _NOON, public=True, id=number)
        window.add([change], [Event(1, number, EventKind.COMMENT, {"id": number})])
    return window


_NOON = datetime.fromisoformat("2026-06-15T12:00:00+00:00")


@pytest.mark.parametrize(
    ("after", "told"), [(0, None), (5, None), (6, [7, 8, 9, 10]), (10, []), (11, None), (-1, None)]
)
def test_the_newest_changes_are_remembered(after: int, told: list[int] | None) -> None:
    found = window_of(10, remembered=5).after(1, after)
    assert (None if found is None else [each.change_id for each in found]) == told


def test_nobody_is_told_more_than_they_can_take() -> None:
    window = window_of(TOLD_AT_ONCE + 1, remembered=1000)
    assert window.after(1, 0) is None
    assert len(window.after(1, 1) or ()) == TOLD_AT_ONCE
