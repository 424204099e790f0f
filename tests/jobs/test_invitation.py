"""Whoever is invited at the desk gets a letter by real SMTP, and comes in by what it says."""

from urllib.parse import parse_qs, urlsplit

import pytest

from rejoinder.moderation.actions.staff import let_in, remove_staff
from rejoinder.sites.model import NewStaff, Role, Scope, StaffMember
from tests.support.mail_server import Postbox, body
from tests.support.newspaper import Paper, link_in
from tests.web.test_api_moderation import holder

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

NINA = NewStaff("nina@example.org", "Nina Roth", Role.MODERATOR, frozenset({"Sport", "City"}))


@pytest.fixture
def ada(paper: Paper) -> StaffMember:
    return paper.invite("ada@example.org", name="Ada Moor", role=Role.ADMINISTRATOR)


def invite(paper: Paper, new: NewStaff, by: StaffMember) -> None:
    with paper.database.writing() as connection:
        let_in(connection, paper.site, new, by=by, now=paper.clock())


def test_the_letter_says_who_lets_them_in_what_they_may_and_where_to_sign_in(
    paper: Paper, arrived: Postbox, ada: StaffMember
) -> None:
    invite(paper, NINA, ada)
    paper.jobs.run_once()
    (email,) = arrived.emails
    assert email["To"] == "nina@example.org"
    assert email["Subject"] == "You are invited to the comments desk of The Gazette"
    text = body(email)
    assert "Dear Nina Roth," in text
    assert "Ada Moor lets you in" in text
    assert "Moderator: decides comments" in text
    assert "City, Sport" in text
    path = urlsplit(link_in(text))
    browser = paper.browser()
    assert browser.get(path.geturl()).status_code == 200
    (next_path,) = parse_qs(path.query)["next"]
    browser.post(path.path, data={"email": "nina@example.org", "next": next_path})
    paper.jobs.run_once()
    opened = browser.post(link_in(body(arrived.emails[-1])))
    assert opened.url.path == "/desk"
    assert opened.status_code == 200


def test_no_letter_goes_where_a_role_changes_or_somebody_was_shut_out_again(
    paper: Paper, arrived: Postbox, ada: StaffMember
) -> None:
    paper.invite("nina@example.org")
    invite(paper, NINA, ada)
    invite(paper, NewStaff("otto@example.org", "Otto", Role.OBSERVER), ada)
    with paper.database.writing() as connection:
        remove_staff(connection, paper.site.id, "otto@example.org", now=paper.clock(), by=ada)
    paper.jobs.run_once()
    assert arrived.emails == []


def test_whoever_is_let_in_with_a_key_reads_the_papers_name_and_not_the_keys(
    paper: Paper, arrived: Postbox
) -> None:
    told = {"email": NINA.email, "name": NINA.name, "role": "moderator"}
    assert holder(paper, Scope.ADMIN).post("/api/v1/staff", json=told).status_code == 201
    paper.jobs.run_once()
    (email,) = arrived.emails
    assert f"{paper.site.name} lets you in" in body(email)
    assert "cms" not in body(email)
