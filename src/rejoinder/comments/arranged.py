"""Threads in reading order, kept in memory: one of many thousands is put in order once a version.

Whatever page of it is asked for, by whatever size and cursor, is then cut from what is kept.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

from cachetools import LRUCache
from sqlalchemy import Connection, Engine, bindparam, select

from rejoinder.comments.model import Leaf, Placed, Sort, State
from rejoinder.comments.tables import comments
from rejoinder.comments.thread import arrange
from rejoinder.storage import Prepared

# Comments in all that is kept, at some 300 bytes each.
MAX_PLACED = 100_000

_LEAVES = Prepared(
    select(
        comments.c.id,
        comments.c.parent_id,
        comments.c.state,
        comments.c.created_at,
        comments.c.revision,
        comments.c.pinned_at,
        comments.c.picked_at,
    ).where(comments.c.article_id == bindparam("article_id"))
)
# A leaf is made once for all the times that its row is read unchanged.
_made_leaves: dict[Any, Leaf] = {}


@dataclass(frozen=True, slots=True)
class Arranged:
    """A version of a thread in one order, as everybody may see it."""

    placed: Sequence[Placed]
    leaves: Mapping[int, Leaf]
    """Those that have a place, by their numbers."""
    count: int
    """How many are published."""
    picks: int
    """How many of them are picks."""


Key = tuple[int, int, Sort]

_guard = Lock()
_caches: WeakKeyDictionary[Engine, LRUCache[Key, Arranged]] = WeakKeyDictionary()
"""For each store its own: two stores number their articles alike."""


def arranged_thread(
    connection: Connection, article_id: int, *, version: int, sort: Sort
) -> Arranged:
    """An article's thread; `version` is the one that this connection sees."""
    key = (article_id, version, sort)
    with _guard:
        cache = _caches.setdefault(connection.engine, LRUCache(MAX_PLACED, _size))
        kept = cache.get(key)
    if kept is None:
        kept = _arrange(connection, article_id, sort)
        if _size(kept) <= MAX_PLACED:
            with _guard:
                cache[key] = kept
    return kept


def _arrange(connection: Connection, article_id: int, sort: Sort) -> Arranged:
    leaves = _LEAVES.all_made(connection, {"article_id": article_id}, _leaf_from, _made_leaves)
    placed = arrange(leaves, sort)
    return Arranged(
        placed=placed,
        leaves={each.leaf.id: each.leaf for each in placed},
        count=sum([each.leaf.state is State.PUBLISHED for each in placed]),
        picks=sum([each.leaf.is_pick for each in placed]),
    )


def _leaf_from(row: Any) -> Leaf:
    marks = (row.pinned_at is not None, row.picked_at is not None)
    return Leaf(row.id, row.parent_id, State(row.state), row.created_at, row.revision, *marks)


def _size(arranged: Arranged) -> int:
    return 1 + len(arranged.placed)
