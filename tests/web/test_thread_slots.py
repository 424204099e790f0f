"""So many handlers work at a time; whoever waits for the judge takes nobody's turn."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest
from anyio.to_thread import current_default_thread_limiter
from litestar.testing import TestClient

from rejoinder.app import Newspaper
from rejoinder.storage.database import WAITING_WRITERS
from rejoinder.web.thread_pool import EMBEDDED_THREADS, make_room
from rejoinder.web.thread_slots import ThreadSlots
from tests.support import event_loop
from tests.support.fake_judges import Slow
from tests.support.newspaper import Paper, open_paper, until

only_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_no_more_work_at_a_time_than_there_are_turns() -> None:
    turns, most, at_work = ThreadSlots(2), [0], [0]
    look = threading.Lock()

    def work() -> None:
        with turns.turn():
            with look:
                at_work[0] += 1
                most[0] = max(most[0], at_work[0])
            threading.Event().wait(0.002)
            with look:
                at_work[0] -= 1

    with ThreadPoolExecutor(8) as crowd:
        for each in [crowd.submit(work) for _ in range(40)]:
            each.result(timeout=20)
    assert most == [2]


def test_who_stands_aside_lets_another_in_and_takes_a_turn_again() -> None:
    turns, inside = ThreadSlots(1), threading.Event()

    def work() -> None:
        with turns.turn():
            inside.set()

    with ThreadPoolExecutor(1) as other:
        with turns.turn():
            working = other.submit(work)
            assert not inside.is_set()
            with turns.aside():
                assert inside.wait(timeout=20)
                working.result(timeout=20)
            inside.clear()
            again = other.submit(work)
            assert not inside.wait(timeout=0.02)
        again.result(timeout=20)


def test_a_turn_that_fails_is_given_back() -> None:
    turns = ThreadSlots(1)
    for _ in range(3):
        with pytest.raises(KeyError), turns.turn(), turns.aside():
            raise KeyError
    with turns.turn():
        pass


def test_who_has_no_turn_gives_none_away() -> None:
    turns, other = ThreadSlots(1), threading.Event()
    with turns.aside():
        pass

    def work() -> None:
        with turns.turn():
            other.set()

    with turns.turn():
        thread = threading.Thread(target=work)
        thread.start()
        assert not other.wait(timeout=0.02), "there is still only one turn"
    thread.join(timeout=20)
    assert other.is_set()


@only_sqlite
def test_a_slow_judge_keeps_nobody_from_reading(database_url: str, now: datetime) -> None:
    slow = Slow()
    with (
        open_paper(database_url, judge=slow, now=now, settings={"judge_timeout": 20}) as paper,
        ThreadPoolExecutor(EMBEDDED_THREADS + 2) as crowd,
    ):
        article = paper.article()

        def post(number: int) -> str:
            told = {"email": f"{number}@example.org", "text": f"The bridge, part {number}."}
            return str(paper.submit(paper.browser(), article, **told).json()["status"])

        posting = [crowd.submit(post, number) for number in range(EMBEDDED_THREADS + 2)]
        until(lambda: paper.app_state.judge_pool.pending == 2 * len(posting))  # texts, names
        assert _fresh(paper).get(article.path).status_code == 200
        assert not any(each.done() for each in posting)
        slow.let_go.set()
        assert [each.result(timeout=20) for each in posting] == ["published"] * len(posting)


def _fresh(paper: Paper) -> TestClient[Newspaper]:
    """A browser with a session, whose pages no cache answers."""
    return paper.sign_in("reader@example.org")


def test_there_is_a_thread_for_each_turn_and_for_each_who_may_wait(everybodys: Paper) -> None:
    async def start() -> float:
        await make_room(everybodys.app)
        return current_default_thread_limiter().total_tokens

    assert event_loop.run(start) == (
        EMBEDDED_THREADS + everybodys.app_state.settings.judge_queue + WAITING_WRITERS
    )
