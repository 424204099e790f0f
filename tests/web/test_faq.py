"""The Comments FAQ says which rules are in force, and changes when they do."""

from datetime import timedelta

import pytest
from litestar.testing import TestClient

from rejoinder.app import Newspaper
from rejoinder.moderation.actions.decide import StaffDecision, decide_as_staff, find
from rejoinder.moderation.model import Outcome
from rejoinder.moderation.policy import read_policy
from rejoinder.moderation.queries import latest_decision
from rejoinder.moderation.rules import rules_in_force
from rejoinder.moderation.staff_reasons import STAFF_REASONS
from tests.support.factories import make_staff
from tests.support.html_page import read
from tests.support.newspaper import POLICY, Paper

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

STRICT = """mode = "all-held"
[length]
maximum = 1234
[links]
blocked_hosts = ["spam.example"]
[editing]
edit_minutes = 7
[judge]
text = "We look at every line ourselves."
"""


def rules_on(client: TestClient[Newspaper]) -> set[str]:
    page = read(client, "/comments-faq")
    return {told["data-rule"] for _, told in page.tags if "data-rule" in told}


@pytest.mark.parametrize("source", [POLICY, STRICT, ""])
def test_every_rule_in_force_is_explained_and_no_other(
    paper: Paper, client: TestClient[Newspaper], source: str
) -> None:
    paper.put_policy(source)
    assert rules_on(client) == {rule.id for rule in rules_in_force(read_policy(source))} | set(
        STAFF_REASONS
    )


def test_the_page_changes_the_moment_the_rules_do(
    paper: Paper, client: TestClient[Newspaper]
) -> None:
    before = read(client, "/comments-faq").text
    assert "1234" not in before
    paper.put_policy(STRICT)
    after = read(client, "/comments-faq").text
    assert "1234" in after
    assert "We look at every line ourselves." in after
    assert "7 minutes" in after
    assert "links-blocked" in rules_on(client)
    paper.put_policy(POLICY)
    assert read(client, "/comments-faq").text == before


def test_the_wait_is_the_sites_own(paper: Paper, client: TestClient[Newspaper]) -> None:
    article = paper.article()
    waiting = [paper.comment(article, outcome=Outcome.HOLD) for _ in range(20)]
    paper.clock.turn(minutes=42)
    with paper.database.writing() as connection:
        member = make_staff(connection, paper.site, now=paper.clock() - timedelta(days=1))
        for held in waiting:
            wanted = StaffDecision(Outcome.PUBLISH, latest_decision(connection, held.id).id)
            decide_as_staff(
                connection,
                find(connection, paper.site.id, held.id),
                member,
                wanted,
                now=paper.clock(),
            )
    told = read(client, "/comments-faq").text
    assert "Of the last 20 comments" in told
    assert "42 minutes" in told


def test_every_section_is_listed_and_there(client: TestClient[Newspaper]) -> None:
    page = read(client, "/comments-faq")
    listed = [link[1:] for link in page.links() if link.startswith("#") and link != "#content"]
    assert len(listed) >= 4
    for each in listed:
        assert page.has("section", id=each)
