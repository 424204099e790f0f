"""Every restriction leaves its statement of reasons, with it or not at all."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, Row, select
from sqlalchemy.exc import DBAPIError

from rejoinder.audit.actions import seal
from rejoinder.audit.queries import verify
from rejoinder.moderation.actions.standing import NewStanding, address_of, give
from rejoinder.moderation.model import Decision, Finding, Outcome, Severity
from rejoinder.moderation.rules import RULES
from rejoinder.moderation.staff_reasons import STAFF_REASONS
from rejoinder.moderation.statements import (
    KINDS,
    Automation,
    Category,
    Ground,
    Keyword,
    Restriction,
    Source,
    appeal_until,
    statement_of,
    statement_of_ban,
)
from rejoinder.moderation.tables import statements
from rejoinder.notifications import email_for_author
from rejoinder.readers.model import Standing
from rejoinder.sites.model import Role
from rejoinder.sites.queries import by_id as site_by_id
from rejoinder.storage import Database
from tests.support.desk import Desk, desk_with
from tests.support.factories import make_staff
from tests.support.fake_judges import gentle
from tests.support.newspaper import DECLINED, HELD, KIND, open_paper
from tests.support.your_comment import page_of, posted


def written(database: Database) -> Sequence[Row[Any]]:
    """All that were written, oldest first."""
    with database.reading() as connection:
        return connection.execute(select(statements).order_by(statements.c.id)).all()


def decision(now: datetime, **told: Any) -> Decision:
    """A decision of the policy to decline, with what is told otherwise."""
    plain: dict[str, Any] = {
        "id": 1,
        "site_id": 1,
        "comment_id": 1,
        "revision": 1,
        "outcome": Outcome.DECLINE,
        "made_by": "policy",
        "staff_id": None,
        "rule": "",
        "note": "Her name is Ann Smith.",
        "findings": (Finding("abuse-threat", Severity.DECLINE, evidence=("Ann",)),),
        "judgement": None,
        "policy_version": "1",
        "model_version": "m",
        "undoes_id": None,
    }
    return Decision(**{**plain, "made_at": now, **told})


def test_what_is_published_needs_none_and_what_is_kept_back_has_one(
    database: Database, now: datetime
) -> None:
    desk = desk_with(database, Outcome.PUBLISH, now)
    assert written(database) == []
    declined = desk.decide(Outcome.DECLINE, "staff-threat", "You threaten Ann Smith.")
    (row,) = written(database)
    assert (row.decision_id, row.comment_id) == (declined.id, desk.comment.id)
    assert row.restriction == Restriction.DECLINED
    assert (row.category, row.category_specification) == (Category.VIOLENCE, Keyword.INCITEMENT)
    assert (row.source_type, row.automated_decision) == (Source.OWN, Automation.NOT)
    assert row.content_date == desk.comment.created_at
    assert "Ann" not in row.decision_facts
    desk.undo(declined.id)
    assert len(written(database)) == 1
    held = desk.decide(Outcome.HOLD)
    assert [each.decision_id for each in written(database)] == [declined.id, held.id]
    assert len({each.puid for each in written(database)}) == 2


def test_who_told_of_it_is_written_down(database: Database, now: datetime) -> None:
    desk = desk_with(database, Outcome.PUBLISH, now)
    desk.report()
    desk.decide(Outcome.DECLINE, "staff-abuse")
    (row,) = written(database)
    assert (row.source_type, row.automated_detection) == (Source.REPORT, False)


def test_a_ban_has_one_with_its_end(database: Database, now: datetime) -> None:
    desk = desk_with(database, Outcome.PUBLISH, now)
    desk.ban()
    declined, banned = written(database)
    assert declined.restriction == Restriction.DECLINED
    assert banned.restriction == Restriction.SUSPENDED
    assert banned.end_at == desk.now + timedelta(days=30)
    with database.writing() as connection:
        site = site_by_id(connection, desk.comment.site_id)
        editor = make_staff(connection, site, now=now, role=Role.EDITOR)
        wanted = NewStanding(Standing.BANNED, "He is Tom Brown of 4 Elm Street.")
        give(connection, address_of(connection, desk.comment), editor, wanted, now=desk.now)
    for_good = written(database)[-1]
    assert (for_good.restriction, for_good.end_at) == (Restriction.BANNED, None)
    assert "Tom" not in str(for_good)


def test_what_failed_leaves_none(database: Database, now: datetime) -> None:
    desk = desk_with(database, Outcome.PUBLISH, now)
    wanted = NewStanding(Standing.BANNED, "Enough.", now + timedelta(days=7))

    def ban_and_fail(connection: Connection) -> None:
        give(connection, address_of(connection, desk.comment), desk.member, wanted, now=now)
        raise RuntimeError

    with pytest.raises(RuntimeError), database.writing() as connection:
        ban_and_fail(connection)
    assert written(database) == []


def test_none_can_be_changed_and_all_are_sealed(database: Database, now: datetime) -> None:
    desk = desk_with(database, Outcome.DECLINE, now)
    for change in (statements.update().values(rule="other"), statements.delete()):
        with pytest.raises(DBAPIError), database.writing() as connection:
            connection.execute(change)
    with database.writing() as connection:
        seal(connection, now=now)
    with database.reading() as connection:
        later = now + timedelta(hours=2)
        assert verify(connection, desk.comment.site_id, now=later).problems == ()


@pytest.mark.parametrize(
    ("told", "detected", "automation"),
    [
        ({}, True, Automation.FULLY),
        ({"made_by": "staff", "staff_id": 1}, True, Automation.PARTIALLY),
        ({"made_by": "staff", "staff_id": 1, "findings": ()}, False, Automation.NOT),
        ({"made_by": "staff", "key_id": 1, "findings": ()}, False, Automation.PARTIALLY),
        ({"findings": (Finding("reported", Severity.HOLD),)}, False, Automation.FULLY),
    ],
)
def test_what_a_program_did_is_told(
    now: datetime, told: dict[str, Any], detected: bool, automation: Automation
) -> None:
    reported = told.get("findings", ()) and told["findings"][0].rule == "reported"
    made = statement_of(decision(now, **told), Source.REPORT if reported else Source.OWN)
    assert (made.automated_detection, made.automated_decision) == (detected, automation)


def test_every_rule_has_a_kind_and_no_statement_names_anybody(now: datetime) -> None:
    known = {rule.id for rule in RULES} | set(STAFF_REASONS)
    assert set(KINDS) <= known
    for rule in known:
        found = (Finding(rule, Severity.DECLINE, evidence=("Ann Smith",), facts={"x": "Ann"}),)
        made = statement_of(decision(now, findings=found), Source.OWN)
        assert made.rule == rule
        assert "Ann" not in made.decision_facts
        assert len(made.decision_facts) <= 5000
        assert made.owed is (rule not in {"abuse-spam", "links-blocked"})


def test_what_the_law_forbids_takes_the_kind_that_the_notice_names(now: datetime) -> None:
    made_of = decision(now, made_by="staff", staff_id=1, rule="staff-illegal")
    named = (Category.PROPERTY, Keyword.COPYRIGHT)
    made = statement_of(made_of, Source.NOTICE, named)
    assert made.decision_ground is Ground.LAW
    assert (made.category, made.category_specification) == named
    other = statement_of(replace(made_of, rule="staff-other"), Source.NOTICE, named)
    assert (other.decision_ground, other.category) == (Ground.RULES, Category.OWN_RULES)


def test_a_ban_for_a_rule_is_of_its_kind() -> None:
    assert statement_of_ban("staff-threat", None).category is Category.VIOLENCE
    assert statement_of_ban("I know where you live.", None).rule == "standing-banned"


@pytest.mark.parametrize(
    ("made", "months", "until"),
    [((2026, 8, 31), 6, (2027, 2, 28)), ((2026, 6, 15), 6, (2026, 12, 15))],
)
def test_months_end_on_the_same_day(
    made: tuple[int, int, int], months: int, until: tuple[int, int, int]
) -> None:
    assert appeal_until(datetime(*made, tzinfo=UTC), months) == datetime(*until, tzinfo=UTC)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_an_author_reads_the_statement_on_the_private_page_and_in_the_letter(
    database_url: str, now: datetime
) -> None:
    with open_paper(database_url, judge=gentle, now=now) as paper:
        browser, article = paper.browser(), paper.article()
        declined = page_of(browser, posted(paper, browser, article, DECLINED)).text
        assert "A program decided by our rules; no person has read it yet." in declined
        assert "until Tuesday, 15 December 2026, at no cost" in declined
        held = page_of(browser, posted(paper, browser, article, HELD)).text
        assert "Nobody but you and our moderators sees it" in held
        assert (
            "How this was decided"
            not in page_of(browser, posted(paper, browser, article, KIND)).text
        )


def test_the_letter_tells_it_too_unless_the_site_says_no(database: Database, now: datetime) -> None:
    desk = desk_with(database, Outcome.PUBLISH, now)
    desk.report()
    made = desk.decide(Outcome.DECLINE, "staff-abuse")
    letter = letter_about(desk, made.id)
    assert letter is not None
    assert "Other readers reported it. A person decided, and no program had a part in it." in letter
    assert "Our own rules: “Abusive”." in letter
    desk.put_policy('[duties]\nletters = "off"\n')
    assert letter_about(desk, made.id) is None


def letter_about(desk: Desk, decision_id: int) -> str | None:
    """The letter that would be sent about a decision now."""
    with desk.database.reading() as connection:
        email = email_for_author(connection, decision_id)
    return None if email is None else email.text
