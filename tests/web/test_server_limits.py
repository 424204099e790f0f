"""The real server under those who only take up room: readers are answered all the same."""

import resource
import shutil
import socket
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from time import monotonic

import anyio
import pytest
from litestar.types import Message

from rejoinder import slow_bodies
from rejoinder.request_guard import RequestGuard
from tests.support import event_loop
from tests.support.cli import runner
from tests.support.fake_judges import gentle
from tests.support.live_server import Server, begin, serving
from tests.support.newspaper import Paper, open_paper
from tests.support.raw_http import connect, get
from tests.web.conftest import NOON

# It used to stop at 1,024.
WANTED = 1300
HALF = b"GET / HTTP/1.1\r\nHost: a.example\r\n"
BODILESS = b"POST /sign-in HTTP/1.1\r\nHost: a.example\r\nContent-Length: 9\r\n\r\n"
WHOLE = b"GET /articles/harbour-bridge HTTP/1.1\r\nHost: a.example\r\n\r\n"


@pytest.fixture(scope="module")
def server(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    path = shutil.copy(sqlite_template, tmp_path_factory.mktemp("limits") / "store.db")
    url = f"sqlite:///{path}"
    with open_paper(url, judge=gentle, now=NOON, routes="beside") as paper:
        paper.article()
    with serving(url, REJOINDER_JUDGE_PROCESSES="0") as running:
        yield running


def room() -> int:
    """How many connections this process may open, as many as are wanted if it may."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < hard:
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return min(WANTED, (hard if hard > 0 else WANTED + 500) - 500)


@contextmanager
def crowd(server: Server, number: int, said: bytes) -> Iterator[list[socket.socket]]:
    """So many connections on which somebody said only this."""
    with ExitStack() as stack:
        lines = []
        for _ in range(number):
            line = stack.enter_context(connect(server))
            line.sendall(said)
            if said == WHOLE:
                assert line.recv(65_536)
            lines.append(line)
        yield lines


@pytest.fixture(scope="module", autouse=True)
def silent(server: Server) -> Iterator[list[socket.socket]]:
    """Lines on which nothing begins or goes on, from before the first test: the last sees the end
    of them, for which it would wait ten seconds.
    """
    with (
        crowd(server, 1, b"") as idle,
        crowd(server, 1, HALF) as half,
        crowd(server, 1, WHOLE) as kept,
    ):
        yield [*idle, *half, *kept]


@pytest.mark.parametrize("said", [b"", HALF, BODILESS, WHOLE], ids=["idle", "half", "body", "kept"])
def test_many_who_say_nothing_keep_nobody_from_being_answered(server: Server, said: bytes) -> None:
    with crowd(server, room(), said):
        # Whoever comes together with them stands behind them; from then on they cost nothing.
        assert get(server, "/healthz", b"Host: a.example").status == 200
        began = monotonic()
        answer = get(server, "/articles/harbour-bridge", b"Host: a.example")
        assert (answer.status, monotonic() - began < 5) == (200, True)
        assert get(server, "/healthz", b"Host: a.example").status == 200


def test_a_body_that_does_not_come_is_given_up(
    everybodys: Paper, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slow_bodies, "BODY_SECONDS", 0.05)

    async def never() -> Message:
        await anyio.sleep_forever()
        raise AssertionError

    start = sent_to(everybodys, never)[0]
    assert start["type"] == "http.response.start"
    assert start["status"] == 408
    assert (b"connection", b"close") in list(start["headers"])


def test_nothing_is_made_for_whoever_hangs_up_within_a_body(everybodys: Paper) -> None:
    # An error page each took two milliseconds: a thousand at once kept all others waiting.
    said: list[dict[str, object]] = [
        {"type": "http.request", "body": b"email=a", "more_body": True},
        {"type": "http.disconnect"},
    ]

    async def receive() -> Message:
        return said.pop(0)  # type: ignore[return-value] # as servers say it

    assert sent_to(everybodys, receive) == []
    assert said == []


def sent_to(paper: Paper, receive: Callable[[], Awaitable[Message]]) -> list[Message]:
    """What is sent in answer to a form of which this is received."""
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def ask() -> None:
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "scheme": "http",
            "method": "POST",
            "path": "/sign-in",
            "raw_path": b"/sign-in",
            "root_path": "",
            "query_string": b"",
            "headers": [
                (b"host", b"a.example"),
                (b"content-type", b"application/x-www-form-urlencoded"),
                (b"content-length", b"100"),
            ],
            "client": ("127.0.0.1", 50_000),
            "server": ("127.0.0.1", 8000),
        }
        await RequestGuard(paper.app)(scope, receive, send)  # type: ignore[arg-type]

    event_loop.run(ask)
    return sent


@pytest.fixture
def refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., str]:
    """The one line that a server says that cannot begin: it ends before it has made a process."""
    run = runner(monkeypatch, capsys)

    def command(*words: str, store: str) -> str:
        monkeypatch.setenv("REJOINDER_DATABASE_URL", store)
        said = run(*words)
        assert said.status == 2
        (line,) = said.err.splitlines()
        return line

    return command


def test_a_second_server_at_one_port_says_so_and_ends(
    server: Server, tmp_path: Path, refused: Callable[..., str]
) -> None:
    port = server.address.rpartition(":")[2]
    for command in (["serve"], ["judge-server", "--open"]):
        said = refused(*command, "--port", port, store=f"sqlite:///{tmp_path}/store.db")
        assert said.startswith(f"rejoinder: Another server listens at port {port}")
    assert get(server, "/healthz", b"Host: a.example").status == 200


def test_a_server_that_cannot_begin_says_why_in_a_sentence(
    tmp_path: Path, refused: Callable[..., str]
) -> None:
    store = {"REJOINDER_DATABASE_URL": f"sqlite:///{tmp_path}/store.db"}
    log = tmp_path / "log"
    log.touch()
    # In a process of its own: this one may not even look such an address up.
    begun = begin(["serve", "--host", "192.0.2.1", "--port", "8000"], store, log, tmp_path)
    assert begun.wait(timeout=60) == 2
    assert "Nobody can listen at port 8000 of 192.0.2.1" in log.read_text(encoding="utf-8")
    said = refused("serve", store="postgresql://127.0.0.1:1/nobody")
    assert "The database does not answer" in said
    (tmp_path / "other.db").write_bytes(b"This is no store." * 100)
    said = refused("serve", store=f"sqlite:///{tmp_path}/other.db")
    assert "not a database" in said


def test_a_line_on_which_nothing_begins_is_closed(silent: list[socket.socket]) -> None:
    for line in silent:
        line.settimeout(40)
        while line.recv(65_536):
            pass  # what was answered; then it hangs up
