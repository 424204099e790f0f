"""An author's page at the desk: what they wrote, what is known of them, and what is done there."""

import pytest
from litestar.testing import TestClient
from sqlalchemy import insert, select, update

from rejoinder.app import Newspaper
from rejoinder.articles.model import Article
from rejoinder.comments import intake
from rejoinder.comments.model import State
from rejoinder.comments.tables import comments
from rejoinder.desk.authors import MOST, accounts_like, reports_about, reports_by
from rejoinder.moderation.actions.reports import Reporter, report
from rejoinder.moderation.model import Outcome
from rejoinder.moderation.tables import decisions, reports
from rejoinder.readers.actions import begin_guest
from rejoinder.readers.model import Reader
from rejoinder.readers.tables import standings
from rejoinder.sites.model import Role
from tests.support.factories import make_reader
from tests.support.html_page import Page
from tests.support.newspaper import Paper

Browser = TestClient[Newspaper]
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def editor(paper: Paper) -> Browser:
    paper.invite("edith@example.org", name="Edith", role=Role.EDITOR)
    return paper.sign_in("edith@example.org")


def reader(paper: Paper, name: str, *, verified: bool = True) -> Reader:
    with paper.database.writing() as connection:
        return make_reader(connection, paper.site, now=paper.clock(), name=name, verified=verified)


def guest_with(paper: Paper, email: str, name: str) -> Reader:
    with paper.database.writing() as connection:
        return begin_guest(connection, paper.site.id, name=name, email=email, now=paper.clock())


def path_of(who: Reader) -> str:
    return f"/desk/authors/{who.id}"


def work(paper: Paper) -> None:
    while paper.app_state.desk_worker.run_once():
        pass


def test_who_writes_of_an_author_stays_at_the_page_of_their_comments(
    paper: Paper, editor: Browser
) -> None:
    article, ann = paper.article(), reader(paper, "Ann Alley")
    for each in range(41):
        paper.comment(article, reader=ann, text=f"Number {each}.")
    page = Page(editor.get(path_of(ann)).text)
    assert "Newest" not in page.text
    (older,) = [each for each in page.links() if "from=" in each]
    page = Page(editor.get(older).text)
    assert page.links().count(path_of(ann)) >= 2
    for part in ("notes", "standing"):
        form = page.form(f"{path_of(ann)}/{part}")
        for reason, status in (("", 422), ("They know the harbour.", 200)):
            data = {"note": reason, "reason": reason, "standing": "trusted"}
            answer = editor.post(form.action, data=data)
            assert answer.status_code == status
            assert Page(answer.text).text.count("← Newest") == 2  # above the list, and below it


def test_everything_about_an_author_stands_on_one_page(paper: Paper, at_desk: Browser) -> None:
    article = paper.article()
    ann, bob = reader(paper, "Ann Alley"), reader(paper, "Bob Bridge")
    kept = [
        paper.comment(article, reader=ann, text=f"Said as {outcome}.", outcome=outcome)
        for outcome in Outcome
    ]
    gone = paper.comment(article, reader=ann, text="Taken back.")
    theirs = paper.comment(article, reader=bob, text="By somebody else.")
    with paper.database.writing() as connection:
        now = paper.clock()
        intake.move(connection, gone, State.WITHDRAWN, now=now)
        first = comments.c.id == kept[0].id
        connection.execute(update(comments).where(first).values(author_name="Annie Before"))
        about = Reporter("somebody", None, signed_in=False)
        report(connection, kept[0], reporter=about, reason="abuse", note="About Ann.", now=now)
        by_her = Reporter(ann.sender_key, ann, signed_in=True)
        report(connection, theirs, reporter=by_her, reason="abuse", note="By Ann.", now=now)
    page = Page(at_desk.get(path_of(ann)).text)
    for told in (
        *(ann.email, "Annie Before", "About Ann.", "By Ann."),
        *(f"Said as {outcome}." for outcome in Outcome),
        *("1 Withdrawn by its author", "1 Held"),
    ):
        assert told in page.text, told
    for hidden in ("Taken back.", "By somebody else."):
        assert hidden not in page.text, hidden
    assert f"/desk/comments/{gone.id}" in page.links()
    assert at_desk.get("/desk/authors/99").status_code == 404
    other = paper.found("courier", base_url="http://courier.example")
    with paper.database.writing() as connection:
        elsewhere = make_reader(connection, other, now=paper.clock())
    assert at_desk.get(path_of(elsewhere)).status_code == 404


def test_only_a_proved_address_makes_accounts_alike(paper: Paper, at_desk: Browser) -> None:
    ann = reader(paper, "Ann Alley")
    typed = guest_with(paper, ann.email, "Typed Hers")
    lone, other = (guest_with(paper, "nobody@example.org", name) for name in ("Lone", "Other"))
    with paper.database.reading() as connection:
        found = [
            [each.reader_id for each in accounts_like(connection, who)]
            for who in (ann, typed, lone, other)
        ]
    assert found == [[typed.id], [ann.id], [], []]
    assert "a guest who typed it: perhaps somebody else" in at_desk.get(path_of(ann)).text


