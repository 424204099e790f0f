"""Several comments that say nearly the same, decided with one press; each is a row in the log."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from rejoinder.errors import Forbidden, Invalid, NotFound, Refused, RejoinderError
from rejoinder.moderation.actions.decide import StaffDecision, decide_as_staff, find, undo
from rejoinder.moderation.actions.decision_log import lock_together
from rejoinder.moderation.model import Decision
from rejoinder.sites.model import StaffMember


@dataclass(frozen=True, slots=True)
class Together:
    """What became of them."""

    decisions: tuple[Decision, ...]
    left: int
    """How many could not be decided so: they are as they were."""


def decide_together(
    connection: Connection,
    member: StaffMember,
    wanted: Mapping[int, StaffDecision],
    own: int,
    *,
    now: datetime,
) -> Together:
    """Puts a person's decision in force for each of these comments, by their numbers.

    Raises:
        Forbidden, Invalid, NotFound, Refused: as `decide_as_staff` does of `own`, which they have
            before them; then nothing is decided.
    """

    def decide(comment_id: int) -> Decision:
        comment = find(connection, member.site_id, comment_id)
        return decide_as_staff(connection, comment, member, wanted[comment_id], now=now)

    lock_together(connection, wanted)
    return _each(sorted(wanted), decide, {own})


def undo_together(
    connection: Connection,
    member: StaffMember,
    decisions: Mapping[int, int],
    *,
    now: datetime,
) -> Together:
    """Takes decisions back, by the numbers of their comments; each undoing is a row of its own.

    Raises:
        Forbidden, Invalid, NotFound, Refused: as `undo` does, where none can be taken back.
    """

    def take_back(comment_id: int) -> Decision:
        comment = find(connection, member.site_id, comment_id)
        return undo(connection, comment, member, decisions[comment_id], now=now)

    lock_together(connection, decisions)
    return _each(sorted(decisions), take_back, ())


def _each(
    comment_ids: Sequence[int], act: Callable[[int], Decision], needed: Collection[int]
) -> Together:
    """One after the other; they are locked already, all of them.

    What is refused is refused before anything of it is written.
    """
    done: list[Decision] = []
    failure: RejoinderError | None = None
    for comment_id in comment_ids:
        try:
            done.append(act(comment_id))
        except (Forbidden, Invalid, NotFound, Refused) as refusal:
            if comment_id in needed:
                raise
            failure = refusal
    if failure is not None and not done:
        raise failure
    return Together(tuple(done), len(comment_ids) - len(done))
