"""Somebody writes that they cannot go on: what they see, and what the desk sees."""

from datetime import timedelta

import pytest
from litestar.testing import TestClient

from rejoinder.app import Newspaper
from rejoinder.articles.model import Article
from rejoinder.comments.model import Comment, State
from rejoinder.engine.judge_pool import AskJudge
from rejoinder.moderation.actions.decide import StaffDecision, decide_as_staff, find
from rejoinder.moderation.model import Outcome
from rejoinder.moderation.queries import latest_decision
from rejoinder.notifications import email_for_author
from rejoinder.readers.actions import give_standing
from rejoinder.readers.model import Address, GivenStanding, Standing
from tests.support.fake_judges import concerned
from tests.support.html_page import Page
from tests.support.newspaper import HELD, KIND, POLICY, Paper
from tests.support.your_comment import act, page_of, posted

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

DESPAIR = "Since the bridge closed I am alone, and I cannot go on like this."
KINDLY = "If things are very hard for you"
HELP = "https://findahelpline.com"
# What no page of theirs may say; the judge of these tests takes their words for a threat too.
ACCUSING = ("threat", "harm being", "declined", "not posted", "refused", "rule")
OWN_WORDS = """[despair]
text = "We are worried about you, and would like to hear that you are safe."
help = ["<b>Lifeline</b> Elmstead: 555 0142", "Day and night: https://lifeline.example/chat."]
"""

Browser = TestClient[Newspaper]


@pytest.fixture
def judge() -> AskJudge:
    """Stands in for a judge that measures despair."""
    return concerned


def check_kind(page: Page, *, help_at: str = HELP) -> None:
    """Help is named, with a link that can be followed, and nobody is accused."""
    assert page.has("li", class_="reason", data_rule="despair")
    assert KINDLY in page.text
    assert help_at in page.links()
    assert not [word for word in ACCUSING if word in page.text]


def test_without_scripts_the_page_after_posting_names_help(
    paper: Paper, client: Browser, article: Article
) -> None:
    answer = paper.put_in(client, article, text=DESPAIR)
    assert answer.status_code == 303
    page = Page(client.get(answer.headers["location"]).text)
    assert "A moderator will read your comment first" in page.text
    check_kind(page)
    # Their own comment in the thread says so too, whenever they come back.
    check_kind(Page(client.get(article.path).text))
    others = Page(paper.browser().get(article.path).text)
    assert DESPAIR not in others.text
    assert KINDLY not in others.text


def test_with_scripts_the_answer_names_help(
    paper: Paper, client: Browser, article: Article
) -> None:
    form = {"text": DESPAIR, "name": "Ann", "email": "ann@example.org"}
    piece = client.post(f"{article.path}/comments", data=form, headers={"X-Fragment": "posted"})
    assert piece.status_code == 202
    check_kind(Page(piece.text))


def test_the_private_page_names_help_for_as_long_as_it_waits(
    paper: Paper, client: Browser, article: Article
) -> None:
    check_kind(page_of(client, posted(paper, client, article, DESPAIR)))


def test_over_the_api_help_comes_beside_the_reason(
    paper: Paper, client: Browser, article: Article
) -> None:
    told = paper.submit(client, article, text=DESPAIR).json()
    assert told["status"] == "held"
    [reason] = told["reasons"]
    assert (reason["rule"], reason["spans"]) == ("despair", [])
    assert reason["help"] == [f"{HELP} names people to talk to in many countries, free."]
    held = paper.submit(client, article, text=HELD).json()
    assert [each["help"] for each in held["reasons"]] == [[]]


def test_the_newspapers_own_words_and_numbers_stand_there_instead(
    paper: Paper, client: Browser, article: Article
) -> None:
    paper.put_policy(POLICY + OWN_WORDS)
    page = page_of(client, posted(paper, client, article, DESPAIR))
    check_kind(page, help_at="https://lifeline.example/chat")
    assert "We are worried about you" in page.text
    assert "<b>Lifeline</b> Elmstead: 555 0142" in page.text
    assert "findahelpline" not in page.text


def test_a_published_comment_that_is_changed_into_it_is_held(
    paper: Paper, client: Browser, article: Article
) -> None:
    comment = posted(paper, client, article, KIND)
    act(client, comment, "revision", text=DESPAIR)
    assert paper.comment_now(comment.id).state is State.HELD
    check_kind(page_of(client, comment))


def test_it_stands_first_at_the_desk_and_says_why_plainly(
    paper: Paper, client: Browser, article: Article, at_desk: Browser
) -> None:
    threat = "Wait until it is dark by the bridge, gadzooks."
    for _ in range(2):
        posted(paper, client, article, threat + " Again." * paper.clock().minute)
        paper.clock.turn(minutes=10)
    comment = posted(paper, client, article, DESPAIR)
    page = at_desk.get("/desk").text
    first = page.index('<details class="card"')
    assert page.index(f'id="comment-{comment.id}"') == page.index('id="comment-', first)
    card = page[first : page.index("</details>", first)]
    summary = card[: card.index("</summary>")]
    assert "The author may harm themselves: please read this first" in summary
    assert "Despair" in card
    assert "mark-despair" in card
    assert "Reads as a threat" in card


def declined(paper: Paper, comment: Comment) -> int:
    """A moderator declines it; the decision's number."""
    member = paper.invite("ilse@example.org")
    with paper.database.writing() as connection:
        seen = latest_decision(connection, comment.id).id
        wanted = StaffDecision(Outcome.DECLINE, seen, "staff-other")
        there = find(connection, paper.site.id, comment.id)
        return decide_as_staff(connection, there, member, wanted, now=paper.clock()).id


def test_help_is_still_named_when_a_person_declines_it(
    paper: Paper, client: Browser, article: Article
) -> None:
    comment = posted(paper, client, article, DESPAIR)
    decision_id = declined(paper, comment)
    page = page_of(client, comment)
    assert page.has("li", class_="reason", data_rule="staff-other")
    assert HELP in page.links()
    with paper.database.reading() as connection:
        email = email_for_author(connection, decision_id)
    assert email is not None
    assert HELP in email.text
    assert "threat" not in email.text


def test_somebody_who_is_banned_is_told_where_help_is(
    paper: Paper, client: Browser, article: Article
) -> None:
    posted(paper, client, article, KIND)
    now = paper.clock()
    banned = GivenStanding(Standing.BANNED, "ilse@example.org", "spam", now, now + timedelta(9))
    with paper.database.writing() as connection:
        give_standing(connection, Address(paper.site.id, "ann@example.org", proved=False), banned)
    told = paper.submit(client, article, text=DESPAIR).json()
    assert told["status"] == "declined"
    assert [each["rule"] for each in told["reasons"]] == ["standing-banned", "despair"]
    assert told["reasons"][1]["help"]