def test_a_ban_is_given_and_lifted_with_its_history(paper: Paper, editor: Browser) -> None:
    ann = reader(paper, "Ann Alley")
    path = path_of(ann)
    before = editor.get(path).text
    assert "Give a standing" in before
    assert "Lift" not in before  # there is nothing to lift
    banned = {"standing": "banned", "days": "7", "reason": "Threats, twice."}
    assert editor.post(f"{path}/standing", data=banned).status_code == 200
    page = editor.get(path).text
    assert "Threats, twice." in page
    assert "Give another standing" in page
    # To lift it is a step of its own, and no choice among the others.
    (lifting,) = [each for each in page.split("<details")[1:] if "Lift the ban" in each]
    assert '<input type="hidden" name="standing" value="new">' in lifting
    assert '<option value="new"' not in page
    unsaid = editor.post(f"{path}/standing", data={"standing": "new"})
    assert unsaid.status_code == 422
    lifted = editor.post(f"{path}/standing", data={"standing": "new", "reason": "She wrote."})
    assert "Taken back" in lifted.text
    past = Page(editor.get(path).text).text
    assert past.index("She wrote.") < past.index("Threats, twice.")
    assert "by Edith" in past
    assert "changed" not in past  # nobody gave what only ended the ban


def test_a_note_about_somebody_is_kept_for_colleagues(paper: Paper, at_desk: Browser) -> None:
    ann = reader(paper, "Ann Alley")
    comment = paper.comment(paper.article(), reader=ann)
    kept = at_desk.post(f"{path_of(ann)}/notes", data={"note": "Knows <the> mayor."})
    assert "Knows &lt;the&gt; mayor." in kept.text
    assert "Knows &lt;the&gt; mayor." in at_desk.get(f"/desk/comments/{comment.id}").text
    for wrong in (" ", "x" * 1001):
        assert at_desk.post(f"{path_of(ann)}/notes", data={"note": wrong}).status_code == 422


def test_all_of_their_comments_are_decided_at_once_and_taken_back(
    paper: Paper, at_desk: Browser
) -> None:
    article, ann = paper.article(), reader(paper, "Ann Alley")
    made = [paper.comment(article, reader=ann) for _ in range(3)]
    other = paper.comment(article)
    page = Page(at_desk.get(path_of(ann)).text)
    form = {
        each["name"]: each["value"]
        for tag, each in page.tags
        if tag == "input" and each.get("name", "") in {"seen_comment", "seen_decision", "author"}
    }
    begun = at_desk.post(
        "/desk/bulk", data={**form, "score": "none", "outcome": "hold"}, follow_redirects=False
    )
    job = begun.headers["location"]
    assert "by Ann Alley" in at_desk.get(job).text
    work(paper)
    states = [paper.comment_now(each.id).state for each in (*made, other)]
    assert states == [*[State.HELD] * 3, State.PUBLISHED]
    at_desk.post(f"{job}/undoing")
    work(paper)
    assert {paper.comment_now(each.id).state for each in made} == {State.PUBLISHED}


def test_reports_are_counted_in_full_and_none_that_waits_is_hidden_by_newer_ones(
    paper: Paper, at_desk: Browser
) -> None:
    ann = reader(paper, "Ann Alley")
    comment = paper.comment(paper.article(), reader=ann)
    with paper.database.writing() as connection:
        here = decisions.c.comment_id == comment.id
        done = connection.execute(select(decisions.c.id).where(here)).scalar_one()
        for number in range(MOST + 2):
            row = {
                "site_id": paper.site.id,
                "comment_id": comment.id,
                "revision": number + 1,
                "reporter_key": ann.sender_key,
                "reason": "abuse",
                "note": f"Report {number}.",
                "made_at": paper.clock(),
                "answered_by_id": None if number == 0 else done,
            }
            connection.execute(insert(reports).values(row))
    with paper.database.reading() as connection:
        for told in (reports_about(connection, ann.id), reports_by(connection, ann)):
            assert told.count == MOST + 2
            assert [each.note for each in told.shown][:2] == ["Report 0.", f"Report {MOST + 1}."]
            assert len(told.shown) == MOST
    page = Page(at_desk.get(path_of(ann)).text).text
    assert f"Reports about them {MOST + 2}" in page
    assert f"Reports by them, signed in {MOST + 2}" in page
    first = f"There are more: {MOST} are shown, first those that wait for an answer"
    assert page.count(first) == 2
    assert page.count("waits for an answer") == 2


def test_a_list_that_is_cut_says_so(paper: Paper, at_desk: Browser) -> None:
    article, ann = paper.article(), reader(paper, "Ann Alley")
    cut = f"There are more: the newest {MOST} are shown."
    for number in range(MOST):
        more(paper, article, ann, number)
    assert cut not in Page(at_desk.get(path_of(ann)).text).text
    more(paper, article, ann, MOST)
    page = Page(at_desk.get(path_of(ann)).text).text
    assert page.count(cut) == 3  # names, standings and accounts


def more(paper: Paper, article: Article, who: Reader, number: int) -> None:
    """One more name, standing and account of somebody."""
    paper.clock.turn(seconds=1)
    comment = paper.comment(article, reader=who)
    guest_with(paper, who.email, f"Guest {number}")
    row = {
        "site_id": paper.site.id,
        "email": who.email,
        "proved": True,
        "standing": "known",
        "made_by": "",
        "reason": f"Reason {number}.",
        "made_at": paper.clock(),
    }
    with paper.database.writing() as connection:
        here = comments.c.id == comment.id
        connection.execute(update(comments).where(here).values(author_name=f"Name {number}"))
        connection.execute(insert(standings).values(row))
