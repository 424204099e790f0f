"""Coral: a folder with users, stories and comments, from MongoDB or as its importer's CSV."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from rejoinder.errors import Invalid, N_
from rejoinder.imports.formats.problems import no_date, no_id, no_thread
from rejoinder.imports.model import (
    ArticleRecord,
    Aside,
    AuthorRecord,
    CommentRecord,
    Label,
    LabelRecord,
    Maker,
    Markup,
    Problem,
    Record,
    Status,
)
from rejoinder.imports.reading.fields import Fields
from rejoinder.imports.reading.lines import csv_records, json_objects
from rejoinder.imports.reading.opening import Files, Source

_NAMES: Final = ("users", "stories", "comments")
# Of MongoDB's collections these too, where they are there.
_MORE_NAMES: Final = (
    *("archivedcomments", "commentmoderationactions", "archivedcommentmoderationactions"),
)
# In the order of the importer's columns, which have no header.
_COLUMNS: Final = {
    "users": ("id", "email", "username", "role", "banned", "createdAt"),
    "stories": ("id", "url", "title", "author", "publishedAt", "closedAt", "mode"),
    "comments": (
        *("id", "authorID", "storyID", "createdAt", "body", "parentID", "status", "rating"),
    ),
}
_STATUS: Final = {
    "APPROVED": Status.APPROVED,
    "NONE": Status.APPROVED,  # nobody looked at it, and it stands
    "REJECTED": Status.REJECTED,
    "PREMOD": Status.PENDING,
    "SYSTEM_WITHHELD": Status.PENDING,
}
_DECIDED: Final = {
    "APPROVED": Maker.STAFF,
    "REJECTED": Maker.UNKNOWN,  # a person, a banned word or a banned author
    "SYSTEM_WITHHELD": Maker.PROGRAM,
}
_ASIDE: Final = ("rating", "media", "tags", "actionCounts")


def read(files: Files, aside: Aside, *, latest: datetime) -> Iterator[Record]:
    """The records of the files, packed or not."""
    sources = {}
    for name in (*_NAMES, *_MORE_NAMES):
        path = files.find(name)
        if path is None and name in _MORE_NAMES:
            continue
        if path is None:
            raise Invalid(
                N_("%(path)s must be a folder with files called users, stories and comments."),
                path=files.path,
            )
        sources[name] = files.open(path)
    for name, source in sources.items():
        for each in _objects(files, source, name):
            if isinstance(each, Problem):
                yield each
            else:
                line, fields = each
                if _MAKERS[name] is _comment:
                    fields.leave(aside, _ASIDE)
                yield _MAKERS[name](line, fields, latest)


def _objects(files: Files, source: Source, name: str) -> Iterator[tuple[int, Fields] | Problem]:
    if files.first_character(source.path) in {"{", "["}:
        for each in json_objects(source):
            yield each if isinstance(each, Problem) else (each.line, Fields(each.value))
        return
    columns = _COLUMNS.get(name, ())
    for record in csv_records(source, len(columns)):
        if isinstance(record, Problem):
            yield record
        elif record[1][0] != "id":  # somebody's header
            yield record[0], Fields(dict(zip(columns, record[1], strict=True)))


def _user(line: int, fields: Fields, _latest: datetime) -> Record:
    number = fields.text("id")
    if not number:
        return Problem(line, N_("A user has no id."))
    return AuthorRecord(number, fields.text("username"), fields.text("email"))


def _story(line: int, fields: Fields, latest: datetime) -> Record:
    number, metadata = fields.text("id"), fields.below("metadata")
    if not number:
        return Problem(line, N_("A story has no id."))
    published = fields.moment("publishedAt", latest) or metadata.moment("publishedAt", latest)
    return ArticleRecord(
        ref=number,
        source_id=number,
        address=fields.text("url"),
        cms_id=number,
        title=fields.text("title") or metadata.text("title"),
        published_at=published or fields.moment("createdAt", latest),
        closed=fields.moment("closedAt", latest) is not None,
    )


def _comment(line: int, fields: Fields, latest: datetime) -> Record:
    number, story, word = fields.text("id"), fields.text("storyID"), fields.text("status")
    if not number:
        return no_id(line)
    if not story:
        return no_thread(line)
    created_at = fields.moment("createdAt", latest)
    if created_at is None:
        return no_date(line)
    revision = fields.last_of("revisions")
    edited_at = revision.moment("createdAt", latest)
    status = _STATUS.get(word, Status.PENDING)
    labels = (Label(status, word, _DECIDED[word]),) if word in _DECIDED else ()
    if fields.moment("deletedAt", latest) is not None:
        status, labels = Status.DELETED, (*labels, Label(Status.DELETED, "deletedAt"))
    return CommentRecord(
        source_id=number,
        article=story,
        parent=fields.text("parentID") or None,
        author=fields.text("authorID"),
        name="",
        email="",
        text=fields.text("body") or revision.text("body"),
        markup=Markup.HTML,
        created_at=created_at,
        edited_at=edited_at if edited_at and edited_at > created_at else None,
        status=status,
        labels=labels,
        line=line,
    )


def _action(line: int, fields: Fields, latest: datetime) -> Record:
    """A decision of a moderator, or of a program where none is named."""
    comment, word = fields.text("commentID"), fields.text("status")
    if not comment or not word:
        return Problem(line, N_("A decision does not say of which comment it is, or what it is."))
    moderator = fields.text("moderatorID")
    reason = fields.below("rejectionReason").text("reason")
    label = Label(
        _STATUS.get(word, Status.PENDING),
        f"{word} {reason}".strip(),
        Maker.STAFF if moderator else Maker.PROGRAM,
        made_at=fields.moment("createdAt", latest),
        author=moderator,
    )
    return LabelRecord(comment, label)


_MAKERS: Final = {
    "users": _user,
    "stories": _story,
    "comments": _comment,
    "archivedcomments": _comment,
    "commentmoderationactions": _action,
    "archivedcommentmoderationactions": _action,
}
