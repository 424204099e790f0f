"""Who may do what: editors everything, moderators all that keeps the page clean."""

from datetime import datetime

import pytest

from rejoinder.errors import Forbidden
from rejoinder.sites.model import Role, StaffMember
from rejoinder.sites.roles import MAY, Act, may, require
from tests.support.documents import rows
from tests.support.source_files import ROOT

EDITORS_ONLY = {
    Act.UNDO_ANOTHERS,
    Act.BAN_FOR_LONGER,
    Act.LIFT_BAN,
    Act.TRUST,
    Act.OPEN_THREAD,
    Act.MANAGE_STAFF,
}


def somebody(role: Role) -> StaffMember:
    return StaffMember(1, 1, "desk@example.org", "Desk", role)


@pytest.mark.parametrize("act", Act)
def test_each_act_is_for_editors_and_some_for_moderators(act: Act, now: datetime) -> None:
    require(somebody(Role.EDITOR), act)
    assert may(somebody(Role.MODERATOR), act) is (act not in EDITORS_ONLY)
    if act in EDITORS_ONLY:
        with pytest.raises(Forbidden):
            require(somebody(Role.MODERATOR), act)


def test_the_document_tells_this_table() -> None:
    told = {row["at the desk"]: row for row in rows(ROOT / "docs" / "running.md", "at the desk")}
    assert told.keys() == set(Act)
    for act in Act:
        for role in Role:
            assert told[act][role.value] == ("yes" if role in MAY[act] else "")
