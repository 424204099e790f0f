"""Perspective's calls as a publisher makes them, and the row in which they are measured."""

import asyncio
import random
from collections.abc import Iterator
from itertools import cycle, islice

from benchmarks.generator import Bounds, Tally, load
from benchmarks.reads import WARM_UP_SECONDS, WrongAnswer
from benchmarks.result import Effort
from benchmarks.rows import Mark, Row, Task
from benchmarks.texts import material_of, unrepeated
from benchmarks.wire import Answer, Target, ask_once
from rejoinder.demo.source import threads

NAME = "comments:analyze, six attributes"
PATH = "/v1alpha1/comments:analyze?key=bench"
MARK = Mark(600, p99=0.060)
WORDS = 40
SIX = ("TOXICITY", "SEVERE_TOXICITY", "IDENTITY_ATTACK", "INSULT", "PROFANITY", "THREAT")
# More than a run asks at the rate of the mark, so that hardly one text comes twice.
DIFFERENT = 10_000
SEED = 1851


def analyze_task(target: Target, effort: Effort) -> Task:
    """The row; every text is another, and none is in anybody's memory."""
    calls = cycle([_call(target, text) for text in islice(comments(), DIFFERENT)])

    def send(seconds: float) -> Tally:
        bounds = Bounds(effort.connections, seconds=seconds)
        return asyncio.run(load(target, calls, bounds))

    def measure() -> Row:
        sample = look(target, next(calls))
        tally = send(effort.seconds)
        wrong = "; ".join(f"{times} times {what}" for what, times in tally.errors.items())
        return Row(
            NAME,
            tally.figures(),
            encoding="gzip",
            wire_bytes=sample.size,
            tool="own",
            mark=MARK,
            note=wrong,
        )

    return Task(NAME, measure, warm_up=lambda: send(WARM_UP_SECONDS))


def comments(seed: int = SEED) -> Iterator[str]:
    """Texts of WORDS words from what the newsroom's readers and articles say; the same each run."""
    material = [material_of(thread) for thread in threads()]
    words = (word for text in unrepeated(material, random.Random(seed)) for word in text.split())
    while True:
        yield " ".join(islice(words, WORDS))


def look(target: Target, call: bytes) -> Answer:
    """One answer, as everybody will get it.

    Raises:
        WrongAnswer: it is a failure.
    """
    answer = asyncio.run(ask_once(target, call))
    if answer.status != 200:
        raise WrongAnswer(f"{PATH} answers {answer.status}: {answer.body[:300]!r}")
    return answer


def _call(target: Target, text: str) -> bytes:
    told = {"comment": {"text": text}, "requestedAttributes": {name: {} for name in SIX}}
    return target.post(PATH, {**told, "languages": ["en"], "doNotStore": True}, encoding="gzip")
