"""What the tests of exports ask for: a site in which there is something of everything."""

import shutil
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Table, insert, select

from rejoinder.articles import actions as article_actions
from rejoinder.articles.model import Article, from_fields
from rejoinder.audit.actions import seal
from rejoinder.comments import intake
from rejoinder.comments.model import Comment, State
from rejoinder.feedback.tables import suggestions
from rejoinder.imports.tables import import_sources
from rejoinder.moderation.model import Outcome
from rejoinder.moderation.tables import (
    appeals,
    decisions,
    earlier_decisions,
    house_reasons,
    notice_suspensions,
    notices,
    outside_checks,
    reports,
    second_readings,
    staff_notes,
    warnings,
)
from rejoinder.passkeys.tables import passkeys
from rejoinder.readers.model import Reader
from rejoinder.readers.tables import standings
from rejoinder.sign_on.tables import reader_identities, sign_on_ways
from rejoinder.sites import actions as site_actions
from rejoinder.sites.model import NewKey, NewSite, Scope, Site
from rejoinder.sites.queries import all_keys
from rejoinder.sites.tables import staff
from rejoinder.storage import Database, Moment, open_database
from rejoinder.webhooks.tables import endpoints
from tests.support import factories

NewStore = Callable[[str], Database]
ORIGIN = "https://paper.example"
PAGE = f"{ORIGIN}/trams"
# It must come out of every format as it went in.
SHARP = 'Ring, "the" <b>bell</b> & mend; it, ]]> *now*.\nSoon.'
# It was our own before the paper put it.
TWO = "# Two.\n[length]\nmaximum = 900\n"

TRAMS: dict[object, object] = {
    "headline": "Trams & bells",
    "body": "<p>They <i>run</i>.</p>",
    "body_format": "html",
    "cms_id": "c-7",
    "url": PAGE,
}
NOTICE: dict[str, Any] = {
    "kind": "defamation",
    "explanation": "It is not true.",
    "name": "Maud",
    "email": "maud@example.org",
    "trusted": False,
    "token": "t" * 32,
}
SETTINGS: dict[Table, dict[str, Any]] = {
    outside_checks: {
        "name": "Ours",
        "url": "https://check.example/",
        "timeout_ms": 800,
        "secret": "whsec_x",
    },
    sign_on_ways: {
        "kind": "token",
        "name": "cms",
        "label": "Log in",
        "settings": {"secret": "å", "n": 1.5},
    },
    endpoints: {
        "url": "https://hook.example/",
        "events": ["comment.published"],
        "format": "standard",
        "with_text": True,
        "secret": "whsec_y",
    },
    notice_suspensions: {"email": "maud@example.org", "reason": "Often.", "made_by": "Ilse"},
    house_reasons: {"title": "Court", "text": "A court said so.", "written_by": "Ilse"},
    import_sources: {"source": "disqus", "kind": "comment", "source_id": "44", "target_id": 2},
}
SUGGESTION = {
    "face": "native",
    "text": "x",
    "labels": {"a": 0.1},
    "context": {},
    "languages": ["en"],
    "community": "",
    "token": "",
}
BAN = {"proved": False, "standing": "banned", "made_by": "Ilse", "reason": "Abuse"}
IDENTITY = {
    "issuer": "https://sso.example",
    "subject": "ann",
    "email": "ann@example.org",
    "name": "Ann",
}
EARLIER = {
    "source": "disqus",
    "label": "isSpam",
    "outcome": "decline",
    "maker": "unknown",
    "made_by": "",
}
REPORT = {"reporter_key": "k", "reason": "off-topic", "note": ""}


@pytest.fixture
def new_store(sqlite_template: Path, tmp_path: Path) -> Iterator[Callable[[str], Database]]:
    """Opens another empty SQLite store, by a name."""
    opened: list[Database] = []

    def make(name: str) -> Database:
        opened.append(open_database(f"sqlite:///{shutil.copy(sqlite_template, tmp_path / name)}"))
        return opened[-1]

    yield make
    for each in opened:
        each.close()


def fill(database: Database, now: datetime) -> Site:
    """A site with rows in every table that an archive holds, behind one that has some too."""
    with database.writing() as connection:
        factories.make_comment(connection, now=now)
        told = NewSite(
            "gazette",
            "The Gazette",
            language="nb",
            time_zone="Europe/Oslo",
            hosts=("b.example", "a.example"),
            origins=(ORIGIN,),
            base_url="https://comments.example",
        )
        site = site_actions.create_site(connection, told, now=now)
        for policy in ("# One.\n", TWO):
            site_actions.put_policy(connection, site, policy, put_by="tests", now=now)
        for default in (TWO, "# Nothing was decided here by these.\n"):
            site_actions.keep_default_policy(connection, default, now=now)
        _people(connection, site, now)
        _thread(connection, site, now)
        seal(connection, now=now)
    return site


