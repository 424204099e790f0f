"""Artrans: what Artalk exports, a list of objects whose values are all texts."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from rejoinder.imports.formats.problems import no_date, no_id, no_thread
from rejoinder.imports.model import (
    ArticleRecord,
    Aside,
    CommentRecord,
    Markup,
    Problem,
    Record,
    Status,
)
from rejoinder.imports.reading.fields import Fields, Remembered
from rejoinder.imports.reading.json_values import Value
from rejoinder.imports.reading.lines import json_objects
from rejoinder.imports.reading.opening import Files

_ASIDE: Final = ("ua", "ip", "link", "badge_name")
_NONE: Final = frozenset({"", "0"})


def read(files: Files, aside: Aside, *, latest: datetime) -> Iterator[Record]:
    """The records of one export, packed or not."""
    told = Remembered()
    for each in json_objects(files.open()):
        if isinstance(each, Problem):
            yield each
            continue
        fields = Fields(each.value)
        page = fields.text("page_key")
        if page and told.first(page):
            yield ArticleRecord(
                ref=page,
                source_id=page,
                address=_address(page, fields.text("site_urls")),
                title=fields.text("page_title"),
                closed=fields.is_true("page_admin_only"),
            )
        yield _comment(each, fields, page, aside, latest)


def _address(page: str, sites: str) -> str:
    """Of a page that is told by its path the address on the first of the site's hosts."""
    first = sites.partition(",")[0].strip().rstrip("/")
    return first + page if page.startswith("/") and first else page


def _comment(each: Value, fields: Fields, page: str, aside: Aside, latest: datetime) -> Record:
    number, parent = fields.text("id"), fields.text("rid")
    if number in _NONE:
        return no_id(each.line)
    if not page:
        return no_thread(each.line)
    created_at = fields.moment("created_at", latest)
    if created_at is None:
        return no_date(each.line)
    fields.leave(aside, _ASIDE)
    for mark in ("is_collapsed", "is_pinned"):
        if fields.is_true(mark):
            aside.leave(mark)
    for votes in ("vote_up", "vote_down"):
        if fields.text(votes) not in _NONE:
            aside.leave(votes)
    return CommentRecord(
        source_id=number,
        article=page,
        parent=None if parent in _NONE else parent,
        author="",
        name=fields.text("nick"),
        email=fields.text("email"),
        text=fields.text("content"),
        markup=Markup.MARKDOWN,
        created_at=created_at,
        status=Status.PENDING if fields.is_true("is_pending") else Status.APPROVED,
        line=each.line,
    )
