"""Starts a web server, the newspaper's or the judge's: what both commands are told alike."""

import contextlib
import errno
import multiprocessing
import os
import signal
import socket
from collections.abc import Callable
from importlib import import_module
from typing import Any, TypeVar

import click
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server.mp import MPServer

from rejoinder import garbage_collector
from rejoinder.errors import Invalid, N_
from rejoinder.logs import SERVER_LOGGING
from rejoinder.web.stream_signal import END_STREAMS

F = TypeVar("F", bound=Callable[..., Any])

MAX_WORKERS = 64
# A connection on which no request begins, or goes on beginning, is closed after so long. So many
# may be open in each process; those that come then wait in the system's queue for one that ends.
IDLE_SECONDS = 10
MAX_CONNECTIONS = 16_384
QUEUE = 2048
# Files, sockets and pipes beside the readers' connections: the store, the judge, the log.
OTHER_FILES = 256


def server_options(port: int, workers_help: str) -> Callable[[F], F]:
    """`--host`, `--port` and `--workers`, with this port unless another is told."""

    def add(command: F) -> F:
        for option in (
            click.option(
                "--workers",
                default=1,
                show_default=True,
                type=click.IntRange(1, MAX_WORKERS),
                help=workers_help,
            ),
            click.option("--port", default=port, show_default=True, type=click.IntRange(0, 65535)),
            click.option("--host", default="127.0.0.1", show_default=True),
        ):
            command = option(command)
        return command

    return add


def run_server(factory: str, host: str, port: int, workers: int = 1) -> None:
    """Serves until it is told to stop; `factory` makes the application, as `module:function`.

    HTTP/1.1 only: a proxy speaks nothing else to us, and browsers speak HTTP/2 only over TLS.

    Raises:
        Invalid: another server listens there, or we may not.
    """
    _check_free(host, port)
    click.echo(_listening(host, port), err=True)
    if END_STREAMS is not None:
        # Else it would end a worker that has only just been started, or has no streams.
        signal.signal(END_STREAMS, signal.SIG_IGN)
    server = _Server(
        factory,
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        workers=workers,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=IDLE_SECONDS * 1000),
        websockets=False,
        backlog=QUEUE,
        backpressure=_connections(),
        factory=True,
        log_level=LogLevels.warning,
        log_dictconfig=SERVER_LOGGING,
        log_access=False,
    )
    server.on_reload(_end_streams)
    with garbage_collector.paused():
        if multiprocessing.get_start_method() == "fork":
            # Workers are born with what is loaded here: none loads it again, and it is kept once.
            import_module(factory.partition(":")[0])
        server.serve()


class _Server(MPServer):
    """Granian, whose workers are told first that it stops.

    It waits for all answers that have begun before a worker learns that it is to end, and a stream
    of events has no end.
    """

    def shutdown(self, exit_code: int = 0) -> None:
        """Called when it is told to stop."""
        _end_streams()
        super().shutdown(exit_code)  # type: ignore[no-untyped-call] # Granian's own


def _end_streams() -> None:
    if END_STREAMS is None:
        return
    for worker in multiprocessing.active_children():
        if worker.pid is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(worker.pid, END_STREAMS)


def _listening(host: str, port: int) -> str:
    named = f"[{host}]" if ":" in host else host
    return f"Listening at http://{named}:{port}; stop with Ctrl-C."


def _check_free(host: str, port: int) -> None:
    """The server itself would share the port with another, and each get half of the readers."""
    try:
        kind, protocol, number, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(kind, protocol, number) as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            tried.bind(address)
            tried.listen()
    except OSError as problem:
        if problem.errno == errno.EADDRINUSE:
            message = N_(
                "Another server listens at port %(port)s of %(host)s. Stop it, or say: --port"
            )
            raise Invalid(message, port=port, host=host) from None
        raise Invalid(
            N_("Nobody can listen at port %(port)s of %(host)s: %(problem)s."),
            port=port,
            host=host,
            problem=problem.strerror,
        ) from None


def _connections() -> int:
    """How many connections a process may have: as many as the system lets it have files."""
    files = MAX_CONNECTIONS + OTHER_FILES
    with contextlib.suppress(ImportError):  # there is no such limit on Windows
        import resource  # noqa: PLC0415

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = files if hard == resource.RLIM_INFINITY else min(files, hard)
        if soft != resource.RLIM_INFINITY and soft < wanted:
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        files = wanted
    return max(files - OTHER_FILES, OTHER_FILES)
