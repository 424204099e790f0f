"""What was tried and done at once long ago is thrown away in parts; what can be undone stays."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Table, func, insert, select

from rejoinder.desk.bulk.actions import resume, undo_all
from rejoinder.desk.tables import bulk_items, bulk_jobs
from rejoinder.errors import Refused
from rejoinder.moderation.queries import latest_decision
from rejoinder.moderation.workbench.tables import drafts, replays, shadow_outcomes, shadows
from rejoinder.sites import actions as site_actions
from rejoinder.storage import AuditKind, Database, Moment
from rejoinder.storage.audit_log import audit_log
from tests.support.newspaper import Paper

IN_FORCE = "# Put in force once."
EVERY = (drafts, replays, shadows, shadow_outcomes, bulk_jobs, bulk_items)


def row(paper: Paper, table: Table, at: datetime, **values: Any) -> int:
    """A row with `at` for each moment, and something plain for whatever is not told."""
    plain: Mapping[type, Any] = {int: 0, str: "", bool: False, object: {}}
    told = {
        each.name: at if isinstance(each.type, Moment) else plain[each.type.python_type]
        for each in table.columns
        if each.name != "id" and not each.nullable
    }
    told |= {"site_id": paper.site.id} if "site_id" in table.c else {}
    with paper.database.writing() as connection:
        made = connection.execute(insert(table).values({**told, **values}))
        return int(made.inserted_primary_key[0]) if made.inserted_primary_key else 0


def counts(database: Database) -> list[int]:
    with database.reading() as connection:
        return [
            connection.execute(select(func.count()).select_from(each)).scalar_one()
            for each in EVERY
        ]


def tried(paper: Paper, at: datetime, comments: int) -> None:
    """Two drafts, one of them in force, a replay, a shadow, a job and its undoing, all ended."""
    source = f"# Of {at}."
    row(paper, drafts, at, source=IN_FORCE, version=_version(paper))
    draft = row(paper, drafts, at, source=source, version=source[:16])
    row(paper, replays, at, draft_id=draft, state="done", ended_at=at)
    shadow = row(paper, shadows, at, draft_id=draft, ended_at=at)
    member = paper.invite(f"m{at:%j}@example.org")
    job = {"staff_id": member.id, "choice": {"filter": {}}, "state": "done", "ended_at": at}
    first = row(paper, bulk_jobs, at, **job, outcome="hold")
    second = row(paper, bulk_jobs, at, **job, outcome="", undoes_id=first)
    article = paper.article(f"a-{at:%j}")
    for _ in range(comments):
        comment = paper.comment(article)
        with paper.database.reading() as connection:
            decision = latest_decision(connection, comment.id)
        here = {"comment_id": comment.id, "decision_id": decision.id}
        row(paper, shadow_outcomes, at, shadow_id=shadow, **here)
        for each in (first, second):
            row(paper, bulk_items, at, job_id=each, **here)


def _version(paper: Paper) -> str:
    with paper.database.writing() as connection:
        return site_actions.put_policy(
            connection, paper.site, IN_FORCE, put_by="Ed", now=paper.clock()
        )


def test_what_is_old_goes_in_parts_and_what_is_new_or_was_in_force_stays(
    paper: Paper, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("moderation.workbench.tidying", "desk.bulk.tidying"):
        monkeypatch.setattr(f"rejoinder.{module}.AT_ONCE", 2)
    now = paper.clock()
    tried(paper, now - timedelta(days=91), comments=5)
    tried(paper, now - timedelta(days=89), comments=3)
    assert counts(paper.database) == [4, 2, 2, 8, 4, 16]
    paper.jobs.run_once()
    # Of the old ones the draft that was put in force; the new ones whole.
    assert counts(paper.database) == [3, 1, 1, 3, 2, 6]
    paper.clock.turn(days=2)
    paper.jobs.run_once()
    assert counts(paper.database) == [2, 0, 0, 0, 0, 0]


def test_of_a_shadow_that_goes_on_running_what_is_old_goes(
    paper: Paper, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rejoinder.moderation.workbench.tidying.AT_ONCE", 2)
    now, article = paper.clock(), paper.article()
    draft = row(paper, drafts, now, source=IN_FORCE, version=_version(paper))
    shadow = row(paper, shadows, now - timedelta(days=200), draft_id=draft, after_id=0)
    for days in (199, 100, 91, 89, 0):
        comment = paper.comment(article)
        with paper.database.reading() as connection:
            decision = latest_decision(connection, comment.id)
        here = {"comment_id": comment.id, "decision_id": decision.id, "shadow_id": shadow}
        row(paper, shadow_outcomes, now - timedelta(days=days), **here)
    paper.jobs.run_once()
    assert counts(paper.database)[2:4] == [1, 2]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_job_whose_comments_may_be_forgotten_can_be_undone_no_more(paper: Paper) -> None:
    now = paper.clock()
    member = paper.invite("ed@example.org")
    told = {"staff_id": member.id, "choice": {"filter": {}}, "outcome": "hold"}
    job = row(paper, bulk_jobs, now, **told, state="stopped", ended_at=now - timedelta(days=90))
    for act in (undo_all, resume):
        with (
            pytest.raises(Refused, match="too long ago"),
            paper.database.writing() as connection,
        ):
            act(connection, member, job, now=now)
    newer = row(paper, bulk_jobs, now, **told, state="stopped", ended_at=now - timedelta(days=89))
    with paper.database.writing() as connection:
        resume(connection, member, newer, now=now)
        kinds = connection.execute(select(audit_log.c.kind)).scalars().all()
    assert AuditKind.BULK_RESUMED in kinds
