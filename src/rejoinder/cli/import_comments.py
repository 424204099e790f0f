"""`rejoinder import`: threads from another comment system, whole and once."""

import sys
import time
from collections.abc import Iterable
from pathlib import Path

import click

from rejoinder import garbage_collector
from rejoinder.cli.store import opened_store, site_option
from rejoinder.clock import now
from rejoinder.errors import Invalid, N_
from rejoinder.imports.actions import Chosen, opened
from rejoinder.imports.formats import FORMATS
from rejoinder.imports.report import Problems
from rejoinder.imports.second_process import reader_for
from rejoinder.imports.writing import Written
from rejoinder.sites.queries import by_key

_LONGEST_SOURCE = 40


@click.command("import")
@click.argument("format_name", metavar="FORMAT", type=click.Choice(list(FORMATS)))
@click.argument("path", metavar="FILE", type=click.Path(path_type=Path))
@site_option
@click.option(
    "--dry-run", is_flag=True, help="Say what would become of the file, and write nothing."
)
@click.option(
    "--from",
    "source",
    metavar="NAME",
    help="What to call where it comes from, where two of one kind come to one site.",
)
@click.option(
    "--judge",
    is_flag=True,
    help="Have the judge read what comes, later and beside new comments; nothing is taken down.",
)
@click.option(
    "--emails-verified",
    is_flag=True,
    help="The other system proved its readers' addresses: they keep what they wrote.",
)
def import_comments(
    format_name: str,
    path: Path,
    site_key: str | None,
    dry_run: bool,
    source: str | None,
    **wanted: bool,
) -> None:
    """Take over the threads of FILE, which FORMAT's system wrote.

    Nothing that is here is changed or wiped, and nothing comes twice: run it again with a newer
    file, or after it was stopped. Status 1 says that some records could not be taken.
    """
    name = source or format_name
    if len(name) > _LONGEST_SOURCE:
        raise Invalid(N_("The name behind --from is too long: at most 40 characters."))
    told, progress = Chosen(format_name, path, name), _Shown()
    garbage_collector.settle()
    with reader_for(path) as reader, opened_store() as database:
        with database.reading() as connection:
            site = by_key(connection, site_key)
        with opened(database, site, told, reader, progress, now=now()) as found:
            progress.end()
            _say(found.mapping.lines())
            if not dry_run:
                written = found.write(progress, now=now, **wanted)
                progress.end()
                _say(_what_was_written(written))
            _end(found.problems, dry_run=dry_run)


def _what_was_written(written: Written) -> Iterable[str]:
    yield (
        f"Written: {written.comments:,} comments by {written.authors:,} new authors, "
        f"{written.articles:,} new articles"
    )


def _end(problems: Problems, *, dry_run: bool) -> None:
    if dry_run:
        click.echo("Nothing was written: this was a dry run.")
    count = sum(problems.counts.values())
    if count:
        click.echo(f"Could not be taken: {count:,}", err=True)
        for line in problems.lines():
            click.echo(line, err=True)
        sys.exit(1)


def _say(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(line)


class _Shown:
    """How far it has come, on a terminal only, a few times a second."""

    def __init__(self) -> None:
        """Nothing is shown yet."""
        self._shown_at = 0.0
        self._is_open = False

    def __call__(self, what: str, done: int, total: int) -> None:
        """Shows it anew, if it is time."""
        at = time.monotonic()
        if not sys.stderr.isatty() or at - self._shown_at < 0.2:
            return
        self._shown_at, self._is_open = at, True
        share = done / total if total else 1.0
        bar = "#" * int(share * 30)
        click.echo(f"\r{what:8} [{bar:30}] {share:4.0%}", err=True, nl=False)

    def end(self) -> None:
        """What is written next begins a line."""
        if self._is_open:
            click.echo("\r" + " " * 50 + "\r", err=True, nl=False)
            self._is_open = False
