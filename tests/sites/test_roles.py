"""Who may do what, and where."""

from datetime import datetime

import pytest

from rejoinder.errors import Forbidden
from rejoinder.sites.model import Key, Role, Scope, StaffMember
from rejoinder.sites.roles import MAY, ROLE_NAMES, ROLE_WORDS, Act, may, require
from tests.support.documents import rows
from tests.support.source_files import ROOT

BY_OBSERVERS = {Act.READ, Act.OVERSEE}
# Of their colleagues' work they see no numbers.
BY_MODERATORS = {
    Act.READ,
    Act.DECIDE,
    Act.UNDO_OWN,
    Act.WATCH,
    Act.BAN_FOR_A_WHILE,
    Act.CLOSE_THREAD,
    Act.PIN,
    Act.PICK,
}
BY_EDITORS = BY_MODERATORS | {
    Act.OVERSEE,
    Act.EDIT_POLICY,
    Act.UNDO_ANOTHERS,
    Act.SETTLE,
    Act.ANSWER_PASSED_ON,
    Act.BAN_FOR_LONGER,
    Act.LIFT_BAN,
    Act.SUSPEND_NOTIFIER,
    Act.TRUST,
    Act.OPEN_THREAD,
    Act.EDIT_ARTICLES,
    Act.EDIT_REASONS,
    Act.EDIT_POLICY,
}
BY = {
    Role.OBSERVER: BY_OBSERVERS,
    Role.MODERATOR: BY_MODERATORS,
    Role.EDITOR: BY_EDITORS,
    Role.ADMINISTRATOR: set(Act),
}


def somebody(role: Role, *sections: str) -> StaffMember:
    return StaffMember(1, 1, "desk@example.org", "Desk", role, frozenset(sections))


@pytest.mark.parametrize("act", Act)
@pytest.mark.parametrize("role", Role)
def test_each_act_is_for_some_roles(role: Role, act: Act, now: datetime) -> None:
    assert may(somebody(role), act) is (act in BY[role])
    if act not in BY[role]:
        with pytest.raises(Forbidden):
            require(somebody(role), act)


def test_whoever_looks_after_a_section_acts_there_alone_and_reads_everything() -> None:
    member = somebody(Role.MODERATOR, "Sport", "City")
    assert may(member, Act.DECIDE)
    for section, is_theirs in {"Sport": True, "sport": True, "Culture": False, "": False}.items():
        assert may(member, Act.DECIDE, section) is is_theirs
        assert may(member, Act.READ, section)
        assert may(somebody(Role.MODERATOR), Act.DECIDE, section)
    assert not may(member, Act.OPEN_THREAD, "Sport")


def test_whoever_is_refused_learns_why() -> None:
    told = {
        (Role.OBSERVER, Act.DECIDE, None): "read-only",
        (Role.MODERATOR, Act.TRUST, None): "editors-only",
        (Role.EDITOR, Act.MANAGE_STAFF, None): "administrators-only",
        (Role.MODERATOR, Act.DECIDE, "Sport"): "other-section",
    }
    for (role, act, section), code in told.items():
        with pytest.raises(Forbidden) as refused:
            require(somebody(role, "City"), act, section)
        assert refused.value.code == code


def test_a_key_acts_in_every_section() -> None:
    assert may(Key(1, 1, "cms", frozenset({Scope.MODERATE})), Act.DECIDE, "Sport")


def test_every_role_has_a_name_and_a_meaning() -> None:
    assert ROLE_NAMES.keys() == ROLE_WORDS.keys() == set(Role)


def test_the_document_tells_this_table() -> None:
    told = {row["at the desk"]: row for row in rows(ROOT / "docs" / "running.md", "at the desk")}
    assert told.keys() == set(Act)
    for act in Act:
        for role in Role:
            assert told[act][role.value] == ("yes" if role in MAY[act] else "")
