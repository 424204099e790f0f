"""The audit log, and the chain of digests over all that only grows."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
# Of each table that only grows from now on, when a new row has the place of another.
TAKEN = {
    "audit_log": "SELECT 1 FROM audit_log WHERE id = NEW.id",
    "log_seals": "SELECT 1 FROM log_seals WHERE id = NEW.id "
    "OR site_id = NEW.site_id AND number = NEW.number "
    "OR source = NEW.source AND row_id = NEW.row_id",
    "standings": "SELECT 1 FROM standings WHERE id = NEW.id",
}


def upgrade() -> None:
    """Adds both; what was logged before is sealed by the worker as it finds it."""
    op.create_table(
        "audit_log",
        sa.Column("id", ID, nullable=False),
        sa.Column("site_id", ID, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("subject", sa.String(300), nullable=False),
        sa.Column("actor", sa.String(200), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_log")),
    )
    op.create_index("ix_audit_log_site_id_id", "audit_log", ["site_id", "id"])
    op.create_table(
        "log_seals",
        sa.Column("id", ID, nullable=False),
        sa.Column("site_id", ID, nullable=False),
        sa.Column("number", ID, nullable=False),
        sa.Column("source", sa.Integer(), nullable=False),
        sa.Column("row_id", ID, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("sealed_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_log_seals")),
        sa.UniqueConstraint("site_id", "number", name=op.f("uq_log_seals_site_id_number")),
        sa.UniqueConstraint("source", "row_id", name=op.f("uq_log_seals_source_row_id")),
    )
    refuse = _refuse_on_sqlite if op.get_context().dialect.name == "sqlite" else _refuse_on_postgres
    for table in TAKEN:
        refuse(table)


def _refuse_on_sqlite(table: str) -> None:
    for act in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} only grows'); END"
        )
    # SQLite asks no trigger on DELETE before INSERT OR REPLACE puts one row in another's place.
    op.execute(
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN EXISTS ({TAKEN[table]}) "
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
