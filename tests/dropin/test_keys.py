"""Who may ask: with a file of keys, with the store's keys, and how use is counted."""

import os
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from rejoinder.dropin.app import create_judge_server
from rejoinder.dropin.keys import KeyFile, add_to_file, read_key_file, remove_from_file
from rejoinder.dropin.model import Caller
from rejoinder.errors import Invalid
from rejoinder.feedback.queries import of_site
from rejoinder.settings import DropinSettings, Settings
from rejoinder.sites import actions, queries
from rejoinder.sites.model import NewKey, Scope
from tests.support import event_loop
from tests.support.judge_servers import ANALYZE, SUGGEST, body, judge_server, refusal, told
from tests.support.newspaper import Paper, open_paper, until

NOON = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)
Client = TestClient[Litestar]


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    path = tmp_path / "keys"
    path.write_text("# who may ask\n", encoding="utf-8")
    add_to_file(path, "coral", "rj_the-key")
    return path


def test_a_key_may_be_shown_in_every_way_that_google_took(keys: Path) -> None:
    assert "rj_the-key" not in keys.read_text(encoding="utf-8")
    with judge_server(open=False, keys=keys) as client:
        for query in ("key", "access_token", "oauth_token"):
            answer = client.post(f"{ANALYZE}?{query}=rj_the-key", json=body())
            assert answer.status_code == 200
        for headers in (
            {"x-goog-api-key": "rj_the-key"},
            {"authorization": "Bearer rj_the-key"},
            {"Authorization": "bearer rj_the-key"},
        ):
            assert client.post(ANALYZE, json=body(), headers=headers).status_code == 200


def test_no_key_and_a_wrong_key_are_told_apart(keys: Path) -> None:
    with judge_server(open=False, keys=keys) as client:
        for path in (ANALYZE, SUGGEST, f"{ANALYZE}?key="):
            error = refusal(client.post(path, json=body()), 403)
            assert error["status"] == "PERMISSION_DENIED"
            assert error["message"].startswith("Method doesn't allow unregistered callers")
        for wrong in ("x", "RJ_THE-KEY", "%00", "ä", "a" * 300):
            error = refusal(client.post(f"{ANALYZE}?key={wrong}", json=body()))
            assert error["message"] == "API key not valid. Please pass a valid API key."
            assert error["details"][0]["reason"] == "API_KEY_INVALID"


@pytest.mark.parametrize("line", ["coral", "coral abc", f"coral extra {'a' * 64}", "x" * 64])
def test_a_file_of_keys_tells_its_mistakes(tmp_path: Path, line: str) -> None:
    path = tmp_path / "keys"
    path.write_text(f"# first\n{line}\n", encoding="utf-8")
    with pytest.raises(Invalid, match="Line 2"):
        read_key_file(path)


def test_without_keys_a_server_must_be_opened_on_purpose(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="--open"):
        create_judge_server(Settings())
    with pytest.raises(Invalid, match="cannot be read"):
        create_judge_server(Settings(dropin=DropinSettings(keys=tmp_path / "nothing")))
    with pytest.raises(Invalid, match="no space"):
        add_to_file(tmp_path / "keys", "two words", "x")


def owner(keys: KeyFile, token: str) -> Caller | None:
    return event_loop.run(lambda: keys.find(token))


def test_a_key_taken_out_of_the_file_opens_nothing_from_then_on(tmp_path: Path) -> None:
    path = tmp_path / "keys"
    for name in ("blog", "forum"):
        add_to_file(path, name, f"rj_{name}")
    keys = read_key_file(path)
    assert owner(keys, "rj_blog") == Caller("blog")
    remove_from_file(path, "blog")
    assert owner(keys, "rj_blog") is None
    assert owner(keys, "rj_forum") == Caller("forum")
    add_to_file(path, "shop", "rj_shop")
    assert owner(keys, "rj_shop") == Caller("shop")
    path.write_text("nonsense\n", encoding="utf-8")
    assert owner(keys, "rj_forum") is None
    path.unlink()
    assert owner(keys, "rj_shop") is None


