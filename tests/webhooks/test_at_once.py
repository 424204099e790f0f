"""Two who have their webhooks told at one moment, where nobody listened before."""

from collections.abc import Callable

import pytest
from sqlalchemy import Connection, select

from rejoinder.errors import Invalid
from rejoinder.storage import change_feed
from rejoinder.webhooks import actions, queries
from rejoinder.webhooks.model import MOST_ENDPOINTS, Endpoint, NewEndpoint
from rejoinder.webhooks.tables import cursor, endpoints
from tests.support.at_once import one_behind_the_other
from tests.support.telling_site import Post

pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)

URL = "http://hooks.example/in"


def adding(post: Post) -> Callable[[Connection], Endpoint]:
    def add(connection: Connection) -> Endpoint:
        new = NewEndpoint(URL)
        return actions.add_endpoint(connection, post.site, new, inside=(), now=post.clock())

    return add


def switching_on(post: Post, endpoint: Endpoint) -> Callable[[Connection], Endpoint]:
    def switch_on(connection: Connection) -> Endpoint:
        return actions.switch_on(connection, post.site.id, endpoint.id, now=post.clock())

    return switch_on


def read_up_to(connection: Connection) -> list[int]:
    return list(connection.execute(select(cursor.c.after_id)).scalars())


def test_of_the_first_two_that_are_added_at_once_both_are_told(post: Post) -> None:
    post.comment()
    add = adding(post)
    one, other = one_behind_the_other(post.database, add, add)
    with post.database.reading() as connection:
        assert queries.endpoints_of(connection, post.site.id) == [one, other]
        assert read_up_to(connection) == [change_feed.newest(connection)]
    post.clock.turn(seconds=1)
    post.comment()
    assert post.run() == 2


def test_of_two_that_are_switched_on_at_once_both_are_told(post: Post) -> None:
    off = [post.add(), post.add()]
    with post.database.writing() as connection:
        connection.execute(endpoints.update().values(off_at=post.clock(), off_because="410"))
    post.comment()
    on = one_behind_the_other(post.database, *(switching_on(post, each) for each in off))
    assert [each.off_at for each in on] == [None, None]
    with post.database.reading() as connection:
        assert read_up_to(connection) == [change_feed.newest(connection)]


def test_of_two_at_once_where_there_is_room_for_one_the_second_is_refused(post: Post) -> None:
    for _ in range(MOST_ENDPOINTS - 1):
        post.add()
    add = adding(post)
    with pytest.raises(Invalid, match="at most"):
        one_behind_the_other(post.database, add, add)
