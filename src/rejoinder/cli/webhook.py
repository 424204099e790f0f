"""`rejoinder webhook`: who else is told of what happens."""

import asyncio

import click

from rejoinder.cli.store import opened_store, site_option
from rejoinder.clock import now
from rejoinder.outbound.ssrf_guard import Resolver, SsrfGuard
from rejoinder.settings import from_environment
from rejoinder.sites import queries as site_queries
from rejoinder.webhooks import actions, progress, queries
from rejoinder.webhooks.model import EVENTS, Endpoint, Format, Message, NewEndpoint
from rejoinder.webhooks.payload import body_for
from rejoinder.webhooks.sender import send

number = click.argument("number", type=int)


@click.group()
def webhook() -> None:
    """Other systems that are told of what happens (docs/webhooks.md)."""


@webhook.command("add")
@click.argument("url")
@click.option(
    "--event",
    "events",
    multiple=True,
    type=click.Choice(EVENTS),
    help="One that it is told of; may be repeated. All of them unless one is given.",
)
@click.option("--slack", is_flag=True, help="Lines for a chat, in Slack's format.")
@click.option("--with-text", is_flag=True, help="Tell what a comment says, too.")
@site_option
def add_webhook(
    url: str, events: tuple[str, ...], slack: bool, with_text: bool, site_key: str | None
) -> None:
    """Tell URL of what happens from now on.

    Prints its number and the secret with which our calls are signed.
    """
    new = NewEndpoint(
        url, events or EVENTS, Format.SLACK if slack else Format.JSON, with_text=with_text
    )
    inside = from_environment().inside_hosts
    with opened_store() as database, database.writing() as connection:
        site = site_queries.by_key(connection, site_key)
        made = actions.add_endpoint(connection, site, new, inside=inside, now=now())
    click.echo(f"{made.id}\t{made.secrets.current}")


@webhook.command("list")
@site_option
def list_webhooks(site_key: str | None) -> None:
    """List the webhooks: number, address, form, whether they are on, and events."""
    with opened_store() as database, database.reading() as connection:
        site = site_queries.by_key(connection, site_key)
        for each in queries.endpoints_of(connection, site.id):
            form = f"{each.format.value}{' with text' if each.with_text else ''}"
            events = "all" if each.events == EVENTS else " ".join(each.events)
            click.echo(f"{each.id}\t{each.url}\t{form}\t{_state(each)}\t{events}")


@webhook.command("deliveries")
@number
@click.option("--limit", type=click.IntRange(1, 1000), default=50, show_default=True)
@click.option("--before", type=int, help="Those before the delivery of this number.")
@site_option
def list_deliveries(number: int, limit: int, before: int | None, site_key: str | None) -> None:
    """List what was or is on its way to webhook NUMBER, newest first.

    Number, when it happened, event, comment, what became of it, tries, and the last answer.
    """
    with opened_store() as database, database.reading() as connection:
        site = site_queries.by_key(connection, site_key)
        endpoint = queries.endpoint_by_id(connection, site.id, number)
        for each in queries.deliveries_of(connection, endpoint, before=before, limit=limit):
            about = "" if each.comment_id is None else f"comment {each.comment_id}"
            tried = f"{each.tries} tries" if each.tries != 1 else "1 try"
            last = str(each.status or "") + (f" {each.problem}" if each.problem else "")
            click.echo(
                f"{each.id}\t{each.happened_at:%Y-%m-%d %H:%M:%S}\t{each.kind}\t{about}"
                f"\t{each.fate.value}\t{tried}\t{last.strip()}".rstrip()
            )


@webhook.command("replay")
@click.argument("deliveries", type=int, nargs=-1, required=True)
@site_option
def replay(deliveries: tuple[int, ...], site_key: str | None) -> None:
    """Send DELIVERIES, numbers of the list, again; the server does it within a second or two."""
    with opened_store() as database, database.writing() as connection:
        site = site_queries.by_key(connection, site_key)
        for each in deliveries:
            actions.send_again(connection, site.id, each, now=now())
    click.echo(f"{len(deliveries)} on the way again.")


@webhook.command("test")
@number
@site_option
def test_webhook(number: int, site_key: str | None) -> None:
    """Send webhook NUMBER a message that tells of nothing, now, and say what it answers."""
    inside = from_environment().inside_hosts
    with opened_store() as database:
        with database.writing() as connection:
            site = site_queries.by_key(connection, site_key)
            endpoint = queries.endpoint_by_id(connection, site.id, number)
            delivery = actions.send_test(connection, endpoint, now=now())
            body = body_for(connection, delivery, endpoint)
        guard = SsrfGuard(Resolver(1), inside=inside)
        message = Message(delivery, endpoint, body)
        result = asyncio.run(send(guard, message, inside=inside, now=now()))
        with database.writing() as connection:
            progress.settle(connection, delivery, result, now=now(), dice=0.5)
    if not result.arrived:
        raise click.ClickException(result.problem)
    click.echo(f"It answered with {result.status}.")


@webhook.command("rotate")
@number
@site_option
def rotate_secret(number: int, site_key: str | None) -> None:
    """Print a new secret for webhook NUMBER; the old one signs beside it for two days."""
    with opened_store() as database, database.writing() as connection:
        site = site_queries.by_key(connection, site_key)
        rotated = actions.rotate_secret(connection, site.id, number, now=now())
    click.echo(rotated.secrets.current)


@webhook.command("on")
@number
@site_option
def switch_on(number: int, site_key: str | None) -> None:
    """Tell webhook NUMBER again, which was switched off."""
    with opened_store() as database, database.writing() as connection:
        site = site_queries.by_key(connection, site_key)
        actions.switch_on(connection, site.id, number, now=now())
    click.echo(f"Webhook {number} is told again of what happens.")


@webhook.command("remove")
@number
@site_option
def remove_webhook(number: int, site_key: str | None) -> None:
    """Tell webhook NUMBER nothing more, and forget what was on its way to it."""
    with opened_store() as database, database.writing() as connection:
        site = site_queries.by_key(connection, site_key)
        actions.remove_endpoint(connection, site.id, number)
    click.echo(f"Webhook {number} is told nothing more.")


def _state(endpoint: Endpoint) -> str:
    if endpoint.off_at is None:
        return "on"
    return f"off since {endpoint.off_at:%Y-%m-%d}: {endpoint.off_because}"
