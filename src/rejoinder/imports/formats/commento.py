"""Commento's JSON, which Comentario's importer takes too, and Comentario's own."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final, NamedTuple

from rejoinder.errors import N_
from rejoinder.imports.formats.problems import no_date, no_id, no_thread
from rejoinder.imports.model import (
    ArticleRecord,
    Aside,
    AuthorRecord,
    CommentRecord,
    Label,
    Maker,
    Markup,
    Problem,
    Record,
    Status,
)
from rejoinder.imports.reading.fields import Fields, Remembered
from rejoinder.imports.reading.json_values import Value, json_values
from rejoinder.imports.reading.opening import Files, decoded

_WANTED: Final = frozenset({".comments[]", ".commenters[]", ".pages[]"})
_NOBODY: Final = frozenset(
    {"", "anonymous", "0" * 64, "00000000-0000-0000-0000-000000000000"},
)
# What either writes for a text that is gone, without saying that it was deleted.
_GONE: Final = frozenset({"", "[deleted]"})
_STATUS: Final = {"approved": Status.APPROVED, "spam": Status.SPAM}
_ASIDE: Final = ("score", "direction", "isSticky", "authorIp", "authorCountry")


class _Shared(NamedTuple):
    """What both formats tell, under different names."""

    number: str
    page: str
    parent: str | None
    author: str
    created_at: datetime | None
    edited_at: datetime | None = None


def read(files: Files, aside: Aside, *, latest: datetime) -> Iterator[Record]:
    """The records of one domain's export, packed or not."""
    source, told = files.open(), Remembered()
    for each in json_values(decoded(source), _WANTED, lambda: source.damage):
        if isinstance(each, Problem):
            yield each
            continue
        fields = Fields(each.value)
        if each.path == ".commenters[]":
            yield _commenter(each, fields)
        elif each.path == ".pages[]":
            yield _page(each, fields, latest)
        elif fields.has("commentHex"):
            page = _address(fields)
            if page and told.first(page):
                yield ArticleRecord(ref=page, source_id=page, address=page)
            yield _commento(each, fields, page, aside, latest)
        else:
            yield _comentario(each, fields, aside, latest)


def _commenter(each: Value, fields: Fields) -> Record:
    number = fields.text("commenterHex", "id")
    if not number:
        return Problem(each.line, N_("A commenter has no id."))
    return AuthorRecord(number, fields.text("name"), fields.text("email"))


def _page(each: Value, fields: Fields, latest: datetime) -> Record:
    number = fields.text("id")
    if not number:
        return Problem(each.line, N_("A page has no id."))
    return ArticleRecord(
        ref=number,
        source_id=number,
        address=fields.text("path"),
        title=fields.text("title"),
        published_at=fields.moment("createdTime", latest),
        closed=fields.is_true("isReadonly"),
    )


def _address(fields: Fields) -> str:
    page, domain = fields.text("url", "path"), fields.text("domain", "host")
    return f"https://{domain}{page}" if page.startswith("/") and domain else page


def _commento(each: Value, fields: Fields, page: str, aside: Aside, latest: datetime) -> Record:
    parent, state = fields.text("parentHex"), fields.text("state")
    status = _STATUS.get(state, Status.PENDING)
    labels = () if status is Status.APPROVED else (Label(status, state),)
    if fields.is_true("deleted") or not {fields.text("markdown"), fields.text("html")} - _GONE:
        status = Status.DELETED
        labels = (Label(status, "deleted"),)
    told = _Shared(
        fields.text("commentHex"),
        page,
        None if parent in {"", "root"} else parent,
        fields.text("commenterHex"),
        fields.moment("creationDate", latest),
    )
    return _record(each, fields, told, status, labels, aside)


def _comentario(each: Value, fields: Fields, aside: Aside, latest: datetime) -> Record:
    status, labels = _comentario_status(fields, latest)
    told = _Shared(
        fields.text("id"),
        fields.text("pageId"),
        fields.text("parentId") or None,
        fields.text("userCreated"),
        fields.moment("createdTime", latest),
        fields.moment("editedTime", latest),
    )
    return _record(each, fields, told, status, labels, aside)


def _comentario_status(fields: Fields, latest: datetime) -> tuple[Status, tuple[Label, ...]]:
    if fields.is_true("isDeleted"):
        return Status.DELETED, (_deleted(fields, latest),)
    if fields.is_true("isPending"):
        return Status.PENDING, ()
    status = Status.APPROVED if fields.is_true("isApproved") else Status.REJECTED
    at = fields.moment("moderatedTime", latest)
    if at is None:
        return status, ()
    moderator = fields.text("userModerated")
    return status, (Label(status, "isApproved", Maker.STAFF, made_at=at, author=moderator),)


def _deleted(fields: Fields, latest: datetime) -> Label:
    by, at = fields.text("userDeleted"), fields.moment("deletedTime", latest)
    maker = Maker.UNKNOWN
    if by not in _NOBODY:
        maker = Maker.AUTHOR if by == fields.text("userCreated") else Maker.STAFF
    return Label(Status.DELETED, "isDeleted", maker, made_at=at, author=by)


def _record(
    each: Value,
    fields: Fields,
    told: _Shared,
    status: Status,
    labels: tuple[Label, ...],
    aside: Aside,
) -> Record:
    if not told.number:
        return no_id(each.line)
    if not told.page:
        return no_thread(each.line)
    if told.created_at is None:
        return no_date(each.line)
    fields.leave(aside, _ASIDE)
    html = fields.text("html")
    return CommentRecord(
        source_id=told.number,
        article=told.page,
        parent=told.parent,
        author="" if told.author in _NOBODY else told.author,
        name=fields.text("authorName"),
        email="",
        text=html or fields.text("markdown"),
        markup=Markup.HTML if html else Markup.MARKDOWN,
        created_at=told.created_at,
        edited_at=told.edited_at,
        status=status,
        labels=labels,
        line=each.line,
    )
