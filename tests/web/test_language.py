"""Every word that people see can be translated: in a made-up language none is left in English."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.pofile import read_po, write_po
from litestar.testing import TestClient
from sqlalchemy import insert

from rejoinder import i18n
from rejoinder.app import Newspaper
from rejoinder.articles.model import Article
from rejoinder.comments.model import Comment
from rejoinder.engine.judge_pool import AskJudge
from rejoinder.moderation.actions.decide import StaffDecision, decide_as_staff, find
from rejoinder.moderation.model import Outcome
from rejoinder.moderation.queries import latest_decision
from rejoinder.moderation.tables import notice_suspensions
from rejoinder.sites import actions as site_actions
from rejoinder.sites.model import NewStaff, Role, StaffMember
from rejoinder.web import templating
from tests.support.factories import withdraw
from tests.support.html_page import Page
from tests.support.newspaper import DECLINED, HELD, KIND, Paper, link_in, open_paper
from tests.support.untranslated import check, fill_the_log, has_letters, left_over

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

LANGUAGE = "qaa"


@pytest.fixture(scope="module")
def brackets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a catalogue in which every message stands in brackets."""
    # Read, not gathered anew from all files: `make check` asks that it has all words.
    catalogue = read_po(BytesIO((i18n.FOLDER / "rejoinder.pot").read_bytes()))
    for message in catalogue:
        if not message.id:
            continue
        if isinstance(message.id, tuple | list):
            message.string = tuple(f"⟦{each}⟧" for each in message.id)
        else:
            message.string = f"⟦{message.id}⟧"
    folder = tmp_path_factory.mktemp("locale")
    with (folder / f"{LANGUAGE}.po").open("wb") as written:
        write_po(written, catalogue)
    return folder


