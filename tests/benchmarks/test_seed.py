"""What is seeded and posted: the shape of the threads, and that texts do not repeat themselves."""

import json
import random
import sqlite3
import zlib
from contextlib import closing
from datetime import datetime
from itertools import islice
from pathlib import Path

import pytest

from benchmarks.http_client import Response, ServerAddress
from benchmarks.posts import Acknowledged, Writer, missing_from, sent_text
from benchmarks.seed import Seeded, fill
from benchmarks.workload import DEEPEST, LARGE, SMALL, SeedThread, Workload, build_workload, shape


@pytest.fixture(scope="module")
def workload() -> Workload:
    return build_workload()


@pytest.fixture
def store(workload: Workload, tmp_path: Path, now: datetime) -> tuple[Path, dict[str, Seeded]]:
    """A small workload in a store: the thread of 20 and two articles of the newsroom."""
    small = Workload(small=workload.small, large=workload.others[1], others=workload.others[:1])
    path = tmp_path / "judge_pool.db"
    return path, fill(f"sqlite:///{path}", small, now=now, progress=lambda _: None)


def depths_of(parents: list[int | None]) -> list[int]:
    depths: list[int] = []
    for parent in parents:
        depths.append(0 if parent is None else depths[parent] + 1)
    return depths


@pytest.mark.parametrize("size", [SMALL, LARGE])
@pytest.mark.parametrize("seed", range(20))
def test_a_thread_is_65_percent_replies_each_to_something_before_it(size: int, seed: int) -> None:
    parents = shape(size, random.Random(seed))
    assert len(parents) == size
    assert sum(parent is not None for parent in parents) == round(size * 0.65)
    assert all(parent is None or parent < place for place, parent in enumerate(parents))
    assert max(depths_of(parents)) <= DEEPEST


def test_the_long_thread_is_six_deep(workload: Workload) -> None:
    assert max(depths_of([comment.parent for comment in workload.large.comments])) == DEEPEST


def test_every_run_seeds_the_same(workload: Workload) -> None:
    assert build_workload() == workload


@pytest.mark.parametrize("name", ["small", "large"])
def test_comments_are_forty_words_long_and_all_different(workload: Workload, name: str) -> None:
    thread: SeedThread = getattr(workload, name)
    texts = [comment.text for comment in thread.comments]
    assert len(set(texts)) == len(texts)
    assert 35 <= sum(len(text.split()) for text in texts) / len(texts) <= 48


def test_the_long_thread_compresses_no_better_than_prose_does(workload: Workload) -> None:
    raw = "\n".join(comment.text for comment in workload.large.comments).encode()
    assert 2 < len(raw) / len(zlib.compress(raw, 6)) < 3


def test_the_store_holds_each_comment_with_its_parent_and_its_decision(
    store: tuple[Path, dict[str, Seeded]], workload: Workload
) -> None:
    path, seeded = store
    article = seeded[workload.small.article.slug]
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute(
            "SELECT c.id, c.parent_id, c.source, c.state, d.outcome FROM comments c "
            "JOIN decisions d ON d.comment_id = c.id WHERE c.article_id = ? ORDER BY c.id",
            (article.article_id,),
        ).fetchall()
    ids = article.comment_ids
    assert [row[0] for row in rows] == list(ids)
    for row, comment in zip(rows, workload.small.comments, strict=True):
        parent_id = None if comment.parent is None else ids[comment.parent]
        assert row[1:] == (parent_id, comment.text, "published", "publish")


def test_every_post_is_somebody_elses_and_different(
    store: tuple[Path, dict[str, Seeded]], workload: Workload
) -> None:
    _, seeded = store
    writer = Writer(ServerAddress(8000), list(seeded.values()), seed=1)
    payload = [json.loads(raw.partition(b"\r\n\r\n")[2]) for raw in islice(writer.posts(), 300)]
    assert len({each["text"] for each in payload}) == 300
    assert len({each["author"]["email"] for each in payload}) == 300
    known = {number for article in seeded.values() for number in article.comment_ids}
    replies = [each["parent_id"] for each in payload if "parent_id" in each]
    assert known.issuperset(replies)
    assert 150 < len(replies) < 240


def acknowledge(comment_id: int, text: str, status: str) -> Acknowledged:
    """What a server would have said to a post."""
    noted = Acknowledged()
    payload = {"id": comment_id, "status": status, "reasons": []}
    raw = ServerAddress(8000).post("/", {"text": text})
    assert sent_text(raw) == text
    noted.note(raw, Response(b"HTTP/1.1 201 Created\r\n\r\n", json.dumps(payload).encode()))
    return noted


def test_an_acknowledged_post_that_stands_in_the_store_is_found(
    store: tuple[Path, dict[str, Seeded]], workload: Workload
) -> None:
    path, seeded = store
    first = seeded[workload.small.article.slug].comment_ids[0]
    text = workload.small.comments[0].text
    assert missing_from(f"sqlite:///{path}", acknowledge(first, text, "published")) == []


@pytest.mark.parametrize(
    ("change", "status", "problem"),
    [
        ("", "held", "told held, stands as published, decided publish"),
        ("UPDATE comments SET source = 'other'", "published", "another text"),
        ("UPDATE comments SET state = 'held'", "published", "told published, stands as held"),
        ("DELETE FROM decisions", "published", "no decision"),
        ("DELETE FROM comments", "published", "not in the store"),
    ],
)
def test_an_acknowledged_post_that_was_lost_or_changed_is_named(
    store: tuple[Path, dict[str, Seeded]],
    workload: Workload,
    change: str,
    status: str,
    problem: str,
) -> None:
    path, seeded = store
    first = seeded[workload.small.article.slug].comment_ids[0]
    with closing(sqlite3.connect(path)) as connection:
        for (trigger,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall():
            connection.execute(f"DROP TRIGGER {trigger}")
        connection.executescript(change)
    noted = acknowledge(first, workload.small.comments[0].text, status)
    (said,) = missing_from(f"sqlite:///{path}", noted)
    assert said.startswith(f"comment {first}: {problem}")
