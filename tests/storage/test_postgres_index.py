"""What PostgreSQL is told without looking at the rows."""

from sqlalchemy import select, text

from rejoinder.comments.model import State
from rejoinder.comments.tables import comments
from rejoinder.storage import Database


def test_which_comments_are_in_what_state_is_told_by_an_index(postgresql: Database) -> None:
    asked = (
        select(comments.c.id)
        .where(comments.c.site_id == 1, comments.c.state == State.HELD)
        .order_by(comments.c.created_at, comments.c.article_id)
    )
    with postgresql.reading() as connection:
        # Of a table without a row it would sooner read all of it.
        connection.execute(text("SET LOCAL enable_seqscan = off"))
        for other in ("bitmapscan", "sort", "incremental_sort"):
            connection.execute(text(f"SET LOCAL enable_{other} = off"))
        statement = asked.compile(connection, compile_kwargs={"literal_binds": True})
        plan = [row[0] for row in connection.exec_driver_sql(f"EXPLAIN {statement}")]
    assert any("Index Only Scan" in step for step in plan), plan


def test_the_newest_comments_come_without_putting_all_in_order(postgresql: Database) -> None:
    newest = (
        select(comments.c.id)
        .where(comments.c.site_id == 1)
        .order_by(comments.c.created_at.desc(), comments.c.id.desc())
        .limit(21)
    )
    with postgresql.reading() as connection:
        connection.execute(text("SET LOCAL enable_seqscan = off"))
        connection.execute(text("SET LOCAL enable_sort = off"))
        statement = newest.compile(connection, compile_kwargs={"literal_binds": True})
        plan = [row[0] for row in connection.exec_driver_sql(f"EXPLAIN {statement}")]
    assert not [step for step in plan if "Sort" in step], plan
