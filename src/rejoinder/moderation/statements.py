"""The statement of reasons that every restriction has, as the Digital Services Act names it. Pure.

Regulation (EU) 2022/2065, Article 17, in the words of the Transparency Database's API: what was
restricted, on what ground, who told of it, and what a program did of it. One is written in the
transaction of each decision that keeps a comment or its author from readers, whether the law asks
it of this site or not, so that nothing need be reconstructed later.
"""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from rejoinder.moderation.model import Decision, Outcome, Severity
from rejoinder.moderation.rules import RULES
from rejoinder.moderation.staff_reasons import STAFF_REASONS

# What a person says who finds that the law forbids it; else it is against the site's own rules.
ILLEGAL: Final = "staff-illegal"
# Article 17(2): deceptive commercial content in high volume is owed no statement.
SPAM: Final = frozenset({"abuse-spam", "links-blocked"})
HELD_BY_A_PERSON: Final = "held-by-staff"


class Source(StrEnum):
    """Who made the site look at it."""

    NOTICE = "SOURCE_ARTICLE_16"
    TRUSTED_FLAGGER = "SOURCE_TRUSTED_FLAGGER"
    REPORT = "SOURCE_TYPE_OTHER_NOTIFICATION"
    OWN = "SOURCE_VOLUNTARY"


class Automation(StrEnum):
    """How much of a decision was a program's."""

    FULLY = "AUTOMATED_DECISION_FULLY"
    PARTIALLY = "AUTOMATED_DECISION_PARTIALLY"
    NOT = "AUTOMATED_DECISION_NOT_AUTOMATED"


class Restriction(StrEnum):
    """What was kept from whom."""

    HELD = "DECISION_VISIBILITY_CONTENT_DISABLED"
    DECLINED = "DECISION_VISIBILITY_CONTENT_REMOVED"
    SUSPENDED = "DECISION_ACCOUNT_SUSPENDED"
    BANNED = "DECISION_ACCOUNT_TERMINATED"

    @property
    def of_account(self) -> bool:
        """Whether it keeps somebody from writing, rather than one comment from readers."""
        return self in {Restriction.SUSPENDED, Restriction.BANNED}


class Ground(StrEnum):
    """Against what it was."""

    LAW = "DECISION_GROUND_ILLEGAL_CONTENT"
    RULES = "DECISION_GROUND_INCOMPATIBLE_CONTENT"


class Category(StrEnum):
    """The kind of what it was about."""

    SPEECH = "STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH"
    CYBER_VIOLENCE = "STATEMENT_CATEGORY_CYBER_VIOLENCE"
    VIOLENCE = "STATEMENT_CATEGORY_VIOLENCE"
    SELF_HARM = "STATEMENT_CATEGORY_SELF_HARM"
    MINORS = "STATEMENT_CATEGORY_PROTECTION_OF_MINORS"
    PRIVACY = "STATEMENT_CATEGORY_DATA_PROTECTION_AND_PRIVACY_VIOLATIONS"
    PROPERTY = "STATEMENT_CATEGORY_INTELLECTUAL_PROPERTY_INFRINGEMENTS"
    SECURITY = "STATEMENT_CATEGORY_RISK_FOR_PUBLIC_SECURITY"
    OWN_RULES = "STATEMENT_CATEGORY_OTHER_VIOLATION_TC"


class Keyword(StrEnum):
    """What exactly it was about."""

    HATE = "KEYWORD_HATE_SPEECH"
    DEFAMATION = "KEYWORD_DEFAMATION"
    BULLYING = "KEYWORD_CYBER_BULLYING_INTIMIDATION"
    INCITEMENT = "KEYWORD_INCITEMENT_VIOLENCE_HATRED"
    SUICIDE = "KEYWORD_SUICIDE"
    SEXUAL = "KEYWORD_ADULT_SEXUAL_MATERIAL"
    LANGUAGE = "KEYWORD_LANGUAGE_REQUIREMENTS"
    COPYRIGHT = "KEYWORD_COPYRIGHT_INFRINGEMENT"
    TERRORISM = "KEYWORD_TERRORIST_CONTENT"
    OTHER = "KEYWORD_OTHER"


Kind = tuple[Category, Keyword]

_OWN_RULES: Final[Kind] = (Category.OWN_RULES, Keyword.OTHER)
_BULLYING: Final[Kind] = (Category.CYBER_VIOLENCE, Keyword.BULLYING)
# Whatever is not named here is against the site's own rules alone.
KINDS: Final[Mapping[str, Kind]] = {
    "abuse-threat": (Category.VIOLENCE, Keyword.INCITEMENT),
    "staff-threat": (Category.VIOLENCE, Keyword.INCITEMENT),
    "abuse-identity-attack": (Category.SPEECH, Keyword.HATE),
    "abuse-insult": _BULLYING,
    "abuse-severe-toxicity": _BULLYING,
    "abuse-toxicity": _BULLYING,
    "name-abusive": _BULLYING,
    "staff-abuse": _BULLYING,
    "abuse-sexually-explicit": (Category.OWN_RULES, Keyword.SEXUAL),
    "language-unjudged": (Category.OWN_RULES, Keyword.LANGUAGE),
    "despair": (Category.SELF_HARM, Keyword.SUICIDE),
    "private-data": (Category.PRIVACY, Keyword.OTHER),
    "staff-privacy": (Category.PRIVACY, Keyword.OTHER),
    ILLEGAL: (Category.SPEECH, Keyword.OTHER),
}
_TITLES: Final = {
    **{rule.id: rule.words.title for rule in RULES},
    **{reason: words.title for reason, words in STAFF_REASONS.items()},
}
# By whom readers' complaints, and not a program, made the site look.
_BY_READERS: Final = frozenset({"reported"})


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement of reasons. The fields that the API has too are called as they are there."""

    restriction: Restriction
    rule: str
    """The rule or the person's reason that decided."""
    decision_ground: Ground
    category: Category
    category_specification: Keyword
    source_type: Source
    automated_detection: bool
    automated_decision: Automation
    decision_facts: str
    """In English; nothing in it is of a person."""
    content_language: str = ""
    """ISO 639-1, in capitals; empty where nobody can tell."""
    end_at: datetime | None = None
    """When it ends by itself; None while it holds until somebody ends it."""

    @property
    def owed(self) -> bool:
        """Whether the law wants it told: it does not of spam."""
        return self.rule not in SPAM


