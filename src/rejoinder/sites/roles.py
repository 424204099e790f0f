"""Which member of staff may do what: one table. Pure.

An observer reads. A moderator may do all that keeps the page clean and that somebody can take back:
decide, hold, watch an author, ban one for a while, close a conversation. What is for good, what
lifts a colleague's word, articles and the rules are an editor's; who works here, and what opens the
site to others, an administrator's. Whoever has the command line may do everything.

Somebody who looks after some sections acts there alone, and reads everything.
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

    READ = "read the queue, the log and the lists"
    OVERSEE = "see the newsroom's numbers"
    DECIDE = "publish, decline and hold comments"
    UNDO_OWN = "undo one's own last decision"
    UNDO_ANOTHERS = "undo a colleague's decision"
    SETTLE = "settle where two readings of a comment differ"
    ANSWER_PASSED_ON = "answer what moderators pass on to an editor, and decide it in a job"
    WATCH = "watch an author, and stop watching"
    BAN_FOR_A_WHILE = "ban an author for 30 days at most"
    BAN_FOR_LONGER = "ban an author for longer, or for good"
    LIFT_BAN = "lift or change a ban"
    SUSPEND_NOTIFIER = "take no notices from an address for a time, and take them again"
    TRUST = "make an author known or trusted, and take that back"
    CLOSE_THREAD = "close a conversation"
    OPEN_THREAD = "open a conversation again"
    PIN = "pin a comment, and unpin it"
    PICK = "make a comment one of the newsroom's picks, and take that back"
    EDIT_POLICY = "try other rules, and put them in force"
    EDIT_ARTICLES = "add, change, move and unpublish articles"
    EDIT_REASONS = "write, change and remove the house's own reasons for declining"
    MANAGE_STAFF = "invite and remove staff, change their roles, let them begin anew with passkeys"
    MANAGE_KEYS = "make and revoke API keys"
    SECURE_DESK = "say whether everybody must have a passkey"


_ADMINISTRATORS: Final = frozenset({Role.ADMINISTRATOR})
_EDITORS: Final = _ADMINISTRATORS | {Role.EDITOR}
_MODERATORS: Final = _EDITORS | {Role.MODERATOR}
_ALL: Final = frozenset(Role)
# Who answers for the others' work, or was asked in to look at it.
_OVERSEERS: Final = _EDITORS | {Role.OBSERVER}

MAY: Final[Mapping[Act, frozenset[Role]]] = {
    Act.READ: _ALL,
    Act.OVERSEE: _OVERSEERS,
    Act.DECIDE: _MODERATORS,
    Act.UNDO_OWN: _MODERATORS,
    Act.UNDO_ANOTHERS: _EDITORS,
    Act.SETTLE: _EDITORS,
    Act.ANSWER_PASSED_ON: _EDITORS,
    Act.WATCH: _MODERATORS,
    Act.BAN_FOR_A_WHILE: _MODERATORS,
    Act.BAN_FOR_LONGER: _EDITORS,
    Act.LIFT_BAN: _EDITORS,
    Act.SUSPEND_NOTIFIER: _EDITORS,
    Act.TRUST: _EDITORS,
    Act.CLOSE_THREAD: _MODERATORS,
    Act.OPEN_THREAD: _EDITORS,
    Act.PIN: _MODERATORS,
    Act.PICK: _MODERATORS,
    Act.EDIT_POLICY: _EDITORS,
    Act.EDIT_ARTICLES: _EDITORS,
    Act.EDIT_REASONS: _EDITORS,
    Act.MANAGE_STAFF: _ADMINISTRATORS,
    Act.MANAGE_KEYS: _ADMINISTRATORS,
    Act.SECURE_DESK: _ADMINISTRATORS,
}
# What is done to nothing that stands in a section.
_OF_THE_WHOLE_SITE: Final = frozenset(
    {Act.READ, Act.OVERSEE, Act.MANAGE_STAFF, Act.MANAGE_KEYS, Act.SECURE_DESK}
)

ROLE_NAMES: Final[Mapping[Role, str]] = {
    Role.OBSERVER: N_("Observer"),
    Role.MODERATOR: N_("Moderator"),
    Role.EDITOR: N_("Editor"),
    Role.ADMINISTRATOR: N_("Administrator"),
}
ROLE_WORDS: Final[Mapping[Role, str]] = {
    Role.OBSERVER: N_("reads everything at the desk and changes nothing"),
    Role.MODERATOR: N_("decides comments, and does what somebody can take back"),
    Role.EDITOR: N_("does what a moderator may, and what is for good: bans, articles, the rules"),
    Role.ADMINISTRATOR: N_("does what an editor may, and looks after people, keys and the site"),
}
"""What each role means, for whoever gives it."""


def may(member: Actor, act: Act, section: str | None = None) -> bool:
    """Whether somebody's role and sections let them do this.

    `section` is the one in which the comment or article stands that it is done to; an empty one is
    none, which only they may touch who look after all. Without it: whether they may do it anywhere.
    """
    if member.role not in MAY[act]:
        return False
    return section is None or act in _OF_THE_WHOLE_SITE or looks_after(member, section)


def acts_of(member: Actor, section: str | None = None) -> frozenset[str]:
    """The names of all that somebody may do, for templates; `section` as in `may`."""
    return frozenset(act.name for act in Act if may(member, act, section))


def looks_after(member: Actor, section: str) -> bool:
    """Whether a section, however it is spelt in capitals, is one of somebody's."""
    wanted = section.casefold()
    return not member.sections or any(wanted == each.casefold() for each in member.sections)


def require(member: Actor, act: Act, section: str | None = None) -> None:
    """Lets those go on who may do this; `section` as in `may`.

    Raises:
        Forbidden: their role, or their sections, do not let them.
    """
    if may(member, act, section):
        return
    if member.role in MAY[act]:
        raise Forbidden(N_("That is in a section that others look after."), code="other-section")
    if member.role is Role.OBSERVER:
        raise Forbidden(N_("You can read everything here, and change nothing."), code="read-only")
    if Role.EDITOR in MAY[act]:
        raise Forbidden(N_("That is for an editor to do. Please ask one."), code="editors-only")
    raise Forbidden(
        N_("That is for an administrator to do. Please ask one."), code="administrators-only"
    )
