"""`rejoinder staff`: who works at the desk."""

import click

from rejoinder.cli.store import opened_store, site_option
from rejoinder.clock import now
from rejoinder.errors import Invalid, N_
from rejoinder.moderation.actions.staff import remove_staff, reset_passkeys
from rejoinder.passkeys.actions import want_passkeys
from rejoinder.readers.actions import make_link
from rejoinder.readers.model import check_email
from rejoinder.readers.names import check_name
from rejoinder.sites import actions, queries
from rejoinder.sites.model import NewStaff, Role


@click.group()
def staff() -> None:
    """The people who look after the comments."""


@staff.command("invite")
@click.argument("email")
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True)
@click.option("--name", default=None, help="As it stands in the log and above their comments.")
@click.option(
    "--section",
    "sections",
    multiple=True,
    help="Where they act; may be given several times. Without it: everywhere.",
)
@site_option
def invite(
    email: str, role: str, name: str | None, sections: tuple[str, ...], site_key: str | None
) -> None:
    """Invite EMAIL to the desk, or change their role, and print a link that signs them in."""
    address = check_email(email)
    with opened_store() as database, database.writing() as connection:
        site = queries.by_key(connection, site_key)
        present = queries.staff_member(connection, site.id, address)
        if name is None and present is None:
            raise Invalid(N_("Say by --name what they are called: it stands above their comments."))
        shown = check_name(name or (present.name if present else ""))
        new = NewStaff(address, shown, Role(role), frozenset(sections))
        member = actions.invite(connection, site, new, now=now())
        token = make_link(connection, site.id, address, next_path="/desk", now=now())
    where = f" ({', '.join(sorted(member.sections))})" if member.sections else ""
    click.echo(f"{member.name} <{member.email}> is {member.role.value} of {site.name}{where}.")
    click.echo(f"Sign in within half an hour: {site.base_url}/sign-in/{token}")
    click.echo(f"Later, ask for a link at: {site.base_url}/sign-in")


@staff.command("remove")
@click.argument("email")
@site_option
def remove(email: str, site_key: str | None) -> None:
    """Shut the desk to EMAIL at once; what they decided stays."""
    with opened_store() as database, database.writing() as connection:
        site = queries.by_key(connection, site_key)
        member = remove_staff(connection, site.id, check_email(email), now=now())
        left = queries.all_staff(connection, site.id)
    click.echo(f"{member.name} <{member.email}> no longer works at {site.name}.")
    if all(each.role is not Role.ADMINISTRATOR for each in left):
        again = "rejoinder staff invite EMAIL --role administrator"
        click.echo(f"No administrator is left: {again}", err=True)


@staff.command("reset-passkeys")
@click.argument("email")
@site_option
def begin_anew(email: str, site_key: str | None) -> None:
    """Forget the passkeys of EMAIL, who lost them; they are signed out and begin anew by a link."""
    with opened_store() as database, database.writing() as connection:
        site = queries.by_key(connection, site_key)
        number = reset_passkeys(connection, site.id, check_email(email), by=None, now=now())
    click.echo(f"{number} forgotten. They sign in anew at: {site.base_url}/sign-in?next=/desk")


@staff.command("passkeys")
@click.option(
    "--required/--optional", default=None, help="Whether the desk opens to nobody without one."
)
@site_option
def passkeys(required: bool | None, site_key: str | None) -> None:
    """Say whether everybody at the desk must have a passkey, or show it."""
    with opened_store() as database, database.writing() as connection:
        site = queries.by_key(connection, site_key)
        if required is not None:
            site = want_passkeys(connection, site, required, now=now())
    click.echo("required" if site.passkeys_required else "optional")


@staff.command("list")
@site_option
def list_staff(site_key: str | None) -> None:
    """List the site's staff."""
    with opened_store() as database, database.reading() as connection:
        site = queries.by_key(connection, site_key)
        for member in queries.all_staff(connection, site.id):
            where = ", ".join(sorted(member.sections))
            line = f"{member.email}\t{member.role.value}\t{member.name}\t{where}"
            click.echo(line.rstrip())
