"""Puts staged comments in an order in which nothing comes before what it answers."""

import sqlite3
from dataclasses import dataclass, field

# Named in the report; the rest is counted.
NAMED = 20


@dataclass(slots=True)
class Placement:
    """What could not keep its place under another comment, and stands on its own."""

    orphans: int = 0
    orphan_ids: list[str] = field(default_factory=list)
    """Some of those that answer what is nowhere."""
    elsewhere: int = 0
    """Those that answer a comment under another article."""
    cycles: int = 0
    cycle_ids: list[str] = field(default_factory=list)
    """Some of those that answered, by way of others, themselves."""
    deepest: int = 0


def place(store: sqlite3.Connection) -> Placement:
    """Gives every comment its depth: 0, or one more than what it answers."""
    placement = Placement()
    _let_go(store, placement)
    store.execute(
        "UPDATE comments SET depth = 0 WHERE parent IS NULL"
        " OR parent IN (SELECT source_id FROM elsewhere)"
    )
    _place_below(store, 0, placement)
    while True:
        left = store.execute("SELECT seq FROM comments WHERE depth IS NULL LIMIT 1").fetchone()
        if left is None:
            return placement
        _break_cycle(store, left[0], placement)


def _let_go(store: sqlite3.Connection, placement: Placement) -> None:
    """Lets those stand alone that answer nothing here, or something under another article."""
    orphans = (
        "FROM comments AS reply WHERE parent IS NOT NULL"
        " AND NOT EXISTS (SELECT 1 FROM comments WHERE source_id = reply.parent)"
        " AND NOT EXISTS (SELECT 1 FROM elsewhere WHERE source_id = reply.parent)"
    )
    placement.orphans = store.execute(f"SELECT count(*) {orphans}").fetchone()[0]
    named = store.execute(f"SELECT source_id {orphans} LIMIT {NAMED}")
    placement.orphan_ids = [row[0] for row in named]
    strangers = (
        "SELECT reply.seq FROM comments AS reply JOIN comments AS above"
        " ON above.source_id = reply.parent WHERE above.article <> reply.article"
    )
    store.execute(
        f"UPDATE comments SET parent = NULL WHERE seq IN (SELECT seq {orphans})"  # noqa: S608 - ours
    )
    placement.elsewhere = store.execute(
        f"UPDATE comments SET parent = NULL WHERE seq IN ({strangers})"  # noqa: S608 - ours
    ).rowcount


def _place_below(store: sqlite3.Connection, depth: int, placement: Placement) -> None:
    while True:
        placed = store.execute(
            "UPDATE comments SET depth = ? WHERE seq IN (SELECT reply.seq"
            " FROM comments AS above CROSS JOIN comments AS reply ON reply.parent = above.source_id"
            " WHERE above.depth = ? AND +reply.depth IS NULL)",
            (depth + 1, depth),
        ).rowcount
        if not placed:
            return
        depth += 1
        placement.deepest = max(placement.deepest, depth)


def _break_cycle(store: sqlite3.Connection, seq: int, placement: Placement) -> None:
    """Goes up from a comment until one comes again: that one stands alone, the rest below it."""
    seen: set[int] = set()
    while seq not in seen:
        seen.add(seq)
        (seq,) = store.execute(
            "SELECT above.seq FROM comments AS reply JOIN comments AS above"
            " ON above.source_id = reply.parent WHERE reply.seq = ?",
            (seq,),
        ).fetchone()
    placement.cycles += 1
    if len(placement.cycle_ids) < NAMED:
        name = store.execute("SELECT source_id FROM comments WHERE seq = ?", (seq,)).fetchone()
        placement.cycle_ids.append(name[0])
    store.execute("UPDATE comments SET parent = NULL WHERE seq = ?", (seq,))
    _place_tree(store, seq, placement)


def _place_tree(store: sqlite3.Connection, root: int, placement: Placement) -> None:
    """What hangs on one comment alone, level by level."""
    store.execute("UPDATE comments SET depth = 0 WHERE seq = ?", (root,))
    depth, level = 0, [root]
    while level:
        below: list[int] = []
        for seq in level:
            below += (
                row[0]
                for row in store.execute(
                    "SELECT reply.seq FROM comments AS above JOIN comments AS reply"
                    " ON reply.parent = above.source_id"
                    " WHERE above.seq = ? AND reply.depth IS NULL",
                    (seq,),
                )
            )
        depth += 1
        store.executemany(
            "UPDATE comments SET depth = ? WHERE seq = ?", ((depth, seq) for seq in below)
        )
        if below:
            placement.deepest = max(placement.deepest, depth)
        level = below
