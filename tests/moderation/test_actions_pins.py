"""Pins: one comment is first in its thread, whoever pins at the same time."""

import threading
from datetime import datetime

from sqlalchemy import func, select

from rejoinder.articles.queries import by_id as article_by_id
from rejoinder.comments.model import Comment
from rejoinder.comments.tables import comments
from rejoinder.moderation.actions import pins
from rejoinder.moderation.model import Outcome
from rejoinder.storage import ChangeKind, Database
from rejoinder.storage.change_feed import changes
from tests.support.desk import desk_with
from tests.support.factories import make_comment

WITHIN_SECONDS = 30


def test_one_that_is_first_already_stays_so_without_a_word(
    database: Database, now: datetime
) -> None:
    desk = desk_with(database, Outcome.PUBLISH, now)
    for _ in range(2):
        with database.writing() as connection:
            comment = pins.find_to_pin(connection, desk.comment.site_id, desk.comment.id)
            pins.pin(connection, comment, desk.member, now=now)
    told = select(func.count()).where(changes.c.kind == ChangeKind.COMMENT_PINNED)
    with database.reading() as connection:
        assert connection.execute(told).scalar_one() == 1


def test_of_two_that_are_pinned_at_once_one_is_first(database: Database, now: datetime) -> None:
    desk = desk_with(database, Outcome.PUBLISH, now)
    with database.writing() as connection:
        article = article_by_id(connection, desk.comment.site_id, desk.comment.article_id)
        other = make_comment(connection, article=article, now=now)

    def pin(which: Comment) -> None:
        with database.writing() as connection:
            comment = pins.find_to_pin(connection, which.site_id, which.id)
            pins.pin(connection, comment, desk.member, now=now)

    second = threading.Thread(target=pin, args=(other,))
    with database.writing() as connection:
        comment = pins.find_to_pin(connection, desk.comment.site_id, desk.comment.id)
        pins.pin(connection, comment, desk.member, now=now)
        second.start()
        second.join(0.5)  # it waits for us, after it has looked
        assert second.is_alive()
    second.join(WITHIN_SECONDS)
    pinned = select(comments.c.id).where(comments.c.pinned_at.is_not(None))
    with database.reading() as connection:
        assert connection.execute(pinned).scalars().all() == [other.id]
