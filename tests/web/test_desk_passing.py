"""A moderator passes a comment on to an editor, who decides it or gives it back with an answer."""

import re

import pytest
from httpx import Response
from litestar.testing import TestClient

from rejoinder.app import Newspaper
from rejoinder.articles.model import Article
from rejoinder.comments.model import Comment, State
from rejoinder.desk.claims import claims_of
from rejoinder.moderation.actions import passings
from rejoinder.moderation.actions.notes import LONGEST_NOTE
from rejoinder.moderation.actions.reports import Reporter, report
from rejoinder.moderation.actions.staff_notes import MOST_OF_A_COMMENT, add_note
from rejoinder.moderation.model import Outcome
from rejoinder.moderation.queries import latest_decision
from rejoinder.sites.actions import remove
from rejoinder.sites.model import Role
from tests.support.newspaper import Paper

SCRIPT = {"x-fragment": "desk"}
ASKED, ANSWERED = "Is <this> libel?\x00", "No, it is <fair>."
Browser = TestClient[Newspaper]


@pytest.fixture
def comment(paper: Paper, article: Article) -> Comment:
    return paper.comment(article, text="The mayor knows why.", outcome=Outcome.HOLD)


@pytest.fixture
def editor(paper: Paper) -> Browser:
    paper.invite("ed@example.org", name="Edith", role=Role.EDITOR, sections="")
    return paper.sign_in("ed@example.org")


def look(browser: Browser, view: str = "all") -> str:
    """A part of the queue; a script that looks takes no card."""
    return browser.get("/desk", params={"view": view}, headers=SCRIPT).text


def parts(browser: Browser) -> dict[str, int]:
    """How many wait in each part of the queue, as its page says."""
    told = look(browser).split('id="tabs"')[1].split("</nav>")[0]
    found = re.findall(r">([^<>]+) <span class=.count.>(\d+)<", told)
    return {name.strip(): int(count) for name, count in found}


def cards(browser: Browser, view: str = "all") -> list[int]:
    found = re.findall(r'class="card" name="card" id="comment-(\d+)', look(browser, view))
    return [int(each) for each in found]


def decide(browser: Browser, comment: Comment, page: str) -> Response:
    seen = page.split('name="seen" value="')[1].split('"', maxsplit=1)[0]
    form = {"outcome": "publish", "seen": seen}
    return browser.post(f"/desk/comments/{comment.id}/decisions", data=form)


def seen_in(page: str) -> str:
    """What the form that passes it on says was seen."""
    found = re.search(r'/passings".*?name="seen" value="(\d+)"', page, re.DOTALL)
    assert found is not None, page
    return found[1]


def pass_on(browser: Browser, comment: Comment) -> Response:
    path = f"/desk/comments/{comment.id}"
    form = {"note": ASKED, "seen": seen_in(browser.get(path).text)}
    return browser.post(f"{path}/passings", data=form, headers=SCRIPT)


def way_of(page: str, last: str) -> str:
    found = re.search(rf'action="(/desk/passings/\d+/{last})"', page)
    assert found is not None, page
    return found[1]


@pytest.mark.parametrize("database_url", ["sqlite", "postgresql"], indirect=True)
def test_what_is_passed_on_leaves_the_moderators_and_waits_for_editors(
    paper: Paper, comment: Comment, at_desk: Browser, bo: Browser, editor: Browser
) -> None:
    at_desk.get("/desk")
    with paper.database.reading() as connection:
        assert claims_of(connection, paper.site.id, now=paper.clock())
    told = pass_on(at_desk, comment).text
    assert "It waits for an editor now." in told
    assert f'data-gone="{comment.id}"' in told
    with paper.database.reading() as connection:
        assert not claims_of(connection, paper.site.id, now=paper.clock())
    for moderator in (at_desk, bo):
        assert cards(moderator) == cards(moderator, "passed") == []
        assert "Passed on" not in parts(moderator)
        assert parts(moderator)["Held"] == 0
    assert parts(editor)["Passed on"] == parts(editor)["Everything"] == 1
    page = look(editor, "passed")
    assert "Ilse passed it on to an editor" in page
    assert "Is &lt;this&gt; libel?" in page
    assert pass_on(bo, comment).status_code == 409
    decided = decide(editor, comment, page)
    assert decided.status_code == 200
    assert cards(editor, "passed") == cards(editor) == []
    undone = editor.post(re.search(r'action="(\S+/undoing)"', decided.text)[1])  # type: ignore[index]
    assert "Ilse passed it on to an editor" in undone.text
    assert cards(editor, "passed") == [comment.id]
    assert cards(at_desk) == []


