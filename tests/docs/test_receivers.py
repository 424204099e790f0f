"""The receivers in the documents take what is ours and nothing else, run as they stand."""

import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO

import pytest
from sqlalchemy import update

from rejoinder.moderation.actions.ask_outside import OutsideAsker
from rejoinder.moderation.model import Outcome, OutsideAnswer
from rejoinder.moderation.outside_check import OutsideCheck
from rejoinder.outbound.signing import SigningSecrets
from rejoinder.outbound.ssrf_guard import Resolver, SsrfGuard
from rejoinder.sites.queries import by_id
from rejoinder.storage import Database
from rejoinder.webhooks import actions
from rejoinder.webhooks.model import Event, NewEndpoint
from rejoinder.webhooks.tables import endpoints
from tests.support import event_loop
from tests.support.documents import rows
from tests.support.factories import make_article, make_comment
from tests.support.live_server import free_port, serving
from tests.support.source_files import ROOT

SECRETS = SigningSecrets.new()


@dataclass(frozen=True, slots=True)
class Running:
    """A receiver that runs, and what it prints."""

    port: int
    output: IO[bytes]


@contextmanager
def receiver(document: str) -> Iterator[Running]:
    """The receiver of a page, at a free port."""
    text = (ROOT / "docs" / document).read_text(encoding="utf-8")
    programs = re.findall(r"<!-- run by \S+ -->\n```python\n(.*?)```", text, re.DOTALL)
    assert len(programs) == 1
    port = free_port()
    environment = {"SECRET": SECRETS.current, "PORT": str(port), "PATH": os.environ["PATH"]}
    running = subprocess.Popen(
        [sys.executable, "-c", programs[0]],
        env=environment,
        cwd=Path("/"),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(port)
        assert running.stdout is not None
        yield Running(port, running.stdout)
    finally:
        running.kill()
        running.communicate()


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port)):
            return
        time.sleep(0.02)
    raise AssertionError("The receiver does not listen.")


def test_the_check_in_the_document_answers_us_and_nobody_else() -> None:
    now = datetime.now(UTC)

    async def ask(port: int) -> list[OutsideAnswer]:
        inside = (f"127.0.0.1:{port}",)
        resolver = Resolver(1)
        asker = OutsideAsker(SsrfGuard(resolver, inside=inside), inside)
        check = OutsideCheck(1, "Check", f"http://127.0.0.1:{port}/", 10_000, SECRETS)
        shoes = {"comment": {"as_read": "Buy CHEAP SHOES here"}}
        kind = {"comment": {"as_read": "The bridge is old."}}
        forged = replace(check, secrets=SigningSecrets.new())
        answers = [
            *await asker.ask([check], shoes, now=now),
            *await asker.ask([check], kind, now=now),
            *await asker.ask([replace(check, secrets=SECRETS.rotated(now))], kind, now=now),
            *await asker.ask([forged], kind, now=now),
            *await asker.ask([check], kind, now=now - timedelta(minutes=10)),
        ]
        resolver.close()
        return answers

    with receiver("outside-checks.md") as running:
        taken, kind, rotated, forged, late = event_loop.run(lambda: ask(running.port))
    assert taken == OutsideAnswer(1, Outcome.DECLINE, "It advertises shoes.")
    assert kind.outcome is Outcome.PUBLISH
    assert not kind.problem
    assert not rotated.problem
    assert "401" in forged.problem
    assert "401" in late.problem


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_webhook_in_the_document_hears_of_what_happens_on_a_real_server(
    database: Database, database_url: str
) -> None:
    now = datetime.now(UTC)
    with receiver("webhooks.md") as running:
        here = f"127.0.0.1:{running.port}"
        with database.writing() as connection:
            article = make_article(connection, now=now)
            site = by_id(connection, article.site_id)
            new = NewEndpoint(f"http://{here}/")
            actions.add_endpoint(connection, site, new, inside=(here,), now=now)
            connection.execute(update(endpoints).values(secret=SECRETS.current))
        with serving(database_url, REJOINDER_INSIDE_HOSTS=here, REJOINDER_JUDGE_PROCESSES="0"):
            with database.writing() as connection:
                comment = make_comment(connection, now=datetime.now(UTC), article=article)
            assert running.output.readline() == f"comment.published {comment.id}\n".encode()


def test_what_the_document_says_is_told_is_what_is_told() -> None:
    told = [row["event"].strip("`") for row in rows(ROOT / "docs" / "webhooks.md", "event")]
    assert sorted(told) == sorted(Event)


def test_the_answer_in_the_document_is_one_that_is_taken() -> None:
    text = (ROOT / "docs" / "outside-checks.md").read_text(encoding="utf-8")
    (shown,) = re.findall(r"```json\n(.*?)```", text, re.DOTALL)
    assert json.loads(shown)["outcome"] == "hold"