@pytest.fixture(scope="module")
def made_up(brackets: Path) -> Iterator[None]:
    """Lets the site speak a language that nobody speaks."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(i18n, "FOLDER", brackets)
        forget()
        yield
    forget()


def forget() -> None:
    """Lets go of the catalogues and templates that were read."""
    i18n.catalogue.cache_clear()
    i18n.translator_of.cache_clear()
    templating._environment.cache_clear()


@pytest.fixture
def paper(made_up: None, database_url: str, judge: AskJudge, now: datetime) -> Iterator[Paper]:
    site = {"language": LANGUAGE}
    with open_paper(database_url, judge=judge, now=now, site=site) as opened:
        yield opened


@pytest.fixture
def article(paper: Paper) -> Article:
    return paper.article(
        "bridge",
        headline="Bridge shut",
        body="The bridge is shut for repairs.",
        section="City",
        standfirst="Six weeks.",
        byline="By M. Lind",
        dateline="Harbour side",
        author_note="Of the city desk.",
    )


def invite_editor(paper: Paper) -> StaffMember:
    with paper.database.writing() as connection:
        now, address = paper.clock(), "ed@example.org"
        return site_actions.invite(
            connection, paper.site, NewStaff(address, "Edith Moor", Role.ADMINISTRATOR), now=now
        )


def test_the_pages_for_readers(paper: Paper, article: Article) -> None:
    client = paper.browser()
    for path in ("/", "/sections/city", "/most-read", "/comments-faq", "/sign-in"):
        check(client.get(path))
    check(client.get(article.path))
    comment = paper.comment(article, text=KIND)
    paper.comment(article, parent=comment, text=KIND)
    withdrawn = paper.comment(article, text=KIND)
    paper.comment(article, parent=withdrawn, text=KIND)
    with paper.database.writing() as connection:
        withdraw(connection, withdrawn, now=paper.clock())
    paper.clock.turn(seconds=30)
    for query in ("", "?sort=oldest", f"?reply_to={comment.id}"):
        check(client.get(article.path + query))
    check(client.get(f"/comments/{comment.id}/report"))
    check(client.post(f"/comments/{comment.id}/reports", data={"reason": ""}), 422)
    check(client.post("/sign-in", data={"email": "nobody"}), 422)
    check(client.post("/sign-in", data={"email": "ann@example.org"}))
    check(client.get(link_in(paper.emails()[-1].text)))
    check(client.get("/sign-in/x"), 410)
    own = f"/your-comment/{comment.status_token}"
    check(client.get(f"{own}/withdrawal"))
    check(client.post(f"{own}/withdrawal"))
    check(client.get(own))
    check(client.post(f"{own}/return"))
    check(client.post(f"{own}/return"), 409)
    check(client.post(f"{article.path}/comments", data={}), 422)
    check(client.get("/articles/nothing"), 404)
    check(client.put("/"), 405)
    check(client.post("/sign-out", headers={"sec-fetch-site": "cross-site"}), 403)
    paper.close(article)
    check(client.get(article.path))
    check(paper.put_in(client, article), 409)


def test_the_pages_of_notices_and_what_becomes_of_them(paper: Paper, article: Article) -> None:
    client, comment = paper.browser(), paper.comment(article, text=KIND)
    path = f"/comments/{comment.id}/notice"
    check(client.get(path))
    check(client.post(f"{path}s", data={}), 422)
    told = {"explanation": KIND, "name": "Ann", "email": "ann@example.org", "good_faith": "1"}
    given = client.post(f"{path}s", data={**told, "kind": "copyright"})
    check(given)
    desk = paper.sign_in(invite_editor(paper).email)
    check(desk.get("/desk/notices"))
    seen = Page(desk.get(f"/desk/comments/{comment.id}").text).form(
        f"/desk/comments/{comment.id}/decisions"
    )
    check(desk.post(seen.action, data={**seen.fields, "outcome": "publish"}))
    check(client.get(given.url.path))
    check(client.post(f"{given.url.path}/again", data={"note": "x" * 3000}), 422)
    check(client.post(f"{given.url.path}/again", data={"note": KIND}))
    check(client.post(f"{given.url.path}/again", data={"note": KIND}), 403)
    row = {"email": "ann@example.org", "reason": KIND, "made_by": "ed@example.org"}
    when = {"made_at": paper.clock(), "until": paper.clock() + timedelta(days=30)}
    with paper.database.writing() as connection:
        connection.execute(insert(notice_suspensions).values(site_id=paper.site.id, **row, **when))
    check(desk.get("/desk/notices?done=suspended"))
    other = paper.comment(article, text=HELD)
    refused = client.post(f"/comments/{other.id}/notices", data={**told, "kind": "copyright"})
    check(refused, 403)


def test_the_page_of_transparency(paper: Paper, article: Article) -> None:
    for text in (KIND, HELD, DECLINED):
        paper.submit(paper.browser(), article, text=text)
    check(paper.browser().get("/transparency"))
    check(paper.browser().get("/transparency?from=2026-01&to=2026-06"))
    check(paper.browser().get("/transparency?from=x"), 422)


def test_the_page_on_which_a_name_is_chosen(paper: Paper, article: Article) -> None:
    check(paper.browser().get("/your-name"))
    signed_in = paper.sign_in("ann@example.org")
    for name, status in (("x", 422), ("The Gazette", 422), ("Ann", 200), ("Edith Moor", 409)):
        check(signed_in.post("/your-name", data={"name": name}), status)
        check(signed_in.get("/your-name"))
    check(signed_in.get(article.path))


def test_everything_that_an_author_is_told(paper: Paper, article: Article) -> None:
    client = paper.browser()
    for text, status in ((KIND, 303), (HELD, 303), (DECLINED, 422)):
        answer = paper.put_in(client, article, text=text)
        assert answer.status_code == status
        if status == 303:
            check(client.get(answer.headers["location"]))
        else:
            check(answer, 422)
    for wrong in ({"name": "x"}, {"email": "x"}, {"text": ""}, {"text": "x" * 6000}):
        check(paper.put_in(client, article, **wrong), 422)
    check(client.get(article.path))
    for number in (1, 2, 3):
        check_own_page(paper, client, paper.comment_now(number))


def check_own_page(paper: Paper, client: TestClient[Newspaper], comment: Comment) -> None:
    """The private page, before and after everything that can be done there."""
    path = f"/your-comment/{comment.status_token}"
    check(client.get(path))
    for note in ("x" * 5000, "", ""):
        asked = client.post(f"{path}/appeal", data={"note": note})
        check(asked, asked.status_code)
    check(client.post(f"{path}/revision", data={"text": ""}), 422)
    check(client.post(f"{path}/withdrawal", data={}))
    check(client.post(f"{path}/withdrawal", data={}), 409)


def test_the_pages_for_staff(paper: Paper, article: Article) -> None:
    invite_editor(paper)
    for text in (HELD, DECLINED):
        paper.submit(paper.browser(), article, text=text)
    fill_the_log(paper)
    desk = paper.sign_in("ed@example.org")
    for path in (
        "/desk",
        "/desk?view=declined",
        "/desk?view=published",
        "/desk/log",
        "/desk/comments/1",
    ):
        check(desk.get(path))
    check(desk.get("/desk/comments/999"), 404)


def test_the_pages_on_which_rules_are_written_and_tried(paper: Paper, article: Article) -> None:
    desk = paper.sign_in(invite_editor(paper).email)
    for text in (KIND, HELD):
        paper.submit(paper.browser(), article, text=text)
    check(desk.get("/desk/policy/shadow"))
    form = {"set.words.banned": "0", "set.topic.hold_below": "0.5", "set.links.blocked_hosts": "x"}
    check(desk.post("/desk/policy/drafts", data=form), 422)
    form = {"kind": "sections", "name": "0", "set.mode": "all-held", "set.words.banned": "00"}
    assert desk.post("/desk/policy/drafts", data=form).status_code == 200
    for path in ("replays", "shadow", "switching-on"):
        desk.post(f"/desk/policy/drafts/1/{path}", data={"days": "7", "seen": "1", "reason": "1."})
    check(desk.get("/desk/policy/replays/1"))
    paper.app_state.policy_worker.run_once()
    for path in (
        *("", "/edit", "/edit?as=text", "/edit?kind=sections&name=0", "/edit?kind=articles&name=0"),
        *("/drafts/1", "/replays/1", "/replays/1?move=publish-decline", "/shadow", "/versions"),
        *("/versions/1", "/versions/2"),
    ):
        check(desk.get(f"/desk/policy{path}"))
    check(desk.post("/desk/policy/drafts/1/switching-on", data={"seen": "1"}), 409)
    check(desk.post("/desk/policy/drafts/1/replays", data={"days": "400"}), 422)
    check(paper.browser().get("/comments-faq"))


def test_the_pages_on_which_editors_look_after_people(paper: Paper, article: Article) -> None:
    desk = paper.sign_in(invite_editor(paper).email)
    paper.submit(paper.browser(), article, text=HELD)
    path = "/desk/comments/1/standing"
    for wrong in ({"standing": ""}, {"standing": "banned", "days": "8"}, {"standing": "banned"}):
        check(desk.post(path, data=wrong), 422)
    for given, days in (("watched", "30"), ("banned", "")):
        check(desk.post(path, data={"standing": given, "days": days, "reason": KIND}))
        check(desk.get("/desk/bans"))
    check(desk.post("/desk/standings/1/lifting", data={"reason": KIND}), 409)
    done = [f"/desk/staff?done={each}" for each in ("invited", "changed", "removed")]
    for path in ("/desk/bans?lifted=1", *done):
        check(desk.get(path))
    check(desk.post("/desk/staff", data={"email": "mo@example.org", "name": "Edith Moor"}), 422)
    check(desk.post("/desk/staff/removal", data={"email": "nobody@example.org"}), 404)


def test_letters_and_the_api(paper: Paper, article: Article) -> None:
    held = paper.submit(paper.browser(), article, text=HELD).json()
    assert left_over(held["message"]) == ""
    assert left_over(held["reasons"][0]["message"] + held["reasons"][0]["advice"]) == ""
    member = invite_editor(paper)
    with paper.database.writing() as connection:
        seen = latest_decision(connection, held["id"]).id
        wanted = StaffDecision(Outcome.DECLINE, seen, reason="staff-off-topic")
        comment = find(connection, paper.site.id, held["id"])
        decide_as_staff(connection, comment, member, wanted, now=paper.clock())
    missing = paper.browser().get("/api/v1/articles/999").json()["error"]["message"]
    assert left_over(missing) == ""
    paper.browser().post("/sign-in", data={"email": "ann@example.org"})
    letter = paper.emails()[-1]
    assert link_in(letter.text.strip("⟦⟧"))
    for words in (letter.subject, letter.text):
        assert not has_letters(left_over(words)), words


def test_a_desk_in_arabic_reads_from_right_to_left(
    database_url: str, judge: AskJudge, now: datetime
) -> None:
    with open_paper(database_url, judge=judge, now=now, site={"language": "ar"}) as paper:
        with paper.database.writing() as connection:
            site_actions.invite(
                connection, paper.site, NewStaff("ed@example.org", "Ed", Role.EDITOR), now=now
            )
        editor = paper.sign_in("ed@example.org")
        held = paper.comment(paper.article(), outcome=Outcome.HOLD)
        answer, card = editor.get("/desk"), editor.get(f"/desk/comments/{held.id}").text
    assert '<html lang="ar" dir="rtl">' in answer.text
    # Back is where the page begins; a line in English is cut where English ends.
    assert '<a href="/desk">→ ' in card
    assert '<span class="card-excerpt" dir="auto">' in card
