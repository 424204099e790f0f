"""Second readings at the desk: the card tells nothing of the first, and differences are settled."""

import re

import pytest
from litestar.testing import TestClient

from rejoinder.app import Newspaper
from rejoinder.articles.model import Article
from rejoinder.moderation.actions.decide import StaffDecision, decide_as_staff
from rejoinder.moderation.model import Outcome
from rejoinder.moderation.queries import latest_decision
from rejoinder.sites.model import Role
from rejoinder.web.desk import second_readings
from tests.support.factories import make_comment, make_reader
from tests.support.html_page import Page
from tests.support.newspaper import KIND, Paper

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
Browser = TestClient[Newspaper]
NOTE = "Beyond what we print."


def decline(paper: Paper, browser: Browser, article: Article) -> int:
    comment = paper.comment(article, text=KIND, outcome=Outcome.HOLD)
    page = browser.get(f"/desk/comments/{comment.id}").text
    seen = page.split('name="seen" value="')[1].split('"')[0]
    form = {"outcome": "decline", "seen": seen, "reason": "staff-threat", "note": NOTE}
    assert browser.post(f"/desk/comments/{comment.id}/decisions", data=form).status_code == 200
    return comment.id


def test_a_second_one_reads_blind_and_an_editor_settles(
    paper: Paper, client: Browser, at_desk: Browser, article: Article
) -> None:
    paper.put_policy("[second_reading]\npercent = 100\n")
    paper.invite("mo@example.org", name="Moritz", role=Role.MODERATOR)
    paper.invite("ed@example.org", name="Edith", role=Role.EDITOR)
    second, editor = paper.sign_in("mo@example.org"), paper.sign_in("ed@example.org")
    number = decline(paper, at_desk, article)
    assert KIND not in at_desk.get("/desk/second-readings").text

    main = second.get("/desk/second-readings").text.split("<main")[1]
    assert KIND in main
    for told in (NOTE, "Ilse", "badge-declined", 'staff-threat" selected', f"comments/{number}"):
        assert told not in main
    path = main.split('action="/desk/second-readings/')[1].split('"')[0]
    answer = second.post(f"/desk/second-readings/{path}", data={"outcome": "decline"})
    assert answer.status_code == 422
    assert KIND in answer.text
    assert "Please choose a reason" in Page(answer.text).text
    answer = second.post(f"/desk/second-readings/{path}", data={"outcome": "publish"})
    assert "Thank you" in Page(answer.text).text

    text = Page(editor.get("/desk/differences").text).text
    for told in (NOTE, "Ilse", "Moritz", "Decline", "Publish"):
        assert told in text
    settled = editor.post(f"/desk/differences/{path}/settlement", data={"outcome": "publish"})
    assert settled.status_code == 409
    seen = editor.get("/desk/differences").text.split('name="seen" value="')[1].split('"')[0]
    settled = editor.post(
        f"/desk/differences/{path}/settlement", data={"outcome": "publish", "seen": seen}
    )
    assert "Nobody differs" in Page(settled.text).text
    assert KIND in client.get(article.path).text


def test_all_differences_are_listed_a_page_at_a_time(
    paper: Paper, at_desk: Browser, article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(second_readings, "PAGE", 2)
    paper.put_policy("[second_reading]\npercent = 100\n")
    paper.invite("mo@example.org", name="Moritz", role=Role.MODERATOR)
    paper.invite("ed@example.org", name="Edith", role=Role.EDITOR)
    second, editor = paper.sign_in("mo@example.org"), paper.sign_in("ed@example.org")
    for reading in range(1, 4):
        decline(paper, at_desk, article)
        second.post(f"/desk/second-readings/{reading}", data={"outcome": "publish"})

    page = editor.get("/desk/differences").text
    assert re.findall(r"differences/(\d+)/settlement", page) == ["1", "2"]
    assert '<span class="count">3</span>' in page
    (further,) = [each for each in Page(page).links() if "after=" in each]
    page = editor.get(further).text
    assert re.findall(r"differences/(\d+)/settlement", page) == ["3"]
    assert '<span class="count">3</span>' in page
    assert not [each for each in Page(page).links() if "after=" in each]
    assert "There is nothing newer." in editor.get("/desk/differences?after=3").text
    assert editor.get("/desk/differences?after=x").status_code == 422


def test_who_settles_one_stays_at_that_page(
    paper: Paper, at_desk: Browser, article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(second_readings, "PAGE", 2)
    paper.put_policy("[second_reading]\npercent = 100\n")
    paper.invite("mo@example.org", name="Moritz", role=Role.MODERATOR)
    paper.invite("ed@example.org", name="Edith", role=Role.EDITOR)
    second, editor = paper.sign_in("mo@example.org"), paper.sign_in("ed@example.org")
    for reading in range(1, 6):
        decline(paper, at_desk, article)
        second.post(f"/desk/second-readings/{reading}", data={"outcome": "publish"})

    form = Page(editor.get("/desk/differences?after=2").text).forms[1]
    assert form.action == "/desk/differences/3/settlement?after=2#difference-4"
    refused = editor.post(form.action, data={"outcome": "decline", "note": "As he said."})
    assert refused.status_code == 422
    assert re.findall(r"differences/(\d+)/settlement", refused.text) == ["3", "4"]
    assert "As he said." in Page(refused.text).boxes
    settled = editor.post(form.action, data={**form.fields, "outcome": "publish"})
    assert "It is settled" in Page(settled.text).text
    assert re.findall(r"differences/(\d+)/settlement", settled.text) == ["4", "5"]


def test_what_waits_in_ones_own_section_comes_however_much_waits_elsewhere(paper: Paper) -> None:
    paper.put_policy("[second_reading]\npercent = 100\n")
    politics = paper.article("a-vote", section="Politics")
    sport = paper.article("a-match", section="Sport", headline="The match of the year")
    first = paper.invite("first@example.org", role=Role.MODERATOR)
    now = paper.clock()
    with paper.database.writing() as connection:
        reader = make_reader(connection, paper.site, now=now)
        for article in (*[politics] * 201, sport):
            comment = make_comment(
                connection, now=now, article=article, reader=reader, outcome=Outcome.HOLD
            )
            seen = latest_decision(connection, comment.id).id
            wanted = StaffDecision(Outcome.PUBLISH, seen)
            decide_as_staff(connection, comment, first, wanted, now=now)
    paper.invite("mo@example.org", role=Role.MODERATOR, sections="sport")
    paper.invite("ed@example.org", role=Role.EDITOR)
    page = paper.sign_in("mo@example.org").get("/desk/second-readings").text
    assert "The match of the year" in page
    assert '<span class="count">1</span>' in page
    page = paper.sign_in("ed@example.org").get("/desk/second-readings").text
    assert '<span class="count">202</span>' in page
