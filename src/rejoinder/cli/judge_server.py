"""`rejoinder judge-server`: the judge behind the formats of other services, without a store."""

import os
from pathlib import Path

import click

from rejoinder.cli.web_server import run_server, server_options
from rejoinder.dropin.formats.perspective.scale import tables_for
from rejoinder.dropin.keys import keyring_for
from rejoinder.settings import from_environment

JUDGE_SERVER = "rejoinder.dropin.app:serve"
_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command("judge-server")
@server_options(
    8100, "Processes, each with a judge of its own; limits and counts are each one's own too."
)
@click.option("--open", is_flag=True, help="Take any key and none: a private network.")
@click.option("--keys", type=_FILE, help="A file of keys, from: key create NAME --file FILE.")
@click.option("--feedback", type=_FILE, help="Add suggested scores to this file of JSON lines.")
@click.option(
    "--fetch",
    is_flag=False,
    flag_value="1",
    metavar="[HOSTS]",
    help="Fetch articles from the addresses in calls; from these hosts only, if any are named.",
)
@click.option(
    "--scale",
    metavar="FILE",
    help="Tell scores by this file, from: compare-perspective --fit FILE; or none: as measured.",
)
@click.option(
    "--any-language",
    is_flag=True,
    help="Leave out the attributes that cannot be answered instead of failing the call.",
)
def judge_server(
    host: str, port: int, workers: int, any_language: bool, **options: bool | str | Path | None
) -> None:
    """Answer calls made for Perspective and other services. Needs no database."""
    if any_language:
        options["strict_languages"] = "0"
    if options["fetch"] == "1" and from_environment().dropin.fetch:
        options["fetch"] = None  # the variable may name hosts, and must not be widened
    for name, value in options.items():
        if value:
            # The server's worker reads them.
            variable = f"REJOINDER_DROPIN_{name.upper()}"
            os.environ[variable] = "1" if value is True else str(value)  # noqa: TID251
    settings = from_environment()
    keyring_for(settings)  # a wrong file is told before the server starts
    tables_for("", settings.dropin.scale)
    run_server(JUDGE_SERVER, host, port, workers)
