"""`rejoinder article unread`: pages of which only readers' browsers have told, and why."""

import click

from rejoinder.articles.queries import told_by_browsers
from rejoinder.articles.sightings import READ_PAGE
from rejoinder.cli.store import opened_store, site_option
from rejoinder.comments.queries import held_under
from rejoinder.sites.queries import by_key
from rejoinder.storage import outbox

MOST = 1000
_NOT_TRIED = "not tried now: no article was found in it, or it was given up for a day"
_SOON = "about to be fetched"


@click.command("unread")
@site_option
def unread(site_key: str | None) -> None:
    """List the pages that could not be read yet: comments under them wait for a person.

    Number, address, how many comments wait, and what the last try to fetch it came to. An article
    that is handed in is in this list no more; what waits under it is decided at the desk.
    """
    with opened_store() as database, database.reading() as connection:
        site = by_key(connection, site_key)
        found = told_by_browsers(connection, site.id, limit=MOST)
        held = held_under(connection, [each.id for each in found])
        tried = {
            job.payload.get("article_id"): failure or _SOON
            for job, failure in outbox.waiting(connection, READ_PAGE, limit=MOST)
        }
    for each in found:
        waiting = held.get(each.id, 0)
        comments = "1 comment waits" if waiting == 1 else f"{waiting} comments wait"
        problem = tried.get(each.id, _NOT_TRIED)
        click.echo(f"{each.id}\t{each.canonical_url or each.path}\t{comments}\t{problem}")
    if not found:
        click.echo("All pages that readers have shown us are known.", err=True)
