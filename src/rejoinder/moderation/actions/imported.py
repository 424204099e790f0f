"""The door for comments that were decided elsewhere: stored with what was decided there.

Nobody here judges or decides anew: what was approved is published, what waited waits.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import repeat
from typing import Final, NamedTuple

from sqlalchemy import Connection

from rejoinder.comments import intake
from rejoinder.comments.model import ImportedTexts, State
from rejoinder.moderation.model import Outcome
from rejoinder.moderation.tables import decisions, earlier_decisions
from rejoinder.storage import BulkInsert, Change, ChangeKind, change_feed, moment_text, outbox

# In the place of a policy's version: no policy of ours decided.
IMPORTED = "imported"

# The errand that `imported_judge` works off.
JUDGE_IMPORTED: Final = "judge-imported"
# Comments in one: the judge reads them in a second or two.
_AT_ONCE = 25
_OUTCOMES = {
    State.PUBLISHED: Outcome.PUBLISH.value,
    State.HELD: Outcome.HOLD.value,
    State.DECLINED: Outcome.DECLINE.value,
    State.WITHDRAWN: Outcome.DECLINE.value,
}
# Nobody found anything: the note says which system decided, and what.
_INSERT_DECISIONS = BulkInsert(
    decisions,
    (
        *("site_id", "comment_id", "revision", "outcome", "made_by", "rule", "note", "findings"),
        *("policy_version", "model_version", "made_at"),
    ),
    as_text=("findings", "made_at"),
)
_INSERT_EARLIER = BulkInsert(
    earlier_decisions,
    (
        *("site_id", "comment_id", "source", "label", "outcome"),
        *("maker", "made_by", "made_at"),
    ),
)


@dataclass(frozen=True, slots=True)
class EarlierDecision:
    """What somebody or something there decided of it."""

    label: str
    """In the words of its system."""
    outcome: Outcome | None
    """In ours; None where nobody says why it was taken away."""
    maker: str
    """`staff`, `program`, `author` or `unknown`."""
    name: str
    """Of whoever it was, if told."""
    made_at: datetime | None


class ImportedComments(NamedTuple):
    """Comments from another system, with the decisions about them."""

    ids: Sequence[int]
    """Their numbers here, from `numbers_for`."""
    texts: ImportedTexts
    notes: Sequence[str]
    """What stands in the log beside the decision of each: which system, and what it said."""
    earlier: Mapping[int, Sequence[EarlierDecision]]
    """Of those of which it tells more, by their places."""


numbers_for = intake.numbers_for


def take_over(
    connection: Connection,
    site_id: int,
    source: str,
    batch: ImportedComments,
    *,
    now: datetime,
) -> None:
    """Stores comments with their decisions, in the caller's transaction.

    `source` names the system, in 40 characters at most.
    """
    ids, texts = batch.ids, batch.texts
    intake.store_many(connection, site_id, ids, texts, now=now)
    _INSERT_DECISIONS.run(connection, _decisions(site_id, batch, now=now))
    _INSERT_EARLIER.run(
        connection,
        (
            (
                *(site_id, ids[at], source, each.label[:60]),
                "" if each.outcome is None else each.outcome.value,
                *(each.maker, each.name[:200], each.made_at),
            )
            for at, told in sorted(batch.earlier.items())
            for each in told
        ),
    )
    if State.HELD in texts.states:
        kind = ChangeKind.COMMENTS_IMPORTED
        change_feed.put(connection, Change(site_id, 0, None, kind, now))


def _decisions(
    site_id: int, batch: ImportedComments, *, now: datetime
) -> Iterable[tuple[object, ...]]:
    return zip(
        repeat(site_id),
        batch.ids,
        repeat(1),
        map(_OUTCOMES.__getitem__, batch.texts.states),
        repeat("policy"),
        repeat(""),
        batch.notes,
        repeat("[]"),
        repeat(IMPORTED),
        repeat(""),
        repeat(moment_text(now)),
        strict=False,  # some have no end
    )


def let_judge(
    connection: Connection, site_id: int, numbers: Sequence[int], *, now: datetime
) -> None:
    """Leaves word that the judge shall read these, in the caller's transaction."""
    for first in range(0, len(numbers), _AT_ONCE):
        payload = {"site_id": site_id, "comments": list(numbers[first : first + _AT_ONCE])}
        outbox.put(connection, JUDGE_IMPORTED, payload, now=now)
