"""The real server on PostgreSQL: its connections are cut off under it, and it is killed."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime

import httpx
import pytest
from sqlalchemy import text

from rejoinder.storage import Database, open_database
from tests.support.fake_judges import gentle
from tests.support.live_server import Server, serving
from tests.support.newspaper import open_paper

pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)

WRITERS = 4
CUTS = 3
SESSIONS = "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend'"
SOUND = (
    "SELECT count(*) FROM comments WHERE id NOT IN (SELECT comment_id FROM decisions)",
    "SELECT count(*) FROM decisions WHERE comment_id NOT IN (SELECT id FROM comments)",
    "SELECT count(*) FROM articles a WHERE comment_count <> (SELECT count(*) FROM comments c"
    " WHERE c.article_id = a.id AND c.state = 'published')",
)


@pytest.fixture
def article_id(database_url: str, now: datetime) -> int:
    """An article of a paper whose store nobody has open."""
    with open_paper(database_url, judge=gentle, now=now) as paper:
        paper.put_policy("[flood]\nminutes = 0\n[topic]\nhold_below = 0\ndecline_below = 0\n")
        return paper.article().id


@dataclass(slots=True)
class Posts:
    """What many writers send one server, until it is gone."""

    path: str
    told: dict[int, str] = field(default_factory=dict)
    """What the server acknowledged."""
    refused: int = 0

    def write(self, server: Server, writer: int) -> None:
        """Posts one comment after another."""
        with httpx.Client(base_url=server.address, timeout=30) as browser:
            for number in range(10_000):
                said = f"Writer {writer} says that the bridge is well, {number}."
                author = {"name": "Ann", "email": f"ann{writer}@example.org"}
                try:
                    answer = browser.post(self.path, json={"text": said, "author": author})
                except httpx.TransportError:
                    return  # it was killed under us
                if answer.status_code == 201:
                    self.told[answer.json()["id"]] = said
                else:
                    assert answer.status_code == 503, answer.text
                    self.refused += 1

    def await_more(self, than: int) -> None:
        """Until so many more are acknowledged."""
        wanted, deadline = len(self.told) + than, time.monotonic() + 60
        while len(self.told) < wanted:
            assert time.monotonic() < deadline, "It has not come back."
            time.sleep(0.02)


def test_it_outlives_its_connections_and_loses_nothing_when_it_is_killed(
    database_url: str, article_id: int
) -> None:
    posts = Posts(f"/api/v1/articles/{article_id}/comments")
    settings = {"REJOINDER_POSTS_PER_MINUTE": "0", "REJOINDER_JUDGE_PROCESSES": "0"}
    store = open_database(database_url)
    with store.reading() as connection:
        ours = set(connection.scalars(text(SESSIONS)))
    with (
        serving(database_url, **settings) as server,
        ThreadPoolExecutor(WRITERS) as pool,
    ):
        writing = [pool.submit(posts.write, server, writer) for writer in range(WRITERS)]
        for _ in range(CUTS):
            posts.await_more(8)
            cut_all(store, but=ours)
        posts.await_more(8)
        server.kill()
        for each in writing:
            each.result(timeout=30)
    with store.reading() as connection:
        comments = connection.execute(text("SELECT id, source FROM comments"))
        stored = {row.id: row.source for row in comments}
        assert [connection.scalar(text(each)) for each in SOUND] == [0, 0, 0]
    assert posts.told.items() <= stored.items()
    # At most what each had under way, at a cut or at the end.
    assert len(stored) <= len(posts.told) + posts.refused + WRITERS
    store.close()


def cut_all(store: Database, *, but: set[int]) -> None:
    """Ends every session, whether it waits, writes or commits: so a failover looks."""
    with store.reading() as connection:
        for pid in set(connection.scalars(text(SESSIONS))) - but:
            connection.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": pid})
