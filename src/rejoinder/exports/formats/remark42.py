"""Remark42's backup: JSON lines, what is known of people and threads first.

It has no place for a comment that waits or was declined: such keep theirs without words, as its own
deleted ones do, so that what answers them keeps its own.
"""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any, Final

import msgspec

from rejoinder.articles.links import article_url
from rejoinder.articles.model import Article
from rejoinder.comments.model import State
from rejoinder.exports.model import ExportedComment, ExportedReader, ExportedThread
from rejoinder.sites.model import Site

_DELETED: Final = {"name": "deleted", "id": "deleted", "picture": "", "ip": "", "admin": False}
# What it writes of a ban for good.
_FOR_GOOD: Final = timedelta(days=36_500)


def remark42_lines(
    site: Site,
    readers: Iterable[ExportedReader],
    closed: Iterable[Article],
    threads: Iterable[ExportedThread],
    *,
    now: datetime,
) -> Iterator[bytes]:
    """The lines, each with its end."""
    encoder = msgspec.json.Encoder()
    users = [_banned(reader, now=now) for reader in readers if reader.is_banned]
    posts = [{"url": article_url(site, article), "read_only": True} for article in closed]
    yield encoder.encode({"version": 1, "users": users, "posts": posts}) + b"\n"
    for article, comments in threads:
        url = article_url(site, article)
        for comment in comments:
            yield encoder.encode(_comment(site, article, url, comment)) + b"\n"


def _comment(site: Site, article: Article, url: str, comment: ExportedComment) -> dict[str, Any]:
    shown = comment.state is State.PUBLISHED
    told: dict[str, Any] = {
        "id": str(comment.id),
        "pid": "" if comment.parent_id is None else str(comment.parent_id),
        "text": comment.html if shown else "",
        "orig": comment.source if shown else "",
        "user": _user(comment) if shown else _DELETED,
        "locator": {"site": site.key, "url": url},
        "score": 0,
        "votes": {},
        "vote": 0,
        "time": comment.created_at,
        "title": article.headline,
    }
    if shown and comment.edited_at is not None:
        told["edit"] = {"time": comment.edited_at, "summary": ""}
    if not shown:
        told["delete"] = True
    return told


def _user(comment: ExportedComment) -> dict[str, Any]:
    return {
        "name": comment.name,
        "id": _user_id(comment.reader_id, comment.email),
        "picture": "",
        "ip": "",
        "admin": False,
    }


def _user_id(reader_id: int, email: str) -> str:
    """As its sign-in by e-mail makes it; nobody can sign in there as a guest of ours."""
    kind, known_by = ("email", email) if email else ("rejoinder", str(reader_id))
    return f"{kind}_{hashlib.sha1(known_by.encode(), usedforsecurity=False).hexdigest()}"


def _banned(reader: ExportedReader, *, now: datetime) -> dict[str, Any]:
    return {
        "id": _user_id(reader.id, reader.email),
        "blocked": {"status": True, "until": reader.banned_until or now + _FOR_GOOD},
        "verified": False,
    }
