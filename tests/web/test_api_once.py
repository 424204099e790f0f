"""`Idempotency-Key`: whatever is sent again with the same key happens once, on every route."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from httpx import Response
from limits import RateLimitItemPerMinute
from sqlalchemy import select, update

from rejoinder.articles.model import Article
from rejoinder.storage import metadata
from rejoinder.storage.idempotency import ABANDONED, KEPT, idempotent_calls, prune
from rejoinder.storage.word_index import ARTICLES, COMMENTS
from rejoinder.web.api import your_comments
from rejoinder.web.api.routes import HAPPEN_ONCE_ANYWAY, handlers
from rejoinder.web.middleware.csrf import SAFE_METHODS
from rejoinder.web.rate_limits import _ITEMS
from tests.support.api_caller import API, KEY, Asked, Caller
from tests.support.newspaper import DECLINED, Paper

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
EDITED = {"text": "The repairs to the bridge should have begun in spring."}
NOTICE = {
    "kind": "copyright",
    "explanation": "The second sentence is from my own book, word for word.",
    "name": "Maud Gray",
    "email": "maud@example.org",
    "good_faith": True,
}
NINA = {"email": "nina@example.org", "name": "Nina Roth", "role": "moderator"}
NEW_RULES = {"source": "[links]\nallowed = 3\n", "reason": "Summer."}
PUT = {"headline": "News", "body": "Words.", "slug": "news"}


def _closes(caller: Caller) -> Asked:
    return "PUT", f"{API}/articles/{caller.article.id}/thread", {"closed": True}


def _changes(caller: Caller) -> Asked:
    return "PATCH", f"{API}/articles/{caller.article.id}", {"headline": "Other news"}


def _reports(caller: Caller) -> Asked:
    told = {"reason": "spam", "email": "ann@example.org"}
    return "POST", f"{API}/comments/{caller.comment()['id']}/reports", told


def _asks_again(caller: Caller) -> Asked:
    """About a notice whose comment was left standing."""
    number = caller.comment()["id"]
    given = caller.client.post(f"{API}/comments/{number}/notices", json=NOTICE).json()
    one = f"{API}/moderation/comments/{number}"
    seen = caller.client.get(one).json()["comment"]["decision"]["id"]
    kept = {"outcome": "publish", "seen": seen}
    assert caller.client.post(f"{one}/decisions", json=kept).status_code == 201
    return "POST", f"{API}/notices/{given['token']}/again", {"note": "Please."}


def _ends_a_session(caller: Caller) -> Asked:
    caller.session()
    return "DELETE", f"{API}/sessions/current", None


CALLS: Mapping[str, Callable[[Caller], Asked]] = {
    "put_article": lambda _: ("POST", f"{API}/articles", PUT),
    "see_article": lambda caller: ("POST", f"{API}/articles/seen", caller.page()),
    "put_article_by_cms_id": lambda _: ("PUT", f"{API}/articles/by-id/cms-1", PUT),
    "change_article": _changes,
    "edit_your_comment": lambda caller: ("PATCH", caller.own(), EDITED),
    "withdraw_your_comment": lambda caller: ("DELETE", caller.own(), None),
    "bring_back_your_comment": lambda caller: ("POST", f"{caller.withdrawn()}/return", None),
    "appeal_your_comment": lambda caller: (
        *("POST", f"{caller.own(DECLINED)}/appeals"),
        {"note": "Please."},
    ),
    "report_comment": _reports,
    "give_notice": lambda caller: (
        *("POST", f"{API}/comments/{caller.comment()['id']}/notices"),
        NOTICE,
    ),
    "ask_again_about_notice": _asks_again,
    "decide": lambda caller: ("POST", *caller.held()),
    "undo_decision": lambda caller: ("POST", f"{caller.decided()}/undoing", None),
    "mark_comment": lambda caller: (
        *("PATCH", f"{API}/moderation/comments/{caller.comment()['id']}"),
        {"picked": True, "pinned": True},
    ),
    "give_standing": lambda caller: (
        *("POST", f"{API}/moderation/comments/{caller.comment()['id']}/standings"),
        {"standing": "watched", "reason": "Of late so rude."},
    ),
    "lift_standing": lambda caller: (
        *("POST", f"{API}/moderation/standings/{caller.watched()}/lifting"),
        {"reason": "Kind again."},
    ),
    "write_note_of_comment": lambda caller: (
        *("POST", f"{API}/moderation/comments/{caller.comment()['id']}/notes"),
        {"note": "She owns the pub."},
    ),
    "write_note_of_author": lambda caller: (
        *("POST", f"{API}/moderation/authors/{caller.author()}/notes"),
        {"note": "She owns the pub."},
    ),
    "pass_on": lambda caller: ("POST", *caller.passable()),
    "answer_passing": lambda caller: ("POST", f"{caller.passed()}/answers", {"note": "No."}),
    "undo_passing": lambda caller: ("POST", f"{caller.passed()}/undoing", None),
    "put_policy": lambda caller: (
        *("PUT", f"{API}/policy"),
        {**NEW_RULES, "seen": caller.client.get(f"{API}/policy").json()["id"]},
    ),
    "write_policy_draft": lambda _: (
        *("POST", f"{API}/policy/drafts"),
        {"source": NEW_RULES["source"]},
    ),
    "draft_policy_changes": lambda _: (
        *("POST", f"{API}/policy/changes"),
        {"changes": {"links.allowed": 3}, "section": "Sport"},
    ),
    "replay_policy_draft": lambda caller: ("POST", f"{caller.draft()}/replays", {"days": 7}),
    "cancel_policy_replay": lambda caller: ("POST", f"{caller.replay()}/cancelling", None),
    "begin_shadow_policy": lambda caller: ("PUT", *caller.shadow()),
    "end_shadow_policy": lambda caller: ("DELETE", caller.begun_shadow(), None),
    "add_staff": lambda _: ("POST", f"{API}/staff", NINA),
    "change_staff": lambda caller: (
        *("PATCH", f"{API}/staff/{caller.colleague(NINA)}"),
        {"role": "editor"},
    ),
    "remove_staff": lambda caller: ("DELETE", f"{API}/staff/{caller.colleague(NINA)}", None),
    "begin_job": lambda caller: ("POST", *caller.bulk()),
    "stop_job": lambda caller: ("POST", f"{caller.job()}/stopping", None),
    "resume_job": lambda caller: ("POST", f"{caller.stopped_job()}/resumption", None),
    "undo_job": lambda caller: ("POST", f"{caller.job()}/undoing", None),
    "put_thread": _closes,
    "begin_session": lambda caller: ("POST", f"{API}/sessions", {"token": caller.token()}),
    "end_session": _ends_a_session,
    "add_webhook": lambda _: ("POST", f"{API}/webhooks", {"url": "https://hooks.example/in"}),
    "remove_webhook": lambda caller: ("DELETE", caller.webhook(), None),
    "rotate_webhook_secret": lambda caller: ("POST", f"{caller.webhook()}/secret", None),
    "switch_on_webhook": lambda caller: ("POST", f"{caller.webhook()}/on", None),
    "test_webhook": lambda caller: ("POST", f"{caller.webhook()}/tests", None),
    "replay_delivery": lambda caller: ("POST", f"{caller.delivery()}/replays", None),
}


@pytest.fixture
def caller(paper: Paper, article: Article) -> Caller:
    return Caller(paper, article)


def everything(paper: Paper) -> dict[str, list[Any]]:
    """All that stands in the store."""
    with paper.database.reading() as connection:
        # Of an index of words SQLite names the rows, and no column.
        of_words = (COMMENTS.table, ARTICLES.table)
        tables = [each for each in metadata.sorted_tables if each not in of_words]
        return {str(each.name): list(connection.execute(select(each))) for each in tables}


def code_of(answer: Response) -> str:
    code: str = answer.json()["error"]["code"]
    return code


def test_every_route_that_changes_something_is_in_the_table() -> None:
    changing = {
        each.operation_id
        for each in handlers
        if each.http_methods - SAFE_METHODS and each not in HAPPEN_ONCE_ANYWAY
    }
    assert changing == CALLS.keys()


@pytest.mark.parametrize("operation", CALLS)
def test_what_is_sent_again_with_its_key_happens_once(caller: Caller, operation: str) -> None:
    asked = CALLS[operation](caller)
    first = caller.ask(asked)
    assert first.is_success, first.text
    before = everything(caller.paper)
    again = caller.ask(asked)
    assert again.headers["idempotent-replayed"] == "true"
    assert "idempotent-replayed" not in first.headers
    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert again.headers.get("content-type") == first.headers.get("content-type")
    assert again.headers["x-content-type-options"] == "nosniff"
    assert everything(caller.paper) == before


@sqlite_only
def test_without_a_key_or_with_another_it_happens_again(caller: Caller) -> None:
    asked = CALLS["add_webhook"](caller)
    made = [caller.ask(asked, key).json()["id"] for key in (None, None, KEY, f'"{KEY}"', KEY + "2")]
    assert made == [1, 2, 3, 3, 4]


@sqlite_only
def test_a_key_is_one_callers_on_one_address(caller: Caller, article: Article) -> None:
    first = caller.ask(CALLS["edit_your_comment"](caller))
    other = Caller(caller.paper, article)
    for asked in (CALLS["edit_your_comment"](caller), CALLS["withdraw_your_comment"](caller)):
        answer = other.ask(asked)
        assert answer.is_success
        assert answer.json()["id"] != first.json()["id"]
        assert "idempotent-replayed" not in answer.headers
    mine = caller.ask(asked)
    assert "idempotent-replayed" not in mine.headers


@sqlite_only
def test_a_key_that_comes_with_something_else_is_refused(caller: Caller) -> None:
    method, path, _ = asked = CALLS["edit_your_comment"](caller)
    assert caller.ask(asked).is_success
    other = caller.ask((method, path, {"text": "Another text."}))
    assert (other.status_code, code_of(other)) == (422, "idempotency-key-reused")
    for key in ("short", "x" * 83):
        bad = caller.ask(asked, key)
        assert (bad.status_code, code_of(bad)) == (400, "bad-request")
        assert bad.json()["error"]["details"] == {"fields": ["Idempotency-Key"]}


@sqlite_only
def test_what_was_refused_may_come_again(caller: Caller) -> None:
    caller.paper.put_policy("[editing]\nedit_minutes = 0\n")
    method, path, body = CALLS["edit_your_comment"](caller)
    late = caller.ask((method, path, body))
    assert (late.status_code, code_of(late)) == (409, "edit-too-late")
    caller.paper.put_policy("[editing]\nedit_minutes = 60\n")
    assert caller.ask((method, path, body)).json()["text"] == EDITED["text"]


@sqlite_only
def test_what_is_being_done_is_not_begun_twice(caller: Caller) -> None:
    asked = CALLS["edit_your_comment"](caller)
    assert caller.ask(asked).is_success
    with caller.paper.database.writing() as connection:
        connection.execute(update(idempotent_calls).values(answer=None))
    busy = caller.ask(asked)
    assert (busy.status_code, code_of(busy)) == (409, "idempotency-key-in-use")
    caller.paper.clock.turn(seconds=ABANDONED.total_seconds())  # its process was killed
    assert caller.ask(asked).is_success
    assert "idempotent-replayed" in caller.ask(asked).headers


@sqlite_only
def test_after_a_fault_of_ours_it_is_not_done_a_second_time(
    caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = CALLS["withdraw_your_comment"](caller)
    own = your_comments._own

    def broken(*_: object) -> None:
        raise KeyError("after it was done")

    monkeypatch.setattr(your_comments, "_own", broken)
    caller.client.raise_server_exceptions = False  # type: ignore[attr-defined]
    assert caller.ask(asked).status_code == 500
    monkeypatch.setattr(your_comments, "_own", own)
    assert code_of(caller.ask(asked)) == "idempotency-key-in-use"


@sqlite_only
def test_a_day_later_it_is_forgotten(caller: Caller) -> None:
    asked = CALLS["put_article"](caller)
    caller.ask(asked)
    caller.paper.clock.turn(seconds=KEPT.total_seconds())
    assert "idempotent-replayed" not in caller.ask(asked).headers
    caller.paper.clock.turn(seconds=KEPT.total_seconds() + 1)
    with caller.paper.database.writing() as connection:
        prune(connection, now=caller.paper.clock())
        assert not list(connection.execute(select(idempotent_calls)))


@sqlite_only
def test_what_was_answered_is_read_by_nobody_who_reads_the_store(caller: Caller) -> None:
    answer = caller.ask(CALLS["add_webhook"](caller))
    (kept,) = everything(caller.paper)["idempotent_calls"]
    told = "".join(map(str, kept))
    for secret in (KEY, answer.json()["secret"], answer.json()["secret"].removeprefix("whsec_")):
        assert secret not in told


@sqlite_only
def test_strangers_make_only_so_much_work_with_keys(
    caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(_ITEMS, "call", RateLimitItemPerMinute(5))
    stranger = caller.paper.browser()
    for number in range(6):
        headers = {"idempotency-key": f"{KEY}{number}", "authorization": "Bearer nonsense"}
        last = stranger.delete(f"{API}/your-comments/x", headers=headers)
    assert last.status_code == 429
    assert int(last.headers["retry-after"]) > 0
    asked = CALLS["put_article"](caller)
    assert all(caller.ask(asked, f"{KEY}{number}").is_success for number in range(6))
