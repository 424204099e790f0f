"""The log at the desk: everything that was done, found again, paged, as a file; nothing missing."""

import csv
import json
import re
from io import StringIO

import pytest
from litestar.testing import TestClient
from sqlalchemy import func, select, update

from rejoinder.app import Newspaper
from rejoinder.articles.model import Article
from rejoinder.audit.actions import note_verified, seal
from rejoinder.audit.model import EMPTY, Fault, Problem, Verified
from rejoinder.audit.queries import head_of, verify
from rejoinder.audit.tables import SEALED
from rejoinder.audit.verifying import verifying
from rejoinder.moderation.model import Outcome
from rejoinder.moderation.tables import decisions
from rejoinder.sites.model import Role
from rejoinder.storage import AuditKind, Database
from rejoinder.storage.audit_log import audit_log
from rejoinder.storage.outbox import TRIES
from rejoinder.web.desk.log_facts import FACT_NAMES
from rejoinder.web.desk.log_words import GROUPS, audit_words
from tests.support.html_page import Page
from tests.support.newspaper import Paper
from tests.support.newsroom import Newsroom
from tests.web.test_desk_rights import KNOCKS, OWN, newsroom, send  # noqa: F401 - a fixture

Browser = TestClient[Newspaper]
# What changes nothing that a newsroom has to answer for, and why.
UNLOGGED = {
    "POST /desk/claims": "a card before somebody, for five minutes",
    "POST /desk/filters": "one's own view of the queue",
    "POST /desk/filters/{filter_id:int}/removal": "the same",
    "POST /desk/policy/drafts": "a draft is in force nowhere",
    "POST /desk/log/verification": "what it found is logged when it is done",
    "POST /desk/passkeys/rule": "knocked at with what it is already",
    "POST /desk/policy/replays/{replay_id:int}/cancelling": "a replay changes nothing",
}
# What undoes something, and what has to be done before.
AFTER = {
    "POST /desk/articles/{article_id:int}/opening": "POST /desk/articles/{article_id:int}/closing",
    "POST /desk/comments/{comment_id:int}/unpinning": (
        "POST /desk/comments/{comment_id:int}/pinning"
    ),
    "POST /desk/comments/{comment_id:int}/unpicking": (
        "POST /desk/comments/{comment_id:int}/picking"
    ),
    "POST /desk/bulk/jobs/{job_id:int}/resumption": "POST /desk/bulk/jobs/{job_id:int}/stopping",
}


@pytest.fixture
def editor(paper: Paper) -> Browser:
    paper.invite("ed@example.org", name="Edith", role=Role.EDITOR)
    return paper.sign_in("ed@example.org")


def decline(paper: Paper, browser: Browser, article: Article, note: str) -> int:
    comment = paper.comment(article, text="Words of a reader.", outcome=Outcome.HOLD)
    page = browser.get(f"/desk/comments/{comment.id}").text
    seen = page.split('name="seen" value="')[1].split('"')[0]
    form = {"outcome": "decline", "seen": seen, "reason": "staff-other", "note": note}
    assert browser.post(f"/desk/comments/{comment.id}/decisions", data=form).status_code == 200
    return comment.id


def rows(browser: Browser, **asked: object) -> str:
    answer = browser.get("/desk/log", params={k: str(v) for k, v in asked.items()})
    assert answer.status_code == 200
    return answer.text.split("<tbody>")[1].split("</tbody>")[0] if "<tbody>" in answer.text else ""


