"""Checks by URL from the command line."""

from collections.abc import Iterator

import pytest

from tests.cli.test_commands import check_refused
from tests.support.cli import Run
from tests.support.remote_sites import Site
from tests.support.remote_sites import site as web_server

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """A web server that the operator lets us ask."""
    with web_server() as running:
        monkeypatch.setenv("REJOINDER_INSIDE_HOSTS", f"127.0.0.1:{running.port}")
        yield running


def test_a_check_is_added_tried_and_removed(site: Run, service: Site) -> None:
    url = f"http://127.0.0.1:{service.port}/v1"
    secret = site("check", "add", "Toxi", url, "--timeout-ms", "9000").out.strip()
    assert secret.startswith("whsec_")
    listed = site("check", "list").out
    assert listed == f"Toxi\t{url}\t9000 ms\n"
    assert secret not in listed
    service.says("/v1", {"outcome": "hold", "reason": "It sells."})
    assert site("check", "test", "Toxi").out == "hold: It sells.\n"
    service.page("/v1", b"", 204)
    assert site("check", "test", "Toxi").out == "nothing against it\n"
    service.page("/v1", b"", 500)
    told = site("check", "test", "Toxi")
    assert told.status == 1
    assert "it answered with 500: every comment would be held" in told.err
    other = site("check", "rotate", "Toxi").out.strip()
    assert other.startswith("whsec_")
    assert other != secret
    assert site("check", "remove", "Toxi").out == "Toxi is asked no more.\n"
    assert site("check", "list").out == ""


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("Toxi", "http://127.0.0.1:9/"), "We cannot send anything to this address"),
        (("Toxi", "https://10.0.0.7/"), "not a name on the internet"),
        (("Toxi", "ftp://check.example/"), "only http and https"),
        (("Toxi", "https://a:b@check.example/"), "user's name"),
        (("Toxi", "https://check.example/", "--timeout-ms", "99"), "100 to 10000"),
        (("Toxi", "https://check.example/", "--timeout-ms", "10001"), "100 to 10000"),
        (("", "https://check.example/"), "1 to 60"),
        (("x" * 61, "https://check.example/"), "1 to 60"),
    ],
)
def test_what_cannot_be_a_check_is_refused(site: Run, words: tuple[str, ...], why: str) -> None:
    check_refused(site("check", "add", *words), why)
    assert site("check", "list").out == ""


def test_a_site_has_five_checks_of_different_names(site: Run) -> None:
    for number in range(5):
        assert site("check", "add", f"Check {number}", "https://check.example/").status == 0
    check_refused(site("check", "add", "Check 1", "https://check.example/"), "this name already")
    check_refused(site("check", "add", "Check 5", "https://check.example/"), "at most 5")


@pytest.mark.parametrize("act", ["test", "rotate", "remove"])
def test_a_check_that_is_not_there_is_told(site: Run, act: str) -> None:
    check_refused(site("check", act, "Nobody"), "no check of this name")
