"""What a row of the audit log tells beside whom it was done to: names and values, in words."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from rejoinder.errors import N_
from rejoinder.i18n import Translator
from rejoinder.moderation.model import Outcome
from rejoinder.sites.model import Role
from rejoinder.sites.roles import ROLE_NAMES
from rejoinder.web.desk.findings import rule_title
from rejoinder.web.desk.log import OUTCOME_NAMES

# In characters: what a row shows of them.
_LONGEST: Final = 300

FACT_NAMES: Final[Mapping[str, str]] = {
    "article_id": N_("Article"),
    "comment": N_("Comment"),
    "comment_id": N_("Comment"),
    "first": N_("First day"),
    "format": N_("Kind of file"),
    "from": N_("From"),
    "key_id": N_("Number of the key"),
    "kind": N_("Only"),
    "last": N_("Last day"),
    "name": N_("Name"),
    "number": N_("How many"),
    "outcome": N_("What becomes of it"),
    "passkeys_required": N_("Everybody must have a passkey"),
    "problems": N_("Not as they were sealed"),
    "reason": N_("Why"),
    "removed": N_("Removed"),
    "role": N_("Role"),
    "rule": N_("Reason"),
    "scopes": N_("It opens"),
    "sections": N_("Sections"),
    "taken_back": N_("Taken back"),
    "text": N_("Words"),
    "to": N_("To"),
    "until": N_("Until"),
    "url": N_("Address"),
    "was": N_("Before"),
    "was_text": N_("Words before"),
    "was_title": N_("Name before"),
    "who": N_("By"),
    "words": N_("Words"),
}
"""What each fact is called that is ever written down; one that we no longer know keeps its name."""
_SUBJECTS: Final[Mapping[str, str]] = {
    "feedback": N_("What other systems' people decided"),
    "log": N_("The log"),
    "site": N_("The whole site"),
    "statements": N_("Statements of reasons"),
}
"""What was taken as a file, or read."""


def facts_in_words(translator: Translator, told: Mapping[str, Any]) -> str:
    """Names and values; what is none is left out."""
    named = (_named(translator, name, value) for name, value in told.items() if value is not None)
    return ", ".join(named)[:_LONGEST]


def subject_in_words(translator: Translator, kind: str, subject: str) -> str:
    """To what something was done: people's own words, but where no person named it."""
    words = _SUBJECTS.get(subject) if kind.startswith(("export.", "log.")) else None
    return subject if words is None else translator.translate(words)


def _named(translator: Translator, name: str, value: Any) -> str:
    label = translator.translate(FACT_NAMES[name]) if name in FACT_NAMES else name
    if isinstance(value, Mapping):
        return f"{label}: ({facts_in_words(translator, value)})"
    return f"{label}: {_value(translator, name, value)}"


def _value(translator: Translator, name: str, value: Any) -> str:
    if isinstance(value, bool):
        return translator.translate(N_("yes") if value else N_("no"))
    if isinstance(value, list):
        return ", ".join(map(str, value))
    in_words = _IN_WORDS.get(name)
    return str(value) if in_words is None else in_words(translator, str(value))


def _role(translator: Translator, value: str) -> str:
    return translator.translate(ROLE_NAMES[Role(value)]) if value in set(Role) else value


def _outcome(translator: Translator, value: str) -> str:
    return translator.translate(OUTCOME_NAMES[Outcome(value)]) if value in set(Outcome) else value


def _moment(translator: Translator, value: str) -> str:
    try:
        return translator.moment(datetime.fromisoformat(value))
    except ValueError:
        return value


_IN_WORDS: Final[Mapping[str, Callable[[Translator, str], str]]] = {
    "outcome": _outcome,
    "role": _role,
    "rule": rule_title,
    "until": _moment,
}
