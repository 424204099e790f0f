"""Disqus's XML export. Threads come first; a post may come before the one that it answers."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from rejoinder.errors import N_
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
from rejoinder.imports.reading.moments import read_moment
from rejoinder.imports.reading.opening import Files
from rejoinder.imports.reading.xml_records import Element, xml_records

_ID: Final = "dsq:id"
_WANTED: Final = {"thread": "disqus", "post": "disqus"}
_NOBODY: Final = Element("author")
_KNOWN: Final = frozenset(
    {
        *("id", "forum", "category", "link", "title", "message", "createdAt", "author"),
        *("isClosed", "isDeleted", "isSpam", "thread", "parent"),
    }
)


def read(files: Files, aside: Aside, *, latest: datetime) -> Iterator[Record]:
    """The records of one export, packed or not."""
    for element in xml_records(files.open(), _WANTED, root="disqus"):
        if isinstance(element, Problem):
            yield element
            continue
        for tag in element.fields.keys() - _KNOWN:
            aside.leave(tag)
        yield _thread(element, latest) if element.tag == "thread" else _post(element, latest)


def _thread(element: Element, latest: datetime) -> Record:
    ref = element.attributes.get(_ID, "")
    if not ref:
        return Problem(element.line, N_("A thread has no id."))
    return ArticleRecord(
        ref=ref,
        source_id=ref,
        address=element.get("link"),
        cms_id=element.get("id"),
        title=element.get("title"),
        published_at=read_moment(element.get("createdAt"), latest=latest),
        closed=_is_true(element, "isClosed"),
    )


def _post(element: Element, latest: datetime) -> Record:
    ref = element.attributes.get(_ID) or element.get("id")
    thread, parent = element.find("thread"), element.find("parent")
    if not ref or thread is None:
        return Problem(element.line, N_("A post has no id, or no thread."))
    message = element.fields.get("message")
    if message is None or "message" in element.cut:
        return Problem(element.line, N_("A post has no message, or a longer one than is taken."))
    created_at = read_moment(element.get("createdAt"), latest=latest)
    if created_at is None:
        return Problem(element.line, N_("A post has no date, or one that cannot be."))
    author = element.find("author") or _NOBODY
    status, labels = _status(element)
    return CommentRecord(
        source_id=ref,
        article=thread.attributes.get(_ID, ""),
        parent=None if parent is None else parent.attributes.get(_ID) or None,
        author=author.get("username"),
        name=author.get("name") or author.get("username"),
        email=author.get("email"),
        text=message,
        markup=Markup.HTML,
        created_at=created_at,
        status=status,
        labels=labels,
        line=element.line,
    )


def _status(element: Element) -> tuple[Status, tuple[Label, ...]]:
    # Spam is deleted too where somebody confirmed it: what it was says more than where it went.
    if _is_true(element, "isSpam"):
        return Status.SPAM, (Label(Status.SPAM, "isSpam"),)
    if _is_true(element, "isDeleted"):
        return Status.DELETED, (Label(Status.DELETED, "isDeleted"),)
    return Status.APPROVED, ()


def _is_true(element: Element, tag: str) -> bool:
    return element.get(tag).lower() in {"true", "1"}
