"""Triggers: the store itself refuses to change decisions, comments' revisions and policies."""

from alembic import op

revision = "0002"
down_revision = "0001"

TABLES = ("decisions", "comment_revisions", "policies")


def upgrade() -> None:
    """Lets nothing in these tables be changed or deleted, whoever asks."""
    refuse = _refuse_on_sqlite if op.get_context().dialect.name == "sqlite" else _refuse_on_postgres
    for table in TABLES:
        refuse(table)


def _refuse_on_sqlite(table: str) -> None:
    for act in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} only grows'); END"
        )


def _refuse_on_postgres(table: str) -> None:
    op.execute(
        f"CREATE FUNCTION {table}_only_grows() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$BEGIN RAISE EXCEPTION '{table} only grows'; END$$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_only_grows()"
    )
