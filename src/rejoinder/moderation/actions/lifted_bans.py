"""A ban that came with a decision goes with it: when it is undone, and when an appeal is upheld."""

from datetime import datetime
from typing import Final

from sqlalchemy import Connection, select

from rejoinder.comments.model import Comment
from rejoinder.moderation.actions.standing import address_of, give_again
from rejoinder.moderation.rules.standing import BANNED_BY_IT
from rejoinder.moderation.tables import appeals, decisions
from rejoinder.readers.model import GivenStanding, Standing
from rejoinder.readers.queries import given_standings
from rejoinder.sites.model import Actor

# What stands beside the standing that takes its place.
UNDONE: Final = "undone"
OVERTURNED: Final = "overturned on appeal"


def lift_overturned_bans(
    connection: Connection, comment: Comment, member: Actor, answer_id: int, *, now: datetime
) -> None:
    """Lifts the bans that came with the decisions which this answer to an appeal overturns."""
    rows = connection.execute(
        select(decisions.c.made_at, decisions.c.findings)
        .join(appeals, appeals.c.decision_id == decisions.c.id)
        .where(appeals.c.answered_by_id == answer_id)
    ).all()
    for row in rows:
        if any(each["rule"] == BANNED_BY_IT.rule for each in row.findings):
            lift_ban_of(connection, comment, member, row.made_at, OVERTURNED, now=now)


def lift_ban_of(
    connection: Connection,
    comment: Comment,
    member: Actor,
    decided_at: datetime,
    why: str,
    *,
    now: datetime,
) -> None:
    """Lifts the ban that a decision of that moment brought; what was given before counts again."""
    address = address_of(connection, comment)
    given = given_standings(connection, *address[:2], proved=address.proved, limit=3, now=now)
    if not given or given[0].standing is not Standing.BANNED:
        return
    if given[0].made_at != decided_at:
        return  # another ban, about another comment
    # A ban that took another's place came with a row that ended that one.
    before = next((each for each in given if each.made_at != decided_at), None)
    standing, until = (Standing.NEW, None) if before is None else (before.standing, before.until)
    again = GivenStanding(standing, member.signature, why, now, until)
    give_again(connection, address, again, before, given[0])
