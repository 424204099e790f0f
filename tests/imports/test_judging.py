"""Imported comments are judged where that was asked for, and stay where they are."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from rejoinder.desk.tables import comment_scores
from rejoinder.desk_worker import DeskWorker
from rejoinder.engine import AbuseScore, Case, Judgement
from rejoinder.engine.judge_pool import JudgePool, one_by_one
from rejoinder.imported_judge import ImportedJudge
from rejoinder.jobs import HANDLERS
from rejoinder.moderation.actions.imported import JUDGE_IMPORTED
from rejoinder.moderation.tables import decisions
from tests.support.fake_judges import broken, gentle
from tests.support.import_files import END, HEAD, Importer, post


def strict(question: Case) -> Judgement:
    """Finds one comment threatening."""
    found = gentle(question)
    if "Mayor" not in question.text:
        return found
    return replace(found, abuse={**found.abuse, "threat": AbuseScore(0.99, ((0, 5),))})


def judged_by(importer: Importer, judge: Callable[[Case], Judgement], late: int = 0) -> int:
    """Has one errand done, some days later; how many there were."""
    pool = JudgePool(one_by_one(judge), model="test")
    moment = importer.now + timedelta(days=late)
    try:
        return ImportedJudge(importer.database, pool, lambda: moment).run_once()
    finally:
        pool.close()


def log_of(importer: Importer) -> list[tuple[str, str, bool, bool]]:
    """Outcome, note, whether there are findings, and a judgement."""
    with importer.database.reading() as connection:
        rows = connection.execute(select(decisions).order_by(decisions.c.id)).all()
    return [(row.outcome, row.note, bool(row.findings), row.judgement is not None) for row in rows]


@pytest.fixture
def moved_in(importer: Importer) -> Importer:
    importer(
        HEAD
        + post(1)
        + post(2, "Mayor, we know where you live.", parent=1)
        + post(3, "Buy!", spam="true")
        + END,
        judge=True,
    )
    return importer


def test_what_the_policy_would_do_stands_in_the_log_and_nothing_moves(moved_in: Importer) -> None:
    before = moved_in.texts()
    DeskWorker(moved_in.database, lambda: moved_in.now).run_once()
    assert judged_by(moved_in, strict) == 1
    assert moved_in.texts() == before
    assert log_of(moved_in)[3:] == [
        ("publish", "Judged after it was imported: the policy would publish it.", False, True),
        ("publish", "Judged after it was imported: the policy would decline it.", True, True),
    ]
    assert judged_by(moved_in, strict, late=1) == 0
    # And the desk can choose by what the judge measured.
    DeskWorker(moved_in.database, lambda: moved_in.now).run_once()
    with moved_in.database.reading() as connection:
        threats = select(comment_scores.c.threat).order_by(comment_scores.c.comment_id)
        assert connection.execute(threats).scalars().all()[-1] == 990


def test_a_silent_judge_is_asked_again(moved_in: Importer) -> None:
    assert judged_by(moved_in, broken) == 1
    assert len(log_of(moved_in)) == 3
    assert judged_by(moved_in, strict, late=1) == 1
    assert len(log_of(moved_in)) == 5


def test_nobody_is_judged_without_being_asked(importer: Importer) -> None:
    importer(HEAD + post(1) + END)
    assert judged_by(importer, strict) == 0
    assert JUDGE_IMPORTED not in HANDLERS
