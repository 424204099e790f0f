"""Every word that people see can be translated: in a made-up language none is left in English."""

import re
from collections.abc import Iterator
from datetime import datetime
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.pofile import read_po, write_po
from httpx import Response
from litestar.testing import TestClient

from rejoinder import i18n
from rejoinder.app import Newspaper
from rejoinder.articles.model import Article
from rejoinder.comments.model import Comment
from rejoinder.engine.judge_pool import AskJudge
from rejoinder.moderation.actions.decide import StaffDecision, decide_as_staff, find
from rejoinder.moderation.model import Outcome
from rejoinder.moderation.queries import latest_decision
from rejoinder.sites import actions as site_actions
from rejoinder.sites.model import Role
from rejoinder.web import templating
from tests.support.factories import withdraw
from tests.support.newspaper import DECLINED, HELD, KIND, Paper, link_in, open_paper
from tools.catalogue import template

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

LANGUAGE = "qaa"

# What is nobody's to translate, each with its reason.
OWN_WORDS = (
    "The Gazette",  # the site's name
    "Bridge shut",  # an article's own text
    "Six weeks.",
    "By M. Lind",
    "Harbour side",
    "Of the city desk.",
    "The bridge is shut for repairs.",
    "City",
    KIND,  # readers' own text, and words quoted from it
    HELD,
    DECLINED,
    "Gadzooks",
    "Zounds",
    "Ann",  # names that people gave themselves
    "Edith Moor",
    "ann@example.org",
    "ed@example.org",
    "English",  # a language, named by itself
    "test",  # the judge's version, and who put the policy in force
)
# Readers of the factory, desk times and units: Babel writes these in the site's own language.
OWN_FORMS = re.compile(
    r"Reader \d+|\d+ (January|June)( \d{4})?,? ?(\d\d:\d\d)?|\d+ (seconds?|minutes?|hours?|days?)"
    r"|rejoinder-[\w-]+|https?://\S+|[0-9a-f]{12}|\w+, \d+ June \d{4}"
)
TOLD = ("title", "aria-label", "placeholder", "alt", "aria-description", "aria-roledescription")
# What nobody reads, what a reader typed, and what stands on the keys of a keyboard.
SILENT = {"script", "style", "textarea", "kbd"}
BRACKETS = re.compile(r"⟦[^⟦⟧]*⟧")


@pytest.fixture(scope="module")
def brackets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a catalogue in which every message stands in brackets."""
    catalogue = read_po(BytesIO(template()))
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


@pytest.fixture
def made_up(brackets: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Lets the site speak a language that nobody speaks."""
    monkeypatch.setattr(i18n, "FOLDER", brackets)
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


class Words(HTMLParser):
    """All that a page shows or says to a screen reader, piece by piece."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self._silent = 0
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Called by the parser."""
        told = {name: value or "" for name, value in attrs}
        self._silent += tag in SILENT
        self.found += [told[name] for name in TOLD if name in told]
        self.found += [
            value
            for name, value in told.items()
            if name.startswith("data-") and " " in value and not value.startswith("/")
        ]
        if tag == "meta" and told.get("name") == "description":
            self.found.append(told["content"])

    def handle_endtag(self, tag: str) -> None:
        """Called by the parser."""
        self._silent -= tag in SILENT

    def handle_data(self, data: str) -> None:
        """Called by the parser."""
        if not self._silent:
            self.found.append(data)


def left_over(piece: str) -> str:
    """What of a piece stands neither in brackets nor on the list; brackets may hold brackets."""
    before = None
    while before != piece:
        before, piece = piece, BRACKETS.sub("", piece)
    piece = OWN_FORMS.sub("", piece)
    for own in sorted(OWN_WORDS, key=len, reverse=True):
        piece = piece.replace(own, "")
    piece = piece.strip()
    # The desk cuts a comment where its marks begin and end.
    cut = len(piece) > 5 and any(piece in own for own in (HELD, DECLINED))
    return "" if cut else piece


def check(answer: Response, status: int = 200) -> Response:
    """No letter of the page stands outside the brackets."""
    assert answer.status_code == status, answer.text[:500]
    assert "⟦" in answer.text
    english = [each for piece in Words(answer.text).found if has_letters(each := left_over(piece))]
    assert english == []
    return answer


def has_letters(piece: str) -> bool:
    return any(letter.isalpha() for letter in piece)


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
    client.post(f"{path}/appeal", data={"note": ""})
    check(client.get(path))
    check(client.post(f"{path}/revision", data={"text": ""}), 422)
    check(client.post(f"{path}/withdrawal", data={}))
    check(client.post(f"{path}/withdrawal", data={}), 409)


def test_the_pages_for_staff(paper: Paper, article: Article) -> None:
    with paper.database.writing() as connection:
        site_actions.invite(
            connection,
            paper.site,
            "ed@example.org",
            name="Edith Moor",
            role=Role.EDITOR,
            now=paper.clock(),
        )
    for text in (HELD, DECLINED):
        paper.submit(paper.browser(), article, text=text)
    desk = paper.sign_in("ed@example.org")
    check(desk.get("/desk"))
    for path in ("/desk?view=declined", "/desk?view=published", "/desk/log", "/desk/comments/1"):
        check(desk.get(path))
    check(desk.get("/desk/comments/999"), 404)


def test_letters_and_the_api(paper: Paper, article: Article) -> None:
    held = paper.submit(paper.browser(), article, text=HELD).json()
    assert left_over(held["message"]) == ""
    assert left_over(held["reasons"][0]["message"] + held["reasons"][0]["advice"]) == ""
    with paper.database.writing() as connection:
        member = site_actions.invite(
            connection,
            paper.site,
            "ed@example.org",
            name="Edith Moor",
            role=Role.EDITOR,
            now=paper.clock(),
        )
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
