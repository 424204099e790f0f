"""What a post costs the store: one transaction that reads, one that writes, nothing read twice."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from httpx import Response
from litestar.testing import TestClient
from sqlalchemy import event

from rejoinder.app import Newspaper
from rejoinder.articles.model import Article
from tests.support.newspaper import FORM_KEY, HELD, Paper

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

Ask = Callable[..., Response]
BESIDE = ("COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "PRAGMA")


@dataclass(slots=True)
class Costs:
    """What was asked of the store."""

    reads: int = 0
    """Transactions that can only read."""
    writes: int = 0
    statements: list[str] = field(default_factory=list)

    def note(self, statement: str) -> None:
        """What SQLite calls with everything that it is given."""
        if statement.startswith("BEGIN IMMEDIATE"):
            self.writes += 1
        elif statement.startswith("BEGIN"):
            self.reads += 1
        elif self.statements[-1:] == [statement]:
            pass  # a trigger is traced as what set it off, once more
        elif not statement.startswith(BESIDE):
            self.statements.append(statement)


@contextmanager
def counted(paper: Paper) -> Iterator[Costs]:
    """The costs of what happens in the block."""
    costs = Costs()

    def trace(connection: Any, *_: object) -> None:
        connection.set_trace_callback(costs.note)

    def quiet(connection: Any, *_: object) -> None:
        connection.set_trace_callback(None)

    engines = (paper.database.readers, paper.database.writer)
    for engine in engines:
        event.listen(engine, "checkout", trace)
        event.listen(engine, "checkin", quiet)
    yield costs
    for engine in engines:
        event.remove(engine, "checkout", trace)
        event.remove(engine, "checkin", quiet)


def check(costs: Costs, statements: int) -> None:
    assert (costs.reads, costs.writes) == (1, 1)
    assert len(costs.statements) == statements, costs.statements
    assert not [each for each in costs.statements if "IN ()" in each or "IN (NULL)" in each]


def test_a_guests_post(paper: Paper, client: TestClient[Newspaper], article: Article) -> None:
    paper.put_in(paper.browser(), article, email="first@example.org")
    with counted(paper) as costs:
        answer = paper.put_in(client, article, key=FORM_KEY)
    assert answer.status_code == 303
    assert client.cookies
    # Read: whether somebody has the name, the form's key, the address's standing, the place with
    # the sender's earlier comments.
    # Written, after another look at the place: reader, comment, revision, the article's count,
    # decision, session, change.
    check(costs, 12)


def test_a_known_readers_reply(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    parent = paper.comment(article)
    paper.put_in(client, article)
    with counted(paper) as costs:
        answer = client.post(
            f"{article.path}/comments",
            data={
                "text": "Is that so?",
                "name": "Ann",
                "key": FORM_KEY,
                "parent_id": str(parent.id),
            },
            headers={"x-fragment": "posted"},
        )
    assert answer.status_code == 201
    assert parent.author.name in answer.text
    # Read: session, whether somebody has the name, the form's key, parent, record, what staff said
    # of a guest's addresses and of this one, place.
    # Written, after another look at the place: comment, revision, the article's count, decision,
    # change.
    check(costs, 14)


def test_a_post_over_the_api(paper: Paper, client: TestClient[Newspaper], article: Article) -> None:
    paper.submit(paper.browser(), article, email="first@example.org")
    with counted(paper) as costs:
        answer = paper.submit(client, article)
    assert answer.json()["status"] == "published"
    # Read: whether somebody has the name, standing and place.
    # Written, after another look at the place: reader, comment, revision, count, decision,
    # session, change.
    check(costs, 11)


def test_only_whoever_is_held_costs_the_measuring_of_waits(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    paper.submit(paper.browser(), article, email="first@example.org")
    with counted(paper) as costs:
        answer = paper.submit(client, article, text=HELD)
    assert answer.json()["status"] == "held"
    assert (costs.reads, costs.writes) == (2, 1)
    assert (
        len(costs.statements) == 11 + 2
    )  # its statement, no count of the article's; two for the waits


def test_rules_and_sites_that_change_are_read_again(paper: Paper, article: Article) -> None:
    paper.submit(paper.browser(), article, email="first@example.org")
    paper.put_policy("[words]\nbanned = ['bridge']\n")
    answer = paper.submit(paper.browser(), article, email="second@example.org")
    assert answer.json()["status"] == "declined"
    paper.close(article)
    closed = paper.submit(paper.browser(), article, email="third@example.org")
    assert closed.status_code == 409
