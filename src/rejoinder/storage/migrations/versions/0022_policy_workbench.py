"""Policies that are tried: drafts, replays, shadows; and why one was put in force."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Adds four tables and a column; what was sealed stays so, since an empty one is not hashed."""
    op.add_column("policies", sa.Column("reason", sa.Text()))
    _drafts_and_replays()
    _shadows()
    _shadow_outcomes()


def _drafts_and_replays() -> None:
    op.create_table(
        "policy_drafts",
        sa.Column("id", ID, nullable=False),
        sa.Column("site_id", ID, nullable=False),
        sa.Column("version", sa.String(16), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("made_by", sa.String(200), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_drafts")),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_policy_drafts_site_id")),
    )
    op.create_index("ix_policy_drafts_site_id_id", "policy_drafts", ["site_id", "id"])
    op.create_table(
        "policy_replays",
        sa.Column("id", ID, nullable=False),
        sa.Column("site_id", ID, nullable=False),
        sa.Column("draft_id", ID, nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("asked_by", sa.String(200), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("worked_at", MOMENT),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("ended_at", MOMENT),
        sa.Column("result", sa.JSON()),
        sa.Column("problem", sa.String(200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_replays")),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_policy_replays_site_id")),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["policy_drafts.id"], name=op.f("fk_policy_replays_draft_id")
        ),
    )
    op.create_index("ix_policy_replays_site_id_id", "policy_replays", ["site_id", "id"])
    op.create_index("ix_policy_replays_state", "policy_replays", ["state"])


def _shadows() -> None:
    op.create_table(
        "shadow_policies",
        sa.Column("id", ID, nullable=False),
        sa.Column("site_id", ID, nullable=False),
        sa.Column("draft_id", ID, nullable=False),
        sa.Column("begun_by", sa.String(200), nullable=False),
        sa.Column("begun_at", MOMENT, nullable=False),
        sa.Column("ended_by", sa.String(200), nullable=False),
        sa.Column("ended_at", MOMENT),
        sa.Column("after_id", ID, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shadow_policies")),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_shadow_policies_site_id")),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["policy_drafts.id"], name=op.f("fk_shadow_policies_draft_id")
        ),
    )
    op.create_index(
        "uq_shadow_policies_present",
        "shadow_policies",
        ["site_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )


def _shadow_outcomes() -> None:
    op.create_table(
        "shadow_outcomes",
        sa.Column("shadow_id", ID, nullable=False, autoincrement=False),
        sa.Column("decision_id", ID, nullable=False, autoincrement=False),
        sa.Column("comment_id", ID, nullable=False),
        sa.Column("was", sa.String(20), nullable=False),
        sa.Column("becomes", sa.String(20), nullable=False),
        sa.Column("rule", sa.String(60), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("shadow_id", "decision_id", name=op.f("pk_shadow_outcomes")),
        sa.ForeignKeyConstraint(
            ["shadow_id"], ["shadow_policies.id"], name=op.f("fk_shadow_outcomes_shadow_id")
        ),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decisions.id"], name=op.f("fk_shadow_outcomes_decision_id")
        ),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comments.id"], name=op.f("fk_shadow_outcomes_comment_id")
        ),
    )
    op.create_index(
        "ix_shadow_outcomes_shadow_id_was_becomes",
        "shadow_outcomes",
        ["shadow_id", "was", "becomes", "decision_id"],
    )
