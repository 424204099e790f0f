"""The door for comments that were decided elsewhere: stored with what was decided there.

Nobody here judges or decides anew: what was approved is published, what waited waits.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import JSON, Connection, String, Text, bindparam, insert, literal, select

from rejoinder.comments import intake
from rejoinder.comments.model import ImportedText, State
from rejoinder.comments.tables import comments
from rejoinder.moderation.model import Outcome
from rejoinder.moderation.tables import decisions, earlier_decisions
from rejoinder.storage import BulkInsert, Moment

# In the place of a policy's version: no policy of ours decided.
IMPORTED = "imported"

_OUTCOMES = {
    State.PUBLISHED: Outcome.PUBLISH,
    State.HELD: Outcome.HOLD,
    State.DECLINED: Outcome.DECLINE,
    State.WITHDRAWN: Outcome.DECLINE,
}
_DECIDED = (
    *("site_id", "comment_id", "revision", "outcome", "made_by", "rule", "note", "findings"),
    *("policy_version", "model_version", "made_at"),
)
# Of several comments with the same outcome and the same note; no row of theirs leaves the store.
_INSERT_DECISIONS = insert(decisions).from_select(
    _DECIDED,
    select(
        *(comments.c.site_id, comments.c.id, literal(1), bindparam("outcome", type_=String)),
        *(literal("policy"), literal(""), bindparam("note", type_=Text)),
        *(literal([], JSON), literal(IMPORTED), literal("")),
        bindparam("now", type_=Moment),
    ).where(comments.c.id.in_(bindparam("ids", expanding=True))),
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


class ImportedComment(NamedTuple):
    """A comment from another system, with the decisions about it."""

    text: ImportedText
    note: str
    """What stands in the log beside the decision: which system, and what it said."""
    earlier: tuple[EarlierDecision, ...] = ()


def take_over(
    connection: Connection, source: str, batch: Sequence[ImportedComment], *, now: datetime
) -> Sequence[int]:
    """Stores comments with their decisions, in the caller's transaction; returns their numbers.

    `source` names the system, in 40 characters at most.
    """
    ids = intake.store_many(connection, [each.text for each in batch], now=now)
    numbered = list(zip(ids, batch, strict=True))
    together: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, each in numbered:
        together[_OUTCOMES[each.text.state].value, each.note].append(number)
    for (outcome, note), numbers in together.items():
        connection.execute(
            _INSERT_DECISIONS, {"outcome": outcome, "note": note, "ids": numbers, "now": now}
        )
    _INSERT_EARLIER.run(
        connection,
        (
            (
                *(each.text.site_id, number, source, earlier.label[:60]),
                "" if earlier.outcome is None else earlier.outcome.value,
                *(earlier.maker, earlier.name[:200], earlier.made_at),
            )
            for number, each in numbered
            for earlier in each.earlier
        ),
    )
    return ids