def statement_of(decision: Decision, source: Source, kind: Kind | None = None) -> Statement:
    """The statement of a decision that holds or declines a comment.

    `source` is who told of it, `kind` what they said it was, where a person found them right.
    """
    rule = rule_of(decision)
    restriction = Restriction.HELD if decision.outcome is Outcome.HOLD else Restriction.DECLINED
    detected = source is Source.OWN and _found_by_program(decision)
    automation = _automation(decision, detected=detected)
    category, keyword = (kind if rule == ILLEGAL else None) or KINDS.get(rule, _OWN_RULES)
    return Statement(
        restriction=restriction,
        rule=rule,
        decision_ground=Ground.LAW if rule == ILLEGAL else Ground.RULES,
        category=category,
        category_specification=keyword,
        source_type=source,
        automated_detection=detected,
        automated_decision=automation,
        decision_facts=_facts(restriction, rule, source, detected=detected, automation=automation),
        content_language=_language(decision),
    )


def statement_of_ban(reason: str, until: datetime | None) -> Statement:
    """The statement of a person's decision to take no more comments from somebody.

    `reason` is a rule's id, or words that only the desk and its author see.
    """
    restriction = Restriction.BANNED if until is None else Restriction.SUSPENDED
    category, keyword = KINDS.get(reason, _OWN_RULES)
    facts = _facts(restriction, reason, Source.OWN, detected=False, automation=Automation.NOT)
    return Statement(
        restriction=restriction,
        rule=reason if reason in _TITLES else "standing-banned",
        decision_ground=Ground.LAW if reason == ILLEGAL else Ground.RULES,
        category=category,
        category_specification=keyword,
        source_type=Source.OWN,
        automated_detection=False,
        automated_decision=Automation.NOT,
        decision_facts=facts,
        end_at=until,
    )


def rule_of(decision: Decision) -> str:
    """The one rule or reason that a decision rests on most."""
    if decision.rule:
        return decision.rule
    serious = (each.rule for each in decision.findings if each.severity > Severity.NOTE)
    return next(serious, HELD_BY_A_PERSON if decision.made_by == "staff" else "check-failed")


def appeal_until(made_at: datetime, months: int) -> datetime:
    """Until when a decision can be appealed against: the same day so many months later.

    Where that month has no such day, its last one.
    """
    years, month = divmod(made_at.month - 1 + months, 12)
    year = made_at.year + years
    day = min(made_at.day, monthrange(year, month + 1)[1])
    return made_at.replace(year=year, month=month + 1, day=day)


def title_of(rule: str) -> str:
    """A rule in a few English words; one that is no longer written down keeps its id."""
    return _TITLES.get(rule, rule)


def _found_by_program(decision: Decision) -> bool:
    return any(
        each.severity > Severity.NOTE and each.rule not in _BY_READERS for each in decision.findings
    )


def _automation(decision: Decision, *, detected: bool) -> Automation:
    if decision.made_by != "staff":
        return Automation.FULLY
    # What the site's own software decided with a key may be a program's word or a person's.
    return Automation.PARTIALLY if detected or decision.key_id is not None else Automation.NOT


def _language(decision: Decision) -> str:
    judged = decision.judgement
    code = "" if judged is None or judged.language is None else judged.language.code
    return code.upper() if len(code) == 2 and code.isascii() else ""


_WHAT: Final = {
    Restriction.HELD: "A reader's comment is shown to nobody until a person has decided.",
    Restriction.DECLINED: "A reader's comment is shown to nobody.",
    Restriction.SUSPENDED: "No comments are taken from a reader for a time.",
    Restriction.BANNED: "No more comments are taken from a reader.",
}
_TOLD_BY: Final = {
    Source.NOTICE: "Somebody gave notice of it as illegal content.",
    Source.TRUSTED_FLAGGER: "A trusted flagger gave notice of it.",
    Source.REPORT: "Readers reported it.",
    Source.OWN: "Nobody told the site of it.",
}
_DECIDED: Final = {
    Automation.FULLY: "A program decided by the site's rules.",
    Automation.PARTIALLY: "A person decided after a program had pointed it out.",
    Automation.NOT: "A person decided.",
}


def _facts(
    restriction: Restriction, rule: str, source: Source, *, detected: bool, automation: Automation
) -> str:
    """Only of parts written here: a rule's id and whatever else a person typed stays out."""
    parts = [_WHAT[restriction]]
    if rule in _TITLES:
        parts.append(f"Rule: {_TITLES[rule]}.")
    parts.append(_TOLD_BY[source])
    if detected:
        parts.append("A program found it.")
    parts.append(_DECIDED[automation])
    return " ".join(parts)
