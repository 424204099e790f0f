"""What other systems' people decided comes out of the store as it would from a judge server."""

import json
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import click
import pytest
from sqlalchemy import select

from rejoinder.dropin.feedback import JsonLinesFile
from rejoinder.dropin.model import Caller
from rejoinder.feedback import actions
from rejoinder.feedback.model import Feedback
from rejoinder.feedback.queries import BATCH_ROWS, of_site
from rejoinder.sites.actions import create_key
from rejoinder.sites.model import NewKey, Scope, Site
from rejoinder.sites.queries import key_of
from rejoinder.storage import Database
from rejoinder.storage.audit_log import audit_log
from tests.support.cli import runner
from tests.support.factories import make_site

SAID = Feedback(
    format="perspective",
    text="You idiot — “no”.",
    labels={"TOXICITY": {"summary": 1.0}},
    community="Coral:https://paper.example",
    token="comment:7",
    context={"sessionId": "7"},
    languages=("en",),
)


def save(database: Database, site: Site, *said: Feedback, now: datetime) -> None:
    """Saves feedback one second after another, by a key of the site's."""
    with database.writing() as connection:
        token = create_key(connection, site, NewKey("talk", {Scope.DROPIN}), now=now)
        key = key_of(connection, token)
        assert key is not None
        for seconds, feedback in enumerate(said):
            at = now + timedelta(seconds=seconds)
            actions.save(connection, feedback, site_id=site.id, key_id=key.id, now=at)


def test_more_than_is_read_at_once_comes_in_its_order(database: Database, now: datetime) -> None:
    said = [Feedback("akismet", f"Text {number}.", {}) for number in range(2 * BATCH_ROWS + 1)]
    with database.writing() as connection:
        site = make_site(connection, now=now)
    save(database, site, *said, now=now)
    with database.reading() as connection:
        texts = [saved.feedback.text for saved in of_site(connection, site.id)]
    assert texts == [feedback.text for feedback in said]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_sites_lines_are_those_of_a_judge_servers_file(
    database_url: str,
    database: Database,
    now: datetime,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with database.writing() as connection:
        site, other = (make_site(connection, now=now, key=key) for key in ("courier", "gazette"))
    save(database, site, SAID, now=now)
    save(database, other, replace(SAID, text="Somebody else's."), now=now)
    file = tmp_path / "feedback.jsonl"
    JsonLinesFile(file).save(Caller("talk"), SAID, now)
    monkeypatch.setenv("REJOINDER_DATABASE_URL", database_url)
    said = runner(monkeypatch, capsys)("feedback", "export", "--site", "courier")
    assert (said.status, said.err) == (0, "")
    assert said.out == file.read_text(encoding="utf-8")
    assert json.loads(said.out)["key"] == "talk"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_it_is_logged_before_anything_goes_out(
    database_url: str,
    database: Database,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with database.writing() as connection:
        site = make_site(connection, now=now, key="courier")
    save(database, site, SAID, now=now)
    logged: list[str] = []

    def hung_up(_line: str, **_how: object) -> None:
        with database.reading() as connection:
            logged.extend(connection.execute(select(audit_log.c.kind)).scalars())
        raise BrokenPipeError

    monkeypatch.setattr(click, "echo", hung_up)
    monkeypatch.setenv("REJOINDER_DATABASE_URL", database_url)
    with suppress(BrokenPipeError):
        runner(monkeypatch, capsys)("feedback", "export", "--site", "courier")
    assert logged[-1:] == ["export.made"]
