"""What somebody looks for again and again has a name of theirs."""

from datetime import datetime

import pytest

from rejoinder.desk.saved_filters import MOST, forget, save, saved_by
from rejoinder.errors import Invalid, NotFound, Refused
from rejoinder.storage import Database
from tests.support import factories


def test_a_filter_is_kept_for_one_and_deleted_by_nobody_else(
    database: Database, now: datetime
) -> None:
    with database.writing() as connection:
        site = factories.make_site(connection, now=now)
        ann, bo = (factories.make_staff(connection, site, now=now) for _ in "ab")
        query = {"section": "Sport", "order": "age"}
        kept = save(connection, ann, " Old\x00 \n sport ", query, now=now)
        assert (kept.name, kept.query) == ("Old sport", query)
        assert saved_by(connection, ann) == [kept]
        assert saved_by(connection, bo) == []
        save(connection, bo, "Old sport", {}, now=now)
        with pytest.raises(NotFound):
            forget(connection, bo, kept.id)
        with pytest.raises(Refused, match="OLD Sport"):
            save(connection, ann, "OLD Sport", {}, now=now)
        forget(connection, ann, kept.id)
        assert saved_by(connection, ann) == []


def test_names_are_bounded_in_length_and_number(database: Database, now: datetime) -> None:
    with database.writing() as connection:
        site = factories.make_site(connection, now=now)
        member = factories.make_staff(connection, site, now=now)
        for name in ("", " \x00 ", "x" * 61):
            with pytest.raises(Invalid):
                save(connection, member, name, {}, now=now)
        for number in range(MOST):
            save(connection, member, f"Number {number}", {}, now=now)
        with pytest.raises(Refused) as refused:
            save(connection, member, "One more", {}, now=now)
        assert refused.value.code == "too-many-filters"
