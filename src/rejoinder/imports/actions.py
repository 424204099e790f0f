"""Importing a file: read and put in order, told what it will be, then written batch by batch.

Each batch, with what it came from, is one transaction: an import that was killed goes on where it
was, and one that is run again finds everything here.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from rejoinder.imports import queries
from rejoinder.imports.article_writing import put_articles
from rejoinder.imports.articles import find, wanted
from rejoinder.imports.conversion import converted
from rejoinder.imports.formats import FORMATS
from rejoinder.imports.model import Aside
from rejoinder.imports.placing import place
from rejoinder.imports.reading.moments import latest_moment
from rejoinder.imports.reading.opening import Files
from rejoinder.imports.report import Articles, Mapping, Problems
from rejoinder.imports.staging import Staging
from rejoinder.imports.writing import Writer, Written
from rejoinder.sites.model import Site
from rejoinder.storage import Database

# A batch holds the writer's turn for less than a reader notices.
BATCH = 500
# Fewer are converted before a process for it has started.
_WORTH_A_PROCESS = 5_000
_LOOKED_UP = 500

Progress = Callable[[str, int, int], None]
"""Chosen what is done (`read` or `written`), how much of it, of how much."""


@dataclass(slots=True)
class Import:
    """A file that was read, waiting to be written."""

    database: Database
    site: Site
    format: str
    source: str
    """By what its ids are told from other systems'."""
    staging: Staging
    problems: Problems
    mapping: Mapping

    def write(
        self, progress: Progress, *, emails_verified: bool, now: Callable[[], datetime]
    ) -> Written:
        """Writes everything that is not here yet, and says what it was."""
        writer = Writer(
            self.database,
            self.site,
            self.source,
            FORMATS[self.format].title,
            self.staging,
            self.problems,
            emails_verified,
        )
        writer.written.articles = put_articles(
            self.database, self.site, self.source, self.staging, now=now()
        )
        total = self.staging.to_write()
        batches = self.staging.batches(BATCH)
        for batch, texts in converted(batches, aside=total > _WORTH_A_PROCESS):
            writer.write(batch, texts, now=now())
            progress("written", writer.written.seen, total)
        return writer.written


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is to be imported."""

    format: str
    path: Path
    source: str
    """By what its ids are told from other systems'; at most 40 characters."""


@contextmanager
def opened(
    database: Database, site: Site, told: Chosen, progress: Progress, *, now: datetime
) -> Iterator[Import]:
    """Reads a file and finds out what it will be here; nothing is written yet.

    Raises:
        Invalid: it is not such a file, or it cannot be read at all.
    """
    aside, problems = Aside(), Problems()
    files, staging = Files(told.path), Staging()
    try:
        records = FORMATS[told.format].read(files, aside, latest=latest_moment(now))
        for count, record in enumerate(records):
            for problem in staging.add(record):
                problems.add(problem)
            if count % 500 == 0:
                progress("read", *files.progress)
        for problem in staging.flush():
            problems.add(problem)
        progress("read", files.progress[1], files.progress[1])
        mapping = _map(database, site, told.source, staging, aside)
        yield Import(database, site, told.format, told.source, staging, problems, mapping)
    finally:
        staging.close()
        files.close()


def _map(database: Database, site: Site, source: str, staging: Staging, aside: Aside) -> Mapping:
    staging.count_by_article()
    with database.reading() as connection:
        _find_what_is_here(connection, site, source, staging)
        articles = _articles_here(connection, site, source, staging)
    placement = place(staging.store)
    threads, with_comments = staging.article_counts()
    return Mapping(
        statuses=staging.statuses(),
        threads=threads,
        threads_with_comments=with_comments,
        articles=articles,
        here_already=staging.here_already(),
        without_article=staging.without_article(),
        labelled=staging.labels(),
        placement=placement,
        aside=aside.fields,
    )


def _find_what_is_here(connection: Connection, site: Site, source: str, staging: Staging) -> None:
    if not queries.came_before(connection, site.id, source):
        return
    for ids in staging.ids(_LOOKED_UP):
        found = queries.targets(connection, site.id, source, "comment", ids)
        staging.remember("comments", [(target, each) for each, target in found.items()])
    for ids in staging.missing_parents(_LOOKED_UP):
        found = queries.targets(connection, site.id, source, "comment", ids)
        staging.remember_parents(list(found.items()))


def _articles_here(connection: Connection, site: Site, source: str, staging: Staging) -> Articles:
    """How many threads have their article here already, and which only by its name."""
    counted = Articles()
    for several in staging.articles(_LOOKED_UP):
        threads = [wanted(each, site.origins) for each in several]
        for thread, found in zip(threads, find(connection, site, source, threads), strict=True):
            counted.add(thread, found)
    return counted
