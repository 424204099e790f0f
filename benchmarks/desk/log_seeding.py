"""A log as after years: many decisions of each comment, sealed as the worker seals them."""

import random
import time
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any, Final

import click
from sqlalchemy import Connection, Row, func, select

from benchmarks.desk.newsroom import Newsroom
from rejoinder.audit.actions import seal
from rejoinder.clock import now
from rejoinder.moderation.tables import decisions
from rejoinder.sites.queries import all_staff
from rejoinder.storage import BulkInsert

SEED: Final = 1605
AT_ONCE: Final = 10_000
# Of those that are added, one in so many is a person's, and of those one in so many has a note.
BY_PEOPLE, NOTED = 4, 10
SPAN: Final = timedelta(days=200)
NOTES: Final = ("talked it over with the City desk", "see the house rules", "as last week")
_COPIED: Final = ("site_id", "comment_id", "revision", "outcome", "policy_version", "model_version")
_COLUMNS: Final = (*_COPIED, "rule", "findings", "judgement", "made_by", "staff_id", "note")
_INSERT = BulkInsert(decisions, (*_COLUMNS, "made_at"))


def grow_log(newsroom: Newsroom, wanted: int) -> None:
    """Adds decisions until there are so many, and seals all; says how fast it was sealed."""
    rng = random.Random(SEED)
    while missing := _missing(newsroom, wanted):
        with newsroom.database.writing() as connection:
            staff = [each.id for each in all_staff(connection, newsroom.site.id)]
            models = _some(connection, newsroom.site.id, min(AT_ONCE, missing), rng)
            _INSERT.run(connection, _rows(models, staff, rng))
    began, sealed, some = time.perf_counter(), 0, 1
    while some:
        with newsroom.database.writing() as connection:
            some = seal(connection, now=now())
            sealed += some
    seconds = time.perf_counter() - began
    if sealed > AT_ONCE:
        click.echo(f"    {sealed:,} rows sealed, {sealed / seconds:,.0f} a second")
    if not newsroom.database.embedded:
        alone = newsroom.database.writer.connect().execution_options(isolation_level="AUTOCOMMIT")
        with alone as connection:
            connection.exec_driver_sql("VACUUM ANALYZE decisions, log_seals")


def _missing(newsroom: Newsroom, wanted: int) -> int:
    with newsroom.database.reading() as connection:
        here: int = connection.execute(select(func.count()).select_from(decisions)).scalar_one()
    return max(wanted - here, 0)


def _some(
    connection: Connection, site_id: int, number: int, rng: random.Random
) -> Sequence[Row[Any]]:
    """Some of the policy's decisions, from wherever: those that are added are like them."""
    last = connection.execute(select(func.max(decisions.c.id))).scalar_one()
    behind = rng.randrange(max(last - number, 1))
    return connection.execute(
        select(decisions)
        .where(decisions.c.id > behind, decisions.c.site_id == site_id)
        .order_by(decisions.c.id)
        .limit(number)
    ).all()


def _rows(
    models: Sequence[Row[Any]], staff: Sequence[int], rng: random.Random
) -> Iterator[tuple[Any, ...]]:
    today = now()
    for number, model in enumerate(models):
        copied = [getattr(model, name) for name in _COPIED]
        at = today - SPAN * rng.random()
        if number % BY_PEOPLE:
            # Some of the models are people's, who measure nothing.
            yield *copied, model.rule, model.findings, model.judgement, "policy", None, "", at
        else:
            note = rng.choice(NOTES) if rng.randrange(NOTED) == 0 else ""
            yield *copied, "", [], None, "staff", rng.choice(staff), note, at
