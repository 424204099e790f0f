"""Fills a store with what a desk has after half a year, in bulk: posts would take an hour.

The comments go through the one way in; what was decided of them is invented, with the scores that a
judge might give, so that every figure has something to count.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy import Connection

from benchmarks.texts import material_of, unrepeated
from rejoinder.articles import actions as article_actions
from rejoinder.articles.model import Article
from rejoinder.comments import intake
from rejoinder.comments.fingerprints import fingerprint
from rejoinder.comments.model import Author, ImportedTexts, State
from rejoinder.demo.source import threads
from rejoinder.desk.search.indexing import index_some
from rejoinder.engine import ATTRIBUTES, AbuseScore, Judgement, Language, OnTopic
from rejoinder.moderation.model import Finding, Outcome, Severity
from rejoinder.moderation.queries import policy_of
from rejoinder.moderation.rules import RULE_OF_ATTRIBUTE
from rejoinder.moderation.tables import decisions, reports
from rejoinder.readers.actions import at_proved_address, begin_session
from rejoinder.readers.tables import readers
from rejoinder.sites import actions as site_actions
from rejoinder.sites.model import NewSite, NewStaff, Role, Site
from rejoinder.storage import BulkInsert, Database, moment_text, new_ids
from rejoinder.text import render_comment

SEED = 1851
SECTIONS = ("City", "Sport", "Politics", "Culture", "Economy")
ARTICLES, AUTHORS, TEXTS, JUDGEMENTS = 500, 4_000, 3_000, 1_000
# As far back as somebody at the desk looks.
SPAN = timedelta(days=200)
AT_ONCE = 10_000
IN_ONE_TRANSACTION = 100
# Of those that stand, so many were reported, for every ten that wait.
REPORTED = 1
DECLINED_SHARE = 0.05
MODERATORS = ("ann@example.org", "bo@example.org")

_DECISIONS = BulkInsert(
    decisions,
    (
        *("site_id", "comment_id", "revision", "outcome", "made_by", "rule", "note"),
        *("findings", "judgement", "policy_version", "model_version", "made_at"),
    ),
    as_text=("made_at",),
)
_READERS = BulkInsert(readers, ("id", "site_id", "email", "name", "created_at"))
_REPORTS = BulkInsert(
    reports, ("site_id", "comment_id", "reporter_key", "reason", "note", "made_at")
)
_OUTCOMES = {
    State.PUBLISHED: Outcome.PUBLISH,
    State.HELD: Outcome.HOLD,
    State.DECLINED: Outcome.DECLINE,
}


class _Text(NamedTuple):
    """A comment that nobody wrote."""

    article_id: int
    author_id: int
    author_name: str
    author_email: str
    source: str
    html: str
    fingerprint: str
    state: State
    created_at: str


@dataclass(frozen=True, slots=True)
class _Stock:
    """What comments are made of."""

    site: Site
    policy_version: str
    articles: Sequence[Article]
    authors: Sequence[Author]
    texts: Sequence[tuple[str, str, str]]
    """Each with what it renders to, and its fingerprint."""
    judged: Sequence[tuple[dict[str, Any], str]]
    """Judgements, each with the rule that one would be held by."""
    now: datetime
    rng: random.Random

    def text(self, state: State, at: datetime) -> _Text:
        """A comment."""
        source, html, print_ = self.rng.choice(self.texts)
        article, author = self.rng.choice(self.articles), self.rng.choice(self.authors)
        told = (author.reader_id, author.name, author.email, source, html, print_)
        return _Text(article.id, *told, state, moment_text(at))


def fill(database: Database, base_url: str, comments: int, waiting: int) -> Site:
    """So many comments, of which so many are held, and some that stand are reported."""
    now, rng = datetime.now(UTC), random.Random(SEED)
    with database.writing() as connection:
        new = NewSite("bench", "The Bench", base_url=base_url)
        site = site_actions.create_site(connection, new, now=now)
        for each in MODERATORS:
            name = each.partition("@")[0].capitalize()
            site_actions.invite(connection, site, NewStaff(each, name, Role.EDITOR), now=now)
        stock = _stock(connection, site, rng, now=now)
    waits = set(rng.sample(range(comments), k=waiting))
    for start in range(0, comments, AT_ONCE):
        places = range(start, min(start + AT_ONCE, comments))
        texts = [
            stock.text(
                State.HELD if place in waits else _decided(rng),
                now - SPAN * (comments - place) / comments,
            )
            for place in places
        ]
        with database.writing() as connection:
            _put(connection, stock, texts)
    return site


def settle(database: Database) -> None:
    """Has all comments read for the search, and the store know its sizes, as after some days."""
    read = True
    while read:
        with database.writing() as connection:  # each is synced, which takes the longest
            read = all(index_some(connection) for _ in range(IN_ONE_TRANSACTION))
    if not database.embedded:
        # As autovacuum does within minutes; this server ends before.
        alone = database.writer.connect().execution_options(isolation_level="AUTOCOMMIT")
        with alone as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")


def signed_in(database: Database, site: Site) -> tuple[str, ...]:
    """Tokens of new sessions of MODERATORS."""
    now = datetime.now(UTC)
    with database.writing() as connection:
        readers_ = [at_proved_address(connection, site.id, each, now=now) for each in MODERATORS]
        begun = [begin_session(connection, each, signed_in=True, now=now) for each in readers_]
    return tuple(each.token for each in begun)


def _decided(rng: random.Random) -> State:
    return State.DECLINED if rng.random() < DECLINED_SHARE else State.PUBLISHED


def _put(connection: Connection, stock: _Stock, texts: Sequence[_Text]) -> None:
    ids = intake.numbers_for(connection, len(texts))
    intake.store_many(connection, stock.site.id, ids, _columns(texts), now=stock.now)
    both = list(zip(ids, texts, strict=True))
    _DECISIONS.run(connection, (_decision(stock, number, text) for number, text in both))
    standing = [number for number, text in both if text.state is State.PUBLISHED]
    held = sum(text.state is State.HELD for text in texts)
    reported = stock.rng.sample(standing, k=held * REPORTED // 10)
    _REPORTS.run(
        connection,
        ((stock.site.id, each, "reader", "abuse", "", stock.now) for each in reported),
    )


def _columns(texts: Sequence[_Text]) -> ImportedTexts:
    none = [None] * len(texts)
    by = {name: [getattr(each, name) for each in texts] for name in _Text._fields}
    return ImportedTexts(
        article_ids=by["article_id"],
        parent_ids=none,
        parents_at={},
        author_ids=by["author_id"],
        author_names=by["author_name"],
        author_emails=by["author_email"],
        sources=by["source"],
        htmls=by["html"],
        fingerprints=by["fingerprint"],
        states=by["state"],
        created_at=by["created_at"],
        edited_at=none,
    )


def _decision(stock: _Stock, comment_id: int, text: _Text) -> tuple[object, ...]:
    judgement, rule = stock.rng.choice(stock.judged)
    finding = Finding(rule, Severity.HOLD).to_dict()
    return (
        *(stock.site.id, comment_id, 1, _OUTCOMES[text.state].value, "policy", "", ""),
        *([] if text.state is State.PUBLISHED else [finding], judgement),
        *(stock.policy_version, "bench", text.created_at),
    )


def _stock(connection: Connection, site: Site, rng: random.Random, *, now: datetime) -> _Stock:
    newsroom = list(threads())
    material = [material_of(each) for each in newsroom]
    texts = islice(unrepeated(material, rng), TEXTS)
    sources = (
        replace(
            newsroom[number % len(newsroom)].source,
            slug=f"article-{number}",
            section=SECTIONS[number % len(SECTIONS)],
        )
        for number in range(ARTICLES)
    )
    return _Stock(
        site=site,
        policy_version=policy_of(connection, site.id).version,
        articles=[article_actions.put(connection, site.id, each, now=now) for each in sources],
        authors=list(_authors(connection, site, now=now)),
        texts=[(each, render_comment(each), fingerprint(each)) for each in texts],
        judged=[_judged(rng) for _ in range(JUDGEMENTS)],
        now=now,
        rng=rng,
    )


def _judged(rng: random.Random) -> tuple[dict[str, Any], str]:
    scores = {name: AbuseScore(round(rng.betavariate(0.6, 4), 4)) for name in ATTRIBUTES}
    worst = max(scores, key=lambda each: scores[each].score)
    judgement = Judgement(
        scores,
        OnTopic(round(rng.betavariate(6, 1), 4)),
        "bench",
        Language("en", 0.99, judged=True),
    )
    return judgement.to_dict(), RULE_OF_ATTRIBUTE[worst].id


def _authors(connection: Connection, site: Site, *, now: datetime) -> Iterator[Author]:
    ids = new_ids(connection, readers, AUTHORS)
    authors = [
        Author(number, f"Reader {place}", f"reader{place}@example.org")
        for place, number in enumerate(ids)
    ]
    _READERS.run(
        connection, ((each.reader_id, site.id, each.email, each.name, now) for each in authors)
    )
    return iter(authors)
