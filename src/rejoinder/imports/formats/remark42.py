"""Remark42's backup: JSON lines, of which the first tells of users and pages."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from rejoinder.imports.formats.problems import no_date, no_id, no_thread
from rejoinder.imports.model import (
    ArticleRecord,
    Aside,
    CommentRecord,
    Label,
    Markup,
    Problem,
    Record,
    Status,
)
from rejoinder.imports.reading.fields import Fields, Remembered
from rejoinder.imports.reading.json_values import Value
from rejoinder.imports.reading.lines import json_objects
from rejoinder.imports.reading.opening import Files

_ASIDE: Final = ("score", "votes", "pin", "voted_ips")


def read(files: Files, aside: Aside, *, latest: datetime) -> Iterator[Record]:
    """The records of a backup, packed or not."""
    told = Remembered()
    for each in json_objects(files.open()):
        if isinstance(each, Problem):
            # The first line may be of any length, and nothing of it is needed.
            if each.line != 1 or each.code == "damaged-file":
                yield each
            continue
        fields = Fields(each.value)
        if fields.has("version") and not fields.has("locator"):
            fields.leave(aside, ("users",))
            yield from _closed(fields)
            continue
        page = fields.below("locator").text("url")
        if page and told.first(page):
            yield ArticleRecord(ref=page, source_id=page, address=page, title=fields.text("title"))
        yield _comment(each, fields, page, aside, latest)


def _closed(fields: Fields) -> Iterator[Record]:
    """The pages on which nobody can write any more."""
    for post in fields.all_of("posts"):
        page = post.text("url")
        if page and post.is_true("read_only"):
            yield ArticleRecord(ref=page, source_id=page, address=page, closed=True)


def _comment(each: Value, fields: Fields, page: str, aside: Aside, latest: datetime) -> Record:
    number, user = fields.text("id"), fields.below("user")
    if not number:
        return no_id(each.line)
    if not page:
        return no_thread(each.line)
    created_at = fields.moment("time", latest)
    if created_at is None:
        return no_date(each.line)
    fields.leave(aside, _ASIDE)
    deleted = fields.is_true("delete")
    return CommentRecord(
        source_id=number,
        article=page,
        parent=fields.text("pid") or None,
        author=user.text("id"),
        name=user.text("name"),
        email="",
        text=fields.text("text", "orig"),
        markup=Markup.HTML,
        created_at=created_at,
        edited_at=fields.below("edit").moment("time", latest),
        status=Status.DELETED if deleted else Status.APPROVED,
        labels=(Label(Status.DELETED, "delete"),) if deleted else (),
        line=each.line,
    )
