"""`rejoinder article remap`: articles whose addresses have changed, from a file."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import click
from sqlalchemy import Connection

from rejoinder.articles import actions, queries
from rejoinder.articles.addresses import read_address_on
from rejoinder.articles.model import Article
from rejoinder.cli.store import opened_store, site_option
from rejoinder.clock import now
from rejoinder.errors import Invalid, N_, NotFound, RejoinderError
from rejoinder.sites.model import Site
from rejoinder.sites.queries import by_key

# Two addresses, and some room.
_LONGEST_LINE = 5000
_MOST_TOLD = 100


@dataclass(slots=True)
class _Report:
    moved: int = 0
    unchanged: int = 0
    problems: int = 0
    told: list[str] = field(default_factory=list)

    def problem(self, number: int, what: str) -> None:
        self.problems += 1
        if len(self.told) < _MOST_TOLD:
            self.told.append(f"line {number}: {what}")


class _DryRun(Exception):
    """Ends the transaction without a trace."""


@click.command("remap")
@click.argument("path", metavar="FILE", type=click.Path(path_type=Path))
@site_option
@click.option("--dry-run", is_flag=True, help="Say what would be moved, and write nothing.")
def remap(path: Path, site_key: str | None, dry_run: bool) -> None:
    """Move articles to new addresses: a line OLD,NEW of FILE each.

    By its old address an article stays known. Status 1 says that some lines could not be done; all
    others were.
    """
    report = _Report()
    with opened_store() as database:
        with database.reading() as connection:
            site = by_key(connection, site_key)
        try:
            with database.writing() as connection:
                for number, old, new in _pairs(path, report):
                    _move(connection, site, (number, old, new), report)
                if dry_run:
                    raise _DryRun
        except _DryRun:
            click.echo("Nothing was written: this was a dry run.")
    for line in report.told:
        click.echo(line, err=True)
    click.echo(
        f"{report.moved:,} moved, {report.unchanged:,} there already, "
        f"{report.problems:,} lines not done"
    )
    if report.problems:
        raise SystemExit(1)


def _pairs(path: Path, report: _Report) -> Iterator[tuple[int, str, str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            for number, line in enumerate(iter(lambda: file.readline(_LONGEST_LINE), ""), 1):
                if not line.strip():
                    continue
                try:
                    parts = next(csv.reader([line]))
                except csv.Error:
                    parts = []
                if len(parts) == 2:
                    yield number, parts[0].strip(), parts[1].strip()
                else:
                    report.problem(number, "not two addresses with a comma between")
    except (OSError, UnicodeDecodeError):
        raise Invalid(N_("%(path)s cannot be read as text."), path=path) from None


def _move(
    connection: Connection, site: Site, wanted: tuple[int, str, str], report: _Report
) -> None:
    number, old, new = wanted
    try:
        article = _at(connection, site, old)
        page = read_address_on(site.origins, new)
        there = _at(connection, site, new)
    except RejoinderError as failure:
        report.problem(number, str(failure))
        return
    if article is None:
        report.problem(number, "no article is known by the old address")
    elif there is not None and there.id != article.id:
        report.problem(number, "another article is known by the new address")
    elif article.canonical_url == page.url:
        report.unchanged += 1
    else:
        actions.move(connection, site, article, page, now=now())
        report.moved += 1


def _at(connection: Connection, site: Site, url: str) -> Article | None:
    address = read_address_on(site.origins, url)
    try:
        return queries.by_address(connection, site.id, address, even_unpublished=True)
    except NotFound:
        return None
