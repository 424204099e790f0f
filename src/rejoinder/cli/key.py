"""`rejoinder key`: keys for other software."""

from pathlib import Path

import click

from rejoinder.cli.store import opened_store, site_option
from rejoinder.clock import now
from rejoinder.dropin.keys import add_to_file, read_key_file, remove_from_file
from rejoinder.sites import actions, queries
from rejoinder.sites.model import SCOPES, NewKey, Scope

FILE = click.Path(path_type=Path, dir_okay=False)
PURPOSES = {"articles": (Scope.ARTICLES, Scope.POST), "dropin": (Scope.DROPIN,)}
_OPENS = "; ".join(f"{scope}: {opens}" for scope, opens in SCOPES.items())


@click.group()
def key() -> None:
    """Keys with which other software calls the API."""


@key.command("create")
@click.argument("name")
@click.option(
    "--scope",
    "scopes",
    type=click.Choice([scope.value for scope in Scope]),
    multiple=True,
    help=f"What it opens; may be given several times. {_OPENS}.",
)
@click.option(
    "--for",
    "purpose",
    type=click.Choice(list(PURPOSES)),
    help="The same in one word: articles is --scope articles --scope post.",
)
@click.option("--short", is_flag=True, help="Twelve characters, as Akismet's clients ask for.")
@click.option(
    "--file",
    "path",
    type=FILE,
    help="Add its hash to this file, for a judge server without a database, and not to the store.",
)
@site_option
def create_key(
    name: str,
    scopes: tuple[str, ...],
    purpose: str | None,
    short: bool,
    path: Path | None,
    site_key: str | None,
) -> None:
    """Make a key called NAME and print it; it cannot be shown again."""
    opened = {*map(Scope, scopes), *PURPOSES.get(purpose or "", ())}
    if not opened:
        raise click.UsageError("Say what the key opens, with --scope.")
    if path is not None:
        token = actions.new_key(short=short)
        add_to_file(path, name, token)
        click.echo(token)
        return
    with opened_store() as database, database.writing() as connection:
        site = queries.by_key(connection, site_key)
        cut = actions.create_key(connection, site, NewKey(name, opened, short=short), now=now())
        click.echo(cut)


@key.command("list")
@click.option("--file", "path", type=FILE, help="Those of a judge server's file.")
@site_option
def list_keys(path: Path | None, site_key: str | None) -> None:
    """List the keys: number, name, what each opens, and since when; never the keys themselves."""
    if path is not None:
        for name in read_key_file(path).names.values():
            click.echo(name)
        return
    with opened_store() as database, database.reading() as connection:
        site = queries.by_key(connection, site_key)
        for each in queries.all_keys(connection, site.id):
            state = f"revoked {each.revoked_at:%Y-%m-%d}" if each.revoked_at else "open"
            used = f"last used {each.last_used}" if each.last_used else ""
            made = f"made {each.created_at:%Y-%m-%d}"
            opens = ",".join(scope for scope in Scope if scope in each.scopes)
            click.echo(f"{each.id}\t{each.name}\t{opens}\t{made}\t{state}\t{used}".rstrip())


@key.command("revoke")
@click.argument("key")
@click.option("--file", "path", type=FILE, help="Take it out of a judge server's file.")
@site_option
def revoke_key(key: str, path: Path | None, site_key: str | None) -> None:
    """Let KEY, a name or a number of the list, open nothing from now on."""
    if path is not None:
        remove_from_file(path, key)
        click.echo(f"{key} opens nothing any more.")
        return
    with opened_store() as database, database.writing() as connection:
        site = queries.by_key(connection, site_key)
        revoked = actions.revoke_key(connection, site, key, now=now())
    click.echo(f"{revoked.name} (number {revoked.id}) opens nothing any more.")
