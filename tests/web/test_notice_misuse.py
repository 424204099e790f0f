"""Who gives unfounded notices again and again is left aside for a time, and told."""

from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import replace
from datetime import timedelta

import pytest
from litestar.testing import TestClient
from sqlalchemy import insert, select

from rejoinder.app import Newspaper
from rejoinder.articles.model import Article
from rejoinder.comments.model import Comment
from rejoinder.errors import Forbidden, Refused
from rejoinder.moderation.actions.notifiers import (
    NewSuspension,
    suspend_notifier,
    take_notices_again,
)
from rejoinder.moderation.model import Outcome
from rejoinder.moderation.notice_queries import suspension_of
from rejoinder.moderation.tables import notice_suspensions, notices
from rejoinder.sites.model import Role, StaffMember
from tests.support.factories import make_staff
from tests.support.html_page import Page
from tests.support.newspaper import Paper
from tests.support.notices import WHOLE, decide, send

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
Browser = TestClient[Newspaper]
MISUSED = NewSuspension("Nothing in them.", 30, warned=True)


@pytest.fixture
def member(paper: Paper) -> StaffMember:
    with paper.database.writing() as connection:
        return make_staff(connection, paper.site, now=paper.clock())


def abused(paper: Paper, client: Browser, article: Article, member: StaffMember) -> Comment:
    """Three notices of one address, in which a person found nothing; and the last comment."""
    for _ in range(3):
        comment = paper.comment(article)
        send(client, comment)
        decide(paper, comment, member, Outcome.PUBLISH)
    return comment


def check_letter(paper: Paper) -> None:
    """The address, and nobody else, is told why and until when."""
    replace(paper.jobs, mailer=paper.postbox).run_once()
    (letter,) = [each for each in paper.postbox.emails if "for a time" in each.subject]
    assert letter.to == WHOLE["email"]
    assert "until Wednesday, 15 July 2026" in letter.text
    assert "Three in a row." in letter.text


def test_from_whom_none_are_taken_for_a_time_is_told_kindly_and_may_again(
    paper: Paper, client: Browser, article: Article, member: StaffMember
) -> None:
    abused(paper, client, article, member)
    paper.invite("ed@example.org")
    editor = paper.sign_in("ed@example.org")
    page = Page(editor.get("/desk/notices").text)
    form = {"reason": "Three in a row.", "days": "30", "warned": "1"}
    path = next(each.action for each in page.forms if "/suspension#" in each.action)
    assert page.has("li", id=path.partition("#")[2])  # where the page opens again
    for missing in form:
        refused = editor.post(path, data={**form, missing: ""})
        assert refused.status_code == 422, missing
    assert editor.post(path, data=form).status_code == 200
    assert editor.post(path, data=form).status_code == 409

    other = paper.comment(article)
    tried = send(paper.browser(), other)
    assert tried.status_code == 403
    kept = Page(tried.text)
    assert "We take no notices from this address for now" in kept.text
    for told_to_nobody_else in ("July", "ground", "Three in a row."):
        assert told_to_nobody_else not in kept.text
    check_letter(paper)
    assert kept.form(f"/comments/{other.id}/notices").fields["explanation"] == WHOLE["explanation"]
    assert send(paper.browser(), other, email="tom@example.org").status_code == 303
    assert send(paper.browser(), other, kind="child-abuse").status_code == 303
    assert send(paper.browser(), paper.comment(article), danger="1").status_code == 303

    listed = Page(editor.get("/desk/notices").text)
    assert "Three in a row." in listed.text
    lifting = next(each.action for each in listed.forms if each.action.endswith("/lifting"))
    assert editor.post(lifting).status_code == 200
    assert send(paper.browser(), paper.comment(article)).status_code == 303
    log = Page(editor.get("/desk/log?kind=notifier").text).text
    for said in ("No notices taken for a time", "Notices taken again", "maud@example.org"):
        assert said in log


