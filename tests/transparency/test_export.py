"""What is sent to the Transparency Database passes its rules, and names nobody."""

import csv
import json
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from sqlalchemy import insert

from rejoinder.articles.queries import by_id as article_by_id
from rejoinder.moderation.actions.policies import keep_default
from rejoinder.moderation.actions.standing import NewStanding, give
from rejoinder.moderation.model import Decision, Finding, Outcome, Severity
from rejoinder.moderation.policy import default_source
from rejoinder.moderation.policy.writing import with_settings
from rejoinder.moderation.rules import RULES
from rejoinder.moderation.staff_reasons import STAFF_REASONS
from rejoinder.moderation.statements import Source, statement_of, statement_of_ban
from rejoinder.moderation.tables import notice_suspensions
from rejoinder.readers.model import Standing
from rejoinder.sites.actions import create_site
from rejoinder.sites.model import NewSite, Site
from rejoinder.sites.queries import by_id as site_by_id
from rejoinder.storage import Database
from rejoinder.transparency.database import statement_for
from rejoinder.transparency.model import Period, WrittenStatement
from rejoinder.transparency.queries import numbers_of, statements_to_send
from rejoinder.transparency.writing import BODIES, REPORT, TABLE, write_all
from tests.support.default_policies import Ship, ship
from tests.support.desk import Desk, desk_with
from tests.support.factories import make_article, make_comment, make_reader
from tests.support.source_files import ROOT

__all__ = ["ship"]

SCHEMA = ROOT / "tests" / "support" / "schemas" / "transparency-database.json"
JUNE = Period.of(date(2026, 6, 1), date(2026, 6, 30))


@pytest.fixture(scope="module")
def rules() -> jsonschema_rs.Validator:
    """Those of the API, as its documentation lists them."""
    return jsonschema_rs.validator_for(SCHEMA.read_text())


def site_of(desk: Desk) -> Site:
    with desk.database.reading() as connection:
        return site_by_id(connection, desk.comment.site_id)


def sent(desk: Desk, *, now: datetime, period: Period = JUNE) -> Sequence[dict[str, Any]]:
    """What would be sent of a period."""
    site = site_of(desk)
    with desk.database.reading() as connection:
        return [
            statement_for(each) for each in statements_to_send(connection, site, period, now=now)
        ]


def test_every_kind_of_statement_passes_the_rules(
    rules: jsonschema_rs.Validator, now: datetime
) -> None:
    known = [rule.id for rule in RULES] + list(STAFF_REASONS)
    made = [statement_of_ban("Ann Smith of Elm Street", until) for until in (None, now)]
    for rule in known:
        for outcome in (Outcome.HOLD, Outcome.DECLINE):
            for source in Source:
                found = (Finding(rule, Severity.HOLD, evidence=("Ann Smith",)),)
                of_staff = rule in STAFF_REASONS
                decision = Decision(
                    id=1,
                    site_id=1,
                    comment_id=1,
                    revision=1,
                    outcome=outcome,
                    made_by="staff" if of_staff else "policy",
                    staff_id=1 if of_staff else None,
                    rule=rule if of_staff else "",
                    note="Ann Smith",
                    findings=found,
                    judgement=None,
                    policy_version="1",
                    model_version="m",
                    undoes_id=None,
                    made_at=now,
                )
                made.append(statement_of(decision, source))
    bodies = [
        statement_for(
            WrittenStatement(each, f"puid-{n}", now, now, ("DE", "FR"), "https://g.example/faq")
        )
        for n, each in enumerate(made)
    ]
    for start in range(0, len(bodies), 100):
        rules.validate({"statements": bodies[start : start + 100]})
    assert "Ann" not in json.dumps(bodies)
    bodies[0]["decision_facts"] = ""
    with pytest.raises(jsonschema_rs.ValidationError):
        rules.validate({"statements": bodies[:1]})


def test_what_is_sent_is_what_held(
    database: Database, now: datetime, rules: jsonschema_rs.Validator
) -> None:
    desk = desk_with(database, Outcome.HOLD, now)
    spam = (Finding("abuse-spam", Severity.DECLINE),)
    with database.writing() as connection:
        article = article_by_id(connection, desk.comment.site_id, desk.comment.article_id)
        for findings in ((), spam):
            make_comment(
                connection,
                now=now,
                article=article,
                outcome=Outcome.DECLINE,
                findings=findings,
            )
    soon = sent(desk, now=now + timedelta(hours=23))
    assert [each["decision_visibility"] for each in soon] == [
        ["DECISION_VISIBILITY_CONTENT_REMOVED"]
    ]
    late = sent(desk, now=now + timedelta(hours=25))
    assert len(late) == 2
    rules.validate({"statements": late})
    desk.now = now + timedelta(hours=1)
    declined = desk.decide(Outcome.DECLINE, "staff-abuse")
    desk.undo(declined.id)
    # The hold ended after an hour; what was undone never held. What began again is a new hold.
    again = sent(desk, now=now + timedelta(hours=30))
    assert [each["decision_visibility"] for each in again] == [
        ["DECISION_VISIBILITY_CONTENT_REMOVED"],
        ["DECISION_VISIBILITY_CONTENT_DISABLED"],
    ]
    assert len({each["puid"] for each in (*late, *again)}) == 3
    assert sent(desk, now=now, period=Period.of(date(2026, 5, 1), date(2026, 5, 31))) == []
    assert site_of(desk).base_url in again[0]["decision_ground_reference_url"]


