"""Putting a policy in force: with a reason, and never over somebody else's head."""

from datetime import datetime

import pytest

from rejoinder.audit.finding import LogFilter, entries
from rejoinder.errors import Forbidden, Invalid, Refused
from rejoinder.moderation.actions.policies import NewPolicy, put_in_force
from rejoinder.moderation.policies_read import last_readable
from rejoinder.sites.actions import put_policy
from rejoinder.sites.queries import policy_in_force, put_policies
from rejoinder.storage import Database
from tests.support.factories import make_site


def test_of_two_editors_the_second_is_told_and_nothing_is_overwritten(
    database: Database, now: datetime
) -> None:
    with database.writing() as connection:
        site = make_site(connection, now=now)
        before = policy_in_force(connection, site.id)
        assert before is not None
        first = NewPolicy('mode = "assisted"', "ann@example.org", "Summer.", before.id)
        put_in_force(connection, site, first, now=now)
        second = NewPolicy('mode = "all-held"', "bob@example.org", "Elections.", before.id)
        with pytest.raises(Refused) as refused:
            put_in_force(connection, site, second, now=now)
        assert refused.value.code == "policy-changed"
        put = put_policies(connection, site.id)
        assert [(each.put_by, each.reason) for each in put[:1]] == [("ann@example.org", "Summer.")]
        logged = [
            (each.kind, each.row.put_by, each.row.reason, each.row.replaces, each.row.sections)
            for each in entries(connection, site.id, LogFilter())
        ]
    assert logged == [  # what a policy's row says is said once
        ("policy", "ann@example.org", "Summer.", before.version, None),
        ("policy", "tests", None, None, None),
    ]


@pytest.mark.parametrize(
    ("source", "reason", "code"),
    [
        ('mode = "assisted"', " ", "reason-missing"),
        ('mode = "assisted"', "x" * 1001, "reason-long"),
        ("mode = 1", "Why not.", "bad-policy"),
    ],
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_cannot_be_put_changes_nothing(
    database: Database, now: datetime, source: str, reason: str, code: str
) -> None:
    with database.writing() as connection:
        site = make_site(connection, now=now)
        before = policy_in_force(connection, site.id)
        assert before is not None
        with pytest.raises(Invalid) as refused:
            put_in_force(connection, site, NewPolicy(source, "Ed", reason, before.id), now=now)
        assert refused.value.code == code
        assert policy_in_force(connection, site.id) == before


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_rules_that_can_no_longer_be_read_are_replaced_by_whoever_looks_after_all(
    database: Database, now: datetime
) -> None:
    with database.writing() as connection:
        site = make_site(connection, now=now)
        put_policy(connection, site, "[of-an-older-version]\nmost = 1", put_by="older", now=now)
        some = NewPolicy('mode = "assisted"', "Spo", sections={"Sport"})
        with pytest.raises(Forbidden):
            put_in_force(connection, site, some, now=now)
        mended = NewPolicy('mode = "assisted"', "command line", "It could not be read.")
        version = put_in_force(connection, site, mended, now=now)
        before = policy_in_force(connection, site.id)
    assert before is not None
    assert before.version == version


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_last_that_can_be_read_is_found_however_many_cannot(
    database: Database, now: datetime
) -> None:
    with database.writing() as connection:
        site = make_site(connection, now=now)
        before = policy_in_force(connection, site.id)
        for number in range(45):
            put_policy(connection, site, f"gone = {number}", put_by="older", now=now)
        assert last_readable(connection, site.id) == before
