"""`rejoinder check`: a site's own checks by URL, which join its policy."""

import asyncio
from typing import Any

import click

from rejoinder.cli.store import opened_store, site_option
from rejoinder.clock import now
from rejoinder.moderation.actions import outside_checks
from rejoinder.moderation.actions.ask_outside import asker_for
from rejoinder.moderation.checks_in_force import checks_of
from rejoinder.moderation.model import Outcome
from rejoinder.moderation.outside_check import DEFAULT_TIMEOUT, OutsideCheck
from rejoinder.outbound.signing import SigningSecrets
from rejoinder.settings import from_environment
from rejoinder.sites import queries
from rejoinder.sites.model import Site

_WORDS = {
    Outcome.PUBLISH: "nothing against it",
    Outcome.HOLD: "hold",
    Outcome.DECLINE: "decline",
}


@click.group()
def check() -> None:
    """Services that read every comment beside the judge (docs/outside-checks.md)."""


@check.command("add")
@click.argument("name")
@click.argument("url")
@click.option(
    "--timeout-ms",
    default=DEFAULT_TIMEOUT,
    show_default=True,
    help="How long a comment waits for it before a person decides: 100 to 10000.",
)
@site_option
def add_check(name: str, url: str, timeout_ms: int, site_key: str | None) -> None:
    """Ask the service at URL, which readers are told is NAME, about every comment from now on.

    Prints the secret with which our calls are signed.
    """
    inside = from_environment().inside_hosts
    wanted = OutsideCheck(0, name, url, timeout_ms, SigningSecrets.new())
    with opened_store() as database, database.writing() as connection:
        site = queries.by_key(connection, site_key)
        made = outside_checks.add_check(connection, site, wanted, inside=inside, now=now())
    click.echo(made.secrets.current)


@check.command("list")
@site_option
def list_checks(site_key: str | None) -> None:
    """List the checks: name, address and time-out."""
    with opened_store() as database, database.reading() as connection:
        site = queries.by_key(connection, site_key)
        for each in checks_of(connection, site.id):
            click.echo(f"{each.name}\t{each.url}\t{each.timeout_ms} ms")


@check.command("test")
@click.argument("name")
@site_option
def test_check(name: str, site_key: str | None) -> None:
    """Ask the check NAME about a comment that nobody wrote, and say what it answers."""
    with opened_store() as database, database.reading() as connection:
        site = queries.by_key(connection, site_key)
        asked = outside_checks.check_named(connection, site, name)
    asker = asker_for(from_environment().inside_hosts)
    (answer,) = asyncio.run(asker.ask([asked], _example(site), now=now()))
    if answer.problem:
        raise click.ClickException(f"{answer.problem}: every comment would be held")
    click.echo(f"{_WORDS[answer.outcome]}{f': {answer.reason}' if answer.reason else ''}")


@check.command("rotate")
@click.argument("name")
@site_option
def rotate_secret(name: str, site_key: str | None) -> None:
    """Print a new secret for NAME; the old one signs beside it for two days."""
    with opened_store() as database, database.writing() as connection:
        site = queries.by_key(connection, site_key)
        rotated = outside_checks.rotate_secret(connection, site, name, now=now())
    click.echo(rotated.secrets.current)


@check.command("remove")
@click.argument("name")
@site_option
def remove_check(name: str, site_key: str | None) -> None:
    """Ask the check NAME no more."""
    with opened_store() as database, database.writing() as connection:
        site = queries.by_key(connection, site_key)
        outside_checks.remove_check(connection, site, name)
    click.echo(f"{name} is asked no more.")


def _example(site: Site) -> dict[str, Any]:
    """What `moderation.actions.outside_question` makes of a comment, of one that is none."""
    text = "This is a test of the check, and no reader's comment."
    return {
        "version": 1,
        "action": "new",
        "site": {"key": site.key, "name": site.name, "language": site.language},
        "article": {"id": 0, "cms_id": None, "url": f"{site.base_url}/", "headline": "A test"},
        "comment": {"id": None, "submission": None, "text": text, "as_read": text, "links": []},
        "parent": None,
        "author": {"name": "Test", "standing": "new", "published": 0, "declined": 0, "held": 0},
        "judgement": None,
        "findings": [],
    }