@sqlite_only
def test_the_owner_of_an_address_is_not_shut_out_by_what_strangers_did_in_its_name(
    paper: Paper, client: Browser, article: Article, member: StaffMember
) -> None:
    abused(paper, client, article, member)
    with paper.database.writing() as connection:
        editor = make_staff(connection, paper.site, now=paper.clock(), role=Role.EDITOR)
        given = connection.execute(select(notices.c.id).limit(1)).scalar_one()
        suspend_notifier(connection, editor, given, MISUSED, now=paper.clock())
    owner = paper.sign_in(WHOLE["email"])
    other = paper.sign_in("tom@example.org")
    assert send(other, paper.comment(article)).status_code == 403
    for _ in range(3):
        comment = paper.comment(article)
        assert send(owner, comment).status_code == 303
        decide(paper, comment, member, Outcome.PUBLISH)
    # Now they are the owner's own.
    assert send(owner, paper.comment(article)).status_code == 403


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_two_editors_at_once_leave_an_address_aside_once(
    paper: Paper, client: Browser, article: Article, member: StaffMember
) -> None:
    abused(paper, client, article, member)
    editor = paper.invite("ed@example.org", role=Role.EDITOR)
    with paper.database.reading() as connection:
        given = connection.execute(select(notices.c.id).limit(1)).scalar_one()

    def suspend() -> None:
        with paper.database.writing() as connection:
            suspend_notifier(connection, editor, given, MISUSED, now=paper.clock())

    with ThreadPoolExecutor(1) as pool:
        with paper.database.writing() as connection:
            suspend_notifier(connection, editor, given, MISUSED, now=paper.clock())
            second = pool.submit(suspend)
            wait([second], timeout=0.5)  # it waits for the first to end
        with pytest.raises(Refused, match="already"):
            second.result(timeout=10)


@sqlite_only
def test_an_address_that_was_left_aside_twice_is_taken_again_at_once(paper: Paper) -> None:
    editor = paper.invite("ed@example.org", role=Role.EDITOR)
    now = paper.clock()
    row = {"site_id": paper.site.id, "email": WHOLE["email"], "reason": "x", "made_by": "x"}
    with paper.database.writing() as connection:
        for days in (30, 90):
            when = {"made_at": now, "until": now + timedelta(days=days)}
            connection.execute(insert(notice_suspensions).values(row | when))
        take_notices_again(connection, editor, 1, now=now)
        assert suspension_of(connection, paper.site.id, WHOLE["email"], now=now) is None


@sqlite_only
def test_it_ends_by_itself_and_whoever_proved_the_address_is_not_touched(
    paper: Paper, client: Browser, article: Article, member: StaffMember
) -> None:
    comment = abused(paper, client, article, member)
    paper.put_policy('[duties]\ntrusted_flaggers = ["maud@example.org"]\n')
    with paper.database.writing() as connection:
        editor = make_staff(connection, paper.site, now=paper.clock(), role=Role.EDITOR)
        (given,) = connection.execute(
            select(notices.c.id).where(notices.c.comment_id == comment.id)
        ).scalars()
        now = paper.clock()
        suspend_notifier(connection, editor, given, MISUSED, now=now)
    assert send(paper.browser(), paper.comment(article)).status_code == 403
    assert send(paper.sign_in("maud@example.org"), paper.comment(article)).status_code == 303
    paper.clock.turn(days=30, minutes=1)
    assert send(paper.browser(), paper.comment(article)).status_code == 303


@sqlite_only
def test_whose_notices_were_not_often_unfounded_are_read(
    paper: Paper, client: Browser, article: Article, member: StaffMember
) -> None:
    comment = paper.comment(article)
    send(client, comment)
    decide(paper, comment, member, Outcome.PUBLISH)
    with paper.database.writing() as connection:
        editor = make_staff(connection, paper.site, now=paper.clock(), role=Role.EDITOR)
        given = connection.execute(select(notices.c.id)).scalar_one()
        now = paper.clock()
        with pytest.raises(Refused, match="not often without ground"):
            suspend_notifier(connection, editor, given, MISUSED, now=now)
        with pytest.raises(Forbidden):
            suspend_notifier(connection, member, given, MISUSED, now=now)
