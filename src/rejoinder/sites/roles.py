"""Which member of staff may do what: one table. Pure.

A moderator may do all that keeps the page clean and that somebody can take back: decide, hold,
watch an author, ban one for a while, close a conversation. What is for good, what lifts a
colleague's word and who works here is an editor's. Whoever has the command line may do everything.
"""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from typing import Final

from rejoinder.errors import Forbidden, N_
from rejoinder.sites.model import Actor, Role

# Until an editor is at the desk again.
LONGEST_BAN_BY_A_MODERATOR: Final = timedelta(days=30)


class Act(StrEnum):
    """Something that is done at the desk, in the words of docs/running.md."""

    DECIDE = "read the queue and the log; publish, decline and hold comments"
    UNDO_OWN = "undo one's own last decision"
    UNDO_ANOTHERS = "undo a colleague's decision"
    WATCH = "watch an author, and stop watching"
    BAN_FOR_A_WHILE = "ban an author for 30 days at most"
    BAN_FOR_LONGER = "ban an author for longer, or for good"
    LIFT_BAN = "lift or change a ban"
    TRUST = "make an author known or trusted, and take that back"
    CLOSE_THREAD = "close a conversation"
    OPEN_THREAD = "open a conversation again"
    MANAGE_STAFF = "invite and remove staff"


_EDITORS: Final = frozenset({Role.EDITOR})
_ALL: Final = frozenset(Role)

MAY: Final[Mapping[Act, frozenset[Role]]] = {
    Act.DECIDE: _ALL,
    Act.UNDO_OWN: _ALL,
    Act.UNDO_ANOTHERS: _EDITORS,
    Act.WATCH: _ALL,
    Act.BAN_FOR_A_WHILE: _ALL,
    Act.BAN_FOR_LONGER: _EDITORS,
    Act.LIFT_BAN: _EDITORS,
    Act.TRUST: _EDITORS,
    Act.CLOSE_THREAD: _ALL,
    Act.OPEN_THREAD: _EDITORS,
    Act.MANAGE_STAFF: _EDITORS,
}


def may(member: Actor, act: Act) -> bool:
    """Whether somebody's role lets them do this."""
    return member.role in MAY[act]


def require(member: Actor, act: Act) -> None:
    """Lets those go on whose role lets them do this.

    Raises:
        Forbidden: it takes an editor.
    """
    if not may(member, act):
        raise Forbidden(N_("That is for an editor to do. Please ask one."), code="editors-only")
