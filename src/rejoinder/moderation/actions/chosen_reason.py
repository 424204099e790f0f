"""The reason for which a member of staff declines, as the decision keeps it."""

from typing import NamedTuple

from sqlalchemy import Connection

from rejoinder.errors import Invalid, N_
from rejoinder.moderation.house_reasons import house_reason_named
from rejoinder.moderation.model import Decision, Finding
from rejoinder.moderation.rules import DECLINING
from rejoinder.moderation.rules.standing import BANNED_BY_IT
from rejoinder.moderation.staff_reasons import EVERYWHERE, HOUSE


class Chosen(NamedTuple):
    """What a decision is made by."""

    rule: str
    findings: tuple[Finding, ...]
    """With the reason's own, where the house's words say why."""


def chosen_reason(connection: Connection, before: Decision, reason: str) -> Chosen:
    """What declines a comment about which this was decided before.

    Raises:
        Invalid: the author could not be told it.
    """
    found = without_person(before)
    given = given_reason(connection, before.site_id, reason)
    if given is not None:
        return Chosen(given.rule, (*given.findings, *found))
    if reason in DECLINING and any(each.rule == reason for each in found):
        return Chosen(reason, found)
    raise Invalid(
        N_("Please choose a reason: the author is told it."),
        code="reason-missing",
        details={"field": "reason"},
    )


def given_reason(connection: Connection, site_id: int, reason: str) -> Chosen | None:
    """What declines any comment of a site, whatever was found in it; None where nothing does."""
    house = house_reason_named(connection, site_id, reason)
    if house is not None:
        return Chosen(HOUSE, (house.finding(),))
    return Chosen(reason, ()) if reason in EVERYWHERE else None


def without_person(before: Decision) -> tuple[Finding, ...]:
    """What was found of the comment itself, without what a person's decision put beside it."""
    return tuple(each for each in before.findings if each != BANNED_BY_IT and each.rule != HOUSE)
