"""People who wrote elsewhere come once, whoever brings them."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier

import pytest

from rejoinder.readers.authors import put_authors
from rejoinder.readers.model import NewAuthor
from rejoinder.storage import Database, is_taken
from tests.support import factories

PEOPLE = [NewAuthor(f"P{each}", f"p{each:04}@example.org", proved=True) for each in range(4000)]


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_of_two_imports_of_the_same_people_one_waits_for_the_other(
    database: Database, now: datetime
) -> None:
    with database.writing() as connection:
        site = factories.make_site(connection, now=now)
    both = Barrier(2)

    def bring(people: list[NewAuthor]) -> Exception | None:
        try:
            with database.writing() as connection:
                both.wait()
                put_authors(connection, site.id, people, now=now)
        except Exception as failure:
            if not is_taken(failure):  # as where each waited for the other
                raise
            return failure
        return None

    with ThreadPoolExecutor(2) as pool:
        failures = list(pool.map(bring, (PEOPLE, PEOPLE[::-1])))
    assert sum(each is None for each in failures) == 1


def test_numbers_come_in_the_order_in_which_people_were_named(
    database: Database, now: datetime
) -> None:
    later, guest, sooner = (
        NewAuthor("Z", "z@example.org", proved=True),
        NewAuthor("G", ""),
        PEOPLE[0],
    )
    with database.writing() as connection:
        site = factories.make_site(connection, now=now)
        first = put_authors(connection, site.id, [later, guest, sooner, later], now=now)
        again = put_authors(connection, site.id, [sooner, later], now=now)
    assert first[0] == first[3]
    assert len({*first}) == 3
    assert list(again) == [first[2], first[0]]
