"""Two never work on the same card."""

from concurrent.futures import ThreadPoolExecutor, wait
from datetime import datetime, timedelta

import pytest

from rejoinder.comments.model import Comment
from rejoinder.desk.claims import HELD_FOR, claim, claim_free, claims_of, forget_old, release
from rejoinder.errors import Refused
from rejoinder.sites.model import StaffMember
from rejoinder.sites.queries import by_id as site_by_id
from rejoinder.storage import Database
from tests.support import factories

Two = tuple[StaffMember, StaffMember]


@pytest.fixture
def comment(database: Database, now: datetime) -> Comment:
    with database.writing() as connection:
        return factories.make_comment(connection, now=now)


@pytest.fixture
def two(database: Database, comment: Comment, now: datetime) -> Two:
    with database.writing() as connection:
        site = site_by_id(connection, comment.site_id)
        return (
            factories.make_staff(connection, site, now=now),
            factories.make_staff(connection, site, now=now),
        )


def test_what_one_has_no_colleague_gets_until_it_is_given_back(
    database: Database, comment: Comment, two: Two, now: datetime
) -> None:
    ann, bo = two
    with database.writing() as connection:
        claim(connection, comment.site_id, comment.id, ann, now=now)
        with pytest.raises(Refused, match=ann.name) as refused:
            claim(connection, comment.site_id, comment.id, bo, now=now)
        assert refused.value.code == "claimed"
        assert claim_free(connection, comment.site_id, [comment.id], bo, now=now) == []
        release(connection, bo)  # not hers to give back
        assert claims_of(connection, comment.site_id, now=now)[comment.id].name == ann.name
        release(connection, ann, comment.id)
        assert claim_free(connection, comment.site_id, [comment.id], bo, now=now) == [comment.id]


def test_a_claim_ends_and_is_kept_for_longer_by_who_has_it(
    database: Database, comment: Comment, two: Two, now: datetime
) -> None:
    ann, bo = two
    later = now + HELD_FOR - timedelta(seconds=1)
    with database.writing() as connection:
        claim(connection, comment.site_id, comment.id, ann, now=now)
        assert claim(connection, comment.site_id, comment.id, ann, now=later).until > now + HELD_FOR
        after = later + HELD_FOR
        assert claims_of(connection, comment.site_id, now=after) == {}
        assert claim(connection, comment.site_id, comment.id, bo, now=after).staff_id == bo.id
        forget_old(connection, now=after + HELD_FOR)
        assert claims_of(connection, comment.site_id, now=now) == {}


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_who_takes_one_waits_for_who_takes_several(
    database: Database, comment: Comment, two: Two, now: datetime
) -> None:
    ann, bo = two
    site_id, number = comment.site_id, comment.id
    with ThreadPoolExecutor(1) as aside:
        with database.writing() as connection:
            claim_free(connection, site_id, [number], ann, now=now)

            def take() -> None:
                with database.writing() as another:
                    claim(another, site_id, number, bo, now=now)

            taking = aside.submit(take)
            wait([taking], timeout=0.3)
            assert not taking.done()
        with pytest.raises(Refused, match=ann.name):
            taking.result()
