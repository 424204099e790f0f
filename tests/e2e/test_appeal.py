"""An appeal from the mailed link to the thread: by whoever declined it never, by a colleague."""

import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import update

from rejoinder.articles.model import Article
from rejoinder.clock import now
from rejoinder.comments.model import Comment
from rejoinder.sites import actions as site_actions
from rejoinder.sites.model import NewStaff, Role, Site
from rejoinder.storage import Database, open_database
from rejoinder.storage.outbox import outbox
from tests.support.factories import make_article, make_comment, make_site
from tests.support.live_server import serving
from tests.support.mail_server import Postbox, body, taking_mail
from tests.support.newspaper import until
from tests.support.people import sign_in, somewhere

ANN, BO = "ann.desk@example.org", "bo.desk@example.org"
MAIL_SECONDS = 30
SAID = ("The first of the three.", "What Greta wrote.", "An answer to Greta.", "The last.")


@dataclass(frozen=True, slots=True)
class Newsroom:
    """A paper with two at its desk, its store, and a mail server."""

    address: str
    database: Database
    site: Site
    postbox: Postbox

    def letter(self, to: str, subject: str) -> str:
        """What somebody was written under a subject that says this, once it has come.

        Nobody here waits the half minute that letters about decisions wait.
        """

        def found() -> list[str]:
            self._hasten()
            emails = [each for each in self.postbox.emails if each["To"] == to]
            return [body(each) for each in emails if subject in each["Subject"]]

        until(lambda: bool(found()), seconds=MAIL_SECONDS)
        return found()[-1]

    def _hasten(self) -> None:
        time.sleep(0.2)  # the server writes too
        waits = (outbox.c.done_at.is_(None), outbox.c.tries == 0)
        with self.database.writing() as connection:
            connection.execute(update(outbox).where(*waits).values(due_at=now()))


@pytest.fixture(scope="module")
def newsroom(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    url = f"sqlite:///{shutil.copy(sqlite_template, tmp_path_factory.mktemp('appeals'))}"
    database = open_database(url)
    with database.writing() as connection:
        site = make_site(connection, now=now(), key="gazette")
        for email, name in ((ANN, "Ann"), (BO, "Bo")):
            new = NewStaff(email, name, Role.MODERATOR)
            site_actions.invite(connection, site, new, now=now())
    settings = {
        "REJOINDER_DEMO": "1",
        "REJOINDER_JUDGE_PROCESSES": "0",
        "REJOINDER_TRUSTED_PROXIES": "127.0.0.0/8",
        "REJOINDER_MAIL_FROM": "comments@gazette.example",
    }
    with (
        taking_mail() as (postbox, mail_url),
        serving(url, REJOINDER_MAIL_URL=mail_url, **settings) as server,
    ):
        with database.writing() as connection:
            site_actions.set_base_url(connection, site, server.address)
        yield Newsroom(server.address, database, site, postbox)
        database.close()


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation in which somebody wrote a comment that was answered."""

    article: Article
    wrote: Comment


@pytest.fixture
def talk(newsroom: Newsroom) -> Talk:
    moment = now() - timedelta(minutes=10)
    with newsroom.database.writing() as connection:
        article = make_article(connection, now=moment, site=newsroom.site)
        wrote = [
            make_comment(
                connection, now=moment + timedelta(minutes=number), article=article, text=text
            )
            for number, text in enumerate((SAID[0], SAID[1], SAID[3]))
        ][1]
        make_comment(connection, now=now(), article=article, text=SAID[2], parent=wrote)
    return Talk(article, wrote)


def at_desk(browser: Browser, newsroom: Newsroom, talk: Talk, email: str) -> Page:
    page = browser.new_context(extra_http_headers=somewhere()).new_page()
    sign_in(page, newsroom.address, email)
    page.goto(f"{newsroom.address}/desk/comments/{talk.wrote.id}")
    return page


def shown(page: Page, newsroom: Newsroom, talk: Talk) -> tuple[str, ...]:
    """The thread as any reader sees it, from the oldest."""
    page.goto(f"{newsroom.address}{talk.article.path}?sort=oldest")
    return tuple(each.strip() for each in page.locator(".comment-body").all_inner_texts())


@pytest.mark.parametrize("scripts", [False, True], ids=["without scripts", "with scripts"])
def test_an_appeal_returns_a_comment_to_its_place(
    browser: Browser, newsroom: Newsroom, talk: Talk, scripts: bool
) -> None:
    author = browser.new_context(
        java_script_enabled=scripts, extra_http_headers=somewhere()
    ).new_page()
    assert shown(author, newsroom, talk) == SAID
    ann = at_desk(browser, newsroom, talk, ANN)
    ann.locator("[data-panel=reasons] > summary").click()
    ann.locator("[data-panel=reasons] fieldset label").nth(2).click()
    ann.locator("[data-panel=reasons] [value=decline]").click()
    told = newsroom.letter(talk.wrote.author.email, "was not posted")
    assert "You can appeal until" in told
    assert SAID[1] not in shown(author, newsroom, talk)

    author.goto(next(word for word in told.split() if "/your-comment/" in word))
    author.get_by_label("Is there something we should know?").fill("It is about the bridge.")
    author.get_by_role("button", name="Ask for a second look").click()
    expect(author.locator("#appeal-title")).to_have_text("A person will look")

    ann.reload()
    expect(ann.locator(".complaint.appeal")).to_contain_text("It is about the bridge.")
    ann.locator(".quick [value=publish]").click()
    expect(ann.locator("body")).to_contain_text("a colleague has to answer the appeal")
    assert SAID[1] not in shown(author, newsroom, talk)

    bo = at_desk(browser, newsroom, talk, BO)
    expect(bo.locator(".complaint.appeal")).to_contain_text("Ann decided it first")
    bo.locator(".quick [value=publish]").click()
    answered = newsroom.letter(talk.wrote.author.email, "is posted")
    assert "somebody else than who decided first has" in answered
    assert shown(author, newsroom, talk) == SAID
    author.goto(next(word for word in answered.split() if "/comments/" in word))
    expect(author.locator(f"#comment-{talk.wrote.id}")).to_contain_text(SAID[1])
    for each in (author, ann, bo):
        each.context.close()