def _people(connection: Connection, site: Site, now: datetime) -> None:
    member = factories.make_staff(connection, site, now=now)
    passkey = {"credential_id": "AA", "public_key": "AA", "sign_count": 2**32 - 1, "name": "laptop"}
    _put(connection, site, now, passkeys, {**passkey, "staff_id": member.id})
    site_actions.create_key(connection, site, NewKey("CMS", [Scope.ARTICLES]), now=now)
    (key,) = all_keys(connection, site.id)
    site_actions.count_uses(connection, {(key.id, now.date(), "native"): 3})
    for table, values in SETTINGS.items():
        _put(connection, site, now, table, values)
    _put(connection, site, now, suggestions, {**SUGGESTION, "key_id": key.id})


def _thread(connection: Connection, site: Site, now: datetime) -> None:
    trams = article_actions.put(connection, site.id, from_fields(TRAMS), now=now)
    plain = factories.make_article(connection, now=now, site=site, headline="Ferries")
    ann = factories.make_reader(connection, site, now=now, name="Ann")
    guest = factories.make_reader(connection, site, now=now, name="Bo, “the” <b>", verified=False)
    root = factories.make_comment(connection, now=now, article=trams, reader=ann, text=SHARP)
    later = now + timedelta(hours=1, microseconds=5)
    root = intake.rewrite(connection, root, SHARP + " Or never.", State.PUBLISHED, now=later)

    def add(text: str, article: Article, parent: Comment | None, *, by: Reader = guest) -> Comment:
        outcome = {"To hold.": Outcome.HOLD, "To decline.": Outcome.DECLINE}
        return factories.make_comment(
            connection,
            now=later,
            article=article,
            reader=by,
            parent=parent,
            text=text,
            outcome=outcome.get(text, Outcome.PUBLISH),
        )

    reply = add("I agree.", trams, root)
    add("To hold.", trams, reply)
    add("To decline.", trams, reply)
    gone = add("Gone.", plain, None, by=ann)
    add("An answer to it.", plain, gone, by=ann)
    factories.withdraw(connection, gone, now=later)
    article_actions.close_thread(connection, plain, now=later)
    _put(connection, site, now, standings, {**BAN, "email": guest.email})
    _put(connection, site, now, reader_identities, {**IDENTITY, "reader_id": ann.id})
    _what_was_said_of(connection, site, root, now)


def _what_was_said_of(connection: Connection, site: Site, comment: Comment, now: datetime) -> None:
    mine = decisions.c.comment_id == comment.id
    decided = connection.execute(select(decisions.c.id).where(mine)).scalar_one()
    here = {"comment_id": comment.id}
    _put(connection, site, now, earlier_decisions, {**EARLIER, **here})
    _put(connection, site, now, reports, {**REPORT, **here, "answered_by_id": decided})
    reported = connection.execute(
        select(reports.c.id).where(reports.c.comment_id == comment.id)
    ).scalar_one()
    _put(connection, site, now, notices, {**NOTICE, **here, "report_id": reported})
    _put(connection, site, now, appeals, {"note": "Please.", **here, "decision_id": decided})
    by = connection.execute(select(staff.c.id).where(staff.c.site_id == site.id)).scalars().first()
    drawn = {"rule": "abuse-insult", "decision_id": decided, "staff_id": by, "outcome": "publish"}
    _put(connection, site, now, second_readings, {**drawn, **here, "read_at": now})
    note = {"text": "Look.", **here, "reader_id": comment.author.reader_id, "staff_id": by}
    _put(connection, site, now, staff_notes, note)
    (key,) = all_keys(connection, site.id)
    _put(connection, site, now, staff_notes, {**note, "staff_id": None, "key_id": key.id})
    told = {key: note[key] for key in ("comment_id", "reader_id", "staff_id", "text")}
    _put(connection, site, now, warnings, {**told, "rule": "staff-abuse", "title": ""})


def _put(
    connection: Connection, site: Site, now: datetime, table: Table, values: dict[str, Any]
) -> None:
    """A row, with `now` for every moment that it must have."""
    moments = {
        each.name: now
        for each in table.columns
        if isinstance(each.type, Moment) and not each.nullable
    }
    connection.execute(insert(table).values(site_id=site.id, **{**moments, **values}))
