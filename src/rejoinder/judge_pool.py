"""The judge at work as the settings say: the newspaper's server and the judge's open it here."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

from rejoinder.engine.pool import AskJudge, JudgePool, one_by_one, packaged_judge
from rejoinder.settings import Settings


def open_judge_pool(
    settings: Settings,
    judge: AskJudge | None = None,
    while_waiting: Callable[[], AbstractContextManager[object]] = nullcontext,
) -> JudgePool:
    """The packaged judge, unless a test brings its own.

    `while_waiting` is entered by whoever waits for a judgement.
    """
    model, ask = packaged_judge() if judge is None else ("test", one_by_one(judge))
    return JudgePool(
        ask,
        threads=settings.judge_threads,
        capacity=settings.judge_queue,
        timeout=settings.judge_timeout,
        model=model,
        while_waiting=while_waiting,
    )
