"""A newspaper to test from outside: the application over a store, and everybody who uses it."""

import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache
from ipaddress import IPv4Address
from itertools import count
from tempfile import mkdtemp
from typing import Any

from anyio.from_thread import BlockingPortal, start_blocking_portal
from httpx import Request, Response
from litestar.testing import TestClient
from litestar.testing.transport import TestClientTransport
from sqlalchemy import select, update

from rejoinder.app import Newspaper, create_app, make_app_state
from rejoinder.articles import actions as article_actions
from rejoinder.articles.addresses import PageAddress, read_address
from rejoinder.articles.model import Article, ArticleSource
from rejoinder.comments.model import Comment
from rejoinder.comments.queries import by_id
from rejoinder.engine.judge_pool import AskJudge
from rejoinder.jobs import Jobs
from rejoinder.mail import Email
from rejoinder.moderation.policy import read_policy
from rejoinder.readers.actions import SEND_LINK, make_link
from rejoinder.settings import DropinSettings, Settings
from rejoinder.sites import actions as site_actions
from rejoinder.sites.model import NewKey, NewSite, NewStaff, Role, Scope, Site, StaffMember
from rejoinder.sites.tables import sites
from rejoinder.storage import Database
from rejoinder.storage.outbox import Job, outbox
from rejoinder.web.app_state import AppState
from tests.support.factories import make_comment
from tests.support.fake_judges import gentle

HOME = "http://127.0.0.1:8000"
GAZETTE = {"key": "gazette", "name": "The Gazette"}

# What the judge thinks of the topic is its own tests' business.
POLICY = """# The rules of a test.
[words]
banned = ["zounds"]
watched = ["gadzooks"]
[topic]
hold_below = 0
decline_below = 0
"""

BODY = """The harbour bridge will close for repairs in March.

The city says that the work costs four million crowns and takes six weeks."""

KIND = "The repairs to the bridge should have been done years ago."
HELD = "Gadzooks, four million crowns for a bridge."
DECLINED = "Zounds, four million crowns for a bridge."
# As a page's script makes one for each comment.
FORM_KEY = "5e" * 20


# Of browsers that stand nowhere in particular.
_addresses = count(1)


class TransportFrom(TestClientTransport[TestClient[Newspaper]]):
    """Lets a test's browser stand behind an address; a framework's own has only a name."""

    def __init__(self, address: str, browser: TestClient[Newspaper]) -> None:
        super().__init__(client=browser)
        self.address = address

    def parse_request(self, request: Request) -> dict[str, Any]:
        """The request as the application gets it."""
        return {**super().parse_request(request), "client": (self.address, 50000)}


@dataclass(slots=True)
class Postbox:
    """Keeps the letters that would be sent."""

    emails: list[Email] = field(default_factory=list)

    def send(self, email: Email) -> None:
        """What the worker calls."""
        self.emails.append(email)


@dataclass(slots=True)
class Clock:
    """The time of a test, which stands still until it is turned."""

    moment: datetime

    def __call__(self) -> datetime:
        """What the application calls."""
        return self.moment

    def turn(self, **units: float) -> None:
        """Lets time pass, such as `minutes=5`."""
        self.moment += timedelta(**units)


