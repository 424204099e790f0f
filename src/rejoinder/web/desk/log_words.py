"""What the log's rows are called, and what they say, in a site's language."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from rejoinder.audit.finding import DECISION, POLICY, STANDING, STATEMENT, LogEntry
from rejoinder.audit.model import Fault
from rejoinder.errors import N_
from rejoinder.i18n import Translator
from rejoinder.moderation.model import Outcome
from rejoinder.moderation.queries import decision_from
from rejoinder.moderation.reasons import STATES
from rejoinder.readers.model import Standing, is_placeholder
from rejoinder.storage import AuditKind
from rejoinder.web.desk.cards import STANDING_NAMES
from rejoinder.web.desk.findings import reason_title, rule_title
from rejoinder.web.desk.log import OUTCOME_NAMES, UNDONE_NAMES
from rejoinder.web.desk.log_facts import facts_in_words, subject_in_words

GROUPS: Final[Mapping[str, str]] = {
    DECISION: N_("Decisions"),
    STANDING: N_("Bans, watches and trust"),
    POLICY: N_("Rules put in force"),
    "shadow": N_("Rules tried beside"),
    "staff": N_("People at the desk"),
    "key": N_("API keys"),
    "passkey": N_("Passkeys"),
    "article": N_("Articles"),
    "thread": N_("Conversations closed and opened"),
    "comment": N_("Pins, and what was passed on"),
    "note": N_("Notes"),
    "bulk": N_("Many decided at once"),
    "second-reading": N_("Second readings"),
    "difference": N_("Differences settled"),
    "author": N_("Authors warned"),
    "notifier": N_("Who gives notice"),
    "reason": N_("Own reasons"),
    "site": N_("Settings of the site"),
    "export": N_("Exports"),
    "log": N_("The log itself"),
    STATEMENT: N_("Statements of reasons"),
}
"""What can be chosen to be looked for."""

_AUDIT_WORDS: Final[Mapping[AuditKind, str]] = {
    AuditKind.STAFF_INVITED: N_("Let in"),
    AuditKind.STAFF_CHANGED: N_("Role or name changed"),
    AuditKind.STAFF_REMOVED: N_("Removed from the staff"),
    AuditKind.KEY_MADE: N_("API key made"),
    AuditKind.KEY_REVOKED: N_("API key revoked"),
    AuditKind.PASSKEY_ADDED: N_("Passkey added"),
    AuditKind.PASSKEY_REMOVED: N_("Passkey removed"),
    AuditKind.PASSKEYS_RESET: N_("Passkeys begun anew"),
    AuditKind.ARTICLE_ADDED: N_("Article added"),
    AuditKind.ARTICLE_CHANGED: N_("Article changed"),
    AuditKind.ARTICLE_MOVED: N_("Article moved"),
    AuditKind.ARTICLE_UNPUBLISHED: N_("Article taken from readers"),
    AuditKind.ARTICLE_REPUBLISHED: N_("Article back"),
    AuditKind.THREAD_CLOSED: N_("Conversation closed"),
    AuditKind.THREAD_OPENED: N_("Conversation opened"),
    AuditKind.COMMENT_PINNED: N_("Comment pinned"),
    AuditKind.COMMENT_UNPINNED: N_("Comment unpinned"),
    AuditKind.COMMENT_PICKED: N_("Comment picked"),
    AuditKind.COMMENT_UNPICKED: N_("Picked no more"),
    AuditKind.POLICY_PUT: N_("Rules put in force"),
    AuditKind.SHADOW_BEGUN: N_("Rules tried beside"),
    AuditKind.SHADOW_ENDED: N_("Trying ended"),
    AuditKind.NOTE_ADDED: N_("Note added"),
    AuditKind.COMMENT_PASSED_ON: N_("Passed to an editor"),
    AuditKind.COMMENT_GIVEN_BACK: N_("Given back by an editor"),
    AuditKind.BULK_BEGUN: N_("Many decided at once"),
    AuditKind.BULK_STOPPED: N_("Deciding many stopped"),
    AuditKind.BULK_RESUMED: N_("Deciding many went on"),
    AuditKind.BULK_UNDONE: N_("Many undone at once"),
    AuditKind.SECOND_READING_GIVEN: N_("Read a second time"),
    AuditKind.DIFFERENCE_SETTLED: N_("Difference settled"),
    AuditKind.AUTHOR_WARNED: N_("Author warned"),
    AuditKind.NOTIFIER_SUSPENDED: N_("No notices taken for a time"),
    AuditKind.NOTIFIER_RESTORED: N_("Notices taken again"),
    AuditKind.REASON_CHANGED: N_("Own reason changed"),
    AuditKind.SITE_CHANGED: N_("Site changed"),
    AuditKind.EXPORTED: N_("Taken as a file"),
    AuditKind.LOG_EXPORTED: N_("Log exported"),
    AuditKind.LOG_VERIFIED: N_("Log verified"),
    AuditKind.LOG_UNREAD: N_("Log not read to its end"),
}
FAULTS: Final[Mapping[Fault, str]] = {
    Fault.ALTERED: N_("was altered"),
    Fault.REMOVED: N_("was taken away"),
    Fault.SEAL_REMOVED: N_("a seal was taken away"),
    Fault.UNSEALED: N_("was put in later, or its seal was taken away"),
    Fault.OTHER_HEAD: N_("the log does not pass through a head that was printed earlier"),
}
"""What can be wrong with a row, behind its table and number."""
# Of comments, by their number.
_OF_COMMENTS: Final = ("comment.", "note.", "second-reading.", "difference.")


@dataclass(frozen=True, slots=True)
class LogLine:
    """A row of the log as the page shows it."""

    made_at: datetime
    said: str
    """What was done."""
    state: str
    """What a decision made of its comment; empty of anything else."""
    what: str
    """To what or whom."""
    href: str
    """Its page at the desk; empty where it has none."""
    why: str
    note: str
    facts: str
    """Names and values, in words."""
    who: str
    versions: str


def audit_words(kind: str) -> str:
    """What an act of the audit log is called, as a msgid; one we no longer know keeps its name."""
    return _AUDIT_WORDS[AuditKind(kind)] if kind in set(AuditKind) else kind


def line_of(translator: Translator, entry: LogEntry, who: str, of: Mapping[int, str]) -> LogLine:
    """One row; `who` did it, `of` has what comments say, by their numbers."""
    told: dict[str, Any] = {
        "state": "",
        "what": "",
        "href": "",
        "why": "",
        "note": "",
        "facts": "",
        "versions": "",
        **_PARTS.get(entry.kind, _of_audit)(translator, entry.row, of),
    }
    return LogLine(made_at=entry.place.made_at, who=who, **told)


def _of_decision(translator: Translator, row: Any, of: Mapping[int, str]) -> dict[str, str]:
    outcome = Outcome(row.outcome)
    names = OUTCOME_NAMES if row.undoes_id is None else UNDONE_NAMES
    bans = row.undoes_id is None and any(
        each.get("facts", {}).get("by") == "this decision" for each in row.findings
    )
    said = N_("Declined, author banned") if bans else names[outcome]
    return {
        "said": translator.translate(said),
        "state": STATES[outcome],
        "what": of.get(row.comment_id, ""),
        "href": f"/desk/comments/{row.comment_id}",
        "why": reason_title(translator, decision_from(row)),
        "note": row.note,
        "versions": f"{row.policy_version} {row.model_version}",
    }


def _of_standing(translator: Translator, row: Any, _of: Mapping[int, str]) -> dict[str, str]:
    placeholder = translator.translate(N_("the site's own account"))
    return {
        "said": translator.translate(STANDING_NAMES[Standing(row.standing)]),
        "what": placeholder if is_placeholder(row.email) else row.email,
        "href": "/desk/bans",
        "note": rule_title(translator, row.reason),
    }


def _of_policy(translator: Translator, row: Any, _of: Mapping[int, str]) -> dict[str, str]:
    return {
        "said": translator.translate(N_("Rules put in force")),
        "what": row.version,
        "href": "/desk/policy/versions",
        "note": row.reason or "",
        "facts": facts_in_words(translator, {"was": row.replaces, "sections": row.sections}),
    }


def _of_statement(translator: Translator, row: Any, of: Mapping[int, str]) -> dict[str, str]:
    about = row.comment_id
    return {
        "said": translator.translate(N_("Statement of reasons")),
        "what": of.get(about, "") if about else "",
        "href": f"/desk/comments/{about}" if about else "/desk/bans",
        "why": rule_title(translator, row.rule),
        "versions": row.policy_version,
    }


def _of_audit(translator: Translator, row: Any, of: Mapping[int, str]) -> dict[str, str]:
    number = int(row.subject) if row.subject.isascii() and row.subject.isdigit() else 0
    of_comment = row.kind.startswith(_OF_COMMENTS)
    # Which rows are broken stands below the log, in words.
    silent = {"named", "comment_id"} if of_comment else {"named"}
    told = {name: value for name, value in row.facts.items() if name not in silent}
    if told.get("kind") in GROUPS:  # what was taken as a file
        told["kind"] = translator.translate(GROUPS[told["kind"]])
    subject = subject_in_words(translator, row.kind, row.subject)
    return {
        "said": translator.translate(audit_words(row.kind)),
        "what": of.get(number, row.subject) if of_comment else subject,
        "href": _href(row, number if of_comment else 0),
        "facts": facts_in_words(translator, told),
    }


def _href(row: Any, comment_id: int) -> str:
    if comment_id:
        return f"/desk/comments/{comment_id}"
    article_id = row.facts.get("article_id")
    if isinstance(article_id, int):
        return f"/desk/articles/{article_id}"
    pages = {
        "staff": "/desk/staff",
        "key": "/desk/keys",
        "notifier": "/desk/notices",
        "policy": "/desk/policy/versions",
    }
    return pages.get(row.kind.partition(".")[0], "")


_PARTS: Final[Mapping[str, Any]] = {
    DECISION: _of_decision,
    STANDING: _of_standing,
    POLICY: _of_policy,
    STATEMENT: _of_statement,
}
