"""No value that reaches a letter adds a header, a recipient or a part: by real SMTP."""

from email.message import EmailMessage
from typing import Any

import pytest
from sqlalchemy import update

from rejoinder.articles.tables import articles
from rejoinder.comments.tables import comments
from rejoinder.moderation.actions.decide import StaffDecision, decide_as_staff, find
from rejoinder.moderation.model import Outcome
from rejoinder.moderation.queries import latest_decision
from rejoinder.sites.tables import sites
from tests.support.factories import make_staff
from tests.support.mail_server import Postbox, body, post_letters
from tests.support.newspaper import HELD, Paper
from tests.support.signed_tokens import takes_tokens, token

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

ENDS = ("\r\n", "\n", "\r", "\r\n ", "\n\t", "\x0b", "\x0c", "\x1e", "\x85", "\u2028", "\u2029")
ADDED = "Bcc: everybody@example.org"
HEADERS = [
    *("From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "Content-Type"),
    *("Content-Transfer-Encoding", "MIME-Version"),
]
ENCODED = "=?utf-8?q?Storm=0D=0ABcc:_everybody=40example.org?="


def put(paper: Paper, table: Any, **values: str) -> None:
    """Past every check: as another program, or a file that was brought back, might."""
    with paper.database.writing() as connection:
        connection.execute(update(table).values(**values))


def publish(paper: Paper, number: int) -> None:
    with paper.database.writing() as connection:
        member = make_staff(connection, paper.site, now=paper.clock())
        comment = find(connection, paper.site.id, number)
        wanted = StaffDecision(Outcome.PUBLISH, latest_decision(connection, number).id)
        decide_as_staff(connection, comment, member, wanted, now=paper.clock())


def held(paper: Paper) -> int:
    made = paper.submit(paper.browser(), paper.article(), text=HELD).json()
    return int(made["id"])


def check(email: EmailMessage) -> None:
    """It goes to Ann alone, says what every letter says in its head, and is one text."""
    assert sorted(email.keys()) == sorted(HEADERS)
    assert email["To"] == "ann@example.org"
    assert email["From"] == "comments@gazette.example"
    assert not email.is_multipart()
    assert email.get_content_type() == "text/plain"
    assert "\n" not in email["Subject"]


@pytest.mark.parametrize("end", ENDS)
def test_no_name_and_no_headline_adds_to_a_letter(paper: Paper, arrived: Postbox, end: str) -> None:
    number = held(paper)
    bad = f"Storm{end}{ADDED}{end}{end}<b>Hello</b>"
    put(paper, sites, name=bad)
    put(paper, articles, headline=bad)
    put(paper, comments, author_name=bad)
    publish(paper, number)
    paper.browser().post("/sign-in", data={"email": "ann@example.org"})
    post_letters(paper)
    assert len(arrived.emails) == 2
    for email in arrived.emails:
        check(email)
        assert "Storm" in email["Subject"]
        assert ADDED in body(email)  # words among words


def test_no_encoded_word_becomes_a_header(paper: Paper, arrived: Postbox) -> None:
    number = held(paper)
    put(paper, articles, headline=ENCODED)
    publish(paper, number)
    post_letters(paper)
    (email,) = arrived.emails
    check(email)


@pytest.mark.parametrize(
    "address",
    [
        *(f"ann@example.org{end}{ADDED}" for end in ENDS),
        "ann@example.org, everybody@example.org",
        "ann@example.org;everybody@example.org",
        "ann@example.org everybody@example.org",
        "all: ann@example.org, everybody@example.org;",
        "Ann <everybody@example.org>",
        "ann@example.org>, <everybody@example.org",
        "",
    ],
)
def test_no_address_is_more_than_one(paper: Paper, arrived: Postbox, address: str) -> None:
    article = paper.article()
    refused = paper.submit(paper.browser(), article, email=address)
    assert (refused.status_code, refused.json()["error"]["code"]) == (422, "bad-email")
    assert paper.put_in(paper.browser(), article, email=address).status_code == 422
    assert paper.browser().post("/sign-in", data={"email": address}).status_code == 422
    takes_tokens(paper)
    told = token(paper, email=address)
    session = paper.browser().post("/api/v1/sessions", json={"token": told}).json()["session"]
    known = {"authorization": f"Bearer {session}"}
    path = f"/api/v1/articles/{article.id}/comments"
    mine = paper.browser().post(path, json={"text": HELD}, headers=known).json()["id"]
    publish(paper, mine)
    number = held(paper)
    put(paper, comments, author_email=address)
    publish(paper, number)
    post_letters(paper)
    assert arrived.emails == []


def test_a_mailed_link_stands_in_no_header(paper: Paper, arrived: Postbox) -> None:
    for end in ENDS[:5]:
        path = f"/{end}{ADDED}"
        paper.browser().post("/sign-in", data={"email": "ann@example.org", "next": path})
        paper.clock.turn(hours=2)
    paper.jobs.run_once()
    assert len(arrived.emails) == 5
    for email in arrived.emails:
        check(email)
        assert ADDED not in email.as_string()
