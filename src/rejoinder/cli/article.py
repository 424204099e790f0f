"""`rejoinder article`: putting articles on a site."""

from pathlib import Path

import click

from rejoinder.articles import actions
from rejoinder.articles.fields import LONGEST_BODY
from rejoinder.articles.links import article_url
from rejoinder.articles.model import (
    LONGEST_FRONT_MATTER,
    ArticleSource,
    read_source,
)
from rejoinder.cli.store import opened_store, site_option
from rejoinder.clock import now
from rejoinder.errors import Invalid, N_
from rejoinder.sites.queries import by_key

# What is longer is refused as too long, and not read to its end for that.
_LONGEST_FILE = LONGEST_FRONT_MATTER + LONGEST_BODY + 100


@click.group()
def article() -> None:
    """The articles that readers discuss."""


@article.command("add")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@site_option
def add_articles(files: tuple[Path, ...], site_key: str | None) -> None:
    """Add FILES of front matter and Markdown, or bring those already there up to date."""
    with opened_store() as database:
        with database.reading() as connection:
            site = by_key(connection, site_key)
        for source in [_source(path) for path in files]:  # all are read before the first is put
            with database.writing() as connection:
                put = actions.put(connection, site.id, source, now=now())
            click.echo(article_url(site, put))


def _source(path: Path) -> ArticleSource:
    try:
        return read_source(_read(path))
    except Invalid as failure:
        problem = " ".join(filter(None, (str(failure), failure.details.get("problem"))))
        raise Invalid(N_("%(path)s: %(problem)s"), path=path, problem=problem) from None


def _read(path: Path) -> str:
    try:
        with path.open(encoding="utf-8") as file:
            return file.read(_LONGEST_FILE)
    except (OSError, UnicodeDecodeError):
        raise Invalid(N_("It cannot be read as text.")) from None
