"""A newspaper's own reasons for declining a comment, beside those that every site has."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Row, select

from rejoinder.errors import N_, NotFound
from rejoinder.moderation.model import Decision, Finding, Severity
from rejoinder.moderation.staff_reasons import HOUSE
from rejoinder.moderation.tables import house_reasons

# As a form names one: this, and its number.
PREFIX: Final = "house-"


@dataclass(frozen=True, slots=True)
class HouseReason:
    """One of them, in the newspaper's own words and language."""

    id: int
    title: str
    text: str
    """What the author of a declined comment is told."""
    written_by: str
    written_at: datetime

    @property
    def value(self) -> str:
        """As a form names it."""
        return f"{PREFIX}{self.id}"

    def finding(self) -> Finding:
        """As a decision keeps it: with its words of that day."""
        return worded(self.title, self.text)


def worded(title: str, text: str) -> Finding:
    """A reason of the house's own with the words that it had one day."""
    return Finding(HOUSE, Severity.DECLINE, facts={"title": title, "text": text})


def house_reasons_of(connection: Connection, site_id: int) -> list[HouseReason]:
    """Those of a site that can be given, the oldest first."""
    rows = connection.execute(
        select(house_reasons)
        .where(house_reasons.c.site_id == site_id, house_reasons.c.removed_at.is_(None))
        .order_by(house_reasons.c.id)
    )
    return [_reason(row) for row in rows]


def house_reason_by_id(connection: Connection, site_id: int, reason_id: int) -> HouseReason:
    """One that can be given.

    Raises:
        NotFound: the site has no such one, or no longer.
    """
    found = {each.id: each for each in house_reasons_of(connection, site_id)}
    if reason_id not in found:
        raise NotFound(N_("There is no such reason."), code="unknown-reason")
    return found[reason_id]


def house_reason_named(connection: Connection, site_id: int, value: str) -> HouseReason | None:
    """The one that a form names; None where it names none."""
    if not value.startswith(PREFIX):
        return None
    found = (each for each in house_reasons_of(connection, site_id) if each.value == value)
    return next(found, None)


def house_finding(decision: Decision) -> Finding | None:
    """The reason of the house's own by which a comment was declined, if it was."""
    if decision.rule != HOUSE:
        return None
    return next((each for each in decision.findings if each.rule == HOUSE), None)


def _reason(row: Row[Any]) -> HouseReason:
    return HouseReason(row.id, row.title, row.text, row.written_by, row.written_at)
