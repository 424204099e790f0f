"""Fills a fresh store through the real actions; only the judge is not asked about the seed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from benchmarks.workload import SeedThread, Workload
from rejoinder.articles import actions as article_actions
from rejoinder.articles.model import slug_from
from rejoinder.comments import intake
from rejoinder.comments.model import Author, NewComment, State
from rejoinder.moderation.actions.decision_log import NewDecision, record
from rejoinder.moderation.model import Outcome
from rejoinder.moderation.queries import policy_of
from rejoinder.readers.actions import begin_guest
from rejoinder.readers.model import Reader
from rejoinder.sites import actions as site_actions
from rejoinder.sites.model import NewSite
from rejoinder.storage import open_database
from rejoinder.storage.migrations import bring_up_to_date

# A comment every three minutes, the last of them just before the run.
APART = timedelta(minutes=3)
Progress = Callable[[int], object]


@dataclass(frozen=True, slots=True)
class Seeded:
    """An article in the store, with the numbers of its comments."""

    thread: SeedThread
    article_id: int
    path: str
    comment_ids: tuple[int, ...]


@dataclass(slots=True)
class _Seeding:
    connection: Connection
    site_id: int
    policy_version: str
    now: datetime
    readers: dict[str, Reader]


def fill(url: str, workload: Workload, *, now: datetime, progress: Progress) -> dict[str, Seeded]:
    """A migrated store at `url` with all of the workload in it, by slug of article.

    `progress` is called with the number of comments after each thread.
    """
    database = open_database(url)
    try:
        bring_up_to_date(database)
        with database.writing() as connection:
            site = site_actions.create_site(connection, NewSite("bench", "The Bench"), now=now)
            version = policy_of(connection, site.id).version
        seeding = _Seeding(connection, site.id, version, now, {})
        seeded = {}
        for thread in workload.threads:
            with database.writing() as connection:
                seeding.connection = connection
                seeded[thread.article.slug] = _put(seeding, thread)
            progress(len(thread.comments))
        return seeded
    finally:
        database.close()


def _put(seeding: _Seeding, thread: SeedThread) -> Seeded:
    begun = seeding.now - APART * (len(thread.comments) + 1)
    article = article_actions.put(seeding.connection, seeding.site_id, thread.article, now=begun)
    ids: list[int] = []
    for place, comment in enumerate(thread.comments):
        parent_id = None if comment.parent is None else ids[comment.parent]
        new = NewComment(
            site_id=seeding.site_id,
            article_id=article.id,
            parent_id=parent_id,
            author=_author(seeding, comment.author),
            source=comment.text,
            state=State.PUBLISHED,
            submission_key=None,
        )
        ids.append(_store(seeding, new, begun + APART * (place + 1)))
    return Seeded(thread, article.id, article.path, tuple(ids))


def _store(seeding: _Seeding, new: NewComment, at: datetime) -> int:
    comment = intake.store(seeding.connection, new, now=at)
    decision = NewDecision(Outcome.PUBLISH, seeding.policy_version, model_version="")
    record(seeding.connection, comment, decision, revision=comment.revision, now=at)
    return comment.id


def _author(seeding: _Seeding, name: str) -> Author:
    reader = seeding.readers.get(name)
    if reader is None:
        email = f"{slug_from(name) or 'reader'}@example.org"
        reader = begin_guest(
            seeding.connection, seeding.site_id, name=name, email=email, now=seeding.now
        )
        seeding.readers[name] = reader
    return Author(reader.id, name, reader.email)
