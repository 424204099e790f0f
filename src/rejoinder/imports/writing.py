"""Writes staged comments and their authors, a batch a transaction.

A thread of its own gives a batch to the store while the next is lined up: SQLite, and the driver
of PostgreSQL while it waits for the server, leave the interpreter to others. PostgreSQL, where
several write at once, takes the authors first and then the comments in two transactions beside each
other: one alone would keep one processor busy and leave the other to wait.
"""

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import chain
from typing import NamedTuple, TypeVar

from sqlalchemy import Connection

from rejoinder.comments.model import Author, ImportedTexts, State
from rejoinder.errors import N_
from rejoinder.i18n import translator_of
from rejoinder.imports import queries
from rejoinder.imports.lining_up import Lined, LiningUp
from rejoinder.imports.model import Status
from rejoinder.imports.preparing import ToWrite
from rejoinder.imports.report import Problems
from rejoinder.imports.staged import StagedAuthor
from rejoinder.imports.staging import Staging
from rejoinder.imports.tables import insert_sources
from rejoinder.moderation.actions.imported import (
    ImportedComments,
    let_judge,
    numbers_for,
    take_over,
)
from rejoinder.readers.authors import put_authors
from rejoinder.readers.model import NewAuthor
from rejoinder.sites.model import Site
from rejoinder.storage import Database, is_deadlock, is_taken

# Seconds after which whoever computes leaves the interpreter to the thread that waits for it: it
# has a batch's next statement ready within a tenth of that.
_TURN = 0.0005
# Transactions beside each other on PostgreSQL.
_LANES = 2

T = TypeVar("T")


@dataclass(slots=True)
class Written:
    """What an import has written."""

    seen: int = 0
    """Comments that were looked at, those that could not be taken among them."""
    comments: int = 0
    articles: int = 0
    """Those that were made."""
    authors: int = 0


class _Share(NamedTuple):
    """What one transaction has stored of a batch."""

    lined: Lined
    """What was written."""
    here: Mapping[str, int]
    """Those that were here already, by their ids there."""


class _Authors(NamedTuple):
    """Those of a batch's authors of whom only the file told before."""

    by_key: Mapping[str, Author]
    new: int


class _Stored(NamedTuple):
    """What stands in the store, and shall be remembered."""

    shares: Sequence[_Share]
    authors: _Authors


