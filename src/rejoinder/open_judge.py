"""The judge at work as the settings say: the newspaper's server and the judge's open it here."""

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

from rejoinder.engine import ModelError
from rejoinder.engine.judge_pool import AskJudge, JudgePool, one_by_one, packaged_judge
from rejoinder.engine.judge_process import JudgeProcess, JudgeProcesses
from rejoinder.settings import Settings

log = logging.getLogger(__name__)


def open_judge_pool(
    settings: Settings,
    judge: AskJudge | None = None,
    while_waiting: Callable[[], AbstractContextManager[object]] = nullcontext,
) -> JudgePool:
    """The packaged judge, unless a test brings its own.

    `while_waiting` is entered by whoever waits for a judgement.
    """
    threads = settings.judge_threads
    on_close: Callable[[], object] = nullcontext
    if judge is not None:
        model, batch = "test", one_by_one(judge)
    elif settings.judge_processes:
        processes = JudgeProcesses([JudgeProcess() for _ in range(settings.judge_processes)])
        model, batch = _started(processes), processes.batch
        threads, on_close = settings.judge_processes, processes.close
    else:
        model, batch = packaged_judge()
    return JudgePool(
        batch,
        threads=threads,
        capacity=settings.judge_queue,
        timeout=settings.judge_timeout,
        model=model,
        while_waiting=while_waiting,
        on_close=on_close,
    )


def _started(processes: JudgeProcesses) -> str:
    """The model's version; empty where there is no judge yet: the next comment tries again."""
    try:
        return processes.start()
    except ModelError as failure:
        log.error("judge: %s", failure)
        return ""
