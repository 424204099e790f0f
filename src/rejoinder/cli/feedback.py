"""`rejoinder feedback`: what other systems' people decided about texts that were judged here."""

import click

from rejoinder.cli.store import FEEDBACK, note_export, opened_store, site_option
from rejoinder.feedback.model import as_json_line
from rejoinder.feedback.queries import of_site
from rejoinder.sites.queries import by_key


@click.group()
def feedback() -> None:
    """What people said that texts should have scored."""


@feedback.command("export")
@site_option
def export_feedback(site_key: str | None) -> None:
    """Print a site's feedback, oldest first: a JSON object a line, as `judge-server` writes it."""
    with opened_store() as database, database.reading() as connection:
        site = by_key(connection, site_key)
        note_export(database, site, FEEDBACK)
        for saved in of_site(connection, site.id):
            click.echo(as_json_line(saved), nl=False)