@dataclass(slots=True)
class Writer:
    """Writes what is staged, a batch a transaction."""

    database: Database
    site: Site
    source: str
    title: str
    """Of the system, for the log of decisions."""
    staging: Staging
    problems: Problems
    emails_verified: bool
    judge: bool
    came_before: bool
    """Whether something from there may be here already."""
    written: Written = field(default_factory=Written)
    _nobody: str = field(init=False)
    """What stands where no name is told."""
    _notes: dict[str, str] = field(init=False)
    """What the log says of each status."""
    _last: Mapping[str, int] = field(default_factory=dict)
    """The comments of the last batch by their ids there: not all are remembered yet."""
    _last_authors: Mapping[str, Author] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """In the site's language."""
        self._nobody = translator_of(self.site).translate(N_("Anonymous"))
        self._notes = {each.value: f"{self.title}: {each.value}" for each in Status}

    def write(self, batches: Iterable[ToWrite], *, now: Callable[[], datetime]) -> Iterator[None]:
        """Writes batches in which what is answered stands before its replies; yields after each."""
        lining_up = LiningUp(self.staging, self.problems)
        on_its_way: Future[_Stored] | None = None
        with _short_turns(), ThreadPoolExecutor(1, thread_name_prefix="import") as beside:
            for batch, texts in batches:
                lined = lining_up.line_up(batch, texts)
                stored = None if on_its_way is None else on_its_way.result()
                on_its_way = beside.submit(self._store, lined, now=now())
                if stored is not None:
                    self._remember(stored, lining_up)
                    yield
                self.written.seen += len(batch)
            if on_its_way is not None:
                self._remember(on_its_way.result(), lining_up)
                yield

    def _remember(self, stored: _Stored, lining_up: LiningUp) -> None:
        """Only after the commit: what was undone must not be taken for written."""
        lining_up.remember(stored.authors.by_key)
        for lined, here in stored.shares:
            self.staging.remember_written([*zip(lined.ids, lined.columns.seqs, strict=True)])
            self.staging.remember("comments", [(number, each) for each, number in here.items()])
            self.written.comments += len(lined.ids)
        self.written.authors += stored.authors.new

    def _store(self, lined: Lined, *, now: datetime) -> _Stored:
        if self.database.embedded:
            stored = self._transaction(lambda its: self._store_whole(its, lined, now=now))
        else:
            stored = self._store_beside(lined, now=now)
        self._last = {
            key: number
            for share in stored.shares
            for key, number in chain(
                zip(share.lined.columns.source_ids, share.lined.ids, strict=True),
                share.here.items(),
            )
        }
        self._last_authors = stored.authors.by_key
        return stored

    def _transaction(self, write: Callable[[Connection], T]) -> T:
        try:
            with self.database.writing() as connection:
                return write(connection)
        except Exception as failure:
            if not is_taken(failure) and not is_deadlock(failure):
                raise
            # Another import of the same file was quicker; what it wrote is found now. Or we were
            # undone so that it, or somebody else who writes, could go on.
            self.came_before = True
        with self.database.writing() as connection:
            return write(connection)

    def _store_whole(self, connection: Connection, lined: Lined, *, now: datetime) -> _Stored:
        lined, authors = self._begin(connection, lined, now=now)
        return _Stored([self._share(connection, lined, authors, now=now)], authors)

    def _store_beside(self, lined: Lined, *, now: datetime) -> _Stored:
        """The authors first, since each share may need any of them."""
        lined, authors = self._transaction(lambda its: self._begin(its, lined, now=now))

        def store(share: Lined) -> _Share:
            return self._transaction(lambda its: self._share(its, share, authors, now=now))

        with ThreadPoolExecutor(_LANES, thread_name_prefix="import-share") as lanes:
            return _Stored(list(lanes.map(store, lined.shares(_LANES))), authors)

    def _begin(
        self, connection: Connection, lined: Lined, *, now: datetime
    ) -> tuple[Lined, _Authors]:
        """What all shares need: the authors, and numbers in the order of the comments."""
        authors = self._authors(connection, lined, now=now)
        ids = numbers_for(connection, len(lined.columns.seqs))
        return replace(lined, ids=ids), authors

    def _share(
        self, connection: Connection, lined: Lined, authors: _Authors, *, now: datetime
    ) -> _Share:
        here = self._here(connection, "comment", lined.columns.source_ids)
        lined = lined.without(here) if here else lined
        self._take_over(connection, lined, {**lined.known, **authors.by_key}, now=now)
        told = zip(lined.columns.source_ids, lined.ids, strict=True)
        insert_sources(connection, self.site.id, self.source, "comment", told)
        if self.judge:
            let_judge(connection, self.site.id, _standing(lined), now=now)
        return _Share(lined, here)

    def _here(self, connection: Connection, kind: str, ids: Sequence[str]) -> dict[str, int]:
        if not self.came_before:
            return {}
        return queries.targets(connection, self.site.id, self.source, kind, ids)

    def _take_over(
        self,
        connection: Connection,
        lined: Lined,
        authors: Mapping[str, Author],
        *,
        now: datetime,
    ) -> None:
        columns, parents = lined.columns, list(lined.parents)
        for at, parent in lined.behind:
            parents[at] = self._last.get(parent)
        by = [authors[each] for each in columns.authors]
        texts = ImportedTexts(
            columns.articles,
            parents,
            lined.parents_at,
            [each.reader_id for each in by],
            # As they called themselves with this comment.
            [name or each.name for name, each in zip(columns.names, by, strict=True)],
            [each.email for each in by],
            columns.sources,
            columns.htmls,
            columns.fingerprints,
            lined.states(),
            columns.created_at,
            columns.edited_at,
        )
        notes = [self._notes[each] for each in columns.statuses]
        earlier = {
            at: lined.earlier[each]
            for at, each in enumerate(columns.source_ids)
            if each in lined.earlier
        }
        batch = ImportedComments(lined.ids, texts, notes, earlier)
        take_over(connection, self.site.id, self.source, batch, now=now)

    def _authors(self, connection: Connection, lined: Lined, *, now: datetime) -> _Authors:
        told = {key: each for key, each in lined.told.items() if key not in self._last_authors}
        numbers = {key: number for key, (_, number) in told.items() if number is not None}
        rest = [key for key in told if key not in numbers]
        numbers |= self._here(connection, "author", rest)
        rest = [key for key in rest if key not in numbers]
        authors = [self._new_author(told[key][0]) for key in rest]
        made = put_authors(connection, self.site.id, authors, now=now)
        new = dict(zip(rest, made, strict=True))
        insert_sources(connection, self.site.id, self.source, "author", new.items())
        found = {
            key: Author(number, told[key][0].name or self._nobody, told[key][0].email)
            for key, number in (numbers | new).items()
        }
        last = {key: self._last_authors[key] for key in lined.told.keys() - told.keys()}
        return _Authors(found | last, len(new))

    def _new_author(self, told: StagedAuthor) -> NewAuthor:
        proved = self.emails_verified and told.email != ""
        return NewAuthor(told.name, told.email, proved=proved)


def _standing(lined: Lined) -> list[int]:
    """Those that somebody sees, or waits to see."""
    return [
        number
        for state, number in zip(lined.states(), lined.ids, strict=True)
        if state in {State.PUBLISHED, State.HELD}
    ]


@contextmanager
def _short_turns() -> Iterator[None]:
    """Threads take turns oftener: one that computes would keep the store waiting ten times long."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(_TURN)
    try:
        yield
    finally:
        sys.setswitchinterval(before)