@pytest.mark.parametrize("database_url", ["sqlite", "postgresql"], indirect=True)
def test_given_back_it_stands_in_mine_with_the_answer_until_it_is_decided(
    paper: Paper, article: Article, at_desk: Browser, bo: Browser, editor: Browser
) -> None:
    comment = paper.comment(article)  # which stands: nothing else asks for a decision
    pass_on(at_desk, comment)
    way = way_of(look(editor, "passed"), "answer")
    assert editor.post(way, data={"note": " "}, headers=SCRIPT).status_code == 422
    kept = editor.post(way, data={"note": "y" * (LONGEST_NOTE + 1)})
    assert kept.status_code == 422
    assert "y" * (LONGEST_NOTE + 1) in kept.text
    answer = editor.post(way, data={"note": ANSWERED, "view": "all"}, headers=SCRIPT)
    assert "Ilse has it back, with your answer." in answer.text
    assert f'data-gone="{comment.id}"' in answer.text
    assert editor.post(way, data={"note": ANSWERED}, headers=SCRIPT).status_code == 409
    assert parts(editor)["Passed on"] == 0
    assert parts(at_desk)["Mine"] == parts(at_desk)["Everything"] == 1
    assert parts(bo)["Mine"] == 0
    page = look(at_desk, "mine")
    assert "Edith gave it back" in page
    assert "No, it is &lt;fair&gt;." in page
    assert "Is &lt;this&gt; libel?" in page
    editor.post(way_of(answer.text, "undoing"))
    assert parts(editor)["Passed on"] == 1
    assert parts(at_desk)["Mine"] == 0
    editor.post(way, data={"note": ANSWERED})
    page = look(at_desk, "mine")
    seen = page.split('name="seen" value="')[1].split('"')[0]
    at_desk.post(
        f"/desk/comments/{comment.id}/decisions", data={"outcome": "publish", "seen": seen}
    )
    assert parts(at_desk)["Mine"] == parts(at_desk)["Everything"] == 0
    assert paper.comment_now(comment.id).state is State.PUBLISHED
    own = at_desk.get(f"/desk/comments/{comment.id}").text
    assert "gave it back" in own, "what they said of it stays among the notes"


def test_without_a_script_it_is_passed_on_and_taken_back(
    comment: Comment, at_desk: Browser, editor: Browser
) -> None:
    path = f"/desk/comments/{comment.id}/passings"
    seen = seen_in(look(at_desk))
    form = {"note": "", "seen": seen, "section": "", "view": "held", "order": "age"}
    page = at_desk.post(path, data=form)
    assert str(page.url).endswith("&passed=1")
    assert "view=held&order=age" in str(page.url)
    assert "It waits for an editor now." in page.text
    assert "Without a note." in look(editor)
    back = at_desk.post(way_of(page.text, "undoing"))
    assert "Taken back" in back.text
    assert cards(at_desk) == [comment.id]
    assert parts(editor)["Passed on"] == 0
    assert at_desk.post(way_of(page.text, "undoing")).status_code == 409
    log = editor.get("/desk/log").text
    assert "Passed to an editor" in log
    assert "Taken back: yes" in log


