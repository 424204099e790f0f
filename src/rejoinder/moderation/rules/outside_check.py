"""What a site's own checks by URL say; one that gives no answer holds the comment."""

from collections.abc import Iterator, Mapping
from typing import Final

from rejoinder.errors import N_
from rejoinder.moderation.model import Case, Finding, Outcome, Severity
from rejoinder.moderation.outside_check import CHECKS
from rejoinder.moderation.rule import Rule, RuleWords
from rejoinder.moderation.setting import Policy


def outside_check(policy: Policy, case: Case) -> Iterator[Finding]:
    """Every check must have said something; nothing against the comment is enough."""
    if case.outside is None:
        return
    answers = {answer.check_id: answer for answer in case.outside}
    for check in policy[CHECKS].checks:
        answer, name = answers.get(check.id), {"check": check.name}
        if answer is None or answer.problem:
            why = (f"{check.name}: {answer.problem}",) if answer else ()
            yield OUTSIDE_SILENT.finding(evidence=why, facts=name)
        elif answer.outcome in _AGAINST:
            facts = {**name, "reason": answer.reason.removesuffix(".")}
            yield _AGAINST[answer.outcome].finding(facts=facts)


# To staff, who know what the service is.
_SAID: Final = N_("%(check)s says: “%(reason)s”.")


def _in_force(policy: Policy) -> bool:
    return bool(policy[CHECKS].checks)


def _names(policy: Policy) -> Mapping[str, object]:
    return {"checks": policy[CHECKS].names}


OUTSIDE_DECLINED = Rule(
    id="outside-declined",
    severity=Severity.DECLINE,
    check=outside_check,
    in_force=_in_force,
    excuses_staff=True,
    faq_fields=_names,
    words=RuleWords(
        title=N_("A check that we asked says no"),
        found=_SAID,
        message=N_("The service %(check)s, which reads comments for us, says: “%(reason)s”."),
        advice=N_("You can say it in another way, or ask a person to look."),
        faq=N_(
            "Comments are also read by other services that we have chosen: %(checks)s. What one "
            "of them declines is not posted, and we tell you its reason. It sees the comment, the "
            "name above it and where it stands, and never your e-mail address."
        ),
    ),
)

OUTSIDE_HELD = Rule(
    id="outside-held",
    severity=Severity.HOLD,
    check=outside_check,
    in_force=_in_force,
    excuses_staff=True,
    faq_fields=_names,
    words=RuleWords(
        title=N_("A check that we asked has doubts"),
        found=_SAID,
        message=N_("The service %(check)s, which reads comments for us, says: “%(reason)s”."),
        advice=N_("You can wait for us: a person decides now, and not the service."),
        faq=N_(
            "Where a service that reads comments for us (%(checks)s) has doubts, a person reads "
            "the comment first. No such service can have a comment posted that one of our own "
            "rules holds."
        ),
    ),
)

OUTSIDE_SILENT = Rule(
    id="outside-silent",
    severity=Severity.HOLD,
    check=outside_check,
    in_force=_in_force,
    excuses_staff=True,
    faq_fields=_names,
    words=RuleWords(
        title=N_("A check that we asked gave no answer"),
        found=N_("%(check)s gave no answer that can be used."),
        message=N_(
            "The service %(check)s, which reads comments for us, gave no answer that we can use, "
            "so a person will read yours. That says nothing about what you wrote."
        ),
        advice=N_("There is nothing that you need to do, and we are sorry for the wait."),
        faq=N_(
            "When a service that reads comments for us (%(checks)s) gives no answer in time, the "
            "comment waits for a person. Nothing is posted unread."
        ),
    ),
)

_AGAINST = {Outcome.DECLINE: OUTSIDE_DECLINED, Outcome.HOLD: OUTSIDE_HELD}

RULES = (OUTSIDE_DECLINED, OUTSIDE_HELD, OUTSIDE_SILENT)
