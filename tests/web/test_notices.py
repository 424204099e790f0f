"""Notice of what is against the law: what the form asks, the receipt, the answer, asking again."""

from dataclasses import replace

import pytest
from litestar.testing import TestClient
from sqlalchemy import select

from rejoinder.app import Newspaper
from rejoinder.articles.model import Article
from rejoinder.comments.model import Comment, State
from rejoinder.desk.queue.urgency import Urgency
from rejoinder.desk.queue.waiting import waiting_comments
from rejoinder.mail import Email
from rejoinder.moderation.actions.decide import find, undo
from rejoinder.moderation.actions.notices import NOTICES_A_DAY
from rejoinder.moderation.model import Outcome
from rejoinder.moderation.statements import Category, Ground, Source
from rejoinder.moderation.tables import notices, statements
from rejoinder.sites.model import StaffMember
from tests.support.factories import make_staff
from tests.support.html_page import Page
from tests.support.newspaper import DECLINED, Paper, link_in
from tests.support.notices import WHOLE, decide, send

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
Browser = TestClient[Newspaper]


@pytest.fixture
def comment(paper: Paper, article: Article) -> Comment:
    return paper.comment(article, text="It was the best of times.")


@pytest.fixture
def member(paper: Paper) -> StaffMember:
    with paper.database.writing() as connection:
        return make_staff(connection, paper.site, now=paper.clock())


def letters(paper: Paper) -> list[Email]:
    """Those that are sent once they have waited."""
    paper.postbox.emails.clear()
    paper.clock.turn(seconds=30)
    replace(paper.jobs, mailer=paper.postbox).run_once()
    return list(paper.postbox.emails)


def count(paper: Paper) -> int:
    with paper.database.reading() as connection:
        return len(connection.execute(select(notices.c.id)).all())


@sqlite_only
def test_what_article_16_asks_is_asked_and_nothing_typed_is_lost(
    paper: Paper, client: Browser, comment: Comment
) -> None:
    report = client.get(f"/comments/{comment.id}/report").text
    assert f'href="/comments/{comment.id}/notice"' in report
    page = Page(client.get(f"/comments/{comment.id}/notice").text)
    assert "It was the best of times." in page.text
    assert f"/comments/{comment.id}" in page.text
    for missing in WHOLE:
        answer = send(client, comment, **{missing: ""})
        assert answer.status_code == 422, missing
        kept = Page(answer.text).form(f"/comments/{comment.id}/notices").fields
        if missing != "explanation":
            assert kept["explanation"] == WHOLE["explanation"]
        if missing != "name":
            assert kept["name"] == WHOLE["name"]
    everything = Page(send(client, comment, **dict.fromkeys(WHOLE, "")).text).text
    for told in ("Please choose what it is", "Please explain why", "Please confirm"):
        assert told in everything
    assert count(paper) == 0


@sqlite_only
def test_who_tells_of_the_abuse_of_children_need_not_say_who_they_are(
    paper: Paper, client: Browser, comment: Comment
) -> None:
    assert send(client, comment, name="", email="").status_code == 422
    answer = send(client, comment, kind="child-abuse", name="", email="")
    assert answer.status_code == 303
    assert "We have it, and a person will decide." in client.get(answer.headers["location"]).text
    assert letters(paper) == []


def test_a_notice_is_received_decided_and_told(
    paper: Paper, client: Browser, comment: Comment, member: StaffMember
) -> None:
    answer = send(client, comment)
    assert answer.status_code == 303
    (receipt,) = letters(paper)
    assert (receipt.to, receipt.subject) == ("maud@example.org", "We have your notice")
    assert "no program does" in receipt.text
    assert link_in(receipt.text) == answer.headers["location"]
    decide(paper, comment, member, Outcome.DECLINE, "staff-illegal")
    told = {each.to: each for each in letters(paper)}
    assert "has taken it down" in told["maud@example.org"].text
    author = told[comment.author.email].text
    assert "Somebody gave us notice of it as against the law." in author
    assert "Maud" not in author
    assert "We have taken the comment down." in client.get(answer.headers["location"]).text
    with paper.database.reading() as connection:
        row = connection.execute(select(statements)).one()
    assert (row.source_type, row.decision_ground) == (Source.NOTICE, Ground.LAW)
    assert row.category == Category.PROPERTY
    assert "Maud" not in row.decision_facts


