"""The tables of decisions, their statements of reasons, reports and appeals."""

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)

from rejoinder.storage import Id, Moment, metadata

decisions = Table(  # append-only, held by triggers in the store
    "decisions",
    metadata,
    Column("id", Id, primary_key=True),
    Column("site_id", Id, ForeignKey("sites.id"), nullable=False),
    Column("comment_id", Id, ForeignKey("comments.id"), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("outcome", String(20), nullable=False),
    Column("made_by", String(20), nullable=False),
    Column("staff_id", Id, ForeignKey("staff.id")),
    # Where the site's own software decided for its people; then `staff_id` is null. Keys are never
    # deleted; SQLite would add a reference only by copying a table that only grows.
    Column("key_id", Id),
    Column("rule", String(60), nullable=False),
    Column("note", Text, nullable=False),
    Column("findings", JSON, nullable=False),
    Column("judgement", JSON),
    Column("policy_version", String(16), nullable=False),
    Column("model_version", String(80), nullable=False),
    Column("undoes_id", Id, ForeignKey("decisions.id")),
    Column("made_at", Moment, nullable=False),
    CheckConstraint("outcome IN ('publish', 'hold', 'decline')", name="outcome_is_known"),
    CheckConstraint("made_by IN ('policy', 'staff')", name="maker_is_known"),
    Index("ix_decisions_comment_id_id", "comment_id", "id"),
    Index("ix_decisions_site_id_made_at", "site_id", "made_at"),
    # Among a million of the policy's, what one of the staff decided, or a key, or with a note.
    *(
        Index(
            f"ix_decisions_{name}_made_at",
            *("site_id", *column, "made_at"),
            sqlite_where=text(where),
            postgresql_where=text(where),
        )
        for name, column, where in (
            ("staff_id", ["staff_id"], "staff_id IS NOT NULL"),
            ("key_id", ["key_id"], "key_id IS NOT NULL"),
            ("note", [], "note != ''"),
        )
    ),
    # Few undo another, and nobody asks for those that do not.
    Index(
        "ix_decisions_undoes_id",
        "undoes_id",
        sqlite_where=text("undoes_id IS NOT NULL"),
        postgresql_where=text("undoes_id IS NOT NULL"),
    ),
)

# What people and programs of another system decided of a comment that comes from there.
earlier_decisions = Table(
    "earlier_decisions",
    metadata,
    Column("id", Id, primary_key=True),
    Column("site_id", Id, ForeignKey("sites.id"), nullable=False),
    Column("comment_id", Id, ForeignKey("comments.id"), nullable=False),
    # Which system, and its own word for what it decided.
    Column("source", String(40), nullable=False),
    Column("label", String(60), nullable=False),
    # In ours; empty where the comment was only taken away, and nobody says why.
    Column("outcome", String(20), nullable=False),
    # `staff`, `program`, `author` or `unknown`, and the name of whoever it was, if told.
    Column("maker", String(20), nullable=False),
    Column("made_by", String(200), nullable=False),
    Column("made_at", Moment),
    Index("ix_earlier_decisions_comment_id", "comment_id"),
    Index("ix_earlier_decisions_site_id_id", "site_id", "id"),
)

reports = Table(
    "reports",
    metadata,
    Column("id", Id, primary_key=True),
    Column("site_id", Id, ForeignKey("sites.id"), nullable=False),
    Column("comment_id", Id, ForeignKey("comments.id"), nullable=False),
    # Which text the reader saw: of the next one they may complain again.
    Column("revision", Integer, nullable=False, server_default="1"),
    Column("reporter_key", String(64), nullable=False),
    Column("by_guest", Boolean, nullable=False, server_default=false()),
    # How much it counts towards taking the comment off the page, in hundredths of a report.
    Column("weight", Integer, nullable=False, server_default="100"),
    # The same for a day for all that comes from one network; empty where it is not known.
    Column("network_key", String(64), nullable=False, server_default=text("''")),
    Column("reason", String(30), nullable=False),
    Column("note", Text, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("answered_by_id", Id, ForeignKey("decisions.id")),
    UniqueConstraint("comment_id", "reporter_key", "revision"),
    Index("ix_reports_site_id_answered_by_id", "site_id", "answered_by_id"),
    Index("ix_reports_site_id_reporter_key", "site_id", "reporter_key"),
)

outside_checks = Table(
    "outside_checks",
    metadata,
    Column("id", Id, primary_key=True),
    Column("site_id", Id, ForeignKey("sites.id"), nullable=False),
    Column("name", String(60), nullable=False),
    Column("url", String(2000), nullable=False),
    Column("timeout_ms", Integer, nullable=False),
    # In clear, as every secret with which something is signed.
    Column("secret", String(120), nullable=False),
    Column("old_secret", String(120)),
    Column("old_secret_until", Moment),
    Column("made_at", Moment, nullable=False),
    UniqueConstraint("site_id", "name"),
)

appeals = Table(
    "appeals",
    metadata,
    Column("id", Id, primary_key=True),
    Column("site_id", Id, ForeignKey("sites.id"), nullable=False),
    Column("comment_id", Id, ForeignKey("comments.id"), nullable=False),
    Column("decision_id", Id, ForeignKey("decisions.id"), nullable=False, unique=True),
    Column("note", Text, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("answered_by_id", Id, ForeignKey("decisions.id")),
    Index("ix_appeals_site_id_answered_by_id", "site_id", "answered_by_id"),
    Index("ix_appeals_comment_id", "comment_id"),
)

# Why something is kept from readers, as the Digital Services Act wants it told; its words are those
# of the Transparency Database's API.
statements = Table(  # append-only, held by triggers in the store
    "statements",
    metadata,
    Column("id", Id, primary_key=True),
    Column("site_id", Id, ForeignKey("sites.id"), nullable=False),
    # By which the Transparency Database knows it: never the same, whatever store it comes from.
    Column("puid", String(36), nullable=False, unique=True),
    # Of a comment that is held or declined; else it is about somebody's standing.
    Column("decision_id", Id, ForeignKey("decisions.id"), unique=True),
    Column("comment_id", Id, ForeignKey("comments.id")),
    Column("standing_id", Id, ForeignKey("standings.id"), unique=True),
    Column("restriction", String(60), nullable=False),
    Column("rule", String(60), nullable=False),
    Column("policy_version", String(16), nullable=False),
    Column("decision_ground", String(60), nullable=False),
    Column("category", String(80), nullable=False),
    Column("category_specification", String(60), nullable=False),
    Column("source_type", String(40), nullable=False),
    Column("automated_detection", Boolean, nullable=False),
    Column("automated_decision", String(40), nullable=False),
    Column("decision_facts", Text, nullable=False),
    Column("content_language", String(2), nullable=False),
    Column("content_date", Moment, nullable=False),
    Column("end_at", Moment),
    Column("made_at", Moment, nullable=False),
    Index("ix_statements_site_id_made_at", "site_id", "made_at"),
)

# Notices of what is against the law (Digital Services Act, Article 16). Each is one of the reports
# too, by which it waits at the desk and is answered.
notices = Table(
    "notices",
    metadata,
    Column("id", Id, primary_key=True),
    Column("site_id", Id, ForeignKey("sites.id"), nullable=False),
    Column("comment_id", Id, ForeignKey("comments.id"), nullable=False),
    Column("report_id", Id, ForeignKey("reports.id"), nullable=False, unique=True),
    # Where its giver was not content with the answer and asked again.
    Column("again_id", Id, ForeignKey("reports.id"), unique=True),
    Column("kind", String(30), nullable=False),
    Column("explanation", Text, nullable=False),
    # Empty of whoever tells of the abuse of children and does not say who they are.
    Column("name", String(80), nullable=False),
    Column("email", String(254), nullable=False),
    Column("trusted", Boolean, nullable=False),
    # Whether whoever sent it was signed in with this address.
    Column("proved", Boolean, nullable=False, server_default=false()),
    Column("token", String(64), nullable=False, unique=True),
    Column("made_at", Moment, nullable=False),
    Index("ix_notices_site_id_email_made_at", "site_id", "email", "made_at"),
    Index("ix_notices_comment_id", "comment_id"),
)

# From whom no notices are taken for a time, since theirs were often unfounded (Article 23).
notice_suspensions = Table(
    "notice_suspensions",
    metadata,
    Column("id", Id, primary_key=True),
    Column("site_id", Id, ForeignKey("sites.id"), nullable=False),
    Column("email", String(254), nullable=False),
    Column("reason", Text, nullable=False),
    Column("made_by", String(200), nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("until", Moment, nullable=False),
    # Where somebody ended it before.
    Column("lifted_by", String(200)),
    Column("lifted_at", Moment),
    Index("ix_notice_suspensions_site_id_email", "site_id", "email"),
)

# What staff tell each other of a comment and its author; no reader ever sees it.
staff_notes = Table(
    "staff_notes",
    metadata,
    Column("id", Id, primary_key=True),
    Column("site_id", Id, ForeignKey("sites.id"), nullable=False),
    # Null where it is about its author alone.
    Column("comment_id", Id, ForeignKey("comments.id")),
    Column("reader_id", Id, ForeignKey("readers.id"), nullable=False),
    # Null where the site's own software wrote it, with a key; as of `decisions`.
    Column("staff_id", Id, ForeignKey("staff.id")),
    Column("key_id", Id),
    Column("text", Text, nullable=False),
    # Whether it passes the comment on to an editor, who answers by a decision.
    Column("passed_on", Boolean, nullable=False, server_default=false()),
    Column("made_at", Moment, nullable=False),
    Column("answered_by_id", Id, ForeignKey("decisions.id")),
    # The note by which it was passed on, where an editor gives the comment back with this one.
    Column("answers_id", Id),
    # PassedOn on, and giving back, can be taken back.
    Column("taken_back_at", Moment),
    Index("ix_staff_notes_comment_id", "comment_id"),
    Index("ix_staff_notes_reader_id", "reader_id"),
    Index("ix_staff_notes_answers_id", "answers_id"),
    Index(
        "ix_staff_notes_site_id_passed_on_answered_by_id", "site_id", "passed_on", "answered_by_id"
    ),
)

# A person's decision that was drawn to be read by a second one, who is not told of the first.
second_readings = Table(
    "second_readings",
    metadata,
    Column("id", Id, primary_key=True),
    Column("site_id", Id, ForeignKey("sites.id"), nullable=False),
    Column("comment_id", Id, ForeignKey("comments.id"), nullable=False),
    Column("decision_id", Id, ForeignKey("decisions.id"), nullable=False, unique=True),
    # By which rule it was before the first; empty where none had found anything.
    Column("rule", String(60), nullable=False),
    Column("drawn_at", Moment, nullable=False),
    # Who read it, and what they would have decided; empty while nobody has.
    Column("staff_id", Id, ForeignKey("staff.id")),
    Column("outcome", String(20)),
    Column("reason", String(60)),
    Column("note", Text),
    Column("read_at", Moment),
    # An editor's decision where the two differ.
    Column("settled_by_id", Id, ForeignKey("decisions.id")),
    # Of a reason of the house's own, its name of that day.
    Column("reason_title", String(60)),
    Index("ix_second_readings_site_id_read_at", "site_id", "read_at"),
)

# A newspaper's own reasons for declining. A decision keeps the words with which it was made.
house_reasons = Table(
    "house_reasons",
    metadata,
    Column("id", Id, primary_key=True),
    Column("site_id", Id, ForeignKey("sites.id"), nullable=False, index=True),
    Column("title", String(60), nullable=False),
    # What the author is told.
    Column("text", Text, nullable=False),
    Column("written_by", String(200), nullable=False),
    Column("written_at", Moment, nullable=False),
    Column("removed_at", Moment),
)

# That an author was warned: they get a letter, and it counts in their record.
warnings = Table(
    "warnings",
    metadata,
    Column("id", Id, primary_key=True),
    Column("site_id", Id, ForeignKey("sites.id"), nullable=False),
    Column("comment_id", Id, ForeignKey("comments.id"), nullable=False, index=True),
    Column("reader_id", Id, ForeignKey("readers.id"), nullable=False, index=True),
    Column("staff_id", Id, ForeignKey("staff.id"), nullable=False),
    Column("rule", String(60), nullable=False),
    # Of a reason of the house's own, its words of that day; else empty.
    Column("title", String(60), nullable=False),
    Column("text", Text, nullable=False),
    Column("made_at", Moment, nullable=False),
    # When the letter went.
    Column("told_at", Moment),
    # While it had not gone.
    Column("taken_back_at", Moment),
)
