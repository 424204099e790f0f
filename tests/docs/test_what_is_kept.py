"""docs/what-is-kept.md names every table of the store, and what it tells operators works."""

import re
from datetime import datetime

from sqlalchemy import text as sql

import rejoinder.app  # noqa: F401 - it knows every table
from rejoinder.moderation.actions.edit import BRING_BACK_WITHIN
from rejoinder.readers.actions import GUEST_SESSION_LASTS, SESSION_LASTS
from rejoinder.readership.collector import KEPT
from rejoinder.sites.queries import by_id
from rejoinder.storage import Database, metadata
from tests.support.documents import rows
from tests.support.factories import make_article, make_comment, make_reader
from tests.support.source_files import ROOT

PAGE = ROOT / "docs" / "what-is-kept.md"
ROWS = [row["table"] for row in rows(PAGE, "table")]


def test_every_table_is_named_once() -> None:
    named = [name for cell in ROWS for name in re.findall(r"`(\w+)`", cell)]
    assert sorted(named) == sorted(metadata.tables)


def test_what_it_says_of_time_is_the_codes() -> None:
    text = " ".join(PAGE.read_text(encoding="utf-8").split())
    assert f"{SESSION_LASTS.days} days; a guest's {GUEST_SESSION_LASTS.days}" in text
    assert f"| {int(KEPT.total_seconds() // 3600)} hours |" in text
    assert BRING_BACK_WITHIN.total_seconds() == 600
    assert "for ten minutes its author can undo it" in text


def test_what_an_operator_can_do_today_works(database: Database, now: datetime) -> None:
    page = PAGE.read_text(encoding="utf-8")
    indented = "\n".join(re.findall(r"^ {8}(.+)$", page, re.MULTILINE))
    statements = [each.strip() for each in indented.split(";") if each.strip()]
    assert len(statements) == 8
    with database.writing() as connection:
        article = make_article(connection, now=now)
        reader = make_reader(connection, by_id(connection, article.site_id), now=now)
        make_comment(connection, now=now, article=article, reader=reader)
        left = 0
        for statement in statements:
            done = connection.execute(sql(statement.replace("ann@example.org", reader.email)))
            left += len(done.all()) if statement.startswith("SELECT") else done.rowcount
        assert left == 3 + 3 + 1  # reader, comment, text, decision; then the three are changed
        kept = connection.execute(sql("SELECT email FROM readers")).scalar_one()
        assert reader.email not in kept
