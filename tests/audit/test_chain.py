"""What was logged and sealed cannot be altered, taken away or put in unseen."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection, func, select, text
from sqlalchemy.exc import DBAPIError

from rejoinder.audit.actions import seal
from rejoinder.audit.digests import canonical, next_digest
from rejoinder.audit.model import EMPTY, Fault, Head, Problem, Verified
from rejoinder.audit.queries import head_of, verify
from rejoinder.audit.tables import SEALED, log_seals
from rejoinder.errors import Invalid
from rejoinder.sites import actions as site_actions
from rejoinder.sites.model import NewKey, NewStaff, Role, Scope, Site
from rejoinder.storage import Database
from rejoinder.storage.audit_log import audit_log
from tests.support import factories

Tamper = Callable[[Connection], None]


@pytest.fixture
def site(database: Database, now: datetime) -> Site:
    """A paper with some of everything that is logged, sealed."""
    with database.writing() as connection:
        made = factories.make_site(connection, now=now)
        article = factories.make_article(connection, site=made, now=now)
        for _ in range(3):
            factories.make_comment(connection, article=article, now=now)
        factories.make_staff(connection, made, now=now)
        site_actions.create_key(connection, made, NewKey("CMS", [Scope.POST]), now=now)
    with database.writing() as connection:
        assert seal(connection, now=now) == 6
        assert seal(connection, now=now) == 0
    return made


def verified(database: Database, site: Site, now: datetime, head: Head | None = None) -> Verified:
    """What somebody finds who looks two hours later."""
    with database.reading() as connection:
        return verify(connection, site.id, now=now + timedelta(hours=2), head=head)


def tampering(database: Database, act: Tamper) -> None:
    """Does what only somebody can who owns the store: its guards are off meanwhile."""
    with database.writing() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL session_replication_role = replica"))
        else:
            rows = connection.execute(
                text("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
            ).scalars()
            for name in rows.all():
                connection.execute(text(f"DROP TRIGGER {name}"))
        act(connection)


def test_a_log_that_nobody_touched_is_as_it_was(
    database: Database, site: Site, now: datetime
) -> None:
    found = verified(database, site, now)
    assert found.problems == ()
    assert found.head.number == 6
    assert verified(database, site, now, found.head) == found
    with database.writing() as connection:
        site_actions.revoke_key(connection, site, "CMS", now=now)
        seal(connection, now=now)
    later = verified(database, site, now, found.head)
    assert (later.problems, later.head.number) == ((), 7)


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE decisions SET outcome = 'decline' WHERE id = {decision}", Fault.ALTERED),
        ("UPDATE decisions SET findings = '[1]' WHERE id = {decision}", Fault.ALTERED),
        ("UPDATE decisions SET made_at = {moment} WHERE id = {decision}", Fault.ALTERED),
        ("DELETE FROM decisions WHERE id = {decision}", Fault.REMOVED),
        (
            "UPDATE log_seals SET digest = '0' WHERE source = 0 AND row_id = {decision}",
            Fault.ALTERED,
        ),
    ],
)
def test_the_row_that_was_touched_is_named(
    database: Database, site: Site, now: datetime, statement: str, fault: Fault
) -> None:
    with database.reading() as connection:
        decision = connection.execute(select(func.min(SEALED[0].c.id))).scalar_one()
    moment = "'2020-01-01 00:00:00.000000'"
    tampering(
        database,
        lambda connection: connection.execute(  # type: ignore[arg-type]
            text(statement.format(decision=decision, moment=moment).replace(":", r"\:"))
        ),
    )
    problem = verified(database, site, now).problems[0]
    assert (problem.fault, problem.table, problem.row_id) == (fault, "decisions", decision)
    assert str(problem).startswith(f"decisions {decision}: {fault}")


def test_where_much_is_wrong_all_is_told_and_the_first_of_it_kept(
    database: Database, site: Site, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rejoinder.audit.queries.MOST_KEPT", 1)
    tampering(
        database,
        lambda connection: connection.execute(text("UPDATE decisions SET note = 'forged'")),  # type: ignore[arg-type]
    )
    told: list[Problem] = []
    with database.reading() as connection:
        found = verify(connection, site.id, now=now, tell=told.append)
    assert {each.fault for each in told} == {Fault.ALTERED}
    assert (found.problems, found.further, found.wrong) == (tuple(told[:1]), 2, 3)


def test_who_seals_everything_anew_comes_to_another_head(
    database: Database, site: Site, now: datetime
) -> None:
    printed = verified(database, site, now).head

    def forge(connection: Connection) -> None:
        connection.execute(text("DELETE FROM decisions WHERE id = (SELECT min(id) FROM decisions)"))
        connection.execute(text("DELETE FROM log_seals"))
        seal(connection, now=now)

    tampering(database, forge)
    assert verified(database, site, now).problems == ()
    assert [each.fault for each in verified(database, site, now, printed).problems] == [
        Fault.OTHER_HEAD
    ]


def test_an_end_that_was_cut_off_is_found_by_an_earlier_head(
    database: Database, site: Site, now: datetime
) -> None:
    printed = verified(database, site, now).head

    def cut(connection: Connection) -> None:
        connection.execute(text("DELETE FROM log_seals WHERE number = 6"))
        connection.execute(text("DELETE FROM audit_log WHERE kind = 'key.made'"))

    tampering(database, cut)
    assert verified(database, site, now).problems == ()
    assert verified(database, site, now, printed).problems[0].fault is Fault.OTHER_HEAD


def test_a_seal_taken_out_leaves_a_gap_and_a_row_without_one(
    database: Database, site: Site, now: datetime
) -> None:
    def take(connection: Connection) -> None:
        connection.execute(text("DELETE FROM log_seals WHERE number = 3"))

    tampering(database, take)
    faults = {each.fault for each in verified(database, site, now).problems}
    assert faults == {Fault.SEAL_REMOVED, Fault.UNSEALED}


def test_sites_have_chains_of_their_own(database: Database, site: Site, now: datetime) -> None:
    before = verified(database, site, now).head
    with database.writing() as connection:
        other = factories.make_site(connection, now=now)
        factories.make_staff(connection, other, now=now, role=Role.EDITOR)
        seal(connection, now=now)
        assert head_of(connection, site.id) == before
        assert head_of(connection, other.id).number == 2
    assert verified(database, other, now).problems == ()


def test_the_chain_itself_only_grows(database: Database, site: Site) -> None:
    for table in (log_seals, audit_log):
        for act in ("UPDATE {} SET site_id = 0", "DELETE FROM {}"):
            with pytest.raises(DBAPIError, match="only grows"), database.writing() as connection:
                connection.execute(text(act.format(table.name)))


def test_who_did_what_to_whom_is_written_down(
    database: Database, site: Site, now: datetime
) -> None:
    with database.writing() as connection:
        add = NewStaff("ada@example.org", "Ada", Role.MODERATOR)
        ada = site_actions.invite(connection, site, add, now=now, by="eve@example.org")
        site_actions.invite(connection, site, replace(add, role=Role.EDITOR), now=now)
        site_actions.remove(connection, ada, now=now, by="eve@example.org")
        site_actions.remove(connection, ada, now=now, by="eve@example.org")  # already gone
        rows = connection.execute(
            select(audit_log.c.kind, audit_log.c.actor, audit_log.c.facts)
            .where(audit_log.c.subject == "ada@example.org")
            .order_by(audit_log.c.id)
        ).all()
    assert [(row.kind, row.actor) for row in rows] == [
        ("staff.invited", "eve@example.org"),
        ("staff.changed", "command line"),
        ("staff.removed", "eve@example.org"),
    ]
    assert rows[1].facts == {
        "was": {"role": "moderator", "name": "Ada"},
        "role": "editor",
        "name": "Ada",
    }


def test_a_row_is_hashed_the_same_way_whatever_its_order_and_later_columns() -> None:
    moment = datetime.fromisoformat("2026-06-01T12:00:00+02:00")
    row = {"b": [1.5, "é"], "a": moment, "later": None}
    assert canonical(row) == '{"a":"2026-06-01T10:00:00.000000Z","b":[1.5,"é"]}'.encode()
    assert next_digest(EMPTY.digest, "t", row) == next_digest(
        EMPTY.digest, "t", {"a": moment, "b": [1.5, "é"]}
    )
    assert next_digest("1" * 64, "t", row) != next_digest(EMPTY.digest, "t", row)


@pytest.mark.parametrize("wrong", ["", "6", "6:abc", "x:" + "0" * 64, "-1:" + "0" * 64])
def test_what_is_no_head_is_refused(wrong: str) -> None:
    with pytest.raises(Invalid):
        Head.from_text(wrong)
    assert Head.from_text(str(Head(6, "a" * 64))) == Head(6, "a" * 64)
