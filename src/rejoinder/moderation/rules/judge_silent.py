"""The judge gave no answer."""

from collections.abc import Iterator

from rejoinder.errors import N_
from rejoinder.moderation.model import Case, Finding, Severity
from rejoinder.moderation.rule import Rule, RuleWords
from rejoinder.moderation.setting import Policy


def judge_silent(policy: Policy, case: Case) -> Iterator[Finding]:
    """The judge gave no answer. Under a closed conversation it was not asked."""
    if (case.judgement is None or case.name_unjudged) and not case.thread_closed:
        yield JUDGE_SILENT.finding()


JUDGE_SILENT = Rule(
    id="judge-silent",
    severity=Severity.HOLD,
    check=judge_silent,
    words=RuleWords(
        title=N_("The judge gave no answer"),
        message=N_(
            "The program that reads comments first gave no answer, so a person will read yours. "
            "That says nothing about what you wrote."
        ),
        advice=N_("There is nothing that you need to do, and we are sorry for the wait."),
        faq=N_(
            "When the judge gives no answer in time, the comment waits for a person. Nothing is "
            "posted unread."
        ),
    ),
)

RULES = (JUDGE_SILENT,)
