"""The judge at work: those who wait share a batch, nobody waits too long, one failure is one's own.

Each test decides when the judge answers, so none of them waits for a duration.
"""

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest

from rejoinder.engine import Case, Judgement
from rejoinder.engine.judge_pool import JudgePool, one_by_one

# Seconds after which a test that hangs has failed.
PATIENCE = 20.0


@dataclass(slots=True)
class Judge:
    """Says the text as its model's name, once it may; remembers what was put to it together."""

    batches: list[list[str]] = field(default_factory=list)
    asked: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    may: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))

    def __call__(self, cases: Sequence[Case]) -> list[Judgement]:
        """What the judge pool calls."""
        texts = [each.text for each in cases]
        self.batches.append(texts)
        self.asked.release()
        assert self.may.acquire(timeout=PATIENCE)
        if "poison" in texts:
            raise ZeroDivisionError
        return [Judgement({}, None, text) for text in texts]


@pytest.fixture
def judge() -> Judge:
    return Judge()


@pytest.fixture
def crowd() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(40) as pool:
        yield pool


Open = Callable[..., JudgePool]


@pytest.fixture
def opened(judge: Judge) -> Iterator[Open]:
    """Opens a judge pool with this judge, and closes it in the end."""
    benches: list[JudgePool] = []

    def open_bench(**settings: float) -> JudgePool:
        told = {"timeout": PATIENCE, **settings}
        benches.append(JudgePool(judge, **told))  # type: ignore[arg-type] # whole numbers where asked
        return benches[-1]

    yield open_bench
    for _ in range(100):
        judge.may.release()
    for judge_pool in benches:
        judge_pool.close()


Asked = Future[Judgement | None]


def ask(crowd: ThreadPoolExecutor, judge_pool: JudgePool, *texts: str) -> list[Asked]:
    """Each text is asked in turn, and stands in the queue before the next one comes."""
    asked = []
    for text in texts:
        before = judge_pool.pending
        asked.append(crowd.submit(judge_pool.ask, Case(text)))
        while judge_pool.pending == before and not asked[-1].done():
            threading.Event().wait(0.001)
    return asked


def told(asked: Sequence[Asked]) -> list[str | None]:
    answers = [each.result(timeout=PATIENCE) for each in asked]
    return [None if answer is None else answer.model for answer in answers]


def begin(judge: Judge, crowd: ThreadPoolExecutor, judge_pool: JudgePool) -> list[Asked]:
    """Somebody whose case the judge has before it."""
    first = ask(crowd, judge_pool, "first")
    assert judge.asked.acquire(timeout=PATIENCE)
    return first


def test_a_question_alone_is_asked_at_once(judge: Judge, opened: Open) -> None:
    judge.may.release()
    answer = opened().ask(Case("alone"))
    assert answer is not None
    assert answer.model == "alone"
    assert judge.batches == [["alone"]]


def test_those_who_wait_are_put_to_the_judge_together_and_in_order(
    judge: Judge, opened: Open, crowd: ThreadPoolExecutor
) -> None:
    judge_pool = opened()
    first = begin(judge, crowd, judge_pool)
    rest = ask(crowd, judge_pool, "a", "b", "c")
    judge.may.release(2)
    assert told([*first, *rest]) == ["first", "a", "b", "c"]
    assert judge.batches == [["first"], ["a", "b", "c"]]


def test_no_batch_is_larger_than_it_may_be(
    judge: Judge, opened: Open, crowd: ThreadPoolExecutor
) -> None:
    judge_pool = opened(max_batch=2)
    first = begin(judge, crowd, judge_pool)
    rest = ask(crowd, judge_pool, "a", "b", "c", "d", "e")
    judge.may.release(4)
    assert told([*first, *rest]) == ["first", "a", "b", "c", "d", "e"]
    assert judge.batches == [["first"], ["a", "b"], ["c", "d"], ["e"]]


def test_a_slow_judge_gets_no_more_at_once_than_it_can_answer_in_time(
    judge: Judge, opened: Open, crowd: ThreadPoolExecutor
) -> None:
    judge_pool = opened(timeout=PATIENCE)
    judge_pool.seconds_per_case = PATIENCE / 5
    first = begin(judge, crowd, judge_pool)
    rest = ask(crowd, judge_pool, "a", "b", "c", "d", "e", "f")
    judge.may.release(10)
    assert told([*first, *rest]) == ["first", "a", "b", "c", "d", "e", "f"]
    assert len(judge.batches[1]) == 4, "it was quick this time, which counts by half"


def test_several_threads_judge_at_the_same_time(
    judge: Judge, opened: Open, crowd: ThreadPoolExecutor
) -> None:
    judge_pool = opened(threads=2)
    first, second = begin(judge, crowd, judge_pool), begin(judge, crowd, judge_pool)
    assert threading.active_count() > 2
    judge.may.release(2)
    assert told([*first, *second]) == ["first", "first"]
    assert judge.batches == [["first"], ["first"]]


