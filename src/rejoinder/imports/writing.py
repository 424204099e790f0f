"""Writes staged comments and their authors, a batch a transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection

from rejoinder.comments.model import Author, ImportedText, State
from rejoinder.errors import N_
from rejoinder.i18n import translator_of
from rejoinder.imports import queries
from rejoinder.imports.ids import stored_id
from rejoinder.imports.model import Label, Problem, Status
from rejoinder.imports.preparing import Ready
from rejoinder.imports.report import Problems
from rejoinder.imports.staged import StagedAuthor, Waiting
from rejoinder.imports.staging import Staging
from rejoinder.imports.tables import insert_sources
from rejoinder.moderation.actions.imported import (
    EarlierDecision,
    ImportedComment,
    let_judge,
    take_over,
)
from rejoinder.moderation.model import Outcome
from rejoinder.readers.authors import put_authors
from rejoinder.readers.model import NewAuthor
from rejoinder.sites.model import Site
from rejoinder.storage import Database

# By the words of `Status`, as they come out of the staging.
_STATES: Mapping[str, State] = {
    Status.APPROVED: State.PUBLISHED,
    Status.PENDING: State.HELD,
    Status.SPAM: State.DECLINED,
    Status.REJECTED: State.DECLINED,
    Status.TRASH: State.DECLINED,
    Status.DELETED: State.WITHDRAWN,
}
_OUTCOMES = {
    Status.APPROVED: Outcome.PUBLISH,
    Status.PENDING: Outcome.HOLD,
    Status.SPAM: Outcome.DECLINE,
    Status.REJECTED: Outcome.DECLINE,
    Status.TRASH: Outcome.DECLINE,
    Status.DELETED: None,  # by whom and why nobody says
}

# A comment that can be written, with its text.
_Pair = tuple[Waiting, Ready]
# Authors who are remembered with their numbers, since most write again.
_REMEMBERED = 20_000


@dataclass(slots=True)
class Written:
    """What an import has written."""

    seen: int = 0
    """Comments that were looked at, those that could not be taken among them."""
    comments: int = 0
    articles: int = 0
    """Those that were made."""
    authors: int = 0


@dataclass(slots=True)
class Writer:
    """Writes what is staged; each call is one transaction, committed when it returns."""

    database: Database
    site: Site
    source: str
    title: str
    """Of the system, for the log of decisions."""
    staging: Staging
    problems: Problems
    emails_verified: bool
    judge: bool
    written: Written = field(default_factory=Written)
    _authors_here: dict[str, Author] = field(default_factory=dict)
    """Those of the last batches by their keys in the file; what was undone is not among them."""
    _nobody: str = field(init=False)
    """What stands where no name is told."""
    _notes: dict[str, str] = field(init=False)
    """What the log says of each status."""

    def __post_init__(self) -> None:
        """In the site's language."""
        self._nobody = translator_of(self.site).translate(N_("Anonymous"))
        self._notes = {each.value: f"{self.title}: {each.value}" for each in Status}

    def write(
        self, batch: Sequence[Waiting], texts: Sequence[Ready | None], *, now: datetime
    ) -> None:
        """Writes comments whose parents, if they are replies, are written or stand before them."""
        pairs = [
            (each, text)
            for each, text in zip(batch, texts, strict=True)
            if self._can_be_taken(each, text) and text is not None
        ]
        with self.database.writing() as connection:
            # Another import of the same file may be at work.
            known = self._known(connection, [each.source_id for each, _ in pairs])
            new = [pair for pair in pairs if pair[0].source_id not in known] if known else pairs
            authors, told = self._authors(connection, new, now=now)
            rows = self._comments(new, authors, known)
            ids = take_over(connection, self.site.id, self.source, rows, now=now)
            found = zip((each.source_id for each, _ in new), ids, strict=True)
            insert_sources(connection, self.site.id, self.source, "comment", found)
            if self.judge:
                let_judge(connection, self.site.id, _standing(new, ids), now=now)
        # Only now: what was undone must not be taken for written.
        self._remember(told)
        written = ((number, each.seq) for (each, _), number in zip(new, ids, strict=True))
        self.staging.remember_written([*written])
        self.staging.remember("comments", [(number, each) for each, number in known.items()])
        self.written.seen += len(batch)
        self.written.comments += len(new)

    def _remember(self, authors: Mapping[str, Author]) -> None:
        self.staging.remember("authors", [(each.reader_id, key) for key, each in authors.items()])
        if len(self._authors_here) + len(authors) > _REMEMBERED:
            self._authors_here.clear()
        self._authors_here |= authors

    def _can_be_taken(self, each: Waiting, text: Ready | None) -> bool:
        if text is None:
            what = N_("A comment is longer than is taken.")
            self.problems.add(Problem(each.line, what, code="too-long"))
        elif not text.html and each.status != Status.DELETED:  # replies stand below such a one
            self.problems.add(Problem(each.line, N_("A comment shows nothing."), code="empty"))
        else:
            return True
        return False

    def _known(self, connection: Connection, ids: Sequence[str]) -> dict[str, int]:
        return queries.targets(connection, self.site.id, self.source, "comment", ids)

    def _authors(
        self, connection: Connection, pairs: Sequence[_Pair], *, now: datetime
    ) -> tuple[Mapping[str, Author], dict[str, Author]]:
        """Who wrote them, by their keys in the file; and those who are not remembered yet."""
        keys = {each.author for each, _ in pairs}
        told = self.staging.authors([*(keys - self._authors_here.keys())])
        numbers = {key: number for key, (_, number) in told.items() if number is not None}
        rest = [key for key in told if key not in numbers]
        numbers |= queries.targets(connection, self.site.id, self.source, "author", rest)
        rest = [key for key in rest if key not in numbers]
        authors = [self._new_author(told[key][0]) for key in rest]
        made = put_authors(connection, self.site.id, authors, now=now)
        new = dict(zip(rest, made, strict=True))
        insert_sources(connection, self.site.id, self.source, "author", new.items())
        self.written.authors += len(new)
        found = {
            key: Author(number, told[key][0].name or self._nobody, told[key][0].email)
            for key, number in (numbers | new).items()
        }
        return {key: found.get(key) or self._authors_here[key] for key in keys}, found

    def _new_author(self, told: StagedAuthor) -> NewAuthor:
        proved = self.emails_verified and told.email != ""
        return NewAuthor(told.name, told.email, proved=proved)

    def _comments(
        self,
        pairs: Sequence[_Pair],
        authors: Mapping[str, Author],
        known: dict[str, int],
    ) -> list[ImportedComment]:
        places = {each.source_id: at for at, (each, _) in enumerate(pairs)}
        above = [each.parent for each, _ in pairs if each.parent and each.parent not in places]
        parents = (
            self.staging.targets("elsewhere", above)
            | self.staging.targets("comments", above)
            | known
        )
        articles = self.staging.targets("articles", list({each.article for each, _ in pairs}))
        earlier = self._earlier(pairs)
        return [
            ImportedComment(
                ImportedText(
                    articles[each.article],
                    parents.get(each.parent) if each.parent else None,
                    places.get(each.parent) if each.parent else None,
                    _named(authors[each.author], text.name),
                    text.source,
                    text.html,
                    text.fingerprint,
                    _STATES[each.status],
                    text.created_at,
                    text.edited_at,
                ),
                self._notes[each.status],
                earlier.get(each.source_id, ()),
            )
            for each, text in pairs
        ]

    def _earlier(self, pairs: Sequence[_Pair]) -> dict[str, tuple[EarlierDecision, ...]]:
        """What was decided of them there, by their ids."""
        apart = self.staging.labels_of([each.source_id for each, _ in pairs])
        labels = {
            each.source_id: _both(text.labels, apart.get(each.source_id, []))
            for each, text in pairs
            if text.labels or each.source_id in apart
        }
        deciders = {stored_id(each.author) for all_ in labels.values() for each in all_}
        told = self.staging.authors(list(deciders))
        return {
            key: tuple(_decision(each, told.get(stored_id(each.author))) for each in all_)
            for key, all_ in labels.items()
        }


def _both(beside: Sequence[Label], apart: Sequence[Label]) -> list[Label]:
    """The labels of a comment, without those that stand apart once more, by whom and when."""
    told = {each.status for each in apart}
    return [*(each for each in beside if each.status not in told), *apart]


def _decision(label: Label, decider: tuple[StagedAuthor, int | None] | None) -> EarlierDecision:
    name = label.name or (decider[0].name if decider else "")
    return EarlierDecision(
        label.word, _OUTCOMES[label.status], label.maker.value, name, label.made_at
    )


def _standing(pairs: Sequence[_Pair], ids: Sequence[int]) -> list[int]:
    """Those that somebody sees, or waits to see."""
    return [
        number
        for (each, _), number in zip(pairs, ids, strict=True)
        if _STATES[each.status] in {State.PUBLISHED, State.HELD}
    ]


def _named(author: Author, name: str) -> Author:
    """The author as they called themselves with this comment."""
    if not name or name == author.name:
        return author
    return Author(author.reader_id, name, author.email)
