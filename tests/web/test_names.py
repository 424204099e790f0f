"""Who may speak as whom: names that their owners chose, and names that are not everybody's."""

from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from httpx import Response

from rejoinder.articles.model import Article
from rejoinder.engine import Case, Judgement
from tests.support.fake_judges import gentle
from tests.support.html_page import Page, read
from tests.support.newspaper import DECLINED, HELD, KIND, Paper, open_paper
from tests.support.speakers import ADDRESS, Browser, named, staff

sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

SECRET = "ilka.moreau"
TAKEN = "That name is somebody's here"


def posted_name(paper: Paper, answer: Response) -> str:
    """The name above what was just posted."""
    assert answer.status_code == 303, answer.text
    number = answer.headers["location"].partition("posted=")[2].partition("#")[0]
    return paper.comment_now(int(number)).author.name


def test_a_signed_in_reader_is_asked_for_a_name_and_their_address_is_never_shown(
    paper: Paper, article: Article
) -> None:
    browser = paper.sign_in(ADDRESS)
    page = read(browser, article.path)
    assert "Choose a name" in page.text
    form = page.form(f"{article.path}/comments")
    assert form.fields["name"] == ""
    assert "email" not in form.fields
    nameless = paper.put_in(browser, article, name="", email="")
    assert nameless.status_code == 422
    assert "Please choose a name." in Page(nameless.text).text
    assert Page(nameless.text).form(f"{article.path}/comments").fields["text"] == KIND
    assert posted_name(paper, paper.put_in(browser, article, name="Ilka M.")) == "Ilka M."
    again = read(browser, article.path)
    assert "Posting as Ilka M." in again.text
    assert "name" not in again.form(f"{article.path}/comments").fields
    later = paper.put_in(browser, article, text="And another thing: six weeks?", name="Petra")
    assert posted_name(paper, later) == "Ilka M."
    for each in (browser, paper.browser()):
        assert SECRET not in each.get(article.path).text
        assert SECRET not in each.get(f"/api/v1/articles/{article.id}/comments").text


def test_nothing_that_we_write_to_a_nameless_reader_calls_them_by_their_address(
    paper: Paper, article: Article
) -> None:
    browser = paper.sign_in(ADDRESS)
    for path in ("/", article.path, "/your-name", "/comments-faq", "/most-read"):
        assert SECRET not in browser.get(path).text
    assert SECRET not in "".join(letter.text for letter in paper.emails())


@sqlite_only
def test_a_name_is_chosen_with_a_held_comment_and_not_with_a_declined_one(
    paper: Paper, article: Article
) -> None:
    browser = paper.sign_in(ADDRESS)
    declined = paper.put_in(browser, article, text=KIND, name="Zounds")
    assert "The name above your comment contains" in Page(declined.text).text
    assert "Choose a name" in read(browser, article.path).text
    assert paper.put_in(browser, article, text=HELD, name="Ilka M.").status_code == 303
    assert "Posting as Ilka M." in read(browser, article.path).text
    other = paper.sign_in("other@example.org")
    assert paper.put_in(other, article, text=DECLINED, name="Otto").status_code == 422
    assert "Posting as Otto." in read(other, article.path).text  # the name was not at fault


def test_a_name_is_changed_once_a_day_and_what_was_printed_stays(
    paper: Paper, article: Article
) -> None:
    browser = paper.sign_in(ADDRESS)
    paper.put_in(browser, article, name="Ilka M.")
    assert (
        f"/your-name?next=/articles/{article.slug}%23comments"
        in read(browser, article.path).links()
    )
    too_soon = browser.post("/your-name", data={"name": "Ilka Moreau"})
    assert too_soon.status_code == 409
    assert "You write as Ilka M." in Page(browser.get("/your-name").text).text
    paper.clock.turn(hours=25)
    page = read(browser, "/your-name?next=/articles/harbour-bridge")
    assert page.form("/your-name").fields == {"name": "Ilka M.", "next": "/articles/harbour-bridge"}
    answer = browser.post("/your-name", data={"name": "Ilka Moreau", "next": article.path})
    assert "From now on you write as Ilka Moreau." in Page(answer.text).text
    assert article.path in Page(answer.text).links()
    paper.put_in(browser, article, text="It should not take six weeks.")
    shown = read(paper.browser(), article.path).comments()
    assert {each["data-author"] for each in shown} == {"Ilka M.", "Ilka Moreau"}
    freed = paper.put_in(paper.browser(), article, text="Why six weeks?", name="Ilka M.")
    assert freed.status_code == 303  # given up, it is anybody's