def test_who_finds_no_place_has_no_judgement_at_once(
    judge: Judge, opened: Open, crowd: ThreadPoolExecutor, caplog: pytest.LogCaptureFixture
) -> None:
    judge_pool = opened(capacity=2)
    taken = [*begin(judge, crowd, judge_pool), *ask(crowd, judge_pool, "a")]
    assert judge_pool.ask(Case("secret")) is None
    assert "no place free" in caplog.text
    assert "secret" not in caplog.text
    judge.may.release(2)
    assert told(taken) == ["first", "a"]
    judge.may.release()
    assert told(ask(crowd, judge_pool, "later")) == ["later"]


def test_who_waits_too_long_gives_up_and_is_not_judged_any_more(
    judge: Judge, opened: Open, crowd: ThreadPoolExecutor, caplog: pytest.LogCaptureFixture
) -> None:
    judge_pool = opened(timeout=0.02)
    both = [*begin(judge, crowd, judge_pool), *ask(crowd, judge_pool, "in vain")]
    assert told(both) == [None, None]
    assert "no answer in 0.0 s" in caplog.text
    judge.may.release(2)
    judge_pool.timeout = PATIENCE
    assert told(ask(crowd, judge_pool, "after")) == ["after"]
    assert judge.batches == [["first"], ["after"]]


def test_behind_a_judge_that_is_stuck_nobody_waits(
    judge: Judge, opened: Open, crowd: ThreadPoolExecutor, caplog: pytest.LogCaptureFixture
) -> None:
    judge_pool = opened(timeout=0.02)
    assert told(begin(judge, crowd, judge_pool)) == [None]
    judge_pool.timeout = 0.0
    caplog.clear()
    assert judge_pool.ask(Case("next")) is None
    assert "no answer to those before" in caplog.text
    judge.may.release(2)
    judge_pool.timeout = PATIENCE
    assert told(ask(crowd, judge_pool, "later")) == ["later"]


def test_one_that_breaks_the_judge_takes_no_other_with_it(
    judge: Judge, opened: Open, crowd: ThreadPoolExecutor, caplog: pytest.LogCaptureFixture
) -> None:
    judge_pool = opened()
    first = begin(judge, crowd, judge_pool)
    rest = ask(crowd, judge_pool, "a", "poison", "b")
    judge.may.release(9)
    assert told([*first, *rest]) == ["first", "a", None, "b"]
    assert judge.batches[1:] == [["a", "poison", "b"], ["a"], ["poison"], ["b"]]
    assert "judge: ZeroDivisionError; a comment is held" in caplog.text
    assert "poison" not in caplog.text
    assert told(ask(crowd, judge_pool, "later")) == ["later"]


@pytest.mark.parametrize("many", [0, 2])
def test_a_judge_that_gives_too_few_answers_or_too_many_gives_none(many: int) -> None:
    answer = Judgement({}, None, "one")
    judge_pool = JudgePool(lambda cases: [answer] * many, timeout=PATIENCE)
    assert judge_pool.ask(Case("alone")) is None
    judge_pool.close()


def test_at_the_end_nobody_is_left_waiting(
    judge: Judge, opened: Open, crowd: ThreadPoolExecutor, caplog: pytest.LogCaptureFixture
) -> None:
    judge_pool = opened()
    first = begin(judge, crowd, judge_pool)
    rest = ask(crowd, judge_pool, "a", "b")
    judge_pool.close()
    assert told(rest) == [None, None]
    assert "closing" in caplog.text
    judge.may.release()
    assert told(first) == ["first"], "what is before the judge is still answered"
    assert judge_pool.ask(Case("too late")) is None


def test_who_waits_lets_others_go_on_meanwhile() -> None:
    seen: list[str] = []

    @contextmanager
    def aside() -> Iterator[None]:
        seen.append("aside")
        yield
        seen.append("back")

    def judge(case: Case) -> Judgement:
        seen.append(case.text)
        return Judgement({}, None, "one")

    judge_pool = JudgePool(one_by_one(judge), while_waiting=aside, timeout=PATIENCE)
    assert judge_pool.ask(Case("asked")) is not None
    judge_pool.close()
    assert sorted(seen) == ["aside", "asked", "back"]
    assert seen[-1] == "back"


def test_however_many_ask_each_has_the_answer_to_their_own_question(
    crowd: ThreadPoolExecutor,
) -> None:
    judge_pool = JudgePool(
        lambda cases: [Judgement({}, None, each.text) for each in cases],
        threads=2,
        capacity=400,
        timeout=PATIENCE,
    )
    asked = [crowd.submit(judge_pool.ask, Case(str(number))) for number in range(400)]
    assert told(asked) == [str(number) for number in range(400)]
    assert judge_pool.pending == 0
    judge_pool.close()
