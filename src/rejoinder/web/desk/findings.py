"""What checks found, in words for staff; and beside it, what its author is told of that."""

from collections.abc import Iterable, Mapping
from typing import Any

from rejoinder.i18n import Translator
from rejoinder.moderation.house_reasons import house_finding
from rejoinder.moderation.model import Decision, Finding
from rejoinder.moderation.reasons import (
    MAX_QUOTES,
    WORDS,
    Reason,
    message_of,
    named_rule,
    reasons_for_author,
)
from rejoinder.web.desk.card_parts import NamedRule
from rejoinder.web.desk.views import FindingView


def rule_title(translator: Translator, rule: str) -> str:
    """A rule in words; one that is no longer written down keeps its id."""
    return translator.translate(WORDS[rule].title_at_desk) if rule in WORDS else rule


def reason_title(translator: Translator, decision: Decision) -> str:
    """For what it was decided, in words; of a reason of the house's own, the house's."""
    house = house_finding(decision)
    if house is not None:
        return str(house.facts["title"])
    return rule_title(translator, decision.rule) if decision.rule else ""


def finding_view(
    translator: Translator, finding: Finding, source: str, evidence: str
) -> FindingView:
    """One finding about a comment with this source; `evidence` has its own place on the card."""
    quotes = finding.evidence or tuple(source[start:end] for start, end in finding.spans)
    found = WORDS[finding.rule].found if finding.rule in WORDS else ""
    return FindingView(
        severity=finding.severity.name.lower(),
        title=finding.facts.get("title") or rule_title(translator, finding.rule),
        found=_filled(translator, found, finding.facts) if found else "",
        quotes=tuple(each for each in dict.fromkeys(quotes) if each != evidence)[:MAX_QUOTES],
    )


def told_of(translator: Translator, decision: Decision, source: str) -> tuple[Reason, ...]:
    """What the author of a comment is told of the decision that is in force; nothing of one by
    rules whose words have changed since."""
    try:
        return reasons_for_author(translator, decision, source)
    except (KeyError, TypeError, ValueError):
        return ()


def named_of(translator: Translator, findings: Iterable[Finding]) -> NamedRule:
    """By which rule one key declines."""
    named = named_rule(findings)
    if named is None:
        return NamedRule()
    try:
        message = message_of(translator, named)
    except (KeyError, TypeError, ValueError):
        message = ""  # the wording has changed since this decision was stored
    return NamedRule(named.rule, rule_title(translator, named.rule), message)


def _filled(translator: Translator, words: str, facts: Mapping[str, Any]) -> str:
    try:
        return translator.translate(words, **facts)
    except (KeyError, TypeError, ValueError):
        return ""  # the wording has changed since this decision was stored
