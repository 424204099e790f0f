"""Of which rows something is counted."""

from typing import Any, Final

from sqlalchemy import ColumnElement

from rejoinder.desk.numbers.model import Period
from rejoinder.moderation.actions.imported import IMPORTED
from rejoinder.moderation.tables import decisions

BY_PERSON: Final = decisions.c.made_by == "staff"
OURS: Final = decisions.c.policy_version != IMPORTED
NO_UNDOING: Final = decisions.c.undoes_id.is_(None)


def within(
    table: Any, site_id: int, period: Period, moment: str = "made_at"
) -> list[ColumnElement[bool]]:
    """Those of a site whose `moment` lies in a period."""
    column = table.c[moment]
    return [table.c.site_id == site_id, column >= period.start, column < period.end]