def test_what_was_left_standing_can_be_asked_once_more_of_somebody_else(
    paper: Paper, client: Browser, comment: Comment, member: StaffMember
) -> None:
    page = send(client, comment).headers["location"]
    decide(paper, comment, member, Outcome.PUBLISH)
    assert "left it standing" in letters(paper)[-1].text
    assert client.post(f"{page}/again", data={"note": "Page 12."}).status_code == 200
    assert "somebody else than who decided first will look" in client.get(page).text
    refused = client.post(f"{page}/again", data={"note": "Page 13."})
    assert refused.status_code == 403
    assert "Page 13." in refused.text
    with paper.database.writing() as connection:
        colleague = make_staff(connection, paper.site, now=paper.clock())
    with pytest.raises(Exception, match="a colleague has to answer"):
        decide(paper, comment, member, Outcome.PUBLISH)
    decide(paper, comment, colleague, Outcome.DECLINE, "staff-illegal")
    assert "has taken it down" in letters(paper)[0].text
    assert "We have taken the comment down." in client.get(page).text


@sqlite_only
def test_an_answer_that_is_undone_is_none(
    paper: Paper, client: Browser, comment: Comment, member: StaffMember
) -> None:
    page = send(client, comment).headers["location"]
    letters(paper)
    made = decide(paper, comment, member, Outcome.DECLINE, "staff-illegal")
    with paper.database.writing() as connection:
        found = find(connection, paper.site.id, comment.id)
        undo(connection, found, member, made.id, now=paper.clock())
    assert [each for each in letters(paper) if each.to == "maud@example.org"] == []
    assert "We have it, and a person will decide." in client.get(page).text


@sqlite_only
def test_of_two_answers_within_half_a_minute_the_last_is_told(
    paper: Paper, client: Browser, comment: Comment, member: StaffMember
) -> None:
    send(client, comment)
    letters(paper)
    decide(paper, comment, member, Outcome.PUBLISH)
    decide(paper, comment, member, Outcome.DECLINE, "staff-illegal", seconds=10)
    (told,) = [each for each in letters(paper) + letters(paper) if each.to == "maud@example.org"]
    assert "has taken it down" in told.text


@sqlite_only
def test_where_life_is_in_danger_comes_first_at_the_desk(
    paper: Paper, client: Browser, article: Article, comment: Comment, at_desk: Browser
) -> None:
    send(client, comment)
    other = paper.comment(article, text="I know where she lives.")
    send(paper.browser(), other, kind="threat", danger="1", email="tom@example.org", name="Tom")
    with paper.database.reading() as connection:
        waiting = {each.comment_id: each for each in waiting_comments(connection, paper.site.id)}
    assert waiting[other.id].urgency is Urgency.DESPAIR
    assert waiting[comment.id].urgency is Urgency.SHOWN_AND_HARMFUL
    text = Page(at_desk.get("/desk/notices").text).text
    assert text.index("Life or safety in danger") < text.index("Somebody else's text or work")
    assert "Maud Gray" in text
    assert client.get("/desk/notices", follow_redirects=False).status_code == 303