def test_editors_of_another_section_are_not_asked(
    paper: Paper, at_desk: Browser, editor: Browser
) -> None:
    city = paper.comment(paper.article("city", section="City"), outcome=Outcome.HOLD)
    paper.invite("sport@example.org", name="Spo", role=Role.EDITOR, sections="Sport")
    paper.invite("reads@example.org", name="Rea", role=Role.OBSERVER)
    pass_on(at_desk, city)
    assert parts(paper.sign_in("sport@example.org"))["Passed on"] == 0
    assert parts(paper.sign_in("reads@example.org"))["Passed on"] == 1
    assert parts(editor)["Passed on"] == 1


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_nothing_waits_for_an_editor_whom_there_is_not(
    paper: Paper, at_desk: Browser, bo: Browser
) -> None:
    held = paper.comment(paper.article("city", section="City"), outcome=Outcome.HOLD)
    paper.invite("sport@example.org", name="Spo", role=Role.EDITOR, sections="Sport")
    refused = pass_on(bo, held)
    assert refused.status_code == 409
    assert "No editor looks after this section at present" in refused.text
    cid = paper.invite("city@example.org", name="Cid", role=Role.EDITOR, sections="city")
    assert pass_on(bo, held).status_code == 200
    assert cards(at_desk) == cards(bo) == []
    with paper.database.writing() as connection:
        remove(connection, cid, now=paper.clock())
    assert cards(at_desk) == cards(bo) == [held.id]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_may_do_harm_meanwhile_stays_before_moderators(
    paper: Paper, article: Article, bo: Browser, editor: Browser
) -> None:
    shown = paper.comment(article)
    with paper.database.writing() as connection:
        somebody = Reporter("somebody")
        report(connection, shown, reporter=somebody, reason="abuse", note="", now=paper.clock())
    assert pass_on(bo, shown).status_code == 200
    assert cards(editor, "passed") == cards(bo) == [shown.id]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_a_colleague_decided_meanwhile_is_not_passed_on(
    comment: Comment, at_desk: Browser, bo: Browser, editor: Browser
) -> None:
    page = look(bo)
    form = {"note": "?", "seen": seen_in(page)}
    decide(at_desk, comment, page)
    path = f"/desk/comments/{comment.id}/passings"
    for stale in (form, {"note": "?"}):
        for headers in (SCRIPT, {}):
            answer = bo.post(path, data=stale, headers=headers)
            assert answer.status_code == 409
            assert "This comment changed meanwhile." in answer.text
            # By a script the next card is read by now: this says whose it is, and leads there.
            named = f"{comment.author.name}: This comment changed meanwhile." in answer.text
            leads = f'<a href="/desk/comments/{comment.id}">See it</a>' in answer.text
            assert (named, leads) == ((True, True) if headers else (False, False))
    assert cards(editor, "passed") == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_as_many_notes_as_there_may_be_keep_no_editor_from_answering(
    paper: Paper, comment: Comment
) -> None:
    editor, now = paper.invite("ed@example.org"), paper.clock()
    member = paper.invite("bo@example.org", role=Role.MODERATOR)
    with paper.database.writing() as connection:

        def ask() -> int:
            seen = latest_decision(connection, comment.id).id
            return passings.pass_on(connection, comment, member, "?", seen=seen, now=now)

        passings.take_back(connection, comment, ask(), member, now=now)
        for number in range(MOST_OF_A_COMMENT - 1):
            add_note(connection, comment, member, f"Note {number}.", now=now)
        asked = ask()  # what was taken back is none of them
        passings.give_back(connection, comment, asked, editor, "No.", now=now)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_until_an_editor_decides_moderators_can_only_take_it_off_the_page(
    paper: Paper, article: Article, at_desk: Browser, bo: Browser, editor: Browser
) -> None:
    comment = paper.comment(article)
    pass_on(at_desk, comment)
    path = f"/desk/comments/{comment.id}"
    thread = bo.get(f"{path}/in-thread", headers={"x-fragment": "thread"}).text
    own = bo.get(path).text
    for page in (thread, own):
        assert "Ilse passed it on to an editor" in page
        assert "An editor decides it. Until then you can hold it" in page
        assert re.search(r'value="publish"[^>]* disabled', page)
        assert not re.search(r'(value="decline"|name="ban")(?![^>]* disabled)', page)
    refused = decide(bo, comment, own)
    assert refused.status_code == 409
    assert "It was passed on to an editor, who decides it." in refused.text
    assert decide(at_desk, comment, own).status_code == 409, "who passed it on takes it back first"
    seen = own.split('name="seen" value="')[1].split('"')[0]
    bo.post(f"{path}/decisions", data={"outcome": "hold", "seen": seen})
    assert paper.comment_now(comment.id).state is State.HELD
    assert cards(editor, "passed") == [comment.id]
    assert cards(bo) == []
    assert decide(editor, comment, look(editor, "passed")).status_code == 200
    assert paper.comment_now(comment.id).state is State.PUBLISHED
    assert not re.search(r'value="hold"[^>]* disabled', bo.get(path).text)
