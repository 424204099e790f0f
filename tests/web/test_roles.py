"""Everybody at the desk: who may do what, asked from outside; and who may no longer."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from httpx import Response
from litestar.testing import TestClient

from rejoinder.app import Newspaper
from rejoinder.articles.model import Article
from rejoinder.comments.model import Comment, State
from rejoinder.errors import Forbidden
from rejoinder.moderation.actions.staff import check_still_manages, remove_staff
from rejoinder.moderation.model import Outcome
from rejoinder.moderation.queries import history
from rejoinder.readers.model import Standing
from rejoinder.readers.queries import given_standing
from rejoinder.sites.model import Role
from rejoinder.sites.queries import all_staff
from rejoinder.sites.roles import LONGEST_BAN_BY_A_MODERATOR, MAY, Act
from tests.support.html_page import Page
from tests.support.newspaper import Paper

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
Browser = TestClient[Newspaper]


def at_desk(paper: Paper, role: Role, name: str = "Ilse") -> Browser:
    email = f"{name.lower()}@example.org"
    paper.invite(email, name=name, role=role)
    return paper.sign_in(email)


def remove(paper: Paper, email: str) -> None:
    with paper.database.writing() as connection:
        remove_staff(connection, paper.site.id, email, now=paper.clock())


def post(browser: Browser, path: str, **form: str) -> Response:
    return browser.post(path, data=form, follow_redirects=False)


def seen(paper: Paper, comment: Comment) -> str:
    with paper.database.reading() as connection:
        return str(history(connection, comment.id)[-1].id)


def decide(paper: Paper, browser: Browser, comment: Comment, **form: str) -> Response:
    path = f"/desk/comments/{comment.id}/decisions"
    return post(browser, path, seen=seen(paper, comment), **form)


def undo(paper: Paper, browser: Browser, comment: Comment) -> Response:
    return post(browser, f"/desk/comments/{comment.id}/decisions/{seen(paper, comment)}/undoing")


def undo_own(paper: Paper, browser: Browser, comment: Comment) -> Response:
    decide(paper, browser, comment, outcome="publish")
    return undo(paper, browser, comment)


def undo_anothers(paper: Paper, browser: Browser, comment: Comment) -> Response:
    decide(paper, at_desk(paper, Role.EDITOR, "Edith"), comment, outcome="publish")
    return undo(paper, browser, comment)


def standing(browser: Browser, comment: Comment, given: str, days: str = "") -> Response:
    path = f"/desk/comments/{comment.id}/standing"
    return post(browser, path, standing=given, days=days, reason="Three insults.")


def read(paper: Paper, browser: Browser, comment: Comment) -> Response:
    return browser.get(f"/desk/comments/{comment.id}")


def lift_ban(paper: Paper, browser: Browser, comment: Comment) -> Response:
    standing(at_desk(paper, Role.EDITOR, "Edith"), comment, "banned")
    return standing(browser, comment, "new")


def manage_staff(paper: Paper, browser: Browser, comment: Comment) -> Response:
    form = {"email": "new@example.org", "name": "Nina", "role": "editor"}
    return post(browser, "/desk/staff", **form)


Try = Callable[[Paper, Browser, Comment], Response]
TRIES: dict[Act, Try] = {
    Act.READ: read,
    Act.DECIDE: lambda paper, browser, held: decide(paper, browser, held, outcome="publish"),
    Act.UNDO_OWN: undo_own,
    Act.UNDO_ANOTHERS: undo_anothers,
    Act.WATCH: lambda paper, browser, held: standing(browser, held, "watched"),
    Act.BAN_FOR_A_WHILE: lambda paper, browser, held: standing(browser, held, "banned", "30"),
    Act.BAN_FOR_LONGER: lambda paper, browser, held: standing(browser, held, "banned"),
    Act.LIFT_BAN: lift_ban,
    Act.TRUST: lambda paper, browser, held: standing(browser, held, "trusted"),
    Act.CLOSE_THREAD: lambda paper, browser, held: post(
        browser, f"/desk/articles/{held.article_id}/closing"
    ),
    Act.OPEN_THREAD: lambda paper, browser, held: post(
        browser, f"/desk/articles/{held.article_id}/opening"
    ),
    Act.MANAGE_STAFF: manage_staff,
}


@pytest.fixture
def held(paper: Paper, article: Article) -> Comment:
    return paper.comment(article, text="Four million for a bridge!", outcome=Outcome.HOLD)


@sqlite_only
@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("act", TRIES)
def test_a_role_may_do_what_its_table_says(
    paper: Paper, held: Comment, act: Act, role: Role
) -> None:
    answer = TRIES[act](paper, at_desk(paper, role), held)
    assert answer.status_code == (403 if role not in MAY[act] else 200 if act is Act.READ else 303)


@sqlite_only
def test_what_a_role_may_not_do_is_not_offered(paper: Paper, held: Comment) -> None:
    editor, colleague = at_desk(paper, Role.EDITOR, "Edith"), at_desk(paper, Role.MODERATOR)
    decide(paper, editor, held, outcome="publish")
    post(editor, f"/desk/articles/{held.article_id}/closing")
    for path in ("Open it again", "/undoing"):
        assert path in editor.get(f"/desk/comments/{held.id}").text
        assert path not in colleague.get(f"/desk/comments/{held.id}").text
    administrator = at_desk(paper, Role.ADMINISTRATOR, "Ada")
    assert "/desk/staff" in administrator.get("/desk").text
    assert "/desk/staff" not in editor.get("/desk").text


@sqlite_only
def test_an_observer_is_offered_nothing_to_change(paper: Paper, held: Comment) -> None:
    observer = at_desk(paper, Role.OBSERVER)
    for path in ("/desk", f"/desk/comments/{held.id}", "/desk/log", "/desk/bans"):
        page = observer.get(path)
        assert page.status_code == 200
        actions = {form.action for form in Page(page.text).forms if form.method == "POST"}
        # To take the log along is to read it, which is logged.
        assert actions - {"/desk/log/export"} == {"/sign-out"}


@sqlite_only
def test_whoever_looks_after_a_section_decides_and_undoes_there_alone(paper: Paper) -> None:
    here, there = (paper.article(each.lower(), section=each) for each in ("Sport", "City"))
    paper.invite("ilse@example.org", role=Role.MODERATOR, sections="sport")
    ilse = paper.sign_in("ilse@example.org")
    theirs, others = (paper.comment(each, outcome=Outcome.HOLD) for each in (here, there))
    assert decide(paper, ilse, theirs, outcome="publish").status_code == 303
    assert undo(paper, ilse, theirs).status_code == 303
    refused = decide(paper, ilse, others, outcome="publish")
    assert refused.status_code == 403
    assert "in a section that others look after" in refused.text
    assert standing(ilse, others, "watched").status_code == 403
    assert standing(ilse, theirs, "watched").status_code == 303
    for article, status in ((here, 303), (there, 403)):
        assert post(ilse, f"/desk/articles/{article.id}/closing").status_code == status
    page = Page(ilse.get(f"/desk/comments/{others.id}").text)
    assert {each.action for each in page.forms if each.method == "POST"} == {"/sign-out"}


@sqlite_only
@pytest.mark.parametrize("role", [Role.MODERATOR, Role.EDITOR, Role.ADMINISTRATOR])
def test_a_moderators_ban_ends_by_itself_and_an_editors_does_not(
    paper: Paper, held: Comment, role: Role
) -> None:
    decide(paper, at_desk(paper, role), held, ban="1", reason="staff-abuse")
    reader = held.author
    later = paper.clock() + LONGEST_BAN_BY_A_MODERATOR
    with paper.database.reading() as connection:
        now_and_then = [
            given_standing(connection, paper.site.id, reader.email, proved=True, now=at)
            for at in (paper.clock(), later - timedelta(seconds=1), later)
        ]
    banned = [each is not None and each.standing is Standing.BANNED for each in now_and_then]
    assert banned == [True, True, role is not Role.MODERATOR]


def test_who_is_removed_is_nobody_at_once_and_what_they_decided_stays(
    paper: Paper, held: Comment
) -> None:
    gone, stays = at_desk(paper, Role.EDITOR), at_desk(paper, Role.EDITOR, "Edith")
    decide(paper, gone, held, outcome="publish")
    remove(paper, "ilse@example.org")
    assert gone.get("/desk", follow_redirects=False).status_code == 303  # signed out: sign in
    assert decide(paper, gone, held, outcome="hold").status_code == 403
    assert paper.comment_now(held.id).state is State.PUBLISHED
    assert "Ilse" in stays.get("/desk/log").text
    again = paper.sign_in("ilse@example.org")
    assert again.get("/desk").status_code == 403  # a reader like everybody


@sqlite_only
def test_who_is_invited_again_is_back(paper: Paper, held: Comment) -> None:
    at_desk(paper, Role.EDITOR)
    remove(paper, "ilse@example.org")
    assert at_desk(paper, Role.MODERATOR).get("/desk").status_code == 200


@sqlite_only
def test_an_administrator_lets_people_in_and_shuts_them_out(paper: Paper) -> None:
    editor, other = at_desk(paper, Role.ADMINISTRATOR, "Edith"), at_desk(paper, Role.MODERATOR)
    invited = post(editor, "/desk/staff", email="new@example.org", name="Nina", role="moderator")
    assert invited.status_code == 303
    page = editor.get("/desk/staff").text
    assert "Nina" in page
    assert paper.sign_in("new@example.org").get("/desk").status_code == 200
    assert post(editor, "/desk/staff/removal", email="ilse@example.org").status_code == 303
    assert other.get("/desk", follow_redirects=False).status_code == 303
    assert "Ilse" not in editor.get("/desk/staff").text
    assert post(editor, "/desk/staff/removal", email="edith@example.org").status_code == 403
    assert post(editor, "/desk/staff", email="nobody", name="N", role="king").status_code == 422
    own = post(editor, "/desk/staff", email="edith@example.org", name="Edith", role="observer")
    assert own.status_code == 403


@sqlite_only
def test_sections_are_chosen_among_those_that_there_are(paper: Paper) -> None:
    paper.article("match", section="Sport")
    admin = at_desk(paper, Role.ADMINISTRATOR, "Edith")
    form = {"email": "new@example.org", "name": "Nina", "role": "moderator"}
    assert post(admin, "/desk/staff", **form, section="Sport").status_code == 303
    page = admin.get("/desk/staff").text
    assert 'value="Sport" checked' in page
    assert "· Sport" in page
    refused = post(admin, "/desk/staff", **{**form, "role": "observer"}, section="Sport")
    assert refused.status_code == 422
    assert "Sections are for moderators and editors" in refused.text
    assert post(admin, "/desk/staff", **form, section="x" * 61).status_code == 422


@sqlite_only
def test_a_ban_is_given_on_a_card_told_in_the_log_listed_and_lifted(
    paper: Paper, held: Comment
) -> None:
    editor = at_desk(paper, Role.EDITOR)
    assert "Nobody." in editor.get("/desk/bans").text
    decide(paper, editor, held, ban="1", reason="staff-abuse")
    log = Page(editor.get("/desk/log").text).text
    assert "Declined, author banned" in log
    assert "Banned · by Ilse" in " ".join(
        Page(editor.get(f"/desk/comments/{held.id}").text).text.split()
    )
    page = Page(editor.get("/desk/bans").text)
    assert held.author.email in page.text
    assert "for good" in page.text
    assert "Lift the ban" in page.text
    assert f"/desk/authors/{held.author.reader_id}" in page.links()
    (form,) = [each for each in page.forms if each.action.endswith("/lifting")]
    refused = post(editor, form.action, reason="")
    assert refused.status_code == 422
    assert "Please say why" in refused.text
    assert post(editor, form.action, reason="We talked.").status_code == 303
    assert held.author.email not in editor.get("/desk/bans").text


@sqlite_only
def test_an_author_who_is_banned_is_told_so_and_that_they_can_appeal(
    paper: Paper, held: Comment
) -> None:
    decide(paper, at_desk(paper, Role.EDITOR), held, ban="1", reason="staff-abuse")
    page = Page(paper.browser().get(f"/your-comment/{held.status_token}").text).text
    assert "One of our moderators read it and found it abusive" in page
    assert "We have decided to take no more comments from this address" in page


def test_of_two_administrators_who_shut_each_other_out_at_once_one_stays(paper: Paper) -> None:
    for name in ("Ada", "Bea"):
        at_desk(paper, Role.ADMINISTRATOR, name)
    with paper.database.reading() as connection:
        ada, bea = all_staff(connection, paper.site.id)  # as each request found them
    remove(paper, ada.email)
    with pytest.raises(Forbidden), paper.database.writing() as connection:
        remove_staff(connection, paper.site.id, bea.email, now=paper.clock(), by=ada)
    with pytest.raises(Forbidden), paper.database.writing() as connection:
        check_still_manages(connection, ada)


def test_whoever_is_removed_by_what_is_no_address_is_nobody(paper: Paper) -> None:
    editor = at_desk(paper, Role.ADMINISTRATOR)
    for email in ("\x00", "", "nobody@example.org"):
        answer = post(editor, "/desk/staff/removal", email=email)
        assert answer.status_code in {404, 422}
