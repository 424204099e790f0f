"""The conversation is closed: nothing is taken any more."""

from collections.abc import Iterator

from rejoinder.errors import N_
from rejoinder.moderation.model import Case, Finding, Severity
from rejoinder.moderation.rule import Rule, RuleWords
from rejoinder.moderation.setting import Policy


def closed(policy: Policy, case: Case) -> Iterator[Finding]:
    """The conversation has ended."""
    if case.thread_closed:
        yield THREAD_CLOSED.finding()


THREAD_CLOSED = Rule(
    id="thread-closed",
    severity=Severity.REFUSE,
    status=409,
    check=closed,
    words=RuleWords(
        title=N_("The conversation is closed"),
        message=N_("This conversation has ended, so nothing can be added to it any more."),
        advice=N_(
            "There may be a newer article on the subject that is still open. We should be glad "
            "to hear from you there."
        ),
        faq=N_(
            "We close a conversation when we can no longer look after it as it deserves. What "
            "was said in it stays for everybody to read."
        ),
    ),
)

RULES = (THREAD_CLOSED,)
