"""Whether the text or the author's name has a word from the policy's lists."""

from collections.abc import Iterator

from rejoinder.moderation.model import Case, Finding, Severity, Span
from rejoinder.moderation.policy import Policy
from rejoinder.moderation.rules.check import Check

# More marks in one comment help nobody to read it.
_MOST_SHOWN = 20

_SEVERITY = {"banned": Severity.DECLINE, "watched": Severity.HOLD}


def in_text(policy: Policy, case: Case) -> Iterator[Finding]:
    """Words of the lists in the text."""
    for name, spans in policy.words.matcher.find(case.text).items():
        if spans:
            shown = spans[:_MOST_SHOWN]
            yield _finding(f"words-{name}", _SEVERITY[name], case.text, shown, shown)


def in_name(policy: Policy, case: Case) -> Iterator[Finding]:
    """Words of the lists in the name; spans are places in the text, so there are none."""
    for name, spans in policy.words.matcher.find(case.author_name).items():
        if spans:
            yield _finding(f"name-{name}", _SEVERITY[name], case.author_name, spans, ())


def _finding(
    rule: str, severity: Severity, text: str, found: tuple[Span, ...], spans: tuple[Span, ...]
) -> Finding:
    evidence = tuple(dict.fromkeys(text[start:end] for start, end in found))
    facts = {"words": ", ".join(f"“{word}”" for word in evidence)}
    return Finding(rule, severity, spans, evidence, facts)


def _text_rules(policy: Policy) -> Iterator[str]:
    return (f"words-{name}" for name in _lists(policy))


def _name_rules(policy: Policy) -> Iterator[str]:
    return (f"name-{name}" for name in _lists(policy))


def _lists(policy: Policy) -> Iterator[str]:
    if policy.words.banned:
        yield "banned"
    if policy.words.watched:
        yield "watched"


CHECKS = (Check("words", in_text, _text_rules), Check("name", in_name, _name_rules))
