"""What comments say, kept in memory: a thread is shown anew for each comment that joins it.

A revision never changes, so what is kept of one holds for as long as it is wanted.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from weakref import WeakKeyDictionary

from cachetools import LRUCache
from sqlalchemy import Connection, Engine, bindparam, select

from rejoinder.comments.model import Badge, Leaf
from rejoinder.comments.tables import comments

# Characters of the longest threads of a day, at most four bytes each. Beside its text and its
# author's name each comment takes as much as some hundred more.
MAX_CHARS = 8_000_000
ENTRY_CHARS = 100

_TEXTS = select(
    comments.c.id,
    comments.c.revision,
    comments.c.author_name,
    comments.c.author_badge,
    comments.c.html,
    comments.c.edited_at,
).where(comments.c.id.in_(bindparam("ids", expanding=True)))


@dataclass(frozen=True, slots=True)
class CommentText:
    """One revision of a comment, as far as everybody may see it once it is published."""

    author_name: str
    badge: Badge | None
    html: str
    edited_at: datetime | None


Texts = dict[int, CommentText]

_guard = Lock()
_caches: WeakKeyDictionary[Engine, LRUCache[tuple[int, int], CommentText]] = WeakKeyDictionary()
"""For each store its own: two stores number their comments alike."""


def texts_of(connection: Connection, leaves: Iterable[Leaf]) -> Texts:
    """What these comments say, by their numbers; only what is not kept is read."""
    texts: Texts = {}
    missing: list[int] = []
    with _guard:
        cache = _caches.setdefault(connection.engine, LRUCache(MAX_CHARS, _size))
        for leaf in leaves:
            text = cache.get((leaf.id, leaf.revision))
            if text is None:
                missing.append(leaf.id)
            else:
                texts[leaf.id] = text
    if missing:
        rows = connection.execute(_TEXTS, {"ids": missing}).all()
        with _guard:
            for row in rows:
                badge = badge_from(row.author_badge)
                text = CommentText(row.author_name, badge, row.html, row.edited_at)
                cache[row.id, row.revision] = texts[row.id] = text
    return texts


def badge_from(stored: str) -> Badge | None:
    """The badge of a stored row."""
    return Badge(stored) if stored else None


def _size(text: CommentText) -> int:
    return ENTRY_CHARS + len(text.author_name) + len(text.html)
