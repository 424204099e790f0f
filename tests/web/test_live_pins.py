"""What the newsroom pins shows at once to whoever has the thread open."""

from functools import partial

from rejoinder.comments import intake
from tests.support import event_loop
from tests.web.test_live_threads import Newsroom, newsroom

__all__ = ["newsroom"]


def test_whoever_has_it_open_is_told_what_is_pinned_and_what_is_no_more(
    newsroom: Newsroom,
) -> None:
    article = newsroom.article()
    first, second = (newsroom.comment(article) for _ in range(2))

    async def read() -> None:
        async with newsroom.reader(article) as reader:
            for act, told in (
                (partial(intake.pin, comment=first), [first]),
                (partial(intake.pin, comment=second), [first, second]),
                (partial(intake.unpin, comment=second), [second]),
            ):
                with newsroom.database.writing() as connection:
                    act(connection, now=newsroom.now)
                for each in told:
                    assert await reader.next() == ("edited", {"id": each.id})
                assert await reader.next() == ("count", {"count": 2})

    event_loop.run(read)
