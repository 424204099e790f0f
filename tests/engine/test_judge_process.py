"""The judge in a process of its own: the same judgements, and held comments where it ends."""

import contextlib
import fcntl
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from rejoinder.engine import Article, Case, Judge, ModelError
from rejoinder.engine.judge_process import JudgeProcess, JudgeProcesses
from rejoinder.open_judge import open_judge_pool
from rejoinder.settings import Settings

TRAMS = Article("Trams to run until three", "Night services begin in May", "The council voted.")
CASES = [
    Case("You clown.", TRAMS),
    Case("The council voted for the trams, at last. \U0001f44d", TRAMS, "Will it cost more?"),
    Case("Das ist nicht schlecht, was hier geschrieben steht."),
]


@pytest.fixture(scope="module")
def process() -> Iterator[JudgeProcess]:
    process = JudgeProcess()
    yield process
    process.close()


def test_it_judges_as_the_judge_does_in_this_process(
    process: JudgeProcess, packaged_judge: Judge
) -> None:
    assert process.start() == packaged_judge.version
    assert list(process.batch(CASES)) == list(packaged_judge.batch(CASES))


def test_a_process_that_was_killed_fails_one_batch_at_most_and_is_started_again(
    process: JudgeProcess,
) -> None:
    process.start()
    assert process.pid is not None
    before = process.pid
    os.kill(before, signal.SIGKILL)
    # Whether its end is seen before the batch is sent or after is chance.
    with contextlib.suppress(ModelError):
        process.batch(CASES)
    assert len(process.batch(CASES)) == len(CASES)
    assert process.pid != before


@pytest.mark.skipif(sys.platform != "linux", reason="the size of a pipe is set by Linux alone")
def test_a_process_that_ends_in_the_midst_of_a_question_fails_only_that_batch() -> None:
    process = JudgeProcess(answer_seconds=0.3)
    process.start()
    assert process.pid is not None
    os.kill(process.pid, signal.SIGSTOP)  # it reads nothing, until it is killed
    with Path(f"/proc/{process.pid}/fd/0").open("rb") as pipe:
        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, 4096)
    try:
        with pytest.raises(ModelError, match="has ended"):
            process.batch([Case("A fine piece. " * 400)])  # more than the pipe takes
        process.answer_seconds = 60.0
        assert len(process.batch(CASES)) == len(CASES)
    finally:
        process.close()


def test_nothing_that_stops_the_server_stops_it_before_its_input_ends(
    process: JudgeProcess,
) -> None:
    process.start()
    assert process.pid is not None
    for number in (signal.SIGINT, signal.SIGTERM):
        os.kill(process.pid, number)
    assert len(process.batch(CASES)) == len(CASES)


def test_it_ends_with_the_pool_and_a_closed_one_is_not_started_again() -> None:
    process = JudgeProcess()
    processes = JudgeProcesses([process])
    processes.start()
    processes.close()
    assert process.pid is None
    with pytest.raises(ModelError):
        processes.batch(CASES)


def test_the_settings_say_whether_it_has_a_process() -> None:
    for count in (0, 1):
        pool = open_judge_pool(Settings(judge_processes=count))
        try:
            judgement = pool.ask(CASES[0])
            assert judgement is not None
            assert judgement.model == pool.model
        finally:
            pool.close()


def test_a_process_that_hangs_is_killed_and_started_again(caplog: pytest.LogCaptureFixture) -> None:
    process = JudgeProcess(answer_seconds=0.3)
    process.start()
    hung = process.pid
    assert hung is not None
    os.kill(hung, signal.SIGSTOP)  # it lives, and answers nothing
    try:
        with pytest.raises(ModelError, match="has ended"):
            process.batch(CASES)
        assert "has not answered" in caplog.text
        process.answer_seconds = 60.0
        assert len(process.batch(CASES)) == len(CASES)
        assert process.pid != hung
    finally:
        process.close()
