"""`rejoinder serve`: the web server."""

import os

import click

from rejoinder.cli.store import opened_store
from rejoinder.cli.web_server import run_server, server_options
from rejoinder.dropin.formats.perspective.scale import tables_for
from rejoinder.settings import from_environment

NEWSPAPER = "rejoinder.app:serve"


@click.command()
@server_options(8000, "Web processes. On SQLite one is fastest: it has a single writer.")
@click.option("--dropin", is_flag=True, help="Answer calls made for Perspective and others too.")
def serve(host: str, port: int, workers: int, dropin: bool) -> None:
    """Serve the site, its API and its desk. Settings are REJOINDER_* variables."""
    if dropin:
        os.environ["REJOINDER_DROPIN"] = "1"  # noqa: TID251 - the server's worker reads it
    settings = from_environment()
    if settings.dropin.enabled:
        tables_for("", settings.dropin.scale)  # a wrong file is told before the server starts
    with opened_store():
        pass  # so is a store that does not answer, and one process brings it up to date
    run_server(NEWSPAPER, host, port, workers)
