"""The judge does not know the language of a comment or of a passage, and measured nothing there."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from rejoinder.errors import N_
from rejoinder.moderation.model import Action, Case, Finding, Severity
from rejoinder.moderation.rule import Rule, RuleWords
from rejoinder.moderation.setting import Choice, Policy, Table


@dataclass(frozen=True, slots=True)
class LanguageSettings:
    """What becomes of a comment in a language that the judge does not know, or partly in one."""

    unjudged: Annotated[Action, Choice(Action)] = Action.HOLD


LANGUAGE = Table(
    ("language",),
    LanguageSettings(),
    comment=N_("""\
What becomes of a comment in a language that the judge does not know, and so cannot measure, or
with a passage in one: "hold" or "publish". A quoted word, a name or a title is no passage. The
rules about words, links and authors apply to it either way."""),
)


def language(policy: Policy, case: Case) -> Iterator[Finding]:
    """The judge does not know the language, so that it measured nothing there."""
    judgement = case.judgement
    if judgement is None:
        return
    # The end of a text that is too long for the judge is no other language: `judge_silent` tells.
    passages = [span for span in judgement.unread if span[0] != judgement.unread_from]
    if passages or not judgement.in_known_language:
        size = len(case.text)
        spans = tuple(span for span in passages if 0 <= span[0] < span[1] <= size)
        yield LANGUAGE_UNJUDGED.finding(policy[LANGUAGE].unjudged.severity, spans=spans)


LANGUAGE_UNJUDGED = Rule(
    id="language-unjudged",
    severity=Severity.HOLD,
    check=language,
    settings=(LANGUAGE,),
    in_force=lambda policy: policy[LANGUAGE].unjudged is Action.HOLD,
    words=RuleWords(
        title=N_("Language unknown to the judge"),
        found=N_("The judge cannot read it, or the part of it that is marked."),
        message=N_(
            "The program that reads comments first does not know the language of yours, or of a "
            "part of it, so a person will read it. That says nothing about what you wrote."
        ),
        advice=N_(
            "There is nothing that you need to do. It may take a little longer until somebody who "
            "knows the language has read it."
        ),
        faq=N_(
            "The judge does not know every language. It measures nothing in one that it does not "
            "know, and a comment in it, or partly in it, waits for a person."
        ),
    ),
)

RULES = (LANGUAGE_UNJUDGED,)
