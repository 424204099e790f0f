"""Whom staff watch is known to the queue, however many were banned since."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, insert

from rejoinder.desk.queue.waiting import Watched, waiting_comments, watched_now
from rejoinder.moderation.model import Outcome
from rejoinder.readers.actions import give_standing
from rejoinder.readers.model import GivenStanding, Standing
from rejoinder.readers.tables import standings
from rejoinder.sites.queries import by_id as site_by_id
from rejoinder.storage import Database
from tests.support.factories import make_article, make_comment, make_reader

DAY = timedelta(days=1)
MANY = 600


def ban_many(connection: Connection, site_id: int, now: datetime) -> None:
    banned: dict[str, Any] = {
        "site_id": site_id,
        "standing": Standing.BANNED,
        "proved": True,
        "until": None,
        "made_by": "x",
        "reason": "Why.",
        "made_at": now,
    }
    rows = [{**banned, "email": f"banned{each}@example.org"} for each in range(MANY)]
    connection.execute(insert(standings), rows)


def test_who_was_watched_before_many_bans_is_watched(database: Database, now: datetime) -> None:
    with database.writing() as connection:
        article = make_article(connection, now=now)
        site = site_by_id(connection, article.site_id)
        owner, guest, let_go = (
            make_reader(connection, site, now=now, verified=verified)
            for verified in (True, False, True)
        )
        for each, days in ((owner, 3), (guest, 2), (let_go, 1)):
            given = GivenStanding(Standing.WATCHED, "x", "Why.", now, until=now + days * DAY)
            give_standing(connection, each.address, given)
        give_standing(connection, let_go.address, GivenStanding(Standing.NEW, "x", "Why.", now))
        ban_many(connection, site.id, now)
        mine = make_comment(
            connection, now=now, article=article, reader=owner, outcome=Outcome.HOLD
        )
        (waits,) = waiting_comments(connection, site.id, only=[mine.id], now=now)
        watched = watched_now(connection, site.id, now=now)
        later = watched_now(connection, site.id, now=now + 2 * DAY)
    assert waits.watched
    assert watched.addresses == {(owner.email, True), (owner.email, False), (guest.email, False)}
    assert watched.until == now + 2 * DAY
    assert later == Watched(frozenset({(owner.email, True), (owner.email, False)}), now + 3 * DAY)


def test_the_end_of_a_ban_over_a_watch_is_known(database: Database, now: datetime) -> None:
    with database.writing() as connection:
        article = make_article(connection, now=now)
        site = site_by_id(connection, article.site_id)
        reader = make_reader(connection, site, now=now)
        give_standing(connection, reader.address, GivenStanding(Standing.WATCHED, "x", "Why.", now))
        ban = GivenStanding(Standing.BANNED, "x", "Why.", now, until=now + DAY)
        give_standing(connection, reader.address, ban)
        ban_many(connection, site.id, now)
        assert watched_now(connection, site.id, now=now) == Watched(until=now + DAY)
        after = watched_now(connection, site.id, now=now + DAY)
    assert after == Watched(frozenset({(reader.email, True), (reader.email, False)}))
