"""The newsroom's numbers of any days, counted anew: no answer is of those that are kept."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Final

from sqlalchemy import insert, select

from benchmarks.desk.newsroom import Newsroom
from benchmarks.desk.requests import seconds_for
from rejoinder.clock import now
from rejoinder.comments.model import State
from rejoinder.comments.tables import comments
from rejoinder.moderation.model import Outcome
from rejoinder.moderation.tables import decisions
from rejoinder.sites.queries import all_staff

TIMES: Final = 8
# Of what stands, a person decided each so-many-th, after the policy had held it for so long.
DECIDED_BY_PEOPLE: Final = 8
WAITED: Final = timedelta(minutes=45)
# Statements with so many rows each.
_AT_ONCE: Final = 1_000


def numbers_of(days: int) -> Callable[[Newsroom], Sequence[float]]:
    """Milliseconds for the page of so many days, of other ones each time."""

    def measure(newsroom: Newsroom) -> list[float]:
        people_decide(newsroom)
        today = now().date()
        with newsroom.client() as client:
            seconds_for(client, _page(today, 1), {})
            ends = (today - timedelta(days=number) for number in range(TIMES))
            return [1000 * seconds_for(client, _page(end, days), {}) for end in ends]

    return measure


def _page(end: date, days: int) -> str:
    return f"/desk/numbers?from={end - timedelta(days=days - 1)}&to={end}"


def people_decide(newsroom: Newsroom) -> None:
    """Lets some of what stands have been held, and published by a person; once in each store."""
    with newsroom.database.writing() as connection:
        by_person = select(decisions.c.id).where(decisions.c.staff_id.is_not(None)).limit(1)
        if connection.execute(by_person).first() is not None:
            return
        staff = [each.id for each in all_staff(connection, newsroom.site.id)]
        rows = connection.execute(
            select(decisions.c.comment_id, decisions.c.policy_version, decisions.c.made_at)
            .join(comments, comments.c.id == decisions.c.comment_id)
            .where(comments.c.state == State.PUBLISHED, comments.c.id % DECIDED_BY_PEOPLE == 0)
        ).all()
        for first in range(0, len(rows), _AT_ONCE):
            some = rows[first : first + _AT_ONCE]
            plain = {"site_id": newsroom.site.id, "revision": 1, "rule": "", "note": ""}
            plain |= {"findings": [], "model_version": ""}
            held = {**plain, "outcome": Outcome.HOLD, "made_by": "policy", "staff_id": None}
            shown = {**plain, "outcome": Outcome.PUBLISH, "made_by": "staff"}
            connection.execute(
                insert(decisions),
                [{**held, **row._asdict()} for row in some],
            )
            connection.execute(
                insert(decisions),
                [
                    {
                        **shown,
                        **row._asdict(),
                        "staff_id": staff[place % len(staff)],
                        "made_at": row.made_at + WAITED,
                    }
                    for place, row in enumerate(some)
                ],
            )
