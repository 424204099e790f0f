"""`rejoinder policy`: checking a file, putting it in force, showing what is, trying comments."""

from pathlib import Path

import click

from rejoinder.cli.policy_replay import lines_of
from rejoinder.cli.policy_try import try_policy
from rejoinder.cli.store import opened_store, site_option
from rejoinder.clock import now
from rejoinder.errors import Invalid, N_
from rejoinder.moderation.actions.policies import LONGEST_REASON, NewPolicy, put_in_force
from rejoinder.moderation.policies_read import source_in_force
from rejoinder.moderation.policy import read_policy
from rejoinder.moderation.workbench.model import MOST_DAYS
from rejoinder.moderation.workbench.replay import replay
from rejoinder.sites import queries


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
@click.option("--reason", default="", help="Why; it stands in the log.")
@site_option
def put_policy(file: Path, by: str, reason: str, site_key: str | None) -> None:
    """Put FILE in force from the next comment on."""
    new = NewPolicy(_read(file), by, reason[:LONGEST_REASON])
    read_policy(new.source)
    with opened_store() as database, database.writing() as connection:
        site = queries.by_key(connection, site_key)
        version = put_in_force(connection, site, new, now=now())
    click.echo(f"Policy {version} is in force at {site.name}.")


@policy.command("replay")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--days",
    type=click.IntRange(1, MOST_DAYS),
    default=30,
    show_default=True,
    help="How far back to go.",
)
@site_option
def replay_policy(file: Path, days: int, site_key: str | None) -> None:
    """Say what FILE would have made of the comments of the last days; nothing is changed.

    Rules about the judge's figures, about words and about who is new are asked again. What others
    found (repeated comments, many at once, names, checks by URL, people) stands as it was found.
    """
    tried = read_policy(_read(file))
    with opened_store() as database:
        with database.reading() as connection:
            site = queries.by_key(connection, site_key)
        figures = replay(database, site.id, tried, days=days, now=now())
    for line in [] if figures is None else lines_of(figures):
        click.echo(line)


@policy.command("show")
@site_option
def show_policy(site_key: str | None) -> None:
    """Print the policy in force."""
    with opened_store() as database, database.reading() as connection:
        site = queries.by_key(connection, site_key)
        click.echo(source_in_force(connection, site.id), nl=False)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise Invalid(N_("%(path)s cannot be read as text."), path=path) from None
