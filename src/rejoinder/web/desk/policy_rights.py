"""Who may write which rules: an editor of all sections any, one of some what differs in these."""

from rejoinder.errors import Forbidden
from rejoinder.moderation.actions.policies import ELSEWHERE_TOO, differs_only_in
from rejoinder.moderation.policy import read_policy
from rejoinder.sites.roles import Act, may
from rejoinder.web.desk.access import DeskContext


def may_write_all(desk: DeskContext) -> bool:
    """Whether they may write the rules of the whole site."""
    return may(desk.member, Act.EDIT_POLICY, "")


def own_sections(desk: DeskContext) -> list[str]:
    """The sections whose rules they may write, of whoever may not write all; else none."""
    return sorted(desk.member.sections) if may(desk.member, Act.EDIT_POLICY) else []


def require_place(desk: DeskContext, section: str) -> None:
    """Lets those go on who may write the rules of a section; an empty one is everywhere.

    Raises:
        Forbidden: they may not.
    """
    desk.require(Act.EDIT_POLICY, section)


def is_theirs(desk: DeskContext, in_force: str, source: str) -> bool:
    """Whether rules differ from those in force only where somebody may write them."""
    if may_write_all(desk):
        return True
    sections = own_sections(desk)
    return bool(sections) and differs_only_in(in_force, read_policy(source), sections)


def require_theirs(desk: DeskContext, in_force: str, source: str) -> None:
    """Lets those go on who may put these rules in force.

    Raises:
        Forbidden: they differ elsewhere too.
    """
    if not is_theirs(desk, in_force, source):
        raise Forbidden(ELSEWHERE_TOO, code="other-section")