def test_the_file_of_keys_keeps_its_owner_its_mode_and_its_place(tmp_path: Path) -> None:
    path, link = tmp_path / "keys", tmp_path / "link"
    link.symlink_to(path)
    for name in ("blog", "forum"):
        add_to_file(path, name, f"rj_{name}")
    if os.geteuid() == 0:
        os.chown(path, 12, 34)
    path.chmod(0o640)
    before = path.stat()
    remove_from_file(link, "blog")
    after = path.stat()
    assert (after.st_uid, after.st_gid, after.st_mode) == (
        *(before.st_uid, before.st_gid, before.st_mode),
    )
    assert link.is_symlink()
    assert list(read_key_file(path).names.values()) == ["forum"]


def test_healthz_names_the_model() -> None:
    with judge_server() as client:
        assert client.get("/healthz").json() == {"status": "ok", "judge": "told-1"}


@pytest.fixture
def newspaper(database_url: str) -> Iterator[Paper]:
    """A newspaper that answers other formats too."""
    dropin = DropinSettings(enabled=True)
    with open_paper(database_url, judge=told, now=NOON, settings={"dropin": dropin}) as opened:
        yield opened


def cut(paper: Paper, scope: Scope = Scope.DROPIN, *, short: bool = False) -> str:
    with paper.database.writing() as connection:
        new = NewKey(scope.value, {scope}, short=short)
        return actions.create_key(connection, paper.site, new, now=NOON)


def test_the_stores_keys_open_it_and_are_counted(newspaper: Paper) -> None:
    key, short, other = cut(newspaper), cut(newspaper, short=True), cut(newspaper, Scope.ADMIN)
    assert len(short) == 12
    client = newspaper.browser()
    for token in (key, key, short):
        assert client.post(f"{ANALYZE}?key={token}", json=body()).status_code == 200
    refusal(client.post(f"{ANALYZE}?key={other}", json=body()))
    refusal(client.post(ANALYZE, json=body()), 403)
    service = newspaper.app.state.judge_service
    service.usage.flush()
    service.usage.flush()
    with newspaper.database.reading() as connection:
        shown = queries.key_of(connection, key)
        assert shown is not None
        for since, calls in ((date(2026, 6, 1), 2), (date(2026, 7, 1), 0)):
            used = queries.uses_of(connection, shown.id, "perspective", since=since)
            assert used == calls
    # A page of the newspaper is there still.
    assert client.get("/healthz").json()["status"] == "ok"


def test_a_revoked_key_of_the_stores_opens_nothing_from_then_on(newspaper: Paper) -> None:
    key = cut(newspaper)
    client = newspaper.browser()
    assert client.post(f"{ANALYZE}?key={key}", json=body()).status_code == 200
    with newspaper.database.writing() as connection:
        actions.revoke_key(connection, newspaper.site, "dropin", now=NOON)
    until(lambda: client.post(f"{ANALYZE}?key={key}", json=body()).status_code == 400, seconds=1)


def test_feedback_is_kept_beside_the_site_unless_it_shall_not_be(newspaper: Paper) -> None:
    key = cut(newspaper)
    sent = {
        "comment": {"text": "You idiot.\u0000"},
        "attributeScores": {"TOXICITY": {"summaryScore": {"value": 1}}},
        "communityId": "Coral:https://paper.example",
        "clientToken": "comment:7",
    }
    client = newspaper.browser()
    for more in ({}, {"doNotStore": True}):
        answer = client.post(f"{SUGGEST}?key={key}", json={**sent, **more})
        assert (answer.status_code, answer.json()) == (200, {"clientToken": "comment:7"})
    with newspaper.database.reading() as connection:
        (kept,) = of_site(connection, newspaper.site.id)
    assert kept.received_at == NOON
    assert kept.feedback.text == "You idiot. "
    assert kept.feedback.labels == {"TOXICITY": {"summary": 1.0}}
    assert (kept.feedback.community, kept.feedback.token) == (
        "Coral:https://paper.example",
        "comment:7",
    )


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_newspaper_without_the_formats_has_none_of_their_addresses(database_url: str) -> None:
    with open_paper(database_url, judge=told, now=NOON) as paper:
        assert paper.browser().post(ANALYZE, json=body()).status_code == 404
