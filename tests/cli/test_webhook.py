"""Webhooks from the command line."""

from collections.abc import Iterator

import pytest

from rejoinder.storage import Database
from tests.cli.test_commands import check_refused
from tests.support.cli import Run
from tests.support.remote_sites import Site
from tests.support.remote_sites import site as web_server

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def receiver(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """A web server that the operator lets us write to."""
    with web_server() as running:
        monkeypatch.setenv("REJOINDER_INSIDE_HOSTS", f"127.0.0.1:{running.port}")
        running.page("/in", b"")
        yield running


def test_a_webhook_is_added_tried_and_removed(site: Run, receiver: Site) -> None:
    url = f"http://127.0.0.1:{receiver.port}/in"
    number, secret = site("webhook", "add", url, "--event", "comment.held").out.strip().split("\t")
    assert secret.startswith("whsec_")
    assert site("webhook", "list").out == f"{number}\t{url}\tjson\ton\tcomment.held\n"
    assert site("webhook", "test", number).out == "It answered with 200.\n"
    assert b'"webhook.test"' in receiver.bodies[0]
    listed = site("webhook", "deliveries", number).out
    assert "\twebhook.test\t\tdelivered\t1 try\t200\n" in listed
    receiver.page("/in", b"", 500)
    told = site("webhook", "test", number)
    assert told.status == 1
    assert "it answered with 500" in told.err
    first = site("webhook", "deliveries", number, "--limit", "1").out
    assert "\tgiven-up\t1 try\t500 it answered with 500\n" in first
    delivery = first.partition("\t")[0]
    assert site("webhook", "replay", delivery).out == "1 on the way again.\n"
    assert "\twaiting\t0 tries\t" in site("webhook", "deliveries", number, "--limit", "1").out
    other = site("webhook", "rotate", number).out.strip()
    assert other.startswith("whsec_")
    assert other != secret
    assert site("webhook", "remove", number).status == 0
    assert site("webhook", "list").out == ""


def test_who_says_gone_is_off_until_it_is_switched_on(site: Run, receiver: Site) -> None:
    receiver.page("/in", b"", 410)
    added = site("webhook", "add", f"http://127.0.0.1:{receiver.port}/in", "--slack", "--with-text")
    number = added.out.partition("\t")[0]
    assert site("webhook", "test", number).status == 1
    assert "\tslack with text\toff since " in site("webhook", "list").out
    assert site("webhook", "on", number).status == 0
    assert "\tslack with text\ton\tall\n" in site("webhook", "list").out


@pytest.mark.parametrize(
    "words",
    [("add", "http://127.0.0.1:9/"), ("add", "https://10.0.0.7/"), ("add", "ftp://a.example/")],
)
def test_what_cannot_be_a_webhook_is_refused(site: Run, words: tuple[str, ...]) -> None:
    check_refused(site("webhook", *words), "We cannot send anything to this address")
    assert site("webhook", "add", "https://a.example/", "--event", "comment.loved").status == 2


@pytest.mark.parametrize("act", ["deliveries", "test", "rotate", "on", "remove"])
def test_a_webhook_that_is_not_there_is_told(site: Run, act: str, database: Database) -> None:
    check_refused(site("webhook", act, "7"), "no webhook of this number")
    check_refused(site("webhook", "replay", "7"), "no delivery of this number")
