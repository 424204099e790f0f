"""Importing a file: read and put in order, told what it will be, then written batch by batch.

Each batch, with what it came from, is one transaction: an import that was killed goes on where it
was, and one that is run again finds everything here.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from rejoinder.imports import queries
from rejoinder.imports.article_writing import put_articles
from rejoinder.imports.articles import find, wanted
from rejoinder.imports.formats import FORMATS
from rejoinder.imports.placing import place
from rejoinder.imports.preparing import prepare, put_off
from rejoinder.imports.records import FileToRead
from rejoinder.imports.report import Articles, Mapping, Problems
from rejoinder.imports.second_process import InProcess, SecondProcess
from rejoinder.imports.staging import Staging
from rejoinder.imports.writing import Writer, Written
from rejoinder.sites.model import Site
from rejoinder.storage import Database

# A batch holds the writer's turn for less than a reader notices.
BATCH = 2_000
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
    reader: InProcess | SecondProcess
    problems: Problems
    mapping: Mapping
    came_before: bool
    """Whether something of this source was here when the file was read."""

    def write(
        self,
        progress: Progress,
        *,
        emails_verified: bool,
        judge: bool = False,
        now: Callable[[], datetime],
    ) -> Written:
        """Writes everything that is not here yet, and says what it was.

        With `judge`, word is left that the judge shall read what is published or held.
        """
        writer = Writer(
            self.database,
            self.site,
            self.source,
            FORMATS[self.format].title,
            self.staging,
            self.problems,
            emails_verified=emails_verified,
            judge=judge,
            came_before=self.came_before,
        )
        writer.written.articles = put_articles(
            self.database, self.site, self.source, self.staging, now=now()
        )
        total = self.staging.to_write()
        with self.database.many_writes():
            for _ in writer.write(self.reader.ready(self.staging.batches(BATCH)), now=now):
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
    database: Database,
    site: Site,
    told: Chosen,
    reader: InProcess | SecondProcess,
    progress: Progress,
    *,
    now: datetime,
) -> Iterator[Import]:
    """Has a file read and finds out what it will be here; nothing is written yet.

    Raises:
        Invalid: it is not such a file, or it cannot be read at all.
        Unavailable: the process that reads it was ended.
    """
    problems, aside = Problems(), Counter[str]()
    with closing(Staging()) as staging:
        for batch in reader.read(FileToRead(told.format, told.path, now)):
            bodies = (prepare if reader.is_behind() else put_off)(batch.comments)
            for problem in staging.put(batch, bodies):
                problems.add(problem)
            aside = batch.aside
            progress("read", *batch.progress)
        mapping, came_before = _map(database, site, told.source, staging, aside)
        yield Import(
            *(database, site, told.format, told.source, staging, reader, problems, mapping),
            came_before,
        )


def _map(
    database: Database, site: Site, source: str, staging: Staging, aside: Counter[str]
) -> tuple[Mapping, bool]:
    staging.count_by_article()
    with database.reading() as connection:
        came_before = queries.came_before(connection, site.id, source)
        if came_before:
            _find_what_is_here(connection, site, source, staging)
        articles = _articles_here(connection, site, source, staging)
    placement = place(staging.store)
    threads, with_comments = staging.article_counts()
    mapping = Mapping(
        statuses=staging.statuses(),
        threads=threads,
        threads_with_comments=with_comments,
        articles=articles,
        here_already=staging.here_already(),
        without_article=staging.without_article(),
        labelled=staging.labels(),
        placement=placement,
        aside=aside,
    )
    return mapping, came_before


def _find_what_is_here(connection: Connection, site: Site, source: str, staging: Staging) -> None:
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