@pytest.mark.parametrize("database_url", ["sqlite", "postgresql"], indirect=True)
def test_everything_is_found_by_who_what_when_where_and_in_words(
    paper: Paper, editor: Browser, at_desk: Browser, article: Article
) -> None:
    first = decline(paper, at_desk, article, "A lawyer's 100% sure_word.")
    decline(paper, editor, article, "Another matter.")
    editor.post(f"/desk/articles/{article.id}/closing")
    everything = rows(editor)
    for told in ("Conversation closed", "Let in", "Rules put in force", "Another matter."):
        assert told in everything
    assert "lawyer" in rows(editor, words="LAWYER")
    assert "lawyer" in rows(editor, words="100% sure_w")
    assert rows(editor, words="100_ sure") == ""
    above = editor.get("/desk/log").text.split(">Ilse</option>")[0]
    ilse = above.rsplit('value="', 1)[1].strip('">')
    theirs = rows(editor, who=ilse)
    assert "lawyer" in theirs
    assert "Another matter." not in theirs
    assert "Conversation closed" in rows(editor, kind="thread")
    assert "lawyer" not in rows(editor, kind="thread")
    assert "badge" not in rows(editor, who="server")
    assert "Held" in rows(editor, who="policy")
    about = rows(editor, comment=first)
    assert "lawyer" in about
    assert "Another matter." not in about
    assert rows(editor, to="2026-06-14") == ""
    assert "lawyer" in rows(editor, **{"from": "2026-06-15", "to": "2026-06-15"})
    assert "Statement of reasons" in rows(editor, kind="statement")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "query", ["from=x", "to=2026-02-30", "comment=x", "before=1", "before=-1-1-1", "before=9-9-x"]
)
def test_what_is_no_question_is_told(editor: Browser, query: str) -> None:
    answer = editor.get(f"/desk/log?{query}")
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert editor.get("/desk/log?who=%40ed%40example.org&kind=none").status_code == 200


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_pages_meet_without_a_gap_though_everything_happened_at_once(
    paper: Paper, editor: Browser, article: Article
) -> None:
    for number in range(60):
        comment = paper.comment(article, text=f"Comment number {number}.")
        if number % 2:
            editor.post(f"/desk/comments/{comment.id}/pinning")
    path: str | None = "/desk/log?kind="
    seen: list[str] = []
    while path:
        page = editor.get(path).text
        seen += re.findall(r'href="/desk/comments/(\d+)"', page)
        older = re.search(r'rel="next" href="([^"]+)"', page)
        path = older[1].replace("&amp;", "&") if older else None
    # Each decision, and half of them pinned, too.
    assert sorted(map(int, seen)) == sorted([*range(1, 61), *range(2, 61, 2)])


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_newest_rows_are_those_of_what_is_looked_for(
    paper: Paper, editor: Browser, article: Article
) -> None:
    for number in range(51):
        paper.comment(article, text=f"Comment number {number}.")
    newest = "/desk/log?kind=decision&who=policy"
    first = Page(editor.get(newest).text)
    (older,) = [each for each in first.links() if "before=" in each]
    assert newest not in first.links()
    assert Page(editor.get(older).text).links().count(newest) == 2  # above the list, and below it


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_was_found_is_taken_as_a_file_and_that_is_logged(
    paper: Paper, editor: Browser, at_desk: Browser, article: Article
) -> None:
    decline(paper, at_desk, article, "=A note")
    form = {"format": "csv", "words": "a note", "kind": "decision"}
    file = editor.post("/desk/log/export", data=form)
    assert file.headers["content-type"].startswith("text/csv")
    (_, line) = csv.reader(StringIO(file.text))
    assert line[5] == "'=A note"
    whole = editor.post("/desk/log/export", data={"format": "jsonl"}).text.splitlines()
    told = [json.loads(each) for each in whole]
    assert {each["table"] for each in told} == {"decisions", "policies", "audit_log"}
    assert told[0]["kind"] == "log.exported"
    assert told[1]["row"]["facts"] == form
    assert editor.post("/desk/log/export", data={"format": "xls"}).status_code == 422
    assert at_desk.post("/desk/log/export", data={"format": "csv"}).status_code == 403


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_an_observer_takes_the_log_as_a_file_and_has_nothing_done(paper: Paper) -> None:
    paper.invite("ob@example.org", role=Role.OBSERVER)
    observer = paper.sign_in("ob@example.org")
    page = observer.get("/desk/log").text
    assert 'action="/desk/log/export"' in page
    assert "/desk/log/verification" not in page
    assert observer.post("/desk/log/export", data={"format": "csv"}).status_code == 200
    assert observer.post("/desk/log/verification").status_code == 403
    with paper.database.reading() as connection:
        assert verifying(connection, paper.site.id) is None


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_head_and_how_far_it_was_verified_are_shown(paper: Paper, editor: Browser) -> None:
    with paper.database.writing() as connection:
        seal(connection, now=paper.clock())
        found = verify(connection, paper.site.id, now=paper.clock())
        head = head_of(connection, paper.site.id)
    text = Page(editor.get("/desk/log").text).text
    assert str(head) in text
    assert "not verified yet" in text
    with paper.database.writing() as connection:
        note_verified(connection, paper.site.id, found, now=paper.clock())
    assert f"Verified up to row {head.number}" in Page(editor.get("/desk/log").text).text


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_log_is_verified_piece_by_piece_and_a_broken_row_is_named(
    paper: Paper,
    editor: Browser,
    at_desk: Browser,
    article: Article,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("rejoinder.audit.verifying.ROWS_AT_ONCE", 2)
    declined = decline(paper, at_desk, article, "A note")
    with paper.database.writing() as connection:
        seal(connection, now=paper.clock())
        sealed = head_of(connection, paper.site.id).number
        assert sealed > 2
    assert at_desk.post("/desk/log/verification").status_code == 403
    for _ in range(2):  # asked twice, done once
        assert editor.post("/desk/log/verification").status_code == 200
    paper.jobs.run_once()
    assert "It is being read anew: 2 rows so far." in Page(editor.get("/desk/log").text).text
    for _ in range(sealed):
        paper.jobs.run_once()
    text = Page(editor.get("/desk/log").text).text
    assert "all is as it was sealed" in text
    assert "Log verified" in text

    with paper.database.writing() as connection:
        connection.exec_driver_sql("DROP TRIGGER decisions_no_update")
        altered = decisions.c.comment_id == declined, decisions.c.made_by == "staff"
        connection.execute(update(decisions).where(*altered).values(note="Another."))
    editor.post("/desk/log/verification")
    for _ in range(sealed):
        paper.jobs.run_once()
    text = Page(editor.get("/desk/log").text).text
    assert "1 rows were not as they had been sealed" in text
    assert re.search(r"decisions \d+ was altered", text)
    assert "Whole up to row" in text


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_cannot_be_read_to_its_end_is_told_beside_what_was_found_before(
    paper: Paper, editor: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = Verified(EMPTY, (Problem(Fault.ALTERED, 3, "decisions", 7),))
    with paper.database.writing() as connection:
        note_verified(connection, paper.site.id, broken, now=paper.clock())

    def unreadable(*_: object, **__: object) -> None:
        raise ValueError

    monkeypatch.setattr("rejoinder.audit.verifying.verify_stretch", unreadable)
    editor.post("/desk/log/verification")
    for _ in range(TRIES):
        paper.clock.turn(hours=2)
        paper.jobs.run_once()
        text = Page(editor.get("/desk/log").text).text
        assert "it could not be read to its end" in text
        assert "decisions 7 was altered" in text
    assert "Verify it now" in text


def test_every_act_has_its_words_and_can_be_looked_for() -> None:
    assert [each for each in AuditKind if audit_words(each) == each] == []
    assert {each.partition(".")[0] for each in AuditKind} - {"passkeys"} <= GROUPS.keys()


def logged(database: Database) -> int:
    with database.reading() as connection:
        return sum(
            connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in SEALED
        )


@pytest.mark.parametrize(
    "address",
    sorted(
        address
        for address, knock in KNOCKS.items()
        if address.startswith("POST")
        and address not in UNLOGGED
        and not (knock.refused or knock.not_there)
    ),
)
def test_whatever_changes_something_leaves_a_row(
    newsroom: Newsroom,  # noqa: F811 - the fixture
    address: str,
) -> None:
    boss, things = newsroom.browsers[Role.ADMINISTRATOR, ""], newsroom.things(OWN)
    if address in AFTER:
        send(boss, AFTER[address], KNOCKS[AFTER[address]], things)
    before = logged(newsroom.paper.database)
    assert send(boss, address, KNOCKS[address], things).status_code in {200, 303}
    assert logged(newsroom.paper.database) > before
    with newsroom.paper.database.reading() as connection:
        facts = connection.execute(select(audit_log.c.facts)).scalars()
        assert {name for each in facts for name in each} <= FACT_NAMES.keys()
