"""Findings in words for the person who wrote the comment. Used by every face that shows them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from rejoinder.errors import N_
from rejoinder.i18n import Translator
from rejoinder.moderation.house_reasons import house_finding
from rejoinder.moderation.model import Decision, Finding, Outcome, Severity
from rejoinder.moderation.queries import Waits
from rejoinder.moderation.rule import RuleWords, Shown
from rejoinder.moderation.rules import BY_PEOPLE, DECLINING, FOR_A_PERSON, RULES
from rejoinder.moderation.rules.despair import HELP
from rejoinder.moderation.rules.standing import BANNED_BY_IT
from rejoinder.moderation.staff_reasons import STAFF_REASONS

# A list of thirty words helps nobody.
MAX_QUOTES: Final = 5

# The words of every rule and reason that a decision can name, by its id.
WORDS: Final[Mapping[str, RuleWords]] = MappingProxyType(
    {rule.id: rule.words for rule in RULES} | dict(STAFF_REASONS)
)

_SHOWS: Final = {rule.id: rule.shows for rule in RULES}


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a comment was held or declined, in words for its author."""

    rule: str
    title: str
    message: str
    advice: str
    quotes: tuple[str, ...] = ()
    """The words of the comment, or the links, that it rests on."""
    nearest: str = ""
    """The article's sentence that came nearest, where the subject is in question."""
    spans: tuple[tuple[int, int], ...] = ()
    """Where they stand in the comment's source, in characters."""
    help: tuple[str, ...] = ()
    """Where there is help for its author, a line a place."""


@dataclass(frozen=True, slots=True)
class Notice:
    """What became of what somebody sent."""

    state: str
    """published, held, declined, or plain for any other message."""
    title: str
    message: str
    reasons: tuple[Reason, ...] = ()
    status_path: str | None = None
    typed: str = ""
    """What was written and is kept nowhere, for whoever wants to copy it."""


def reasons_of(
    translator: Translator, findings: Iterable[Finding], source: str
) -> tuple[Reason, ...]:
    """Every finding that stood in the way, strictest first, in the site's language.

    Whoever may harm themselves is told where help is, and of no doubt about what they wrote.
    """
    serious = [finding for finding in findings if finding.severity > Severity.NOTE]
    if any(finding.rule in FOR_A_PERSON for finding in serious):
        serious = [
            finding
            for finding in serious
            if finding.rule in FOR_A_PERSON or finding.severity > Severity.HOLD
        ]
    return tuple(_reason(translator, finding, source) for finding in serious)


def reasons_for_author(
    translator: Translator, decision: Decision, source: str
) -> tuple[Reason, ...]:
    """Why a decision was made: a person's reason where a person decided, else the findings."""
    if decision.outcome is Outcome.PUBLISH:
        return ()
    if decision.made_by == "staff" and decision.rule:
        also = [
            found
            for found in decision.findings
            if found == BANNED_BY_IT or found.rule in FOR_A_PERSON
        ]
        by_hand = _by_hand(translator, decision, source)
        return (*by_hand, *reasons_of(translator, also, source))
    return reasons_of(translator, decision.findings, source)


def named_rule(findings: Iterable[Finding]) -> Finding | None:
    """The strictest finding that is a reason to decline, so that a person need not look for one."""
    serious = (each for each in findings if each.severity > Severity.NOTE)
    return next((each for each in serious if each.rule in DECLINING), None)


def _by_hand(translator: Translator, decision: Decision, source: str) -> tuple[Reason, ...]:
    """The reason that a person chose, in their own words if they wrote some."""
    if decision.rule in STAFF_REASONS:
        words, house = STAFF_REASONS[decision.rule], house_finding(decision)
        own = {} if house is None else house.facts
        message = decision.note or own.get("text") or translator.translate(words.message)
        title = own.get("title") or translator.translate(words.title)
        advice = translator.translate(words.advice)
        return (Reason(decision.rule, title=title, message=message, advice=advice),)
    found = (each for each in decision.findings if each.rule == decision.rule)
    told = tuple(_reason(translator, each, source) for each in found)
    return tuple(replace(each, message=decision.note or each.message) for each in told)


def message_of(translator: Translator, finding: Finding) -> str:
    """Why, to the author, in the newspaper's own words if it has some."""
    own = finding.facts.get("text", "") if finding.rule in FOR_A_PERSON else ""
    return own or translator.translate(WORDS[finding.rule].message, **finding.facts)


def mendable(decision: Decision) -> bool:
    """Whether the author of a declined comment could send another text that may be posted."""
    return decision.outcome is Outcome.DECLINE and not any(
        finding.rule in BY_PEOPLE for finding in decision.findings
    )


def notice_of(
    translator: Translator, decision: Decision, source: str, *, status_path: str, waits: Waits
) -> Notice:
    """What became of a comment, why, and what its author can do."""
    reasons = reasons_for_author(translator, decision, source)
    if decision.outcome is Outcome.PUBLISH:
        title, message = translator.translate("Your comment is posted."), ""
    elif decision.outcome is Outcome.HOLD:
        title = translator.translate("Thank you. A moderator will read your comment first.")
        message = expected_wait(translator, waits)
    else:
        title = translator.translate("Your comment was not posted.")
        message = way_on(translator, resend=mendable(decision), appeal=True)
    return Notice(STATES[decision.outcome], title, message, reasons, status_path)


# Whether another text can be sent, whether a person can still be asked.
_WAYS_ON: Final = {
    (True, True): N_("You can change it and send it again, or ask a person to look."),
    (True, False): N_("You can change it and send it again."),
    (False, True): N_("You can ask a person to look."),
    (False, False): "",
}

STATES = {Outcome.PUBLISH: "published", Outcome.HOLD: "held", Outcome.DECLINE: "declined"}


def way_on(translator: Translator, *, resend: bool, appeal: bool) -> str:
    """What the author of a declined comment can do; empty where that is nothing."""
    return translator.translate(_WAYS_ON[resend, appeal])


def expected_wait(translator: Translator, waits: Waits) -> str:
    """How long it will take, as far as this site's own queue can tell."""
    if waits.median is None:
        return translator.translate(
            "Nobody has had to wait of late, so we cannot say how long it will take."
        )
    return translator.translate(
        "In the last week half of those waiting had an answer within %(span)s.",
        span=translator.span(waits.median.total_seconds()),
    )


def _reason(translator: Translator, finding: Finding, source: str) -> Reason:
    words, shows = WORDS[finding.rule], _SHOWS[finding.rule]
    if finding.rule in FOR_A_PERSON:
        return _offer_of_help(translator, finding)
    quotes = tuple(source[start:end] for start, end in finding.spans)
    if not quotes and shows is Shown.QUOTES:
        quotes = finding.evidence
    return Reason(
        rule=finding.rule,
        title=translator.translate(words.title),
        message=message_of(translator, finding),
        advice=translator.translate(words.advice, **finding.facts),
        quotes=tuple(dict.fromkeys(quotes))[:MAX_QUOTES],
        nearest=finding.evidence[0] if shows is Shown.NEAREST and finding.evidence else "",
        spans=finding.spans,
    )


def _offer_of_help(translator: Translator, finding: Finding) -> Reason:
    """Where help is, in the newspaper's words if it has its own. No word is held up to anybody."""
    words = WORDS[finding.rule]
    return Reason(
        rule=finding.rule,
        title=translator.translate(words.title),
        message=message_of(translator, finding),
        advice=translator.translate(words.advice),
        help=tuple(finding.facts.get("help") or (translator.translate(HELP),)),
    )