@dataclass(slots=True)
class Paper:
    """One site of an application, and what a test needs to know of it."""

    app: Newspaper
    clock: Clock
    site: Site
    key: str
    """A key with which articles may be put."""
    portal: BlockingPortal | None = None
    postbox: Postbox = field(default_factory=Postbox)

    @property
    def app_state(self) -> AppState:
        """The application's parts."""
        app_state: AppState = self.app.state.app_state
        return app_state

    @property
    def jobs(self) -> Jobs:
        """The application's worker, which stands still until a test calls `run_once`."""
        return self.app_state.jobs

    @property
    def database(self) -> Database:
        """The application's store."""
        return self.app_state.database

    def browser(self, base_url: str = HOME, *, address: str = "") -> TestClient[Newspaper]:
        """Another browser, with cookies of its own; at an address of its own if not told."""
        made = TestClient(self.app, base_url=base_url)
        at = address or str(IPv4Address("198.18.0.0") + next(_addresses))
        made._transport = TransportFrom(at, made)  # type: ignore[assignment]
        if self.portal is not None:
            made.blocking_portal = self.portal  # one loop for all, as in the server
        return made

    def article(self, slug: str = "harbour-bridge", **fields: Any) -> Article:
        """An article that stands on the site."""
        told = {"headline": "Harbour bridge to close", "body": BODY, **fields}
        with self.database.writing() as connection:
            source = ArticleSource(slug=slug, **told)
            return article_actions.put(connection, self.site.id, source, now=self.clock())

    def close(self, article: Article) -> None:
        """Ends an article's conversation."""
        with self.database.writing() as connection:
            article_actions.close_thread(connection, article, now=self.clock())

    def unpublish(self, article: Article) -> None:
        """Takes an article and its thread from its readers."""
        with self.database.writing() as connection:
            article_actions.unpublish(connection, article, now=self.clock())

    def stands_elsewhere(self, origin: str, path: str) -> PageAddress:
        """A page of the newsroom's own, on an origin that is the site's from now on."""
        with self.database.writing() as connection:
            here = sites.c.id == self.site.id
            connection.execute(update(sites).where(here).values(origins=[origin]))
        return read_address(origin + path)

    def comment(self, article: Article, **told: Any) -> Comment:
        """A comment of somebody's, in the store past the rules."""
        with self.database.writing() as connection:
            return make_comment(connection, now=self.clock(), article=article, **told)

    def comment_now(self, comment_id: int) -> Comment:
        """A comment as it stands in the store."""
        with self.database.reading() as connection:
            return by_id(connection, self.site.id, comment_id)

    def put_policy(self, source: str) -> str:
        """Puts rules in force and returns their version."""
        read_policy(source)
        with self.database.writing() as connection:
            return site_actions.put_policy(
                connection, self.site, source, put_by="tests", now=self.clock()
            )

    def found(self, key: str, **fields: Any) -> Site:
        """Another site of the same installation, with the same rules."""
        with self.database.writing() as connection:
            new = NewSite(key=key, name=key.capitalize(), **fields)
            made = site_actions.create_site(connection, new, now=self.clock())
            site_actions.put_policy(connection, made, POLICY, put_by="tests", now=self.clock())
            return made

    def invite(
        self, email: str, *, name: str = "Ilse", role: Role = Role.EDITOR, sections: str = ""
    ) -> StaffMember:
        """Somebody who works for the paper from now on; without `sections` in all of them."""
        with self.database.writing() as connection:
            new = NewStaff(email, name, role, frozenset(sections.split()))
            return site_actions.invite(connection, self.site, new, now=self.clock())

    def emails(self) -> list[Email]:
        """The letters with sign-in links that were asked for, oldest first; they are sent now."""
        with self.database.writing() as connection:
            rows = connection.execute(
                select(outbox)
                .where(outbox.c.kind == SEND_LINK, outbox.c.done_at.is_(None))
                .order_by(outbox.c.id)
            ).all()
        jobs = replace(self.jobs, mailer=self.postbox)
        for row in rows:
            jobs.run(Job(row.id, row.kind, row.payload, row.tries))
        return self.postbox.emails

    def put_in(self, browser: TestClient[Newspaper], article: Article, **told: Any) -> Response:
        """Sends the comment form, without following where it leads."""
        form = {"text": KIND, "name": "Ann", "email": "ann@example.org", **told}
        return browser.post(f"{article.path}/comments", data=form, follow_redirects=False)

    def submit(self, browser: TestClient[Newspaper], article: Article, **told: Any) -> Response:
        """Sends a comment over the API."""
        author = {"name": told.pop("name", "Ann"), "email": told.pop("email", "ann@example.org")}
        body = {"text": KIND, "author": author, **told}
        return browser.post(f"/api/v1/articles/{article.id}/comments", json=body)

    def sign_in(self, email: str, *, to: str = "/", address: str = "") -> TestClient[Newspaper]:
        """The browser of somebody who came through a link; how letters are asked for takes long."""
        browser, now = self.browser(address=address), self.clock()
        with self.database.writing() as connection:
            token = make_link(connection, self.site.id, email, next_path=to, now=now)
        assert browser.post(f"/sign-in/{token}", follow_redirects=False).status_code == 303
        return browser


def until(condition: Callable[[], bool], *, seconds: float = 5) -> None:
    """Waits for what another process or a quarter of a second's age may delay."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "It never came about."
        time.sleep(0.01)


def link_in(text: str) -> str:
    """The path of the first link in a letter."""
    address = next(word for word in text.split() if word.startswith("http"))
    return "/" + address.split("/", 3)[3]


@contextmanager
def open_paper(
    url: str,
    *,
    judge: AskJudge,
    now: datetime,
    settings: Mapping[str, Any] | None = None,
    site: Mapping[str, Any] | None = None,
    routes: str = "",
) -> Iterator[Paper]:
    """A paper with rules in force over the store at `url`; `settings` and `site` as told.

    Papers that are open at the same time need `routes` of different names.
    """
    told = Settings(**{"database_url": url, "posts_per_minute": 0, **(settings or {})})
    new = NewSite(**{**GAZETTE, **(site or {})})
    paper = _found(_routes(routes, told.dropin.enabled), told, Clock(now), judge, new)
    with start_blocking_portal() as portal:
        yield replace(paper, portal=portal)
    paper.app_state.judge_pool.close()
    paper.database.close()


def _found(
    app: Newspaper, settings: Settings, clock: Clock, judge: AskJudge, new: NewSite
) -> Paper:
    app_state = make_app_state(settings, clock=clock, judge=judge)
    app.join(app_state)
    now = clock()
    with app_state.database.writing() as connection:
        made = site_actions.create_site(connection, new, now=now)
        site_actions.put_policy(connection, made, POLICY, put_by="tests", now=now)
        key = site_actions.create_key(
            connection, made, NewKey("tests", {Scope.ARTICLES, Scope.POST}), now=now
        )
    return Paper(app, clock, made, key)


@cache
def _routes(_name: str, dropin: bool) -> Newspaper:
    """The application's routes, made once: registering them costs more than most tests."""
    folder = mkdtemp()
    url = f"sqlite:///{folder}/unused.db"
    told = Settings(database_url=url, dropin=DropinSettings(enabled=dropin, open=dropin))
    app = create_app(told, judge=gentle)
    app.state.app_state.judge_pool.close()
    app.state.app_state.database.close()
    shutil.rmtree(folder)
    return app