def test_what_the_policy_of_the_day_says_holds_for_its_statements(
    database: Database, now: datetime
) -> None:
    desk = desk_with(database, Outcome.PUBLISH, now)
    desk.put_policy('[duties]\nterritorial_scope = ["DE", "AT"]\n')
    desk.decide(Outcome.DECLINE, "staff-abuse")
    desk.put_policy('[duties]\nterritorial_scope = ["FR"]\n')
    (told,) = sent(desk, now=now + timedelta(days=1))
    assert told["territorial_scope"] == ["DE", "AT"]
    desk.put_policy("")
    desk.decide(Outcome.PUBLISH)
    desk.decide(Outcome.DECLINE, "staff-abuse")
    assert len(sent(desk, now=now + timedelta(days=1))[1]["territorial_scope"]) == 30


def test_what_the_default_of_the_day_said_holds_where_none_was_put(
    database: Database, now: datetime, ship: Ship
) -> None:
    today = default_source()
    ship(with_settings(today, {("duties", "territorial_scope"): ["DE"]}))
    with database.writing() as connection:
        site = create_site(connection, NewSite("courier", "Courier"), now=now)
        article = make_article(connection, now=now, site=site)
        make_comment(connection, now=now, article=article, outcome=Outcome.DECLINE)
    keep_default(database, now=now)
    ship(today)
    with database.reading() as connection:
        (told,) = statements_to_send(connection, site, JUNE, now=now + timedelta(days=1))
    assert told.territorial_scope == ("DE",)


def test_the_numbers_are_those_of_a_recount(database: Database, now: datetime) -> None:
    desk = desk_with(database, Outcome.PUBLISH, now)
    colleague = desk.colleague()
    desk.report()
    desk.decide(Outcome.DECLINE, "staff-threat")
    desk.appeal()
    desk.member = colleague
    desk.now += timedelta(hours=5)
    desk.decide(Outcome.PUBLISH)
    with database.reading() as connection:
        numbers = numbers_of(connection, desk.comment.site_id, JUNE)
    assert numbers.comments == 2  # with that of whoever reported
    assert numbers.by("restriction") == {"DECISION_VISIBILITY_CONTENT_REMOVED": 1}
    assert numbers.by("category") == {"STATEMENT_CATEGORY_VIOLENCE": 1}
    assert numbers.by("source") == {"SOURCE_TYPE_OTHER_NOTIFICATION": 1}
    assert (numbers.appeals.made, numbers.appeals.answered, numbers.appeals.found_right) == (
        1,
        1,
        1,
    )
    assert numbers.appeals.median_hours == pytest.approx(5, abs=0.01)
    assert (numbers.reports, numbers.notices.made) == (1, 0)
    assert sum(sum(each.values()) for _, each in numbers.by_part) == 1


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_files_are_bodies_of_a_hundred_a_table_and_a_report(
    database: Database, now: datetime, tmp_path: Path, rules: jsonschema_rs.Validator
) -> None:
    desk = desk_with(database, Outcome.PUBLISH, now)
    with database.writing() as connection:
        article = article_by_id(connection, desk.comment.site_id, desk.comment.article_id)
        reader = make_reader(connection, site_by_id(connection, article.site_id), now=now)
        for _ in range(100):
            make_comment(
                connection, now=now, article=article, reader=reader, outcome=Outcome.DECLINE
            )
        banned = NewStanding(Standing.BANNED, "staff-illegal", now + timedelta(days=7))
        give(connection, reader.address, desk.member, banned, now=now)
        email = {"email": "notices@example.org", "reason": "None was founded.", "made_by": "ed"}
        times = {"made_at": now, "until": now + timedelta(days=30)}
        row = {"site_id": article.site_id, **email, **times}
        connection.execute(insert(notice_suspensions).values(row))
    with database.reading() as connection:
        written = write_all(connection, site_of(desk), JUNE, tmp_path / "out", now=now)
    assert written == (101, 2)
    bodies = (tmp_path / "out" / BODIES).read_text().splitlines()
    for body in bodies:
        rules.validate(json.loads(body))
    assert [len(json.loads(each)["statements"]) for each in bodies] == [100, 1]
    with (tmp_path / "out" / TABLE).open(newline="") as file:
        table = {(row["section"], row["what"]): row["number"] for row in csv.DictReader(file)}
    assert table["What was restricted", "Comments not posted, or taken down"] == "100"
    assert table["Appeals", "Median time to the answer, in hours"] == ""
    misuse = ("comments against the law", "unfounded notices", "unfounded appeals")
    assert [table["Suspended for misuse", f"For {each}"] for each in misuse] == ["1", "1", "0"]
    report = (tmp_path / "out" / REPORT).read_text()
    assert "<svg" in report
    assert "<script" not in report


@pytest.mark.parametrize(
    ("first", "last", "parts"),
    [
        (date(2026, 1, 15), date(2026, 3, 2), 3),
        (date(2026, 1, 1), date(2026, 12, 31), 12),
        (date(2020, 5, 1), date(2026, 2, 1), 7),
    ],
)
def test_a_period_has_months_or_years(first: date, last: date, parts: int) -> None:
    found = list(Period.of(first, last).parts())
    assert len(found) == parts
    assert (found[0].first, found[-1].last) == (first, last)
    for one, two in pairwise(found):
        assert two.first == one.last + timedelta(days=1)
