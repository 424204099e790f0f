"""Whether the conversation is open, and whether the text has the shape of a comment."""

from collections.abc import Iterator

from rejoinder.moderation.model import Case, Finding, Severity
from rejoinder.moderation.policy import NEVER, Policy
from rejoinder.moderation.rules.check import Check, always
from rejoinder.readers.model import Standing


def closed(policy: Policy, case: Case) -> Iterator[Finding]:
    """The conversation has ended."""
    if case.thread_closed:
        yield Finding("thread-closed", Severity.REFUSE)


def length(policy: Policy, case: Case) -> Iterator[Finding]:
    """The text is shorter or longer than comments are."""
    size = len(case.text)
    if size < policy.length.minimum:
        facts = {"length": size, "minimum": policy.length.minimum}
        yield Finding("length-short", Severity.REFUSE, facts=facts)
    if size > policy.length.maximum:
        facts = {"length": size, "maximum": policy.length.maximum}
        yield Finding("length-long", Severity.REFUSE, facts=facts)


def shouting(policy: Policy, case: Case) -> Iterator[Finding]:
    """Most letters are capitals. Scripts without capitals cannot shout; the trusted may."""
    if case.standing is Standing.TRUSTED:
        return
    capitals = sum(letter.isupper() for letter in case.text)
    letters = capitals + sum(letter.islower() for letter in case.text)
    if letters < policy.shouting.letters or capitals < policy.shouting.share * letters:
        return
    percent = 100 * capitals // letters
    yield Finding("shouting", Severity.HOLD, facts={"percent": percent})


def _length_rules(policy: Policy) -> Iterator[str]:
    if policy.length.minimum > 1:  # an empty text never comes so far
        yield "length-short"
    yield "length-long"


def _shouting_rules(policy: Policy) -> Iterator[str]:
    if policy.shouting.share < NEVER:
        yield "shouting"


CHECKS = (
    Check("closed", closed, always("thread-closed")),
    Check("length", length, _length_rules),
    Check("shouting", shouting, _shouting_rules),
)
