"""A real browser before a real newspaper: `newspaper` is its address, `page` the browser's page."""

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright

from tests.support.demo_newsroom import written_newsroom
from tests.support.live_papers import LivePapers, live_papers
from tests.support.live_server import Process, Server, begin, free_port, judge_server
from tests.support.people import somewhere
from tools.find_browser import installed

# A browser that keeps to the page: it updates, syncs and reports nothing.
ARGUMENTS = [
    "--disable-gpu",
    # Nobody sees what is drawn: one process less to draw in.
    "--in-process-gpu",
    "--disable-software-rasterizer",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
    # To stop requests one by one would cost a hundred round trips a page, and the browser's cache.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost, "
    "EXCLUDE *.localhost",
]
LOOPBACK = {"127.0.0.1", "localhost", "[::1]"}
# Enough for a machine that does ten other things at once.
PATIENCE_SECONDS = 90


@pytest.fixture(scope="session")
def newspaper(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The demo newsroom, served as `make demo` serves it, in a folder of its own."""
    folder = tmp_path_factory.mktemp("newspaper")
    shutil.copytree(written_newsroom(tmp_path_factory), folder, dirs_exist_ok=True)
    with opened_newspaper(folder, free_port()) as address:
        yield address


@contextmanager
def opened_newspaper(folder: Path, port: int) -> Iterator[str]:
    """The demo newsroom, which keeps what it has in that folder; its address."""
    address = f"http://127.0.0.1:{port}"
    settings = {
        "REJOINDER_TRUSTED_PROXIES": "127.0.0.0/8",  # see `somewhere`
        "REJOINDER_RETURN_SECONDS": "0.5",
    }
    log = folder / "log"
    log.touch()
    process = begin(["demo", "--port", str(port)], settings, log, folder)
    try:
        _wait_for(address, process)
        yield address
    finally:
        if process.poll() is None:
            Server(process, address, log).kill()  # to end in order it would wait for its readers


@pytest.fixture(scope="session")
def papers(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LivePapers]:
    """A server on which each test founds a paper of its own."""
    path = shutil.copy(sqlite_template, tmp_path_factory.mktemp("papers") / "store.db")
    with live_papers(f"sqlite:///{path}") as made:
        yield made


@pytest.fixture(scope="session")
def judge_address() -> Iterator[str]:
    """`rejoinder judge-server --open`, as an operator starts it, with the real judge."""
    with judge_server() as server:
        yield server.address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A Chromium; without one these tests are left out, except where CI asks for them."""
    path = installed()
    if path is None:
        missing = "no Chromium or Chrome is here; to run: make test, which gets one if it can"
        if os.environ.get("NEEDS_BROWSER"):
            pytest.fail(missing)
        pytest.skip(missing)
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=[*ARGUMENTS, *as_root])
        yield started
        started.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A visitor nobody knows; a request that would leave this machine fails the test."""
    strangers: list[str] = []

    def notice(request: Request) -> None:
        host = urlsplit(request.url).netloc.rpartition(":")[0]
        if host not in LOOPBACK and not host.endswith(".localhost"):
            strangers.append(request.url)

    fresh = browser.new_context(reduced_motion="reduce", extra_http_headers=somewhere())
    fresh.on("request", notice)
    yield fresh
    fresh.close()
    assert strangers == []


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """That visitor's page; an error in any script on it fails the test."""
    errors: list[str] = []
    opened = context.new_page()
    opened.on("pageerror", lambda error: errors.append(str(error)))
    yield opened
    assert errors == []


def _wait_for(address: str, server: Process) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        if server.poll() is not None:
            pytest.fail(f"the newspaper stopped with status {server.returncode} before it opened")
        try:
            with urlopen(address, timeout=5) as answer:  # noqa: S310 - our own
                if answer.status == 200:
                    return
        except (URLError, TimeoutError, ConnectionError):
            time.sleep(0.1)
    pytest.fail(f"the newspaper did not open within {PATIENCE_SECONDS} s")
