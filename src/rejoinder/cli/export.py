"""`rejoinder export`: a site as a file, to be kept, moved or read by another system."""

from pathlib import Path

import click

from rejoinder.cli.store import WHOLE_SITE, note_export, opened_store, site_option
from rejoinder.clock import now
from rejoinder.exports.writing import FORMATS
from rejoinder.sites.queries import by_key


@click.command()
@click.argument("format_name", metavar="FORMAT", type=click.Choice(list(FORMATS)))
@click.argument("path", metavar="FILE", type=click.Path(path_type=Path))
@site_option
def export(format_name: str, path: Path, site_key: str | None) -> None:
    """Write a site to FILE as FORMAT: jsonl, wxr, coral or remark42.

    jsonl holds all that is kept of it, for `rejoinder restore`, its secrets and its readers'
    addresses too; only the file's owner may read it. The others hold its threads: wxr for Disqus,
    WordPress and Isso (a site too large for Disqus goes on in FILE-2 and so on), coral (FILE is a
    folder) for Coral, remark42 for Remark42. A FILE that ends in .gz is packed.
    """
    with opened_store() as database, database.reading() as connection:
        site = by_key(connection, site_key)
        note_export(database, site, WHOLE_SITE, format=format_name)
        paths = FORMATS[format_name](connection, site, path, now=now())
    click.echo(f"{site.name} is written to {', '.join(map(str, paths))}")
