"""`rejoinder serve`: the web server."""

import os

import click
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from rejoinder.dropin.formats.perspective.scale import tables_for
from rejoinder.settings import from_environment


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535))
@click.option(
    "--workers",
    default=1,
    show_default=True,
    type=click.IntRange(1, 64),
    help="Web processes. On SQLite one is fastest: it has a single writer.",
)
@click.option("--dropin", is_flag=True, help="Answer calls made for Perspective and others too.")
def serve(host: str, port: int, workers: int, dropin: bool) -> None:
    """Serve the site, its API and its desk. Settings are REJOINDER_* variables."""
    if dropin:
        os.environ["REJOINDER_DROPIN"] = "1"  # noqa: TID251 - the server's worker reads it
    settings = from_environment()
    if settings.dropin:
        tables_for("", settings.dropin_scale)  # a wrong file is told before the server starts
    run_server(host, port, workers)


def run_server(host: str, port: int, workers: int = 1) -> None:
    """Serves until it is told to stop."""
    Granian(
        "rejoinder.app:serve",
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        workers=workers,
        factory=True,
        log_level=LogLevels.warning,
        log_access=False,
    ).serve()