@sqlite_only
def test_the_same_notice_twice_is_one_and_a_flood_in_one_name_is_stopped(
    paper: Paper, client: Browser, article: Article, comment: Comment
) -> None:
    first = send(client, comment).headers["location"]
    assert send(paper.browser(), comment).headers["location"] == first
    # Whoever only types the address is not led to what its owner wrote.
    stranger = send(paper.browser(), comment, explanation="Another text, by somebody else.")
    assert stranger.status_code == 409
    assert "Another text" in stranger.text
    assert first not in stranger.text
    assert count(paper) == 1
    for _ in range(NOTICES_A_DAY - 1):
        assert send(paper.browser(), paper.comment(article)).status_code == 303
    stopped = send(paper.browser(), paper.comment(article))
    assert stopped.status_code == 429
    assert WHOLE["explanation"] in stopped.text
    paper.clock.turn(days=1, minutes=1)
    assert send(paper.browser(), paper.comment(article)).status_code == 303


@sqlite_only
@pytest.mark.parametrize(
    "told",
    [
        {"name": "Maud\r\nBcc: all@example.org", "explanation": "a" * 2000},
        {"name": "<script>alert(1)</script>", "explanation": "</textarea><script>x</script>"},
    ],
)
def test_a_hostile_notice_stays_a_notice(
    paper: Paper, client: Browser, comment: Comment, at_desk: Browser, told: dict[str, str]
) -> None:
    page = client.get(send(client, comment, **told).headers["location"]).text
    for text in (page, at_desk.get("/desk/notices").text):
        assert "<script>alert" not in text
        assert "<script>x" not in text
    (receipt,) = letters(paper)
    assert "\nBcc" not in receipt.text.split("Dear")[0]
    assert "Bcc" not in receipt.subject + receipt.to
    too_long = send(paper.browser(), comment, email="x@example.org", explanation="a" * 2001)
    assert too_long.status_code == 422
    assert send(client, comment, email="a@b.org\r\nBcc: c@d.org").status_code == 422


@sqlite_only
def test_a_trusted_flagger_is_whoever_proved_the_address(
    paper: Paper, comment: Comment, member: StaffMember, article: Article
) -> None:
    paper.put_policy('[duties]\ntrusted_flaggers = ["Watch@example.org"]\n')
    send(paper.browser(), comment, email="watch@example.org")
    decide(paper, comment, member, Outcome.DECLINE, "staff-illegal")
    other = paper.comment(article)
    send(paper.sign_in("watch@example.org"), other)
    decide(paper, other, member, Outcome.DECLINE, "staff-illegal")
    with paper.database.reading() as connection:
        found = connection.execute(select(statements.c.source_type).order_by(statements.c.id))
        assert found.scalars().all() == [Source.NOTICE, Source.TRUSTED_FLAGGER]


@sqlite_only
def test_who_gives_unfounded_notices_again_and_again_is_pointed_out(
    paper: Paper, client: Browser, article: Article, member: StaffMember, at_desk: Browser
) -> None:
    for _ in range(3):
        comment = paper.comment(article)
        send(client, comment)
        decide(paper, comment, member, Outcome.PUBLISH)
    assert "3 of their 3 answered notices were left standing" in at_desk.get("/desk/notices").text
    assert paper.comment_now(comment.id).state is State.PUBLISHED


@sqlite_only
def test_a_site_without_this_duty_has_no_form(
    paper: Paper, client: Browser, comment: Comment
) -> None:
    paper.put_policy('[duties]\nnotices = "off"\n')
    assert "against the law" not in client.get(f"/comments/{comment.id}/report").text
    assert client.get(f"/comments/{comment.id}/notice").status_code == 404
    assert send(client, comment).status_code == 404
    assert client.get("/notices/nobodys").status_code == 404


@sqlite_only
def test_who_is_declined_again_and_again_is_pointed_out_and_nothing_else_happens(
    paper: Paper, client: Browser, article: Article, at_desk: Browser
) -> None:
    for number in range(4):
        paper.put_in(client, article, text=f"{DECLINED} {number}")
        page = at_desk.get(f"/desk/comments/{number + 1}").text
        assert ("of their comments were declined of late" in page) is (number == 3)  # three others
