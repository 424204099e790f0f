"""`rejoinder demo`: the demo newsroom on this machine."""

import os
from dataclasses import replace
from io import StringIO
from pathlib import Path

import click

from rejoinder.app import make_app_state
from rejoinder.cli.serve import NEWSPAPER
from rejoinder.cli.web_server import run_server
from rejoinder.clock import now
from rejoinder.demo.opening import open_newsroom, size_of
from rejoinder.mail import ConsoleMailer
from rejoinder.settings import from_environment
from rejoinder.web.app_state import AppState

FOLDER = Path("var")


@click.command()
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--reset", is_flag=True, help="Forget what was written and start over.")
@click.option("--only-seed", is_flag=True, hidden=True)
def demo(port: int, reset: bool, only_seed: bool) -> None:
    """Serve a newspaper with articles, threads, and a queue with work in it."""
    path = FOLDER / "demo.db"
    if reset:
        for leftover in FOLDER.glob("demo.db*"):
            leftover.unlink()
    address = f"http://127.0.0.1:{port}"
    for name, value in _environment(path).items():
        os.environ.setdefault(name, value)  # noqa: TID251 - the server's worker reads them
    app_state = make_app_state(from_environment())
    with click.progressbar(length=size_of(), label="Writing the newspaper") as bar:
        made = open_newsroom(
            app_state.database,
            app_state.judge_pool,
            address=address,
            now=now(),
            progress=bar.update,
        )
        if not made:
            bar.update(size_of())
    _deliver_quietly(app_state)
    app_state.judge_pool.close()
    app_state.database.close()
    click.echo(_welcome(address))
    if not only_seed:
        run_server(NEWSPAPER, "127.0.0.1", port)


def _deliver_quietly(app_state: AppState) -> None:
    """Works off the e-mails of the demo's past days: they would only fill the screen."""
    jobs = replace(app_state.jobs, mailer=ConsoleMailer(StringIO()))
    while jobs.run_once():
        pass


def _environment(path: Path) -> dict[str, str]:
    return {
        "REJOINDER_DATABASE_URL": f"sqlite:///{path}",
        "REJOINDER_MAIL_URL": "console:",
        "REJOINDER_DEMO": "1",
    }


def _welcome(address: str) -> str:
    return (
        f"\nThe Elswyn Courier is at    {address}/\n"
        f"Its desk is at              {address}/desk\n"
        f"Sign in as one of three at  {address}/sign-in\n\n"
        "Stop with Ctrl-C; what you write is kept. Start over with: make demo-reset\n"
    )
