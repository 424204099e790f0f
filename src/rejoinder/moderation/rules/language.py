"""The judge does not know the language, so that it measured nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from rejoinder.errors import N_
from rejoinder.moderation.model import Action, Case, Finding, Severity
from rejoinder.moderation.rule import Rule, RuleWords
from rejoinder.moderation.setting import Choice, Policy, Table


@dataclass(frozen=True, slots=True)
class LanguageSettings:
    """What becomes of a comment in a language that the judge does not know."""

    unjudged: Annotated[Action, Choice(Action)] = Action.HOLD


LANGUAGE = Table(
    ("language",),
    LanguageSettings(),
    comment="""\
What becomes of a comment in a language that the judge does not know, and so cannot measure:
"hold" or "publish". The rules about words, links and authors apply to it either way.""",
)


def language(policy: Policy, case: Case) -> Iterator[Finding]:
    """The judge does not know the language, so that it measured nothing."""
    if case.judgement is not None and not case.judgement.in_known_language:
        yield LANGUAGE_UNJUDGED.finding(policy[LANGUAGE].unjudged.severity)


LANGUAGE_UNJUDGED = Rule(
    id="language-unjudged",
    severity=Severity.HOLD,
    check=language,
    settings=(LANGUAGE,),
    in_force=lambda policy: policy[LANGUAGE].unjudged is Action.HOLD,
    words=RuleWords(
        title=N_("Language unknown to the judge"),
        message=N_(
            "The program that reads comments first does not know the language of yours, so a "
            "person will read it. That says nothing about what you wrote."
        ),
        advice=N_(
            "There is nothing that you need to do. It may take a little longer until somebody who "
            "knows the language has read it."
        ),
        faq=N_(
            "The judge does not know every language. It measures nothing in one that it does not "
            "know, and the comment waits for a person."
        ),
    ),
)

RULES = (LANGUAGE_UNJUDGED,)
