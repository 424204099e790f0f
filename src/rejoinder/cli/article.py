"""`rejoinder article`: putting articles on a site, closing, moving and taking them away."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import click
from sqlalchemy import Connection

from rejoinder.articles import actions, queries
from rejoinder.articles.addresses import read_address_on
from rejoinder.articles.fields import LONGEST_BODY
from rejoinder.articles.links import article_url
from rejoinder.articles.model import (
    LONGEST_FRONT_MATTER,
    Article,
    ArticleSource,
    read_source,
)
from rejoinder.cli.article_addresses import remap
from rejoinder.cli.article_unread import unread
from rejoinder.cli.store import opened_store, site_option
from rejoinder.clock import now
from rejoinder.errors import Invalid, N_, NotFound
from rejoinder.sites.model import Site
from rejoinder.sites.queries import by_key

Change = Callable[[Connection, Article], None]
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


def _on_article(name: str, what: str) -> Callable[[Change], click.Command]:
    """A command that does something to one article, named by id, address or slug."""

    def made(change: Change) -> click.Command:
        @article.command(name, help=what)
        @click.argument("named", metavar="ARTICLE")
        @site_option
        def command(named: str, site_key: str | None) -> None:
            with opened_store() as database, database.writing() as connection:
                site = by_key(connection, site_key)
                change(connection, _named(connection, site, named))

        return command

    return made


@_on_article("close", "Take no more comments under ARTICLE: its id, its address or its slug.")
def _close(connection: Connection, found: Article) -> None:
    actions.set_closed(connection, found, closed=True, now=now())


@_on_article("reopen", "Take comments under ARTICLE again.")
def _reopen(connection: Connection, found: Article) -> None:
    actions.set_closed(connection, found, closed=False, now=now())


@_on_article("unpublish", "Show ARTICLE and its thread to no reader; all is kept.")
def _unpublish(connection: Connection, found: Article) -> None:
    actions.set_unpublished(connection, found, unpublished=True, now=now())


@_on_article("republish", "Show ARTICLE again.")
def _republish(connection: Connection, found: Article) -> None:
    actions.set_unpublished(connection, found, unpublished=False, now=now())


@article.command("move")
@click.argument("named", metavar="ARTICLE")
@click.option("--url", required=True, help="Its page now, on one of the site's origins.")
@site_option
def move_article(named: str, url: str, site_key: str | None) -> None:
    """Lead to another page for ARTICLE; by its old address it stays known."""
    with opened_store() as database, database.writing() as connection:
        site = by_key(connection, site_key)
        page = read_address_on(site.origins, url)
        actions.move(connection, site, _named(connection, site, named), page, now=now())


article.add_command(remap)
article.add_command(unread)


def _named(connection: Connection, site: Site, named: str) -> Article:
    """By the newsroom's id, else its slug, else its address."""
    for find in (queries.by_cms_id, queries.by_slug):
        with suppress(NotFound):
            return find(connection, site.id, named, even_unpublished=True)
    with suppress(Invalid):
        address = read_address_on(site.origins, named)
        return queries.by_address(connection, site.id, address, even_unpublished=True)
    raise NotFound(N_("There is no such article."), code="no-such-article")


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
