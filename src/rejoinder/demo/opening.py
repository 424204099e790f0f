"""Opening the demo newsroom: everything goes through the real actions, with the clock set back."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from heapq import heappop, heappush
from pathlib import Path

from sqlalchemy import Connection

from rejoinder.articles import actions as article_actions
from rejoinder.articles import queries as article_queries
from rejoinder.articles.model import Article, slug_from
from rejoinder.demo.source import DemoComment, DemoThread, threads
from rejoinder.engine.judge_pool import JudgePool
from rejoinder.moderation.actions.appeals import appeal
from rejoinder.moderation.actions.decide import StaffDecision, decide_as_staff
from rejoinder.moderation.actions.gather import Commenter
from rejoinder.moderation.actions.reports import Reporter, report
from rejoinder.moderation.actions.submit import Receipt, Submission, submit
from rejoinder.moderation.model import Outcome
from rejoinder.readers import actions as reader_actions
from rejoinder.readers.model import Reader
from rejoinder.readership.actions import count_read, salt_for
from rejoinder.readership.collector import Collector
from rejoinder.sites import actions as site_actions
from rejoinder.sites import queries as site_queries
from rejoinder.sites.model import NewSite, NewStaff, Role, Site, StaffMember
from rejoinder.storage import Database

PAPER = NewSite(
    key="courier",
    name="The Elswyn Courier",
    tagline="Printed where the river meets the strait since 1851",
    language="en",
    time_zone="Europe/Oslo",
    accent="#8a1c1c",
)
EDITOR = ("marguerite.aldous@example.org", "Marguerite Aldous")
# Somebody without a desk, so that the demo can be seen from both sides of it.
READER = ("agnes@example.org", "Agnes Holloway")
MODERATOR = ("jonas.pell@example.org", "Jonas Pell")
# How long the desk takes over a held comment: quick by day, as the FAQ then truthfully says.
DESK_MINUTES = (9, 14, 6, 22, 11, 38, 17, 8, 26, 13)
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
Progress = Callable[[int], object]


@dataclass(slots=True)
class Opening:
    """The newsroom while it is being filled."""

    database: Database
    judge_pool: JudgePool
    collector: Collector
    site: Site
    moderator: StaffMember
    now: datetime
    readers: dict[str, Reader] = field(default_factory=dict)
    posted: dict[tuple[int, str], Receipt] = field(default_factory=dict)
    writers: set[str] = field(default_factory=set)
    """Who wrote the articles, and answers below them with a badge."""
    ruled: int = 0
    to_come: list[tuple[datetime, int, Callable[[datetime], None]]] = field(default_factory=list)
    """What the desk and readers will have done about what was posted, the next first."""
    answered: dict[tuple[int, str], datetime] = field(default_factory=dict)
    """When each comment first has a reply: by then a person has let it through."""
    scheduled: int = 0

    def later(self, at: datetime, act: Callable[[datetime], None]) -> None:
        """Does this when the days that are told have come to `at`, or at their end."""
        self.scheduled += 1  # of one moment the first that was said comes first
        heappush(self.to_come, (min(at, self.now), self.scheduled, act))

    def catch_up(self, moment: datetime) -> None:
        """Does what has come by now, in its order: so the log tells it in its order too."""
        while self.to_come and self.to_come[0][0] <= moment:
            at, _, act = heappop(self.to_come)
            act(at)


def size_of() -> int:
    """How many comments the newsroom has."""
    return sum(len(thread.comments) for thread in threads())


def open_newsroom(
    database: Database, judge_pool: JudgePool, *, address: str, now: datetime, progress: Progress
) -> bool:
    """Fills an empty store with the demo newsroom; one already open only learns its address.

    `progress` is called with 1 for every comment. Returns whether there was anything to do.
    """
    with database.writing() as connection:
        if site_queries.everyone(connection):
            site_actions.set_base_url(
                connection, site_queries.by_key(connection, PAPER.key), address
            )
            return False
        site, moderator = _found(connection, address, now=now)
    opening = Opening(database, judge_pool, Collector(), site, moderator, now)
    _sign_in(opening, *READER, now)
    papers = [(_put(opening, thread), thread) for thread in threads()]
    opening.writers.update(article.byline for article, _ in papers)
    events = _in_time(papers, now)
    for moment, article, comment in events:
        if comment.reply_to is not None:
            opening.answered.setdefault((article.id, comment.reply_to), moment)
    for moment, article, comment in events:
        opening.catch_up(moment)
        _post(opening, article, comment, moment)
        progress(1)
    opening.catch_up(now)
    for article, thread in papers:
        _finish(opening, article, thread)
    return True


def _found(connection: Connection, address: str, *, now: datetime) -> tuple[Site, StaffMember]:
    site = site_actions.create_site(connection, replace(PAPER, base_url=address), now=now)
    policy = (Path(__file__).parent / "policy.toml").read_text(encoding="utf-8")
    site_actions.put_policy(connection, site, policy, put_by=EDITOR[0], now=now)
    email, name = EDITOR
    site_actions.invite(connection, site, NewStaff(email, name, Role.ADMINISTRATOR), now=now)
    email, name = MODERATOR
    moderator = site_actions.invite(
        connection, site, NewStaff(email, name, Role.MODERATOR), now=now
    )
    return site, moderator


def _put(opening: Opening, thread: DemoThread) -> Article:
    published = opening.now - timedelta(hours=thread.hours_ago)
    source = replace(thread.source, published_at=published)
    with opening.database.writing() as connection:
        return article_actions.put(connection, opening.site.id, source, now=published)


def _in_time(
    papers: list[tuple[Article, DemoThread]], now: datetime
) -> list[tuple[datetime, Article, DemoComment]]:
    """All comments of all threads in the order in which they came."""
    latest = now - timedelta(minutes=1)
    tagged = [
        (min(article.published_at + timedelta(minutes=comment.minutes), latest), article, comment)
        for article, thread in papers
        for comment in thread.comments
    ]
    return sorted(tagged, key=lambda each: each[0])  # of one moment a reply stays after its parent


def _post(opening: Opening, article: Article, comment: DemoComment, moment: datetime) -> None:
    parent = opening.posted.get((article.id, comment.reply_to or ""))
    sent = Submission(
        text=comment.text,
        commenter=_speaker(opening, comment.by, moment),
        parent_id=None if parent is None else parent.comment.id,
    )
    receipt = submit(opening.database, opening.judge_pool, article, sent, now=moment)
    opening.posted[(article.id, comment.key)] = receipt
    _look(opening, receipt, comment, moment)


def _speaker(opening: Opening, name: str, moment: datetime) -> Commenter:
    reader = opening.readers.get(name)
    if reader is None:
        address = f"{slug_from(name) or 'reader'}@example.org"
        reader = opening.readers[name] = _sign_in(opening, address, name, moment)
    return Commenter(
        name=name,
        email=reader.email,
        sender_key=reader.sender_key,
        reader=reader,
        signed_in=True,
        is_staff=name in opening.writers,
    )


def _sign_in(opening: Opening, email: str, name: str, moment: datetime) -> Reader:
    with opening.database.writing() as connection:
        token = reader_actions.make_link(
            connection, opening.site.id, email, next_path="/", now=moment
        )
        opened = reader_actions.open_link(connection, opening.site.id, token, now=moment)
        return reader_actions.take_name(connection, opened.reader, name, now=moment)


def _look(opening: Opening, receipt: Receipt, comment: DemoComment, moment: datetime) -> None:
    """What the desk, other readers, or the author did about a comment.

    Where the judge was wrong a moderator has put it right, as would happen in life: what should
    not stand waits for a person only if it waits off the page.
    """
    decision = receipt.decision
    if comment.waits and decision.outcome is not Outcome.PUBLISH:
        if decision.outcome is Outcome.DECLINE:
            opening.later(moment + timedelta(minutes=5), lambda at: _appeal(opening, receipt, at))
        return
    seen_at = moment
    if decision.outcome is not comment.outcome:
        opening.ruled += 1
        seen_at += timedelta(minutes=DESK_MINUTES[opening.ruled % len(DESK_MINUTES)])
        replied = opening.answered.get((receipt.comment.article_id, comment.key), opening.now)
        seen_at = min(seen_at, replied)
        opening.later(seen_at, lambda at: _rule(opening, receipt, comment, at))
    if comment.reported:
        reported_at = seen_at + timedelta(minutes=11)
        opening.later(reported_at, lambda at: _report(opening, receipt, comment, at))


def _rule(opening: Opening, receipt: Receipt, comment: DemoComment, at: datetime) -> None:
    declined = comment.outcome is Outcome.DECLINE
    decision = StaffDecision(
        comment.outcome,
        seen=receipt.decision.id,
        reason=f"staff-{comment.reason}" if declined else "",
    )
    with opening.database.writing() as connection:
        decide_as_staff(connection, receipt.comment, opening.moderator, decision, now=at)


def _report(opening: Opening, receipt: Receipt, comment: DemoComment, at: datetime) -> None:
    with opening.database.writing() as connection:
        report(
            connection,
            receipt.comment,
            reporter=Reporter(f"demo-{receipt.comment.id}"),
            reason=comment.reported,
            note="",
            now=at,
        )


def _appeal(opening: Opening, receipt: Receipt, at: datetime) -> None:
    note = "I think this was read more harshly than I meant it. Could somebody look?"
    with opening.database.writing() as connection:
        appeal(connection, receipt.comment, note, now=at)


def _finish(opening: Opening, article: Article, thread: DemoThread) -> None:
    """The thread's end, and its readers of the last day."""
    salt = salt_for(opening.database, opening.now)
    spread = min(thread.hours_ago, 20.0)
    for reader in range(thread.reads):
        address = f"192.0.2.{reader % 250}/{article.id}/{reader}"
        at = opening.now - timedelta(hours=spread * reader / thread.reads)
        if not salt.holds(at):
            at = opening.now
        count_read(opening.collector, article.id, address, BROWSER, salt=salt, now=at)
    with opening.database.writing() as connection:
        opening.collector.flush(connection, opening.now)
        if thread.closed:
            fresh = article_queries.by_id(connection, opening.site.id, article.id)
            article_actions.close_thread(connection, fresh, now=opening.now)
