"""Which of the comments that wait say nearly the same, so that one person decides them together."""

import threading
from collections import defaultdict
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import Connection, select

from rejoinder.comments.tables import comments
from rejoinder.desk.likeness import ALIKE, Shingles, bands, likeness, shingles

# As many as are decided with one press, and as many as are compared for it.
MOST_TOGETHER: Final = 50
MOST_COMPARED: Final = 400
# Some hundredths of a second: of a queue of ten thousand the rest is read at the next looks.
MOST_READ: Final = 200
# SQLite takes so many parameters in one statement on every build.
AT_ONCE: Final = 500


@dataclass(slots=True)
class _Known:
    """The bands of what waits on one site."""

    of: dict[int, tuple[int, ...]] = field(default_factory=dict)
    sharing: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    guard: threading.Lock = field(default_factory=threading.Lock)

    def forget(self, comment_id: int) -> None:
        """It waits no more, or has another text."""
        for band in self.of.pop(comment_id, ()):
            self.sharing[band].discard(comment_id)
            if not self.sharing[band]:
                del self.sharing[band]

    def put(self, comment_id: int, said: Shingles) -> None:
        """It waits with this text."""
        self.forget(comment_id)
        self.of[comment_id] = bands(said)
        for band in self.of[comment_id]:
            self.sharing[band].add(comment_id)


@dataclass(slots=True)
class AlikeMemory:
    """What one process knows of the texts that wait; safe for threads.

    Each text is read once, when it is first seen to wait.
    """

    _sites: dict[int, _Known] = field(default_factory=dict)
    _guard: threading.Lock = field(default_factory=threading.Lock)

    def alike(
        self, connection: Connection, site_id: int, comment_id: int, waiting: AbstractSet[int]
    ) -> list[int]:
        """Those of what waits that say nearly the same as a comment, the likest first."""
        with self._guard:
            known = self._sites.setdefault(site_id, _Known())
        with known.guard:
            # Its text may be another one than when it was first seen to wait.
            known.forget(comment_id)
            for gone in known.of.keys() - waiting:
                known.forget(gone)
            # The newest first: a wave comes all at once.
            fresh = sorted(waiting - known.of.keys() - {comment_id}, reverse=True)
            self._read(connection, known, [comment_id, *fresh[:MOST_READ]])
            near = {each for band in known.of[comment_id] for each in known.sharing[band]}
        texts = _texts(connection, [comment_id, *sorted(near - {comment_id})[:MOST_COMPARED]])
        if comment_id not in texts:
            return []
        said = shingles(texts.pop(comment_id))
        alike = {each: likeness(said, shingles(text)) for each, text in texts.items()}
        found = (each for each in alike if alike[each] >= ALIKE and each in waiting)
        return sorted(found, key=lambda each: (-alike[each], each))[:MOST_TOGETHER]

    def _read(self, connection: Connection, known: _Known, fresh: list[int]) -> None:
        for start in range(0, len(fresh), AT_ONCE):
            batch = fresh[start : start + AT_ONCE]
            found = _texts(connection, batch)
            for number in batch:
                known.put(number, shingles(found.get(number, "")))


def _texts(connection: Connection, ids: Iterable[int]) -> dict[int, str]:
    rows = connection.execute(
        select(comments.c.id, comments.c.source).where(comments.c.id.in_(list(ids)))
    )
    return {row.id: row.source for row in rows}
