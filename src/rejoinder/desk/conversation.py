"""The whole conversation in which a comment stands, whatever became of each part of it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from sqlalchemy import Connection, literal, select

from rejoinder.comments.model import Comment
from rejoinder.comments.queries import by_ids
from rejoinder.comments.tables import comments

# As many as are shown at once, and as many as are looked at: nobody reads on at the desk.
SHOWN: Final = 40
LOOKED_AT: Final = 2_000
# Deeper ones stand where these do.
DEEPEST: Final = 1_000


@dataclass(frozen=True, slots=True)
class Said:
    """A comment of the conversation, in its place."""

    comment: Comment
    depth: int
    """0 for the one on the article itself."""


@dataclass(frozen=True, slots=True)
class Conversation:
    """A stretch of one, in reading order: each comment, and then what answers it."""

    said: tuple[Said, ...]
    start: int
    """How many come before it."""
    length: int
    """Of the whole, as far as it was looked at."""

    @property
    def earlier(self) -> int | None:
        """Where the stretch before it begins."""
        return max(self.start - SHOWN, 0) if self.start else None

    @property
    def later(self) -> int | None:
        """Where the stretch after it begins."""
        behind = self.start + len(self.said)
        return behind if behind < self.length else None


class Branch(NamedTuple):
    """As much of a comment as its place needs."""

    id: int
    parent_id: int | None


def conversation(
    connection: Connection, comment: Comment, *, start: int | None = None
) -> Conversation:
    """The stretch that begins at `start`; without one, that in which the comment stands."""
    placed = in_reading_order(_branches(connection, _root(connection, comment)))
    here = next((at for at, (number, _) in enumerate(placed) if number == comment.id), 0)
    begin = max(here - SHOWN // 2, 0) if start is None else min(start, max(len(placed) - 1, 0))
    stretch = placed[begin : begin + SHOWN]
    found = by_ids(connection, [number for number, _ in stretch])
    said = tuple(Said(found[number], depth) for number, depth in stretch if number in found)
    return Conversation(said, begin, len(placed))


def in_reading_order(branches: Iterable[Branch]) -> Sequence[tuple[int, int]]:
    """The numbers of these comments, the first of which is the root, with how deep each lies."""
    below: dict[int | None, list[int]] = defaultdict(list)
    root: int | None = None
    for each in branches:
        if root is None:
            root = each.id
        else:
            below[each.parent_id].append(each.id)
    placed: list[tuple[int, int]] = []
    waiting = [] if root is None else [(root, 0)]
    while waiting:
        number, depth = waiting.pop()
        placed.append((number, depth))
        # The earliest answer comes off the pile first.
        waiting += [(each, depth + 1) for each in sorted(below[number], reverse=True)]
    return placed


def _root(connection: Connection, comment: Comment) -> int:
    climb = (
        select(comments.c.id, comments.c.parent_id, literal(0).label("up"))
        .where(comments.c.id == comment.id)
        .cte("climb", recursive=True)
    )
    climb = climb.union_all(
        select(comments.c.id, comments.c.parent_id, climb.c.up + 1)
        .join(climb, comments.c.id == climb.c.parent_id)
        .where(climb.c.up < DEEPEST)
    )
    top = select(climb.c.id).order_by(climb.c.up.desc()).limit(1)
    return int(connection.execute(top).scalar_one())


def _branches(connection: Connection, root: int) -> list[Branch]:
    tree = (
        select(comments.c.id, comments.c.parent_id)
        .where(comments.c.id == root)
        .cte("tree", recursive=True)
    )
    tree = tree.union_all(
        select(comments.c.id, comments.c.parent_id).join(tree, comments.c.parent_id == tree.c.id)
    )
    rows = connection.execute(select(tree.c.id, tree.c.parent_id).limit(LOOKED_AT))
    return [Branch(row.id, row.parent_id) for row in rows]
