"""The tables of what the desk keeps beside the comments."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)

from rejoinder.storage import Id, Moment, metadata

claims = Table(  # who has a comment before them, so that two never decide the same
    "claims",
    metadata,
    Column("comment_id", Id, ForeignKey("comments.id"), primary_key=True, autoincrement=False),
    Column("site_id", Id, ForeignKey("sites.id"), nullable=False),
    Column("staff_id", Id, ForeignKey("staff.id"), nullable=False),
    Column("until", Moment, nullable=False),
    # Which of somebody's tabs has it; empty as long as none has said so: the server gave it.
    Column("tab", String(20), nullable=False, server_default=text("''")),
    # Which page in that tab said so.
    Column("page", String(20), nullable=False, server_default=text("''")),
    Index("ix_claims_site_id_until", "site_id", "until"),
)

left_cards = Table(  # what somebody leaves to colleagues, and does not get for a while
    "left_cards",
    metadata,
    Column("comment_id", Id, ForeignKey("comments.id"), primary_key=True, autoincrement=False),
    Column("staff_id", Id, ForeignKey("staff.id"), primary_key=True, autoincrement=False),
    Column("until", Moment, nullable=False),
    Index("ix_left_cards_staff_id_until", "staff_id", "until"),
)

closed_pages = Table(  # which of somebody's pages said good-bye: a word of theirs may come later
    "closed_pages",
    metadata,
    Column("staff_id", Id, ForeignKey("staff.id"), primary_key=True, autoincrement=False),
    Column("page", String(20), primary_key=True),
    Column("until", Moment, nullable=False),
)

staff_here = Table(  # who has the queue open, as each process of the server tells it
    "staff_here",
    metadata,
    # As it calls itself.
    Column("process", String(16), primary_key=True),
    Column("staff_id", Id, ForeignKey("staff.id"), primary_key=True, autoincrement=False),
    Column("site_id", Id, ForeignKey("sites.id"), nullable=False),
    Column("until", Moment, nullable=False),
    Index("ix_staff_here_site_id_until", "site_id", "until"),
)

saved_filters = Table(
    "saved_filters",
    metadata,
    Column("id", Id, primary_key=True),
    Column("site_id", Id, ForeignKey("sites.id"), nullable=False),
    Column("staff_id", Id, ForeignKey("staff.id"), nullable=False),
    Column("name", String(60), nullable=False),
    # As it stands in an address: what it asks, by its names.
    Column("query", JSON, nullable=False),
    Column("made_at", Moment, nullable=False),
    UniqueConstraint("staff_id", "name"),
)

# What the judge measured of each comment, in thousandths: what stands in the decision in force, as
# far as comments are chosen by it. Null where it measured nothing.
SCORES = (
    *("toxicity", "severe_toxicity", "insult", "threat", "identity_attack", "profanity"),
    *("sexually_explicit", "spam", "private_data", "despair", "on_topic", "meta"),
)
comment_scores = Table(
    "comment_scores",
    metadata,
    Column("comment_id", Id, primary_key=True, autoincrement=False),
    *(Column(each, SmallInteger) for each in SCORES),
    Column("language", String(20), nullable=False),
)

# Many comments decided one after the other by a worker, as somebody told it to.
bulk_jobs = Table(
    "bulk_jobs",
    metadata,
    Column("id", Id, primary_key=True),
    Column("site_id", Id, ForeignKey("sites.id"), nullable=False),
    # Null where the site's own software began it, with a key; as of `decisions`.
    Column("staff_id", Id, ForeignKey("staff.id")),
    Column("key_id", Id),
    Column("choice", JSON, nullable=False),
    # Empty where it takes the decisions of another one back.
    Column("outcome", String(20), nullable=False),
    Column("reason", String(60), nullable=False),
    Column("note", Text, nullable=False),
    Column("undoes_id", Id, ForeignKey("bulk_jobs.id"), unique=True),
    # What is newer than these was not seen by whoever began it.
    Column("seen_comment_id", Id, nullable=False),
    Column("seen_decision_id", Id, nullable=False),
    Column("expected", Integer, nullable=False),
    Column("state", String(20), nullable=False),
    Column("gathered", Boolean, nullable=False, server_default=false()),
    Column("gathered_to", Id, nullable=False),
    Column("decided_to", Id, nullable=False),
    Column("problem", String(60), nullable=False),
    Column("made_at", Moment, nullable=False),
    # When a part of it was done last: of several, the one that has waited longest goes on.
    Column("worked_at", Moment, nullable=False),
    Column("ended_at", Moment),
    # Of a reason of the house's own, its words of the day on which the job began.
    Column("reason_title", String(60)),
    Column("reason_text", Text),
    Index("ix_bulk_jobs_site_id_id", "site_id", "id"),
    Index("ix_bulk_jobs_state_worked_at", "state", "worked_at"),
)

bulk_items = Table(
    "bulk_items",
    metadata,
    Column("job_id", Id, ForeignKey("bulk_jobs.id"), primary_key=True, autoincrement=False),
    Column("comment_id", Id, ForeignKey("comments.id"), primary_key=True, autoincrement=False),
    # The decision that was in force when it was looked at; of an undoing, the one to be undone.
    Column("seen_id", Id, nullable=False),
    # What was decided; null as long as nothing was, and where it was left as it was.
    Column("decision_id", Id),
    # Why it was; empty where it was not.
    Column("skipped", String(20), nullable=False),
)
