"""`rejoinder policy`: checking a file, putting it in force, showing what is, trying comments."""

from pathlib import Path

import click

from rejoinder.cli.policy_try import try_policy
from rejoinder.cli.store import opened_store, site_option
from rejoinder.clock import now
from rejoinder.errors import Invalid, N_
from rejoinder.moderation.policy import read_policy
from rejoinder.moderation.queries import policy_of
from rejoinder.sites import actions, queries


@click.group()
def policy() -> None:
    """The rules by which comments are posted, held or declined."""


policy.add_command(try_policy)


@policy.command("check")
@click.argument("file", type=click.Path(path_type=Path))
def check_policy(file: Path) -> None:
    """Check FILE; every mistake is told with its line."""
    read_policy(_read(file))
    click.echo("The policy is sound.")


@policy.command("put")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--by", default="command line", show_default=True, help="Who puts it in force.")
@site_option
def put_policy(file: Path, by: str, site_key: str | None) -> None:
    """Put FILE in force from the next comment on."""
    source = _read(file)
    read_policy(source)
    with opened_store() as database, database.writing() as connection:
        site = queries.by_key(connection, site_key)
        version = actions.put_policy(connection, site, source, put_by=by, now=now())
    click.echo(f"Policy {version} is in force at {site.name}.")


@policy.command("show")
@site_option
def show_policy(site_key: str | None) -> None:
    """Print the policy in force."""
    with opened_store() as database, database.reading() as connection:
        site = queries.by_key(connection, site_key)
        click.echo(policy_of(connection, site.id).source, nl=False)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise Invalid(N_("%(path)s cannot be read as text."), path=path) from None
