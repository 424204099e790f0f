"""Which tables an archive holds, and how a row of each is written and read.

What a line may say follows from the table's columns: its type, its length, whether it may be
missing. `site_id` stands in no line, since an archive holds one site.
"""

from datetime import date, datetime
from typing import Annotated, Any, Final, Literal

from msgspec import Meta, Struct, defstruct
from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    Integer,
    String,
    Table,
)

from rejoinder.articles.fields import BodyFormat
from rejoinder.articles.model import SLUG, ToldBy
from rejoinder.articles.tables import article_addresses, articles
from rejoinder.audit.tables import log_seals
from rejoinder.comments.model import State
from rejoinder.comments.tables import comments, revisions
from rejoinder.feedback.tables import suggestions
from rejoinder.imports.tables import import_sources
from rejoinder.moderation.model import Outcome
from rejoinder.moderation.tables import (
    appeals,
    decisions,
    earlier_decisions,
    house_reasons,
    notice_suspensions,
    notices,
    outside_checks,
    reports,
    second_readings,
    staff_notes,
    statements,
    warnings,
)
from rejoinder.passkeys.tables import passkeys
from rejoinder.readers.model import Standing
from rejoinder.readers.tables import readers, standings
from rejoinder.sign_on.tables import reader_identities, sign_on_ways
from rejoinder.sites.model import Role
from rejoinder.sites.tables import default_policies, key_uses, keys, policies, staff
from rejoinder.storage import Moment
from rejoinder.storage.audit_log import audit_log
from rejoinder.webhooks.tables import endpoints

TAG: Final = "table"
# Each after those that its rows name.
ARCHIVED: Final[tuple[Table, ...]] = (
    policies,
    default_policies,
    staff,
    passkeys,
    keys,
    key_uses,
    outside_checks,
    sign_on_ways,
    endpoints,
    articles,
    article_addresses,
    readers,
    reader_identities,
    standings,
    comments,
    revisions,
    earlier_decisions,
    decisions,
    statements,
    reports,
    notices,
    notice_suspensions,
    appeals,
    second_readings,
    staff_notes,
    house_reasons,
    warnings,
    suggestions,
    import_sources,
    audit_log,
    log_seals,
)
IN_THE_SITES_OWN_LINE: Final = frozenset({"sites", "site_hosts"})
# What is kept for a while only, belongs to no site, opens something for one browser, is read from
# what is here anew, or is work whose outcome stands in other tables.
NOT_ARCHIVED: Final = frozenset(
    {
        *("article_reads", "changes", "claims", "closed_pages", "idempotent_calls"),
        *("left_cards", "outbox"),
        *("policy_drafts", "policy_replays", "shadow_outcomes", "shadow_policies"),
        *("comment_scores", "comment_words", "unindexed_comments"),
        *("article_words", "unindexed_articles"),
        *("bulk_items", "bulk_jobs"),
        *("reading_salts", "saved_filters", "staff_here"),
        *("passkey_challenges", "sessions", "sign_in_links", "used_tokens"),
        *("webhook_cursor", "webhook_deliveries"),
    }
)
_MEANINGS: Final[dict[tuple[str, str], Any]] = {
    ("articles", "body_format"): BodyFormat,
    ("articles", "slug"): Annotated[str, Meta(max_length=120, pattern=f"^(?:{SLUG.pattern})$")],
    ("articles", "told_by"): ToldBy,
    ("comments", "author_badge"): Literal["", "staff", "author", "subscriber"],
    ("comments", "state"): State,
    ("decisions", "made_by"): Literal["policy", "staff"],
    ("decisions", "outcome"): Outcome,
    ("staff", "role"): Role,
    ("standings", "standing"): Standing,
}
# References of which the store itself knows nothing.
_UNTOLD: Final = {
    "decisions": [("key_id", "keys")],
    "staff_notes": [("key_id", "keys"), ("answers_id", "staff_notes")],
}
# Beyond it scripts do not count exactly; and nothing may use the store's numbers up.
LARGEST: Final = 2**53 - 1
_LARGEST_SMALL = 2**31 - 1
# More than anything here may be long; a line is bounded before.
_LONGEST = 16_000_000


# The first that fits; texts have a length of their own.
_TYPES: Final[tuple[tuple[type[Any], Any], ...]] = (
    (Boolean, bool),
    (BigInteger, Annotated[int, Meta(ge=0, le=LARGEST)]),
    (Integer, Annotated[int, Meta(ge=0, le=_LARGEST_SMALL)]),
    (Moment, Annotated[datetime, Meta(tz=True)]),
    (Date, date),
    (JSON, Any),
)


def columns_of(table: Table) -> list[Column[Any]]:
    """The columns that stand in a line."""
    return [each for each in table.columns if each.name != "site_id"]


def references_of(table: Table) -> list[tuple[str, str]]:
    """The columns that name a row of a table, and that table's name."""
    told = [
        (each.name, key.column.table.name)
        for each in columns_of(table)
        for key in each.foreign_keys
    ]
    return told + _UNTOLD.get(table.name, [])


def row_type(table: Table) -> type[Struct]:
    """A row of the table as it stands in a line."""
    fields = [_field(table, column) for column in columns_of(table)]
    return defstruct(
        str(table.name),
        fields,
        tag_field=TAG,
        tag=str(table.name),
        kw_only=True,
        forbid_unknown_fields=True,
    )


def _field(table: Table, column: Column[Any]) -> Any:
    name = str(column.name)  # the schema has a string of its own kind
    kind = _MEANINGS.get((table.name, name)) or _type_of(column)
    if column.nullable:
        return name, kind | None, None
    default = _default_of(column)
    return (name, kind) if default is None else (name, kind, default)


def _type_of(column: Column[Any]) -> Any:
    if isinstance(column.type, String):
        return Annotated[str, Meta(max_length=column.type.length or _LONGEST)]
    return next(kind for of, kind in _TYPES if isinstance(column.type, of))


def _default_of(column: Column[Any]) -> Any:
    """What an archive means that was written before there was such a column."""
    given = column.server_default
    if given is None:
        return None
    word = str(given.arg).strip("'")  # type: ignore[attr-defined] # all of ours are plain
    if isinstance(column.type, Boolean):
        return word == "true"
    return int(word) if isinstance(column.type, Integer) else word
