"""Reading a site's whole log anew as work for later, some thousand rows at a time.

A million rows take minutes: no request waits for them, and letters go between two pieces. How far
it came stands in the piece that waits, so that it goes on there after a fall.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from typing import Any, Final, Self

from sqlalchemy import Connection

from rejoinder.audit.actions import MOST_NAMED, note_unread, note_verified
from rejoinder.audit.model import EMPTY, Head, Problem, Verified
from rejoinder.audit.queries import never_sealed, verify_stretch
from rejoinder.storage import Database, outbox

# The errand; its payload is a Progress.
VERIFY_LOG: Final = "verify-log"
# Some tenths of a second.
ROWS_AT_ONCE: Final = 5_000
# More errands of one kind than ever wait.
_MOST_WAITING: Final = 1_000


@dataclass(frozen=True, slots=True)
class Progress:
    """How far somebody's verification of a site's log came."""

    site_id: int
    by: str
    """Who asked for it."""
    head: Head = EMPTY
    wrong: int = 0
    """How much was not as it had been sealed."""
    named: tuple[Problem, ...] = ()
    """The first of that."""

    @classmethod
    def of(cls, payload: Mapping[str, Any]) -> Self:
        """As the outbox holds it."""
        return cls(
            site_id=payload["site_id"],
            by=payload["by"],
            head=Head(payload["number"], payload["digest"]),
            wrong=payload["wrong"],
            named=tuple(map(Problem.of, payload["named"])),
        )

    @property
    def payload(self) -> dict[str, Any]:
        """Plain values for the outbox."""
        return {
            "site_id": self.site_id,
            "by": self.by,
            "number": self.head.number,
            "digest": self.head.digest,
            "wrong": self.wrong,
            "named": [
                [each.fault.value, each.number, each.table, each.row_id] for each in self.named
            ],
        }

    def with_problems(self, found: Iterator[Problem]) -> Self:
        """The same with what else was wrong."""
        named = (*self.named, *islice(found, MOST_NAMED - len(self.named)))
        further = sum(1 for _ in found)
        wrong = self.wrong + len(named) - len(self.named) + further
        return replace(self, named=named, wrong=wrong)


def ask_to_verify(connection: Connection, site_id: int, by: str, *, now: datetime) -> None:
    """Leaves word that a site's log is to be read anew; once, however often it is asked."""
    if verifying(connection, site_id) is None:
        outbox.put(connection, VERIFY_LOG, Progress(site_id, by).payload, now=now)


def verifying(connection: Connection, site_id: int) -> Progress | None:
    """How far it came; None where nobody asked, or it is done."""
    for job, _ in outbox.waiting(connection, VERIFY_LOG, limit=_MOST_WAITING):
        if job.payload.get("site_id") == site_id:
            return Progress.of(job.payload)
    return None


def go_on_verifying(database: Database, payload: Mapping[str, Any], *, now: datetime) -> None:
    """Reads some thousand rows, and leaves word of the rest; at the end the log says what it found.

    What died between that and the end of its errand is done twice, which harms nothing.
    """
    progress = Progress.of(payload)
    try:
        _read_some(database, progress, now=now)
    except Exception:
        # It is tried again, in the end no more: the page shall not be silent about it.
        with database.writing() as connection:
            note_unread(connection, progress.site_id, now=now, by=progress.by)
        raise


def _read_some(database: Database, progress: Progress, *, now: datetime) -> None:
    with database.reading() as connection:
        stretch = verify_stretch(connection, progress.site_id, progress.head, most=ROWS_AT_ONCE)
        further = replace(progress, head=stretch.head).with_problems(iter(stretch.problems))
        if stretch.ends:
            further = further.with_problems(never_sealed(connection, further.site_id, now=now))
    with database.writing() as connection:
        if stretch.ends:
            unnamed = further.wrong - len(further.named)
            found = Verified(further.head, further.named, unnamed)
            note_verified(connection, further.site_id, found, now=now, by=further.by)
        else:
            outbox.put(connection, VERIFY_LOG, further.payload, now=now)
