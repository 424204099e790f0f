"""Findings in words for the person who wrote the comment. Used by every face that tells them."""

from collections.abc import Iterable
from dataclasses import dataclass

from rejoinder.i18n import Translator
from rejoinder.moderation.model import Decision, Finding, Outcome, Severity
from rejoinder.moderation.queries import Waits
from rejoinder.moderation.wording import RULES, STAFF_REASONS

# A list of thirty found words helps nobody.
MOST_QUOTES = 5


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


@dataclass(frozen=True, slots=True)
class Notice:
    """What became of what somebody sent."""

    state: str
    """published, held, declined, or plain for any other message."""
    title: str
    message: str
    reasons: tuple[Reason, ...] = ()
    status_path: str | None = None


def reasons_of(words: Translator, findings: Iterable[Finding], source: str) -> tuple[Reason, ...]:
    """Every finding that stood in the way, strictest first, in the site's language."""
    serious = [finding for finding in findings if finding.severity > Severity.NOTE]
    return tuple(_reason(words, finding, source) for finding in serious)


def reasons_for_author(words: Translator, decision: Decision, source: str) -> tuple[Reason, ...]:
    """Why a decision was made: a person's reason where a person decided, else the findings."""
    if decision.outcome is Outcome.PUBLISH:
        return ()
    if decision.made_by == "staff" and decision.rule in STAFF_REASONS:
        rule = RULES[decision.rule]
        message = decision.note or words.tell(rule.message)
        told = Reason(decision.rule, words.tell(rule.title), message, words.tell(rule.advice))
        return (told,)
    return reasons_of(words, decision.findings, source)


def notice_of(
    words: Translator, decision: Decision, source: str, *, status_path: str, waits: Waits
) -> Notice:
    """What became of a comment, why, and what its author can do."""
    reasons = reasons_for_author(words, decision, source)
    if decision.outcome is Outcome.PUBLISH:
        title, message = words.tell("Your comment is posted."), ""
    elif decision.outcome is Outcome.HOLD:
        title = words.tell("Thank you. A moderator will read your comment first.")
        message = expected_wait(words, waits)
    else:
        title = words.tell("Your comment was not posted.")
        message = words.tell("You can change it and send it again, or ask a person to look.")
    return Notice(STATES[decision.outcome], title, message, reasons, status_path)


STATES = {Outcome.PUBLISH: "published", Outcome.HOLD: "held", Outcome.DECLINE: "declined"}


def expected_wait(words: Translator, waits: Waits) -> str:
    """How long it will take, as far as this site's own queue can tell."""
    if waits.median is None:
        return words.tell("Nobody has had to wait of late, so we cannot say how long it will take.")
    return words.tell(
        "In the last week half of those waiting had an answer within %(span)s.",
        span=words.span(waits.median.total_seconds()),
    )


def _reason(words: Translator, finding: Finding, source: str) -> Reason:
    rule = RULES[finding.rule]
    quotes = tuple(source[start:end] for start, end in finding.spans)
    if not quotes and finding.rule.startswith("links-"):
        quotes = finding.evidence
    return Reason(
        rule=finding.rule,
        title=words.tell(rule.title),
        message=words.tell(rule.message, **finding.facts),
        advice=words.tell(rule.advice, **finding.facts),
        quotes=tuple(dict.fromkeys(quotes))[:MOST_QUOTES],
        nearest=finding.evidence[0] if finding.rule == "off-topic" and finding.evidence else "",
        spans=finding.spans,
    )
