"""The judge gave no answer, or none about the end of a text that is too long for it."""

from collections.abc import Iterator

from rejoinder.errors import N_
from rejoinder.moderation.model import Case, Finding, Severity
from rejoinder.moderation.rule import Rule, RuleWords
from rejoinder.moderation.rules.length import length
from rejoinder.moderation.rules.subscribers import subscribers
from rejoinder.moderation.setting import Policy


def is_judged(policy: Policy, case: Case) -> bool:
    """Whether the judge is asked at all: not about what is refused whatever it says."""
    refused = case.thread_closed or any(length(policy, case)) or any(subscribers(policy, case))
    return not refused


def judge_silent(policy: Policy, case: Case) -> Iterator[Finding]:
    """The judge was asked and gave no answer, or did not come to the end."""
    judgement = case.judgement
    if judgement is not None and judgement.unread_from is not None:
        span = judgement.unread_from, len(case.text)
        yield JUDGE_SILENT.finding(spans=(span,) if 0 <= span[0] < span[1] else ())
    elif (judgement is None or case.name_unjudged) and is_judged(policy, case):
        yield JUDGE_SILENT.finding()


JUDGE_SILENT = Rule(
    id="judge-silent",
    severity=Severity.HOLD,
    check=judge_silent,
    words=RuleWords(
        title=N_("The judge gave no answer"),
        found=N_("It was not measured, or not to its end: what is marked no program has read."),
        message=N_(
            "The program that reads comments first gave no answer, or did not come to the end of "
            "yours, so a person will read it. That says nothing about what you wrote."
        ),
        advice=N_("There is nothing that you need to do, and we are sorry for the wait."),
        faq=N_(
            "When the judge gives no answer in time, or does not come to a comment's end, the "
            "comment waits for a person. Nothing is posted unread."
        ),
    ),
)

RULES = (JUDGE_SILENT,)
