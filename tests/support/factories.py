"""Things to test with, made by the real actions; whatever is not said gets a plain value."""

from datetime import datetime
from itertools import count

from sqlalchemy import Connection

from rejoinder.articles import actions as article_actions
from rejoinder.articles.model import Article, ArticleSource
from rejoinder.comments import intake
from rejoinder.comments.model import Author, Comment, NewComment, State
from rejoinder.moderation.actions.decision_log import STATE_AFTER, NewDecision, record
from rejoinder.moderation.model import Finding, Outcome
from rejoinder.moderation.policy import default_source
from rejoinder.readers import actions as reader_actions
from rejoinder.readers.model import Reader
from rejoinder.sites import actions as site_actions
from rejoinder.sites import queries as site_queries
from rejoinder.sites.model import NewSite, NewStaff, Role, Site, StaffMember, policy_version

POLICY = """# The rules of a test.
"""

BODY = """The harbour bridge will close for repairs in March.

The city says that the work costs four million crowns and takes six weeks."""

# No two things of one run are called the same.
_numbers = count(1)


def make_site(
    connection: Connection, *, now: datetime, policy: str = POLICY, key: str = ""
) -> Site:
    """A site with a policy in force."""
    name = key or f"paper-{next(_numbers)}"
    site = site_actions.create_site(connection, NewSite(key=name, name=name.capitalize()), now=now)
    site_actions.put_policy(connection, site, policy, put_by="tests", now=now)
    return site


def make_staff(
    connection: Connection, site: Site, *, now: datetime, role: Role = Role.MODERATOR
) -> StaffMember:
    """Somebody at the site's desk."""
    number = next(_numbers)
    address, name = f"desk{number}@example.org", f"Desk {number}"
    return site_actions.invite(connection, site, NewStaff(address, name, role), now=now)


def make_article(
    connection: Connection,
    *,
    now: datetime,
    site: Site | None = None,
    headline: str = "Harbour bridge to close",
    body: str = BODY,
) -> Article:
    """An article, published now."""
    site = site or make_site(connection, now=now)
    source = ArticleSource(slug=f"article-{next(_numbers)}", headline=headline, body=body)
    return article_actions.put(connection, site.id, source, now=now)


def make_reader(
    connection: Connection, site: Site, *, now: datetime, name: str = "", verified: bool = True
) -> Reader:
    """A reader who proved an address, or a guest."""
    number = next(_numbers)
    name, email = name or f"Reader {number}", f"reader{number}@example.org"
    if not verified:
        return reader_actions.begin_guest(connection, site.id, name=name, email=email, now=now)
    token = reader_actions.make_link(connection, site.id, email, next_path="/", now=now)
    reader = reader_actions.open_link(connection, site.id, token, now=now).reader
    return reader_actions.take_name(connection, reader, name, now=now)


def make_comment(
    connection: Connection,
    *,
    now: datetime,
    article: Article | None = None,
    reader: Reader | None = None,
    parent: Comment | None = None,
    text: str = "The bridge should have been mended years ago.",
    outcome: Outcome = Outcome.PUBLISH,
    findings: tuple[Finding, ...] = (),
    rule: str = "",
) -> Comment:
    """A comment with the decision that put it where it is."""
    article = article or make_article(connection, now=now)
    site = site_queries.by_id(connection, article.site_id)
    reader = reader or make_reader(connection, site, now=now)
    policy = site_queries.policy_in_force(connection, site.id)
    version = policy_version(default_source()) if policy is None else policy.version
    new = NewComment(
        site_id=site.id,
        article_id=article.id,
        parent_id=None if parent is None else parent.id,
        author=Author(reader.id, reader.name, reader.email),
        source=text,
        state=STATE_AFTER[outcome],
        submission_key=None,
    )
    comment = intake.store(connection, new, now=now)
    decision = NewDecision(outcome, version, "test", findings, rule=rule)
    record(connection, comment, decision, revision=1, now=now)
    return comment


def withdraw(connection: Connection, comment: Comment, *, now: datetime) -> None:
    """Takes a comment out of its thread as its author would."""
    intake.move(connection, comment, State.WITHDRAWN, now=now)
