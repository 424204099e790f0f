"""Isso's store (SQLite), and the JSON that it takes from others, which knows no replies."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from typing import Any, Final
from urllib.parse import quote

from rejoinder.errors import Invalid, N_
from rejoinder.imports.formats.problems import no_date, no_id
from rejoinder.imports.model import (
    LONGEST_RAW,
    ArticleRecord,
    Aside,
    CommentRecord,
    Label,
    Markup,
    Problem,
    Record,
    Status,
)
from rejoinder.imports.reading.fields import Fields
from rejoinder.imports.reading.json_values import Value, json_values
from rejoinder.imports.reading.moments import read_moment
from rejoinder.imports.reading.opening import Files, decoded

_MAGIC: Final = b"SQLite format 3\x00"
_STATUS: Final = {1: Status.APPROVED, 2: Status.PENDING, 4: Status.DELETED}
# Of a text that is no comment's at all not even a copy is made.
_LARGEST_CELL: Final = 128 << 20
_COMMENTS: Final = (
    "SELECT id, tid, parent, created, modified, mode, substr(text, 1, ?), substr(author, 1, 1000),"
    " substr(email, 1, 1000), likes, dislikes, length(website), length(remote_addr)"
    " FROM comments ORDER BY id"
)
_WANTED: Final = frozenset({"[].id", "[].title", "[].comments[]"})


def read(files: Files, aside: Aside, *, latest: datetime) -> Iterator[Record]:
    """The records of Isso's own store, or of its JSON."""
    if files.begins(len(_MAGIC)) == _MAGIC:
        yield from _read_store(files, aside, latest)
    else:
        yield from _read_json(files, aside, latest)


def _read_store(files: Files, aside: Aside, latest: datetime) -> Iterator[Record]:
    if files.begins(2, unpacked=False) == b"\x1f\x8b":
        raise Invalid(N_("%(path)s is a packed store: please unpack it first."), path=files.path)
    address = f"file:{quote(str(files.path.absolute()))}?mode=ro"
    with closing(sqlite3.connect(address, uri=True)) as store:
        store.execute("PRAGMA trusted_schema = OFF")
        store.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LARGEST_CELL)
        try:
            _check_tables(store)
            yield from map(_thread, store.execute("SELECT id, uri, title FROM threads"))
            for row in store.execute(_COMMENTS, (LONGEST_RAW + 1,)):
                yield _comment(row, aside, latest)
        except (sqlite3.DatabaseError, OverflowError):
            what = N_("The store is damaged, or none of Isso's.")
            yield Problem(0, what, code="damaged-file")


def _check_tables(store: sqlite3.Connection) -> None:
    """Views and tables that compute what they hold can compute for ever."""
    kinds = dict(
        store.execute(
            "SELECT name, type || ' ' || upper(substr(sql, 1, 13)) FROM sqlite_schema"
            " WHERE name IN ('threads', 'comments')"
        )
    )
    hidden = any(
        row[6]
        for name in ("threads", "comments")
        for row in store.execute(f"PRAGMA table_xinfo({name})")
    )
    if set(kinds.values()) != {"table CREATE TABLE "} or len(kinds) < 2 or hidden:
        raise Invalid(N_("The store has no threads and comments as Isso's has."))


def _thread(row: tuple[Any, ...]) -> Record:
    number, uri, title = row
    uri = uri if isinstance(uri, str) else ""
    title = title if isinstance(title, str) else ""
    return ArticleRecord(ref=str(number), source_id=uri, address=uri, title=title)


def _comment(row: tuple[Any, ...], aside: Aside, latest: datetime) -> Record:
    number, thread, parent, created, modified, mode, text, name, email, *rest = row
    created_at = read_moment(created, latest=latest)
    if created_at is None:
        return no_date(0)
    for field, count in zip(("likes", "dislikes", "website", "remote_addr"), rest, strict=True):
        if count:
            aside.leave(field)
    status = _STATUS.get(mode, Status.PENDING)
    return CommentRecord(
        source_id=str(number),
        article=str(thread),
        parent=None if parent is None else str(parent),
        author="",
        name=_text(name),
        email=_text(email),
        text=_text(text),
        markup=Markup.MARKDOWN,
        created_at=created_at,
        edited_at=read_moment(modified, latest=latest),
        status=status,
        labels=() if status is not Status.DELETED else (Label(status, "mode 4"),),
    )


def _text(cell: object) -> str:
    return cell if isinstance(cell, str) else ""


def _read_json(files: Files, aside: Aside, latest: datetime) -> Iterator[Record]:
    source = files.open()
    number, uri, title = 0, "", ""
    for each in json_values(decoded(source), _WANTED, lambda: source.damage):
        if isinstance(each, Problem):
            yield each
            continue
        if each.outer != number:
            if number:
                yield _json_thread(number, uri, title)
            number, uri, title = each.outer, "", ""
        if each.path == "[].comments[]":
            yield _json_comment(each, uri, aside, latest)
        elif isinstance(each.value, str):
            uri, title = (each.value, title) if each.path == "[].id" else (uri, each.value)
    if number:
        yield _json_thread(number, uri, title)


def _json_thread(number: int, uri: str, title: str) -> Record:
    return ArticleRecord(ref=str(number), source_id=uri, address=uri, title=title)


def _json_comment(each: Value, uri: str, aside: Aside, latest: datetime) -> Record:
    fields = Fields(each.value)
    number = fields.text("id")
    if not number:
        return no_id(each.line)
    created_at = fields.moment("created", latest)
    if created_at is None:
        return no_date(each.line)
    fields.leave(aside, ("website", "remote_addr"))
    return CommentRecord(
        source_id=f"{uri} {number}",
        article=str(each.outer),
        parent=None,
        author="",
        name=fields.text("author"),
        email=fields.text("email"),
        text=fields.text("text"),
        markup=Markup.MARKDOWN,
        created_at=created_at,
        line=each.line,
    )
