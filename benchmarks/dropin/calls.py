"""Perspective's calls as a publisher makes them, and the row in which they are measured."""

import asyncio
import random
from collections.abc import Iterator
from itertools import cycle, islice

from benchmarks.generator import Bounds, Tally, load
from benchmarks.http_client import Response, ServerAddress, ask_once
from benchmarks.measurements import Measurement, Target, Task
from benchmarks.reads import WARM_UP_SECONDS, WrongAnswer
from benchmarks.result import LoadConfig
from benchmarks.texts import material_of, unrepeated
from rejoinder.demo.source import threads

NAME = "comments:analyze, six attributes"
PATH = "/v1alpha1/comments:analyze?key=bench"
MARK = Target(600, p99=0.060)
WORDS = 40
SIX = ("TOXICITY", "SEVERE_TOXICITY", "IDENTITY_ATTACK", "INSULT", "PROFANITY", "THREAT")
# More than a run asks at the rate of the target, so that hardly one text comes twice.
DIFFERENT = 10_000
SEED = 1851


def analyze_task(address: ServerAddress, config: LoadConfig) -> Task:
    """The row; every text is another, and none is in anybody's memory."""
    calls = cycle([_call(address, text) for text in islice(comments(), DIFFERENT)])

    def send(seconds: float) -> Tally:
        bounds = Bounds(config.connections, seconds=seconds)
        return asyncio.run(load(address, calls, bounds))

    def measure() -> Measurement:
        sample = fetch_once(address, next(calls))
        tally = send(config.seconds)
        wrong = "; ".join(f"{times} times {what}" for what, times in tally.errors.items())
        return Measurement(
            NAME,
            tally.figures(),
            encoding="gzip",
            wire_bytes=sample.size,
            tool="own",
            target=MARK,
            note=wrong,
        )

    return Task(NAME, measure, warm_up=lambda: send(WARM_UP_SECONDS))


def comments(seed: int = SEED) -> Iterator[str]:
    """Texts of WORDS words from what the newsroom's readers and articles say; the same each run."""
    material = [material_of(thread) for thread in threads()]
    words = (word for text in unrepeated(material, random.Random(seed)) for word in text.split())
    while True:
        yield " ".join(islice(words, WORDS))


def fetch_once(address: ServerAddress, call: bytes) -> Response:
    """One answer, as everybody will get it.

    Raises:
        WrongAnswer: it is a failure.
    """
    answer = asyncio.run(ask_once(address, call))
    if answer.status != 200:
        raise WrongAnswer(f"{PATH} answers {answer.status}: {answer.body[:300]!r}")
    return answer


def _call(address: ServerAddress, text: str) -> bytes:
    payload = {"comment": {"text": text}, "requestedAttributes": {name: {} for name in SIX}}
    return address.post(PATH, {**payload, "languages": ["en"], "doNotStore": True}, encoding="gzip")
