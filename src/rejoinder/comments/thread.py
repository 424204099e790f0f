"""The order of a thread, and which stretch of it a cursor asks for. Pure; queries calls it."""

import base64
import binascii
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rejoinder.comments.model import Leaf, Placed, Sort, State
from rejoinder.errors import Invalid, N_
from rejoinder.row_ids import read_id

DEFAULT_PAGE = 50
# An answer is kept for each that was asked for, so they are few.
PAGE_SIZES = (1, 2, 5, 10, 20, 50, 100, 200, 500)
LARGEST_PAGE = PAGE_SIZES[-1]


@dataclass(frozen=True, slots=True)
class Cursor:
    """The last comment that was shown, and the root of its conversation."""

    last_id: int
    root_id: int


def arrange(leaves: Iterable[Leaf], sort: Sort) -> list[Placed]:
    """Every comment that has a place, in reading order.

    A comment has a place when it is published, or when a published one hangs below it: then it
    stands as a gap, so that replies keep theirs. Depth 0 is a comment on the article itself. What
    the newsroom pinned stands first, with its replies, in whatever order.
    """
    by_id = {leaf.id: leaf for leaf in leaves}
    placed_ids = _with_a_place(by_id)
    below: dict[int | None, list[Leaf]] = {}
    for leaf in sorted(
        (by_id[key] for key in placed_ids), key=lambda each: (each.created_at, each.id)
    ):
        parent = leaf.parent_id if leaf.parent_id in placed_ids else None
        below.setdefault(parent, []).append(leaf)
    roots = _in_order(below.get(None, []), below, sort)
    return _walk(roots, below)


def stretch(
    placed: Sequence[Placed], cursor: Cursor | None, size: int
) -> tuple[Sequence[Placed], Cursor | None]:
    """The `size` comments after the cursor, and the cursor of the stretch after that.

    When the comment that the cursor names has meanwhile lost its place, reading goes on after its
    conversation; when that is gone too, from the start.
    """
    start = 0 if cursor is None else _after(placed, cursor)
    page = placed[start : start + size]
    if not page or start + size >= len(placed):
        return page, None
    root = next(each for each in reversed(placed[: start + size]) if each.depth == 0)
    return page, Cursor(last_id=page[-1].leaf.id, root_id=root.leaf.id)


def page_size(limit: int) -> int:
    """The largest size of a page that is no larger than the limit, which is one at least."""
    return max(size for size in PAGE_SIZES if size <= limit)


def write_cursor(cursor: Cursor) -> str:
    """A cursor as it stands in an address; its inside is nobody's business."""
    raw = f"{cursor.last_id}.{cursor.root_id}".encode()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def read_cursor(raw: str) -> Cursor:
    """The cursor in an address.

    Raises:
        Invalid: it is not one of ours.
    """
    try:
        padded = raw + "=" * (-len(raw) % 4)
        decoded = base64.b64decode(padded, altchars=b"-_", validate=True).decode("ascii")
        last, _, root = decoded.partition(".")
        return Cursor(last_id=read_id(last), root_id=read_id(root))
    except (binascii.Error, ValueError):
        raise Invalid(N_("This page of the thread cannot be found."), code="bad-cursor") from None


def position(placed: Sequence[Placed], comment_id: int) -> int | None:
    """At which index a comment stands; None where it has none."""
    indexes = (index for index, each in enumerate(placed) if each.leaf.id == comment_id)
    return next(indexes, None)


def _with_a_place(by_id: dict[int, Leaf]) -> set[int]:
    ids: set[int] = set()
    for leaf in by_id.values():
        above: Leaf | None = leaf if leaf.state is State.PUBLISHED else None
        while above is not None and above.id not in ids:
            ids.add(above.id)
            above = by_id.get(above.parent_id) if above.parent_id is not None else None
    return ids


def _in_order(roots: list[Leaf], below: dict[int | None, list[Leaf]], sort: Sort) -> list[Leaf]:
    # Sorting keeps the order of what is equal.
    return sorted(_by_age_or_size(roots, below, sort), key=_comes_later)


def _comes_later(root: Leaf) -> bool:
    return not (root.pinned and root.state is State.PUBLISHED)


def _by_age_or_size(
    roots: list[Leaf], below: dict[int | None, list[Leaf]], sort: Sort
) -> list[Leaf]:
    if sort is Sort.OLDEST:
        return roots
    newest_first = roots[::-1]
    if sort is Sort.NEWEST:
        return newest_first
    if sort is Sort.PICKS:
        picked = {root.id: _has_pick(root, below) for root in roots}
        return sorted(newest_first, key=lambda root: not picked[root.id])
    sizes = {root.id: len(_walk([root], below)) for root in roots}
    return sorted(newest_first, key=lambda root: -sizes[root.id])


def _has_pick(root: Leaf, below: dict[int | None, list[Leaf]]) -> bool:
    return any(each.leaf.is_pick for each in _walk([root], below))


def _walk(roots: list[Leaf], below: dict[int | None, list[Leaf]]) -> list[Placed]:
    # A stack, since a quarrel may run deeper than Python's own.
    order: list[Placed] = []
    stack = [(root, 0) for root in reversed(roots)]
    while stack:
        leaf, depth = stack.pop()
        replies = below.get(leaf.id)
        if replies is None:
            order.append(Placed(leaf, depth, 0))
            continue
        visible = sum([reply.state is State.PUBLISHED for reply in replies])
        order.append(Placed(leaf, depth, visible))
        stack.extend([(reply, depth + 1) for reply in reversed(replies)])
    return order


def _after(placed: Sequence[Placed], cursor: Cursor) -> int:
    exact = position(placed, cursor.last_id)
    if exact is not None:
        return exact + 1
    root = position(placed, cursor.root_id)
    if root is None:
        return 0
    following = (index for index in range(root + 1, len(placed)) if placed[index].depth == 0)
    return next(following, len(placed))
