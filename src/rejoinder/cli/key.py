"""`rejoinder key`: keys for other software."""

from pathlib import Path

import click

from rejoinder.cli.store import opened_store, site_option
from rejoinder.clock import now
from rejoinder.dropin.keys import add_to_file
from rejoinder.sites import actions, queries


@click.group()
def key() -> None:
    """Keys with which other software calls the API."""


@key.command("create")
@click.argument("name")
@click.option(
    "--for",
    "purpose",
    type=click.Choice(actions.KEY_PURPOSES),
    required=True,
    help="What it opens.",
)
@click.option("--short", is_flag=True, help="Twelve characters, as Akismet's clients ask for.")
@click.option(
    "--file",
    "path",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Add its hash to this file, for a judge server without a database, and not to the store.",
)
@site_option
def create_key(
    name: str, purpose: str, short: bool, path: Path | None, site_key: str | None
) -> None:
    """Make a key called NAME and print it; it cannot be shown again."""
    if path is not None:
        token = actions.new_key(short=short)
        add_to_file(path, name, token)
        click.echo(token)
        return
    with opened_store() as database, database.writing() as connection:
        site = queries.by_key(connection, site_key)
        cut = actions.create_key(connection, site, name, purpose=purpose, now=now(), short=short)
        click.echo(cut)
