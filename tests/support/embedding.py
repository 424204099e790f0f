"""A publisher's pages with threads of a real newspaper on another origin."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from joserfc import jwt
from joserfc.jwk import OctKey

from rejoinder.articles.model import Article
from rejoinder.clock import now
from rejoinder.sign_on.actions import add_way
from rejoinder.sign_on.model import Secret, TokenSettings
from rejoinder.sites import actions as site_actions
from rejoinder.sites.model import NewSite, Site
from rejoinder.storage import Database, open_database
from rejoinder.storage.migrations import bring_up_to_date
from tests.support.factories import make_article, make_comment
from tests.support.host_pages import POLICY as HOST_POLICY
from tests.support.host_pages import HostPages, host_pages
from tests.support.live_server import Server, serving
from tests.support.newspaper import POLICY, link_in

# All come from one address here, and many say the same.
PATIENCE_SECONDS = 30
SECRET = "ssosec_" + "0a" * 32
UNHURRIED = POLICY + "[flood]\nminutes = 0\n[repeat]\nhours = 0\n"
PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="stylesheet" href="/style.css">
<script type="module" src="{comments}/embed.js"></script>
</head>
<body>
<main><h1>{title}</h1>{body}</main>
<footer>The end of the page</footer>
</body>
</html>"""


@dataclass(frozen=True, slots=True)
class Embedding:
    """A newspaper's comments, and a publisher's pages that show them."""

    comments: str
    """The address of the comments."""
    host: HostPages
    database: Database
    site: Site
    server: Server

    def newest_link(self, email: str) -> str:
        """The last link that was mailed to this address: the server prints its letters."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            _, written, letter = self.server.said().rpartition(email)
            if written and "/sign-in/" in letter:
                return self.comments + link_in(letter)
            time.sleep(0.05)
        raise AssertionError(f"no letter came for {email}")

    def in_language(self, language: str, key: str) -> "Embedding":
        """Another newspaper of the same server, for pages of the same publisher."""
        _, _, port = self.comments.rpartition(":")
        comments = f"http://{key}.localhost:{port}"
        with self.database.writing() as connection:
            told = NewSite(key, "Paper", language=language, origins=(self.host.origin,))
            site = site_actions.create_site(connection, told, now=now())
            site_actions.put_policy(connection, site, UNHURRIED, put_by="tests", now=now())
            site_actions.set_base_url(connection, site, comments)
        return replace(self, comments=comments, site=site)

    def article(self, *, comments: int = 3) -> Article:
        """An article with some comments under it, each second one a reply."""
        with self.database.writing() as connection:
            article = make_article(connection, now=now(), site=self.site)
            parent = None
            for number in range(comments):
                comment = make_comment(
                    connection,
                    now=now(),
                    article=article,
                    parent=None if number % 2 == 0 else parent,
                    text=f"Comment {number} says that the harbour bridge is old.",
                )
                parent = comment if number % 2 == 0 else parent
            return article

    def token(self, number: int) -> str:
        """A token of the publisher's for one of its readers, another for each number."""
        told = {"id": "4711", "email": "jonas@example.org", "username": "Jonas Lind"}
        claims = {"user": told, "exp": int(now().timestamp()) + 300, "jti": str(number)}
        return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(SECRET))

    def page(self, path: str, body: str, *, title: str = "Harbour bridge to close") -> str:
        """Puts a page there and returns its address."""
        page = PAGE.format(title=title, comments=self.comments, body=body)
        self.host.pages[path] = lambda: page
        return self.host.origin + path


def takes_tokens(database: Database, site: Site) -> None:
    """Lets readers of the publisher's own accounts sign on."""
    settings = TokenSettings(secrets=(Secret("one", SECRET),))
    with database.writing() as connection:
        add_way(connection, site.id, name="a", label="A", settings=settings, now=now())


def found_paper(database: Database, *, origin: str, language: str, policy: str) -> Site:
    """A paper whose threads pages of `origin` show."""
    with database.writing() as connection:
        told = NewSite("paper", "The Paper", language=language, origins=(origin,))
        site = site_actions.create_site(connection, told, now=now())
        site_actions.put_policy(connection, site, policy, put_by="tests", now=now())
        return site


def host_policy(comments: str, policy: str = HOST_POLICY) -> str:
    """The publisher's Content-Security-Policy, strict but for what the comments need."""
    return policy.format(comments=comments)


@contextmanager
def embedding(
    folder: Path, *, language: str = "en", policy: str = UNHURRIED, **settings: str
) -> Iterator[Embedding]:
    """A newspaper that serves comments, and a publisher's server, each on an origin of its own.

    `settings` are further ones of its environment.
    """
    url = f"sqlite:///{folder / 'comments.db'}"
    database = open_database(url)
    bring_up_to_date(database)
    with host_pages() as host:
        site = found_paper(database, origin=host.origin, language=language, policy=policy)
        takes_tokens(database, site)
        told = {"REJOINDER_POSTS_PER_MINUTE": "600", "REJOINDER_JUDGE_PROCESSES": "0", **settings}
        with serving(url, **told) as server:
            with database.writing() as connection:
                site_actions.set_base_url(connection, site, server.address)
            host.policy = host_policy(server.address)
            try:
                yield Embedding(server.address, host, database, site, server)
            finally:
                database.close()
