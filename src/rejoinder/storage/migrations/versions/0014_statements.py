"""The statement of reasons of every restriction, which only grows."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
TABLE = "statements"
# When a new row has the place of another.
TAKEN = (
    "SELECT 1 FROM statements WHERE id = NEW.id OR puid = NEW.puid "
    "OR decision_id = NEW.decision_id OR standing_id = NEW.standing_id"
)


def upgrade() -> None:
    """Adds it; of what was decided before there are none."""
    op.create_table(
        TABLE,
        sa.Column("id", ID, nullable=False),
        sa.Column("site_id", ID, nullable=False),
        sa.Column("puid", sa.String(36), nullable=False),
        sa.Column("decision_id", ID),
        sa.Column("comment_id", ID),
        sa.Column("standing_id", ID),
        sa.Column("restriction", sa.String(60), nullable=False),
        sa.Column("rule", sa.String(60), nullable=False),
        sa.Column("policy_version", sa.String(16), nullable=False),
        sa.Column("decision_ground", sa.String(60), nullable=False),
        sa.Column("category", sa.String(80), nullable=False),
        sa.Column("category_specification", sa.String(60), nullable=False),
        sa.Column("source_type", sa.String(40), nullable=False),
        sa.Column("automated_detection", sa.Boolean(), nullable=False),
        sa.Column("automated_decision", sa.String(40), nullable=False),
        sa.Column("decision_facts", sa.Text(), nullable=False),
        sa.Column("content_language", sa.String(2), nullable=False),
        sa.Column("content_date", MOMENT, nullable=False),
        sa.Column("end_at", MOMENT),
        sa.Column("made_at", MOMENT, nullable=False),
        *_references(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statements")),
        *(
            sa.UniqueConstraint(each, name=op.f(f"uq_statements_{each}"))
            for each in ("puid", "decision_id", "standing_id")
        ),
    )
    op.create_index("ix_statements_site_id_made_at", TABLE, ["site_id", "made_at"])
    if op.get_context().dialect.name == "sqlite":
        _refuse_on_sqlite()
    else:
        _refuse_on_postgres()


def _references() -> list[sa.ForeignKeyConstraint]:
    named = {
        "site_id": "sites",
        "decision_id": "decisions",
        "comment_id": "comments",
        "standing_id": "standings",
    }
    return [
        sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_statements_{column}"))
        for column, table in named.items()
    ]


def _refuse_on_sqlite() -> None:
    for act in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {TABLE}_no_{act.lower()} BEFORE {act} ON {TABLE} "
            f"BEGIN SELECT RAISE(ABORT, '{TABLE} only grows'); END"
        )
    # SQLite asks no trigger on DELETE before INSERT OR REPLACE puts one row in another's place.
    op.execute(
        f"CREATE TRIGGER {TABLE}_no_replace BEFORE INSERT ON {TABLE} WHEN EXISTS ({TAKEN}) "
        f"BEGIN SELECT RAISE(ABORT, '{TABLE} only grows'); END"
    )


def _refuse_on_postgres() -> None:
    op.execute(
        f"CREATE FUNCTION {TABLE}_only_grows() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$BEGIN RAISE EXCEPTION '{TABLE} only grows'; END$$"
    )
    op.execute(
        f"CREATE TRIGGER {TABLE}_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON {TABLE} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {TABLE}_only_grows()"
    )
