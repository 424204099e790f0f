"""Threads over the API: in three orders, by cursor, while others write."""

from itertools import pairwise
from typing import Any

import pytest
from litestar.testing import TestClient

from rejoinder.app import Newspaper
from rejoinder.articles.model import Article
from rejoinder.comments.model import Comment
from rejoinder.moderation.model import Outcome
from tests.support.factories import make_comment, make_reader, withdraw
from tests.support.newspaper import HOME, Paper

# What is asked for, and how many of sixty come.
SIZES = {
    1: 1,
    2: 2,
    3: 2,
    5: 5,
    9: 5,
    10: 10,
    20: 20,
    25: 20,
    49: 20,
    50: 50,
    51: 50,
    100: 60,
    499: 60,
    500: 60,
}

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def thread(client: TestClient[Newspaper], article: Article, query: str = "") -> dict[str, Any]:
    answer = client.get(f"/api/v1/articles/{article.id}/comments{query}")
    assert answer.status_code == 200, answer.text
    page: dict[str, Any] = answer.json()
    return page


def fill(paper: Paper, article: Article, size: int) -> list[int]:
    """As many comments, every third a reply to the one before; their numbers."""
    made: list[Comment] = []
    with paper.database.writing() as connection:
        reader = make_reader(connection, paper.site, now=paper.clock())
        for number in range(size):
            paper.clock.turn(seconds=1)
            parent = made[-1] if number % 3 == 2 else None
            at = paper.clock()
            made.append(
                make_comment(connection, now=at, article=article, reader=reader, parent=parent)
            )
    return [each.id for each in made]


def walk(
    paper: Paper, client: TestClient[Newspaper], article: Article, query: str, *, between: int = 0
) -> list[int]:
    """Every page of the thread, while `between` others write between two pages."""
    seen: list[int] = []
    cursor = ""
    while True:
        page = thread(client, article, f"?limit=25&{query}{cursor}")
        seen += [each["id"] for each in page["comments"]]
        for _ in range(between):
            paper.clock.turn(seconds=1)
            paper.comment(article)
        if page["next"] is None:
            return seen
        cursor = f"&cursor={page['next']}"