@pytest.mark.parametrize("name", ["", "J", "\u3164\u3164", "Zounds", "The Gazette", "Anna ✓"])
@sqlite_only
def test_a_name_that_cannot_be_one_is_told_beside_its_field(paper: Paper, name: str) -> None:
    browser = paper.sign_in(ADDRESS)
    answer = browser.post("/your-name", data={"name": name, "next": "//elsewhere.example"})
    assert answer.status_code == 422
    page = Page(answer.text)
    assert page.has("input", id="your-name", aria_invalid="true")
    assert page.has("p", id="your-name-problem")
    assert page.form("/your-name").fields["next"] == "/"


def test_who_has_not_signed_in_is_asked_to_before_choosing(paper: Paper, client: Browser) -> None:
    for answer in (
        client.get("/your-name", follow_redirects=False),
        client.post("/your-name", data={"name": "Ann"}, follow_redirects=False),
    ):
        assert answer.status_code in {302, 303}
        assert answer.headers["location"].startswith("/sign-in?next=/your-name")


@pytest.mark.parametrize(
    "name",
    [
        *("The Gazette", "GAZETTE TEAM", "The Gаzеttе", "127.0.0.1", "Editor", "Moderator Anna"),
        *("Petra Solheim", "petra  solheim", "Реtrа Sоlhеіm", "Dov Haskett", "Nell Abara"),
        *("Ilka Moreau", "iIka moreau", "Ilka\u200b Moreau", "Old Writer"),
    ],
)
@sqlite_only
def test_a_guest_may_not_speak_as_the_paper_its_people_or_a_reader(paper: Paper, name: str) -> None:
    paper.article("older", byline="By Old Writer")
    article = paper.article(byline="Dov Haskett and Nell Abara")
    staff(paper, "Petra Solheim")
    named(paper, "Ilka Moreau")
    guest = paper.browser()
    # A typed address proves nothing: neither a reader's nor a moderator's.
    for email in ("stranger@example.org", ADDRESS, "petra@gazette.example"):
        answer = paper.put_in(guest, article, name=name, email=email)
        assert answer.status_code == 422
        page = Page(answer.text)
        assert TAKEN in page.text
        assert page.form(f"{article.path}/comments").fields["name"] == " ".join(name.split("\n"))
        told = paper.submit(guest, article, name=name, email=email)
        assert told.status_code == 422
        assert told.json()["error"]["code"] == "name-taken"
        assert told.json()["error"]["details"] == {"field": "name"}
    signed_in = paper.sign_in("other@example.org")
    assert paper.put_in(signed_in, article, name=name).status_code == 422
    assert not read(guest, article.path).comments()


@sqlite_only
def test_the_owner_of_a_name_may_use_it(paper: Paper) -> None:
    article = paper.article(byline="Petra Solheim")
    moderator = staff(paper, "Petra Solheim")
    assert "Posting as Petra Solheim Author" in read(moderator, article.path).text
    assert "/your-name" not in "".join(read(moderator, article.path).links())
    posted = paper.put_in(moderator, article, name="Somebody Else")
    assert posted_name(paper, posted) == "Petra Solheim"
    assert "the newspaper knows its staff" in read(moderator, "/your-name").text
    moderator.post("/your-name", data={"name": "Somebody Else"})
    assert "Posting as Petra Solheim Author" in read(moderator, article.path).text
    reader = named(paper, "Ilka Moreau")
    assert posted_name(paper, paper.put_in(reader, article)) == "Ilka Moreau"


@sqlite_only
def test_an_api_that_sends_no_name_is_told_so(paper: Paper, client: Browser) -> None:
    article = paper.article()
    answer = paper.submit(client, article, name="  ")
    assert answer.status_code == 422
    assert answer.json()["error"] == {
        "code": "name-missing",
        "message": "Please choose a name. It will stand above your comments.",
        "details": {"field": "name"},
    }


