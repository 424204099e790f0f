"""Of which rows something is counted."""

from typing import Any, Final

from sqlalchemy import ColumnElement, func, select

from rejoinder.desk.numbers.model import Period
from rejoinder.moderation.actions.imported import IMPORTED
from rejoinder.moderation.model import Outcome
from rejoinder.moderation.tables import decisions

BY_PERSON: Final = decisions.c.made_by == "staff"
OURS: Final = decisions.c.policy_version != IMPORTED
NO_UNDOING: Final = decisions.c.undoes_id.is_(None)
_later = decisions.alias("later")
HOLD_ENDED_BY: Final = (
    select(func.min(_later.c.id))
    .where(
        _later.c.comment_id == decisions.c.comment_id,
        _later.c.id > decisions.c.id,
        _later.c.outcome != Outcome.HOLD,
    )
    .correlate(decisions)
    .scalar_subquery()
)
"""The decision by which what one of `decisions` held was held no more; NULL while it is."""


def within(
    table: Any, site_id: int, period: Period, moment: str = "made_at"
) -> list[ColumnElement[bool]]:
    """Those of a site whose `moment` lies in a period."""
    column = table.c[moment]
    return [table.c.site_id == site_id, column >= period.start, column < period.end]
