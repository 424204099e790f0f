"""Anybody can type an address: it silences nobody, and nobody learns who writes under it."""

import pytest
from litestar.testing import TestClient

from rejoinder.app import Newspaper
from rejoinder.articles.model import Article
from tests.support.newspaper import HOME, KIND, Paper

HERS = "ilka@example.org"


@pytest.fixture
def stranger(paper: Paper) -> TestClient[Newspaper]:
    """Somebody far away who knows her address."""
    return paper.browser(address="203.0.113.7")


def test_five_posts_under_her_address_do_not_silence_her(
    paper: Paper, stranger: TestClient[Newspaper], article: Article
) -> None:
    for number in range(5):
        stranger.cookies.clear()
        paper.put_in(stranger, article, text=f"Noise number {number}.", email=HERS)
    assert paper.put_in(stranger, article, text="Noise again.", email=HERS).status_code == 429
    for owner in (paper.browser(), paper.sign_in(HERS)):
        own = {"text": f"Mine, with {len(owner.cookies)} cookies.", "email": HERS}
        assert paper.put_in(owner, article, **own).status_code == 303
    told = {"text": "Mine as well.", "name": "Ilka", "email": HERS}
    assert paper.submit(paper.browser(), article, **told).status_code == 201


def test_nobody_learns_what_was_written_under_her_address(
    paper: Paper, stranger: TestClient[Newspaper], article: Article
) -> None:
    paper.put_in(paper.browser(), article, email=HERS)
    statuses: set[tuple[object, ...]] = set()
    for email in (HERS, "nobody@example.org"):
        there = paper.browser(HOME, address=f"203.0.113.{len(email)}")
        told = paper.submit(there, article, email=email).json()
        statuses.add((told["status"], told["message"], len(told["reasons"])))
        posted = paper.put_in(there, article, text=f"{KIND} It rains.", email=email)
        statuses.add((posted.status_code,))
    assert statuses == {("published", "Your comment is posted.", 0), (303,)}


def test_another_address_of_the_same_customer_is_the_same_sender(
    paper: Paper, article: Article
) -> None:
    addresses = [f"2001:db8::{number}" for number in range(6)]
    answers = [
        paper.put_in(
            paper.browser(address=address),
            article,
            text=f"Seen from {number}.",
            name=f"Guest {number}",
            email=f"guest{number}@example.org",
        ).status_code
        for number, address in enumerate(addresses)
    ]
    assert answers == [303] * 5 + [429]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_is_stored_of_a_guests_network_is_no_address(paper: Paper, article: Article) -> None:
    paper.put_in(paper.browser(address="203.0.113.7"), article)
    reader = paper.sign_in(HERS)
    paper.put_in(reader, article, text="Signed in, I say it.")
    with paper.database.reading() as connection:
        rows = connection.exec_driver_sql("SELECT sender_key FROM comments ORDER BY id").all()
    keys = [row.sender_key for row in rows]
    assert len(keys[0]) == 64
    assert "203.0" not in keys[0]
    assert keys[1].startswith("reader-")
