"""Many who ask at once share batches; whoever finds no place is told at once."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime

from rejoinder.dropin.errors import JudgeUnavailable
from rejoinder.dropin.feedback import NoFeedback
from rejoinder.dropin.judge_service import JudgeService
from rejoinder.dropin.keys import AnyKey
from rejoinder.dropin.usage import RateLimiter, UsageInMemory
from rejoinder.engine import Case, Judgement
from rejoinder.engine.judge_pool import JudgePool, one_by_one
from tests.support import event_loop
from tests.support.fake_judges import Slow
from tests.support.judge_servers import told
from tests.support.newspaper import until

WELL = Case("Well.")


def service_over(judge_pool: JudgePool) -> JudgeService:
    return JudgeService(
        judge_pool=judge_pool,
        keys=AnyKey(),
        rate_limiter=RateLimiter(0),
        usage=UsageInMemory(),
        feedback=NoFeedback(),
        clock=lambda: datetime(2026, 6, 15, tzinfo=UTC),
    )


def test_those_who_ask_at_once_share_batches() -> None:
    sizes: list[int] = []

    def together(questions: Sequence[Case]) -> Sequence[Judgement]:
        if not sizes:
            until(lambda: judge_pool.pending == 16)  # the others have come
        sizes.append(len(questions))
        return [told(question) for question in questions]

    judge_pool = JudgePool(together, timeout=20)

    async def ask() -> list[Judgement]:
        service = service_over(judge_pool)
        judgements = await asyncio.gather(*(service.judge(WELL) for _ in range(16)))
        await asyncio.to_thread(service.close)
        return list(judgements)

    assert len(event_loop.run(ask)) == 16
    assert max(sizes) > 1
    assert len(sizes) < 16


def test_whoever_finds_no_place_is_told_at_once_and_nobody_hangs() -> None:
    slow = Slow()

    async def ask() -> tuple[int, list[object]]:
        service = service_over(JudgePool(one_by_one(slow), capacity=4, timeout=1.0))
        asking = [asyncio.create_task(service.judge(WELL)) for _ in range(10)]
        await event_loop.until(lambda: sum(each.done() for each in asking) >= 6)
        waiting = service.judge_pool.pending
        async with asyncio.timeout(20):
            answers = await asyncio.gather(*asking, return_exceptions=True)
        slow.let_go.set()
        await asyncio.to_thread(service.close)
        return waiting, list(answers)

    waiting, answers = event_loop.run(ask)
    assert waiting == 4  # six of ten did not wait for the judge at all
    assert all(
        isinstance(answer, JudgeUnavailable) and answer.retry_after >= 1 for answer in answers
    )


def test_a_call_with_many_texts_leaves_places_for_others() -> None:
    async def ask() -> list[Judgement]:
        service = service_over(JudgePool(one_by_one(told), capacity=4, timeout=20))
        many = await service.judge_all([WELL] * 200)
        await asyncio.to_thread(service.close)
        return many

    assert len(event_loop.run(ask)) == 200
