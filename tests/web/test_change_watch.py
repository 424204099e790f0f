"""One look at the store for all who ask at once, and none of them sees less than was there."""

import asyncio
from typing import Any, cast

from rejoinder.storage import Database
from rejoinder.web.middleware.change_watch import ChangeWatch
from tests.support import event_loop


class Store:
    """Counts looks and commits."""

    def __init__(self, *, embedded: bool = True) -> None:
        self.embedded = embedded
        self.commits = self.looks = 0

    def change_token(self) -> object:
        self.looks += 1
        return self.commits


def watch_of(store: Store) -> ChangeWatch:
    return ChangeWatch(cast("Database", store))


async def ask(watch: ChangeWatch) -> object:
    return watch.token()


def test_all_who_ask_in_one_turn_of_the_loop_look_once() -> None:
    store = Store()

    async def many() -> list[object]:
        watch = watch_of(store)
        return await asyncio.gather(*(ask(watch) for _ in range(10)))

    assert event_loop.run(many) == [0] * 10
    assert store.looks == 1


def test_whoever_asks_after_a_commit_sees_it() -> None:
    store, seen = Store(), list[Any]()

    async def late(watch: ChangeWatch) -> None:
        seen.append(watch.token())

    async def turns() -> None:
        watch = watch_of(store)
        watch.token()
        store.commits = 1
        await asyncio.create_task(late(watch))

    event_loop.run(turns)
    event_loop.run(turns)
    assert seen == [1, 1]


def test_a_look_that_fails_is_not_remembered_nor_is_that_of_another_loop() -> None:
    store = Store()
    watch = watch_of(store)

    async def twice() -> object:
        watch.token()
        return watch.token()

    assert event_loop.run(twice) == 0
    store.commits = 1
    watch._seen = (cast("Any", object()), 0)  # of a loop that is gone
    assert event_loop.run(twice) == 1


def test_a_served_store_is_not_looked_at() -> None:
    store = Store(embedded=False)

    async def twice() -> None:
        watch = watch_of(store)
        watch.token()
        store.commits = 1
        assert watch.token() == 1

    event_loop.run(twice)