def test_of_two_who_choose_one_name_the_first_has_it(paper: Paper, article: Article) -> None:
    first, second = paper.sign_in(ADDRESS), paper.sign_in("other@example.org")
    assert first.post("/your-name", data={"name": "Ilka"}).status_code == 200
    assert paper.put_in(second, article, name="ilka").status_code == 422
    assert second.post("/your-name", data={"name": "ILKA"}).status_code == 422
    assert paper.put_in(second, article, name="Ilka the Second").status_code == 303


@pytest.mark.parametrize(
    ("name", "status"),
    [
        *((each, 422) for each in ("Fuck You", "F u c k You", "Kill yourself", "Wanker")),
        *((each, 303) for each in ("Ann", "Dick Johnson", "Scunthorpe Dave", "Old Bosun", "嵐山")),
    ],
)
@sqlite_only
def test_the_judge_reads_the_name_too(
    paper: Paper, client: Browser, article: Article, name: str, status: int
) -> None:
    answer = paper.put_in(client, article, name=name)
    assert answer.status_code == status
    if status == 422:
        assert Page(answer.text).has("li", class_="reason", data_rule="name-abusive")
        assert name not in read(paper.browser(), article.path).text
        reader = paper.sign_in(ADDRESS)
        refused = reader.post("/your-name", data={"name": name})
        assert "a name that we do not print" in Page(refused.text).text


@sqlite_only
def test_a_doubtful_name_waits_for_a_person_and_is_not_yet_its_owners(
    paper: Paper, article: Article
) -> None:
    reader = paper.sign_in(ADDRESS)
    assert paper.put_in(reader, article, name="You Idiot").status_code == 303
    assert [each["data-state"] for each in read(reader, article.path).comments()] == ["held"]
    assert not read(paper.browser(), article.path).comments()
    assert "Choose a name" in read(reader, article.path).text


@dataclass(slots=True)
class Counting:
    """A judge that finds everything kind, and tells what it was asked."""

    asked: list[str] = field(default_factory=list)
    silent_about: str = ""

    def __call__(self, question: Case) -> Judgement:
        """What the judge pool calls."""
        self.asked.append(question.text)
        if question.text == self.silent_about:
            raise ZeroDivisionError("a fault that nobody thought of")
        return gentle(question)


@sqlite_only
def test_a_name_is_put_to_the_judge_once(database_url: str, now: datetime) -> None:
    judge = Counting()
    with open_paper(database_url, judge=judge, now=now) as paper:
        article = paper.article()
        browser = paper.browser()
        for number in range(3):
            paper.put_in(browser, article, name="Ann Moor", text=f"{number}. {KIND}")
        assert judge.asked.count("Ann Moor") == 1
        assert len(judge.asked) == 4
        moderator = staff(paper, "Jonas Pell")
        paper.put_in(moderator, article, text="Please keep to the bridge.")
        assert "Jonas Pell" not in judge.asked


@sqlite_only
def test_a_name_that_the_judge_is_silent_about_holds_the_comment(
    database_url: str, now: datetime
) -> None:
    with open_paper(database_url, judge=Counting(silent_about="Ann Moor"), now=now) as paper:
        article = paper.article()
        answer = paper.submit(paper.browser(), article, name="Ann Moor")
        assert answer.json()["status"] == "held"
        assert [each["rule"] for each in answer.json()["reasons"]] == ["judge-silent"]
        reader = paper.sign_in(ADDRESS)
        unsure = reader.post("/your-name", data={"name": "Ann Moor"})
        assert unsure.status_code == 503
        assert "We cannot check names at the moment." in Page(unsure.text).text
        other = paper.submit(paper.browser(), article, name="Ann M", text="Why six weeks?")
        assert other.json()["status"] == "published"


@sqlite_only
def test_a_name_that_was_typed_comes_back_after_signing_in_again(paper: Paper) -> None:
    stranger = paper.browser()
    sent = stranger.post(
        "/your-name", data={"name": "Ilka Ström", "next": "/"}, follow_redirects=False
    )
    assert sent.status_code == 303
    there = parse_qs(urlsplit(sent.headers["location"]).query)["next"][0]
    browser = paper.sign_in(ADDRESS, to=there)
    assert Page(browser.get(there).text).form("/your-name").fields["name"] == "Ilka Ström"
