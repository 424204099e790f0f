"""The tables of policies that are tried: drafts, replays, and what runs beside the one in force."""

from sqlalchemy import (
    JSON,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    text,
)

from rejoinder.storage import Id, Moment, metadata

drafts = Table(  # never changed: a replay and a shadow name what they tried
    "policy_drafts",
    metadata,
    Column("id", Id, primary_key=True),
    Column("site_id", Id, ForeignKey("sites.id"), nullable=False),
    Column("version", String(16), nullable=False),
    Column("source", Text, nullable=False),
    Column("made_by", String(200), nullable=False),
    Column("made_at", Moment, nullable=False),
    Index("ix_policy_drafts_site_id_id", "site_id", "id"),
)

replays = Table(
    "policy_replays",
    metadata,
    Column("id", Id, primary_key=True),
    Column("site_id", Id, ForeignKey("sites.id"), nullable=False),
    Column("draft_id", Id, ForeignKey("policy_drafts.id"), nullable=False),
    Column("days", Integer, nullable=False),
    # None for all.
    Column("sections", JSON(none_as_null=True)),
    Column("state", String(20), nullable=False),
    Column("asked_by", String(200), nullable=False),
    Column("asked_at", Moment, nullable=False),
    # Whoever works on it says so again and again: what was left lying is begun anew.
    Column("worked_at", Moment),
    Column("done", Integer, nullable=False),
    Column("total", Integer, nullable=False),
    Column("ended_at", Moment),
    Column("result", JSON(none_as_null=True)),
    Column("problem", String(200), nullable=False),
    Index("ix_policy_replays_site_id_id", "site_id", "id"),
    Index("ix_policy_replays_state", "state"),
)

shadows = Table(
    "shadow_policies",
    metadata,
    Column("id", Id, primary_key=True),
    Column("site_id", Id, ForeignKey("sites.id"), nullable=False),
    Column("draft_id", Id, ForeignKey("policy_drafts.id"), nullable=False),
    Column("begun_by", String(200), nullable=False),
    Column("begun_at", Moment, nullable=False),
    Column("ended_by", String(200), nullable=False),
    Column("ended_at", Moment),
    # The change up to which all has been decided.
    Column("after_id", Id, nullable=False),
    Index(
        "uq_shadow_policies_present",
        "site_id",
        unique=True,
        sqlite_where=text("ended_at IS NULL"),
        postgresql_where=text("ended_at IS NULL"),
    ),
)

shadow_outcomes = Table(
    "shadow_outcomes",
    metadata,
    Column("shadow_id", Id, ForeignKey("shadow_policies.id"), primary_key=True),
    # The decision of the policy in force.
    Column("decision_id", Id, ForeignKey("decisions.id"), primary_key=True),
    Column("comment_id", Id, ForeignKey("comments.id"), nullable=False),
    Column("was", String(20), nullable=False),
    Column("becomes", String(20), nullable=False),
    Column("rule", String(60), nullable=False),
    Column("made_at", Moment, nullable=False),
    Index("ix_shadow_outcomes_shadow_id_was_becomes", "shadow_id", "was", "becomes", "decision_id"),
)
