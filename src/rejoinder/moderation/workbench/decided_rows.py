"""Which of the decisions about a comment count in a replay: the policy's, and people's. Pure."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from rejoinder.moderation.actions.imported import IMPORTED
from rejoinder.moderation.rules.reported import REPORTED

_DECIDED_BY_PEOPLE: Final = frozenset({"publish", "decline"})


def by_comment(rows: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """The rows of each comment, which stand together; mostly it is one."""
    first, count = 0, len(rows)
    while first < count:
        comment_id, last = rows[first][0], first + 1
        while last < count and rows[last][0] == comment_id:
            last += 1
        yield rows[first:last]
        first = last


def of_the_policy(group: Sequence[Any]) -> Any:
    """The last decision of the policy about what the author wrote; None where there is none."""
    last = None
    if len(group) == 1 and group[0].rule == "":  # most of what is posted
        return group[0] if group[0].policy_version != IMPORTED else None
    for row in group:
        if row.policy_version == IMPORTED:
            return None
        if row.made_by == "policy" and row.undoes_id is None and row.rule != REPORTED.id:
            last = row
    return last


def by_a_person(group: Sequence[Any]) -> str | None:
    """What a person decided of the comment as it stands, but for holds; as `queries` has it."""
    in_force: list[Any] = []
    for row in group:
        if row.undoes_id is None:
            in_force.append(row)
        elif in_force:
            in_force.pop()
    if not in_force or in_force[-1].made_by != "staff":
        return None
    decided: str = in_force[-1].outcome
    return decided if decided in _DECIDED_BY_PEOPLE else None
