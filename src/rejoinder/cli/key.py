"""`rejoinder key`: keys for other software."""

import click

from rejoinder.app import now
from rejoinder.cli.store import opened_store, site_option
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
@site_option
def create_key(name: str, purpose: str, site_key: str | None) -> None:
    """Make a key called NAME and print it; it cannot be shown again."""
    with opened_store() as database, database.writing() as connection:
        site = queries.by_key(connection, site_key)
        click.echo(actions.cut_key(connection, site, name, purpose=purpose, now=now()))
