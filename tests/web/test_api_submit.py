"""Comments sent over the API: what becomes of them, and that it is told."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest
from litestar.testing import TestClient

from rejoinder.app import Newspaper
from rejoinder.articles.model import Article
from rejoinder.comments.model import State
from rejoinder.engine.judge_pool import AskJudge
from rejoinder.moderation.model import Outcome
from tests.support.factories import withdraw
from tests.support.newspaper import DECLINED, HELD, HOME, KIND, Paper, open_paper

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

KEY = "3a3c0e3e-6b7d-4d5f-9b3a-2f1f2d1c0b0a"


def texts(client: TestClient[Newspaper], article: Article) -> list[str]:
    page = client.get(f"/api/v1/articles/{article.id}/comments").json()
    return [each["html"] for each in page["comments"]]


def test_a_kind_comment_to_the_point_is_posted_at_once(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    answer = paper.submit(client, article)
    assert answer.status_code == 201
    told = answer.json()
    assert (told["status"], told["reasons"]) == ("published", [])
    assert told["message"] == "Your comment is posted."
    assert texts(client, article) == [f"<p>{KIND}</p>"]
    assert client.get(f"/api/v1/articles/{article.id}").json()["comment_count"] == 1


@pytest.mark.parametrize(
    ("text", "status", "rule", "word"),
    [
        (HELD, "held", "words-watched", "Gadzooks"),
        (DECLINED, "declined", "words-banned", "Zounds"),
        ("You are a fucking idiot and a disgrace.", "declined", "abuse-insult", "idiot"),
    ],
)
def test_a_comment_that_is_not_posted_is_told_why_and_where(
    paper: Paper,
    client: TestClient[Newspaper],
    article: Article,
    text: str,
    status: str,
    rule: str,
    word: str,
) -> None:
    told = paper.submit(client, article, text=f"  {text}\r\n").json()
    assert told["status"] == status
    reason = next(each for each in told["reasons"] if each["rule"] == rule)
    assert reason["message"]
    assert reason["advice"]
    assert [text[start:end] for start, end in reason["spans"]] == [word]
    assert texts(client, article) == []
    status_page = client.get(told["status_url"])
    assert status_page.status_code == 200
    assert text.split(",", maxsplit=1)[0] in status_page.text
    assert client.get(told["status_url"] + "x").status_code == 404


@sqlite_only
def test_a_comment_about_something_else_is_not_posted(
    paper: Paper, client: TestClient[Newspaper]
) -> None:
    paper.put_policy("[topic]\nhold_below = 0.5\ndecline_below = 0.0\n")
    article = paper.article()
    about = paper.submit(client, article, text="Will buses use the harbour bridge in March?")
    assert about.json()["status"] == "published"
    other = "My grandmother's pancake recipe needs three eggs, flour and a little sugar."
    off_topic = paper.submit(client, article, text=other).json()
    assert (off_topic["status"], off_topic["reasons"][0]["rule"]) == ("held", "off-topic")


def test_a_reply_stands_under_the_comment_that_it_answers(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    parent = paper.submit(client, article).json()["id"]
    answer = paper.submit(client, article, text="So they should.", parent_id=parent)
    assert answer.json()["status"] == "published"
    page = client.get(f"/api/v1/articles/{article.id}/comments").json()["comments"]
    assert [(each["parent_id"], each["depth"]) for each in page] == [(None, 0), (parent, 1)]


@sqlite_only
def test_a_reply_needs_a_comment_that_stands_in_this_conversation(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    elsewhere = paper.comment(paper.article("second"))
    withdrawn = paper.comment(article)
    with paper.database.writing() as connection:
        withdraw(connection, withdrawn, now=paper.clock())
    declined = paper.comment(article, outcome=Outcome.DECLINE)
    for parent_id, status, code in (
        (elsewhere.id, 422, "wrong-parent"),
        (999_999, 422, "wrong-parent"),
        (withdrawn.id, 409, "parent-gone"),
        (declined.id, 409, "parent-gone"),
    ):
        answer = paper.submit(client, article, parent_id=parent_id)
        assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)
    assert paper.submit(client, article, text="On its own.").status_code == 201


@pytest.mark.parametrize("parent_id", [-1, 0, 2**63, 10**30, 1.5, "one", [1], True])
def test_a_number_that_no_comment_has_is_refused(
    everybodys: Paper, sender: TestClient[Newspaper], target: Article, parent_id: Any
) -> None:
    answer = everybodys.submit(sender, target, parent_id=parent_id)
    assert answer.status_code == 400
    assert answer.json()["error"]["details"]["fields"] == ["parent_id"]


def test_one_sending_of_a_form_posts_once(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    answers = [paper.submit(client, article, key=KEY) for _ in range(3)]
    assert [each.status_code for each in answers] == [201] * 3
    assert len({each.json()["id"] for each in answers}) == 1
    first, last = (answers[each].json() for each in (0, 2))
    sessions = {first.pop("session"), last.pop("session")}  # the first answer may have been lost
    assert first == last
    assert len(sessions) == 2
    assert len(texts(client, article)) == 1


def test_two_sendings_at_the_same_moment_post_once(paper: Paper, article: Article) -> None:
    browsers = [paper.browser(address="203.0.113.7") for _ in range(4)]
    with ThreadPoolExecutor(len(browsers)) as pool:
        answers = list(pool.map(lambda each: paper.submit(each, article, key=KEY), browsers))
    assert [each.status_code for each in answers] == [201] * 4
    assert len({each.json()["id"] for each in answers}) == 1
    assert len(texts(browsers[0], article)) == 1


@sqlite_only
def test_a_key_is_one_persons_for_one_text(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    second = paper.article("second")
    made = [
        paper.submit(client, article, key=KEY),
        paper.submit(client, article, key=KEY, email="bob@example.org"),
        paper.submit(client, article, key=KEY, text="The ferry was better, said the pilot."),
        paper.submit(client, second, key=KEY, email="cas@example.org"),
    ]
    assert len({each.json()["id"] for each in made}) == 4


def test_a_callers_key_gives_nobody_else_the_receipt(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    mine = paper.submit(client, article, text=HELD, key=KEY).json()
    elsewhere = paper.browser(address="203.0.113.7")
    assert paper.submit(elsewhere, article, text=HELD, key=KEY).json()["id"] != mine["id"]
    # Nor does the same caller without the key: others may share the network.
    guessed = paper.submit(client, article, text=HELD)
    assert (guessed.status_code, guessed.json()["error"]["code"]) == (409, "sent-twice")
    assert "your-comment" not in guessed.text


@pytest.mark.parametrize("key", ["", "k", "a-form", "5e" * 7 + "5", "5e" * 40 + "5"])
def test_a_key_that_can_be_guessed_is_refused(
    everybodys: Paper, sender: TestClient[Newspaper], target: Article, key: str
) -> None:
    answer = everybodys.submit(sender, target, key=key)
    assert answer.status_code == 400
    assert answer.json()["error"]["details"]["fields"] == ["key"]


@sqlite_only
def test_the_papers_own_software_answers_for_whom_it_names(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    paper.put_policy("[flood]\ncomments = 1\nminutes = 3\n")
    shown = {"authorization": f"Bearer {paper.key}"}

    def send(name: str, headers: dict[str, str]) -> int:
        author = {"name": name, "email": f"{name}@example.org"}
        body = {"text": f"What {uuid4().hex} thinks of it.", "author": author}
        path = f"/api/v1/articles/{article.id}/comments"
        return client.post(path, json=body, headers=headers).status_code

    assert [send(name, shown) for name in ("ann", "bob", "ann")] == [201, 201, 429]
    made_up = {"authorization": "Bearer x"}
    assert [send(name, made_up) for name in ("cas", "dag")] == [201, 429]


@sqlite_only
def test_what_the_sender_can_mend_at_once_stores_nothing(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    closed = paper.article("closed")
    paper.close(closed)
    for where, told, status, code in (
        (article, {"text": "   \n "}, 422, "text-missing"),
        (article, {"text": "x" * 20_001}, 422, "text-too-long"),
        (article, {"text": "x" * 5001}, 422, "length-long"),
        (article, {"text": "!"}, 422, "length-short"),
        (article, {"name": "x"}, 422, "bad-name"),
        (article, {"name": "x" * 41}, 422, "bad-name"),
        (article, {"email": "ann"}, 422, "bad-email"),
        (closed, {}, 409, "thread-closed"),
    ):
        answer = paper.submit(client, where, **told)
        assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)
        assert client.get(f"/api/v1/articles/{where.id}").json()["comment_count"] == 0
    with paper.database.reading() as connection:
        stored = connection.exec_driver_sql("SELECT count(*) FROM comments").scalar_one()
    assert stored == 0


@sqlite_only
def test_who_sends_too_fast_is_asked_to_wait_and_may_go_on_then(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    paper.put_policy("[flood]\ncomments = 2\nminutes = 3\n[topic]\nhold_below=0\ndecline_below=0\n")
    for number in range(2):
        assert paper.submit(client, article, text=f"Thought {number}.").status_code == 201
    answer = paper.submit(client, article, text="Thought 2.")
    assert answer.status_code == 429
    error = answer.json()["error"]
    assert (error["code"], error["details"]["reasons"][0]["rule"]) == ("flood", "flood")
    assert "180" in error["details"]["reasons"][0]["message"]
    paper.clock.turn(minutes=4)
    assert paper.submit(client, article, text="Thought 2.").status_code == 201


@sqlite_only
def test_one_address_sends_only_so_many_a_minute(
    database_url: str, judge: AskJudge, now: Any
) -> None:
    settings = {"posts_per_minute": 2}
    with open_paper(database_url, judge=judge, now=now, settings=settings) as paper:
        client, article = paper.browser(), paper.article()
        for name in ("ann", "bob"):
            answer = paper.submit(client, article, name=name, email=f"{name}@example.org")
            assert answer.status_code == 201
        answer = paper.submit(client, article, email="cas@example.org")
        assert (answer.status_code, answer.headers["retry-after"]) == (429, "60")
        assert answer.json()["error"]["code"] == "too-many"


def test_a_comment_is_kept_as_it_was_decided(
    paper: Paper, client: TestClient[Newspaper], article: Article
) -> None:
    for text, state in ((KIND, State.PUBLISHED), (HELD, State.HELD), (DECLINED, State.DECLINED)):
        made = paper.submit(client, article, text=text).json()
        stored = paper.comment_now(made["id"])
        assert (stored.source, stored.state) == (text, state)
        assert made["status_url"] == f"{HOME}/your-comment/{stored.status_token}"