@sqlite_only
def test_a_thread_tells_each_comment_as_everybody_may_see_it(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    root = paper.comment(article, text="*Well* said.")
    reply = paper.comment(article, parent=root, text="Thank you.")
    page = thread(client, article)
    assert (page["count"], page["next"], page["closed"]) == (2, None, False)
    assert page["comments"][0] == {
        "id": root.id,
        "parent_id": None,
        "author": root.author.name,
        "author_badge": None,
        "html": "<p><em>Well</em> said.</p>",
        "created_at": "2026-06-15T12:00:00Z",
        "edited_at": None,
        "permalink": f"{HOME}/comments/{root.id}",
        "depth": 0,
        "state": "published",
        "pinned": False,
        "picked": False,
    }
    below = page["comments"][1]
    assert (below["id"], below["parent_id"], below["depth"]) == (reply.id, root.id, 1)
    assert root.author.email not in client.get(f"/api/v1/articles/{article.id}/comments").text


def test_what_is_not_published_is_in_nobodys_thread(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    for outcome in (Outcome.HOLD, Outcome.DECLINE):
        paper.comment(article, outcome=outcome, text="Not yet for all eyes.")
    assert thread(client, article) == {
        "comments": [],
        "next": None,
        "count": 0,
        "closed": False,
    }


@sqlite_only
def test_a_withdrawn_comment_keeps_its_place_and_not_its_words(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    root = paper.comment(article, text="Regretted at once.")
    reply = paper.comment(article, parent=root)
    with paper.database.writing() as connection:
        withdraw(connection, root, now=paper.clock())
    gap, below = thread(client, article)["comments"]
    assert (gap["id"], gap["author"], gap["html"], gap["state"]) == (root.id, None, "", "withdrawn")
    assert (below["id"], below["depth"]) == (reply.id, 1)


def test_conversations_stand_in_the_order_that_was_asked(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    first, second, third = (paper.comment(article) for _ in range(3))
    reply = paper.comment(article, parent=second)

    def order(query: str) -> list[int]:
        return [each["id"] for each in thread(client, article, query)["comments"]]

    assert order("") == [third.id, second.id, reply.id, first.id]
    assert order("?sort=newest") == [third.id, second.id, reply.id, first.id]
    assert order("?sort=oldest") == [first.id, second.id, reply.id, third.id]
    assert order("?sort=most-replied") == [second.id, reply.id, third.id, first.id]


@pytest.mark.parametrize("query", ["", "sort=oldest", "sort=most-replied"])
@sqlite_only
def test_a_long_thread_is_read_without_gap_or_repeat_while_others_write(
    paper: Paper, client: TestClient[Newspaper], article: Article, query: str
) -> None:
    before = fill(paper, article, 120)
    seen = walk(paper, client, article, query, between=1)
    assert len(seen) == len(set(seen))
    assert set(before) <= set(seen)
    assert [each for each in seen if each in before] == [
        each for each in walk(paper, client, article, query) if each in before
    ]


def test_a_reader_goes_on_where_the_comment_they_stopped_at_has_gone(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    made = fill(paper, article, 9)
    page = thread(client, article, "?limit=5&sort=oldest")
    last = paper.comment_now(page["comments"][-1]["id"])
    with paper.database.writing() as connection:
        withdraw(connection, last, now=paper.clock())
    following = thread(client, article, f"?limit=100&sort=oldest&cursor={page['next']}")
    assert [each["id"] for each in following["comments"]] == made[5:]


@sqlite_only
def test_times_go_one_way_in_each_order(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    fill(paper, article, 12)
    for sort, forward in (("oldest", True), ("newest", False)):
        page = thread(client, article, f"?sort={sort}")["comments"]
        roots = [each["created_at"] for each in page if each["depth"] == 0]
        ordered = [earlier < later for earlier, later in pairwise(roots)]
        assert ordered == [forward] * len(ordered)


@pytest.mark.parametrize(
    ("query", "status", "told"),
    [
        ("limit=0", 400, {"fields": ["limit"]}),
        ("limit=501", 400, {"fields": ["limit"]}),
        ("limit=ten", 400, {"fields": ["limit"]}),
        ("sort=loudest", 400, {"fields": ["sort"]}),
        ("cursor=" + "x" * 101, 400, {"fields": ["cursor"]}),
        ("cursor=nonsense", 422, {}),
        ("cursor=", 422, {}),
        ("cursor=LTEuLTE", 422, {}),
        ("cursor=%F0%9F%98%80", 422, {}),
    ],
)
def test_a_question_that_makes_no_sense_is_refused(
    sender: TestClient[Newspaper], target: Article, query: str, status: int, told: dict[str, Any]
) -> None:
    answer = sender.get(f"/api/v1/articles/{target.id}/comments?{query}")
    assert (answer.status_code, answer.json()["error"]["details"]) == (status, told)


@sqlite_only
def test_the_largest_page_is_given(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    fill(paper, article, 60)
    assert len(thread(client, article)["comments"]) == 50
    assert len(thread(client, article, "?limit=500")["comments"]) == 60
    assert len(thread(client, article, "?limit=1")["comments"]) == 1


@sqlite_only
def test_the_sizes_of_pages_are_few(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    fill(paper, article, 60)
    sizes = {limit: len(thread(client, article, f"?limit={limit}")["comments"]) for limit in SIZES}
    assert sizes == SIZES
    address = f"/api/v1/articles/{article.id}/comments?limit="
    kept = [limit for limit in SIZES if "etag" in client.get(f"{address}{limit}").headers]
    assert kept == [1, 2, 5, 10, 20, 50, 100, 500]


@sqlite_only
def test_a_closed_thread_says_so(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    paper.close(article)
    assert thread(client, article)["closed"] is True
    assert client.get(f"/api/v1/articles/{article.id}").json()["closed"] is True
