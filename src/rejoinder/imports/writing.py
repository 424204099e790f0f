"""Writes staged comments and their authors, a batch a transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

from sqlalchemy import Connection

from rejoinder.comments.model import Author, ImportedText, State
from rejoinder.errors import Invalid, N_
from rejoinder.i18n import translator_of
from rejoinder.imports import queries
from rejoinder.imports.markup import Converted
from rejoinder.imports.model import Label, Problem, Status
from rejoinder.imports.report import Problems
from rejoinder.imports.staged import Staged
from rejoinder.imports.staging import Staging
from rejoinder.imports.tables import insert_sources
from rejoinder.moderation.actions.imported import EarlierDecision, ImportedComment, take_over
from rejoinder.moderation.model import Outcome
from rejoinder.readers.authors import put_authors
from rejoinder.readers.model import NewAuthor, check_email
from rejoinder.sites.model import Site
from rejoinder.storage import Database
from rejoinder.text import TooLong, tidy_line

_LONGEST_NAME = 80
_STATES = {
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
_Pair = tuple[Staged, Converted]
NumberedAuthor = tuple[int, NewAuthor]


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
    written: Written = field(default_factory=Written)
    _nobody: str = field(init=False)

    def __post_init__(self) -> None:
        """What stands where no name is told, in the site's language."""
        self._nobody = translator_of(self.site).translate(N_("Anonymous"))

    def write(
        self, batch: Sequence[Staged], texts: Sequence[Converted | None], *, now: datetime
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
            new = [(each, text) for each, text in pairs if each.source_id not in known]
            authors = self._authors(connection, new, now=now)
            comments = self._comments(new, authors, known)
            ids = take_over(connection, self.source, comments, now=now)
            found = {each.source_id: number for (each, _), number in zip(new, ids, strict=True)}
            insert_sources(connection, self.site.id, self.source, "comment", found.items())
        # Only now: what was undone must not be taken for written.
        self.staging.remember("authors", [(number, key) for key, (number, _) in authors.items()])
        self.staging.remember(
            "comments", [(number, each) for each, number in (found | known).items()]
        )
        self.written.seen += len(batch)
        self.written.comments += len(new)

    def _can_be_taken(self, each: Staged, text: Converted | None) -> bool:
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
    ) -> dict[str, NumberedAuthor]:
        """Who wrote them, by their keys in the file."""
        keys = list({each.author for each, _ in pairs})
        told = {key: _new_author(*self.staging.author(key), self.emails_verified) for key in keys}
        numbers = self.staging.targets("authors", keys)
        rest = [key for key in keys if key not in numbers]
        numbers |= queries.targets(connection, self.site.id, self.source, "author", rest)
        rest = [key for key in keys if key not in numbers]
        made = put_authors(connection, self.site.id, [told[key] for key in rest], now=now)
        new = dict(zip(rest, made, strict=True))
        insert_sources(connection, self.site.id, self.source, "author", new.items())
        self.written.authors += len(new)
        return {key: (number, told[key]) for key, number in (numbers | new).items()}

    def _comments(
        self,
        pairs: Sequence[_Pair],
        authors: dict[str, NumberedAuthor],
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
        return [
            ImportedComment(
                ImportedText(
                    site_id=self.site.id,
                    article_id=articles[each.article],
                    parent_id=parents.get(each.parent or ""),
                    parent_at=places.get(each.parent or ""),
                    author=self._author(each, authors[each.author]),
                    source=text.source,
                    html=text.html,
                    fingerprint=text.fingerprint,
                    state=_STATES[Status(each.status)],
                    created_at=each.created_at,
                    edited_at=each.edited_at,
                ),
                note=f"{self.title}: {each.status}",
                earlier=tuple(map(_earlier, each.read_labels())),
            )
            for each, text in pairs
        ]

    def _author(self, each: Staged, author: NumberedAuthor) -> Author:
        number, told = author
        return Author(number, tidy_name(each.name) or told.name or self._nobody, told.email)


def _earlier(label: Label) -> EarlierDecision:
    return EarlierDecision(
        label.word, _OUTCOMES[label.status], label.maker.value, label.name, label.made_at
    )


def _new_author(name: str, email: str, verified: bool) -> NewAuthor:
    address = _address(email)
    return NewAuthor(tidy_name(name), address, proved=verified and address != "")


@lru_cache(maxsize=10_000)
def tidy_name(raw: str) -> str:
    """A name as it is kept: on one line, cut where it is too long."""
    try:
        return tidy_line(raw[:1000])[:_LONGEST_NAME].strip()
    except TooLong:
        return ""


@lru_cache(maxsize=10_000)
def _address(raw: str) -> str:
    """An e-mail address as it is kept; empty where it cannot be one."""
    if "@" not in raw:
        return ""
    try:
        return check_email(raw)
    except Invalid:
        return ""
