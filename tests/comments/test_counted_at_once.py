"""How many comments a thread has, where several write into it at the same moment."""

from datetime import datetime

import pytest
from sqlalchemy import Connection

from rejoinder.articles.queries import by_id
from rejoinder.comments import intake
from rejoinder.comments.model import State
from rejoinder.comments.queries import published_count
from rejoinder.storage import Database
from tests.support.at_once import one_behind_the_other
from tests.support.factories import make_article, make_comment


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_one_that_is_posted_while_another_is_decided_is_counted(
    database: Database, now: datetime
) -> None:
    with database.writing() as connection:
        article = make_article(connection, now=now)
        comment = make_comment(connection, now=now, article=article)

    def post(connection: Connection) -> None:
        make_comment(connection, now=now, article=article)

    def decline(connection: Connection) -> None:
        intake.move(connection, comment, State.DECLINED, now=now)

    one_behind_the_other(database, post, decline)
    with database.reading() as connection:
        counted = by_id(connection, article.site_id, article.id).comment_count
        assert counted == published_count(connection, article.id) == 1
