"""What PostgreSQL is told without looking at the rows."""

from sqlalchemy import select, text

from rejoinder.comments.model import State
from rejoinder.comments.tables import comments
from rejoinder.storage import Database
from rejoinder.storage.migrations import bring_up_to_date


def test_which_comments_are_in_what_state_is_told_by_an_index(postgresql: Database) -> None:
    bring_up_to_date(postgresql)
    asked = select(comments.c.id).where(
        comments.c.site_id == 1, comments.c.state.in_([State.PUBLISHED, State.HELD])
    )
    with postgresql.reading() as connection:
        # Of a table without a row it would sooner read all of it.
        connection.execute(text("SET LOCAL enable_seqscan = off"))
        connection.execute(text("SET LOCAL enable_bitmapscan = off"))
        statement = asked.compile(connection, compile_kwargs={"literal_binds": True})
        plan = [row[0] for row in connection.exec_driver_sql(f"EXPLAIN {statement}")]
    assert any("Index Only Scan" in step for step in plan), plan
