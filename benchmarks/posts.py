"""Posts: on-topic and civil comments sent through the API, and checked in the store afterwards."""

import asyncio
import json
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from ipaddress import IPv4Address
from itertools import count
from typing import Any

from benchmarks import generator
from benchmarks.http_client import Response, ServerAddress
from benchmarks.measurements import Measurement, Target, Task
from benchmarks.seed import Seeded
from benchmarks.texts import about
from benchmarks.workload import REPLIES
from rejoinder.storage import open_database

# Long enough for the judge to read each of the articles that are written about, which takes it a
# tenth of a second each; a newspaper's are read with the first comment of each.
WARM_UP_SECONDS = 4.0
# The rule by which a comment is held when no judgement came.
JUDGE_SILENT = "judge-silent"
STATUS_OF = {"publish": "published", "hold": "held", "decline": "declined"}


@dataclass(slots=True)
class Acknowledged:
    """What the server said it took, by number of comment."""

    texts: dict[int, str] = field(default_factory=dict)
    statuses: dict[int, str] = field(default_factory=dict)
    rules: Counter[str] = field(default_factory=Counter)
    """Rules that kept a comment from being published at once."""

    def note(self, raw: bytes, answer: Response) -> None:
        """Keeps an answer of 201 with what had been sent."""
        if answer.status != 201:
            return
        payload = answer.json()
        self.texts[payload["id"]] = sent_text(raw)
        self.statuses[payload["id"]] = payload["status"]
        self.rules.update(reason["rule"] for reason in payload["reasons"])

    def outcomes(self) -> dict[str, int]:
        """How many were published, held, declined."""
        counted = Counter(self.statuses.values())
        return {status: counted[status] for status in STATUS_OF.values()}


class Writer:
    """Makes posts that no rule has reason to stop: each by somebody else, each on its article."""

    def __init__(
        self,
        address: ServerAddress,
        seeded: Sequence[Seeded],
        *,
        seed: int,
        replies: float = REPLIES,
    ) -> None:
        """`seeded` are the articles that are written about; the same seed writes the same."""
        self._address = address
        self._replies = replies
        self._rng = random.Random(seed)
        self._articles = seeded
        self._texts = [about(each.thread.material, self._rng) for each in self._articles]
        self._seed = seed
        self._number = count(1)

    def posts(self) -> Iterator[bytes]:
        """Requests without end."""
        while True:
            yield self.post()

    def post(self) -> bytes:
        """The next request."""
        number = next(self._number)
        # In turn, so that the warm-up comes by every article: the judge reads each one once.
        place = number % len(self._articles)
        article = self._articles[place]
        payload: dict[str, object] = {
            "text": next(self._texts[place]),
            "author": {
                "name": f"Reader {number}",
                "email": f"reader-{self._seed}-{number}@example.org",
            },
        }
        if self._rng.random() < self._replies:
            payload["parent_id"] = self._rng.choice(article.comment_ids)
        path = f"/api/v1/articles/{article.article_id}/comments"
        return self._address.post(path, payload, sender=address_of(number))


def address_of(number: int) -> str:
    """Where a reader sits: each alone, as what comes from one network is soon a flood."""
    return str(IPv4Address("10.0.0.0") + number % 2**24)


@dataclass(frozen=True, slots=True)
class PostLoad:
    """One row of posts: what is sent, for how long, and what it should reach."""

    name: str
    posts: Iterator[bytes]
    bounds: generator.Bounds
    acknowledged: Acknowledged | None = None
    target: Target | None = None


def post_task(address: ServerAddress, load: PostLoad) -> Task:
    """A row to be measured; what is acknowledged is noted, in the warm-up too."""
    acknowledged = load.acknowledged or Acknowledged()
    note = None if load.acknowledged is None else acknowledged.note

    def send(bounds: generator.Bounds) -> generator.Tally:
        return asyncio.run(generator.load(address, load.posts, bounds, note))

    def measure() -> Measurement:
        late_before = acknowledged.rules[JUDGE_SILENT]
        tally = send(load.bounds)
        notes = [f"{times} times {what}" for what, times in tally.errors.items()]
        if load.acknowledged is not None:
            late = acknowledged.rules[JUDGE_SILENT] - late_before
            notes.append(f"{late} held because the judge was late")
        return Measurement(
            name=load.name,
            figures=tally.figures(),
            tool="own",
            target=load.target,
            note="; ".join(notes),
        )

    warm_up = replace(load.bounds, seconds=WARM_UP_SECONDS)
    return Task(load.name, measure, warm_up=lambda: send(warm_up))


def missing_from(url: str, acknowledged: Acknowledged) -> list[str]:
    """What is wrong with acknowledged posts in the store; empty when each stands there as told.

    Each must have its text, its state, and a decision by the policy that fits what its author
    was told.
    """
    database = open_database(url)
    try:
        with database.reading() as connection:
            rows = connection.exec_driver_sql(
                "SELECT c.id, c.source, c.state, d.outcome FROM comments c "
                "LEFT JOIN decisions d ON d.comment_id = c.id AND d.made_by = 'policy'"
            )
            stored = {row[0]: tuple(row[1:]) for row in rows}
    finally:
        database.close()
    wrong = []
    for comment_id, text in acknowledged.texts.items():
        status = acknowledged.statuses[comment_id]
        problem = _problem(stored.get(comment_id), text, status)
        if problem:
            wrong.append(f"comment {comment_id}: {problem}")
    return wrong


def sent_text(raw: bytes) -> str:
    """The comment's text in a request."""
    payload: dict[str, Any] = json.loads(raw.partition(b"\r\n\r\n")[2])
    return str(payload["text"])


def _problem(row: tuple[Any, ...] | None, text: str, status: str) -> str:
    if row is None:
        return "not in the store"
    source, state, outcome = row
    if outcome is None:
        return "no decision"
    if source != text:
        return "another text"
    if state != status or STATUS_OF.get(outcome) != status:
        return f"told {status}, stands as {state}, decided {outcome}"
    return ""
