"""Starts a web server, the newspaper's or the judge's: what both commands are told alike."""

from collections.abc import Callable
from typing import Any, TypeVar

import click
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

F = TypeVar("F", bound=Callable[..., Any])

MAX_WORKERS = 64


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
    """Serves until it is told to stop; `factory` makes the application, as `module:function`."""
    Granian(
        factory,
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        workers=workers,
        factory=True,
        log_level=LogLevels.warning,
        log_access=False,
    ).serve()
