"""`rejoinder site`: founding and listing publications."""

import click
from sqlalchemy.exc import IntegrityError

from rejoinder.cli.store import opened_store
from rejoinder.clock import now
from rejoinder.errors import Invalid, N_
from rejoinder.sites import actions, queries
from rejoinder.sites.model import NewSite


@click.group()
def site() -> None:
    """The publications of this installation."""


@site.command("add")
@click.argument("key")
@click.option("--name", required=True, help="The paper's name, as its readers know it.")
@click.option("--tagline", default="", help="The line under the name.")
@click.option("--language", default="en", show_default=True, help="Such as en or pt-BR.")
@click.option("--time-zone", default="UTC", show_default=True, help="Such as Europe/Oslo.")
@click.option("--url", default="http://127.0.0.1:8000", show_default=True, help="Its address.")
@click.option("--accent", default="#8a1c1c", show_default=True, help="Its colour, #rrggbb.")
@click.option("--host", "hosts", multiple=True, help="A host name it answers at; may be repeated.")
@click.option("--origin", "origins", multiple=True, help="A web origin that may call its API.")
def add_site(**told: object) -> None:
    """Found a publication called KEY."""
    told["time_zone"], told["base_url"] = told.pop("time_zone"), told.pop("url")
    new = NewSite(**told)  # type: ignore[arg-type] # click gives the option types
    try:
        with opened_store() as database, database.writing() as connection:
            made = actions.create_site(connection, new, now=now())
    except IntegrityError:
        raise Invalid(N_("There is a site with this key, or at this host, already.")) from None
    click.echo(
        f"{made.name} is founded. Next: rejoinder staff invite YOU@PAPER --role administrator"
    )


@site.command("move")
@click.argument("key")
@click.option("--url", required=True, help="Its new address, such as https://paper.example.")
def move_site(key: str, url: str) -> None:
    """Give the publication KEY another address; links in letters lead there from now on."""
    with opened_store() as database, database.writing() as connection:
        moved = queries.by_key(connection, key)
        actions.set_base_url(connection, moved, url)
    click.echo(f"{moved.name} is now at {url.rstrip('/')}")


@site.command("origins")
@click.argument("key")
@click.argument("origins", nargs=-1)
def site_origins(key: str, origins: tuple[str, ...]) -> None:
    """Say that pages on these ORIGINS, and on no others, show the threads of KEY and use its API.

    An origin is such as https://paper.example. Without any, those that it has are listed.
    """
    with opened_store() as database, database.writing() as connection:
        told = queries.by_key(connection, key)
        kept = actions.set_origins(connection, told, origins) if origins else told.origins
    for each in kept:
        click.echo(each)


@site.command("list")
def list_sites() -> None:
    """List the publications."""
    with opened_store() as database, database.reading() as connection:
        for each in queries.everyone(connection):
            click.echo(f"{each.key}\t{each.name}\t{each.base_url}")
