"""The author may be about to harm themselves: a person reads it first, and help is named."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Final

from rejoinder.errors import N_
from rejoinder.moderation.model import Case, Finding, Severity
from rejoinder.moderation.rule import Rule, RuleWords
from rejoinder.moderation.setting import NEVER, ListOf, Policy, Table, Text, Threshold
from rejoinder.moderation.thresholds import checked_probability, percent, spans_in

# What the judge measures; judgements made before it was measured leave it out.
ATTRIBUTE: Final = "despair"


@dataclass(frozen=True, slots=True)
class DespairSettings:
    """From which probability of despair a person reads first, and what its author is told."""

    hold: Annotated[float, Threshold()] = 0.33
    text: Annotated[str, Text(), N_("your own words to the author, in place of ours")] = ""
    help: Annotated[
        tuple[str, ...],
        ListOf(Text()),
        N_(
            'a line for each place where help is, such as "Lifeline Elmstead, 555 0142, day and '
            'night"; without any, https://findahelpline.com is named, which knows them for many '
            "countries"
        ),
    ] = ()


DESPAIR_SETTINGS = Table(
    ("despair",),
    DespairSettings(),
    comment=N_("""\
How likely it is that the author may harm themselves, from 0 to 1. From "hold" a person reads the
comment before all others, and its author is told where help is. Nothing is declined for it."""),
)


def despair(policy: Policy, case: Case) -> Iterator[Finding]:
    """The author may be about to harm themselves.

    Raises:
        ValueError: the judgement gives no probability for it.
    """
    settings, judgement = policy[DESPAIR_SETTINGS], case.judgement
    measured = None if judgement is None else judgement.abuse.get(ATTRIBUTE)
    if measured is None or settings.hold == NEVER:
        return
    score = checked_probability(measured.score)
    if score >= settings.hold:
        yield DESPAIR.finding(
            spans=spans_in(case.text, measured),
            # Kept with the finding, so that whoever tells the author need not ask the policy.
            facts={"score": round(100 * score), "text": settings.text, "help": settings.help},
        )


DESPAIR = Rule(
    id="despair",
    severity=Severity.HOLD,
    check=despair,
    settings=(DESPAIR_SETTINGS,),
    in_force=lambda policy: policy[DESPAIR_SETTINGS].hold < NEVER,
    offers_help=True,
    faq_fields=lambda policy: {"hold": percent(policy[DESPAIR_SETTINGS].hold)},
    words=RuleWords(
        title=N_("If things are very hard for you"),
        at_desk=N_("The author may harm themselves: please read this first"),
        found=N_(
            "The judge reads despair in it (%(score)s in 100). No program declines it, and its "
            "author was told at once where help is."
        ),
        message=N_(
            "What you wrote made us wonder whether things are very hard for you at the moment. "
            "You need not be alone with that: there are people who listen, at any hour, and you "
            "can tell them anything."
        ),
        advice=N_(
            "If you are in danger now, please call the emergency number where you are. If we have "
            "misread you, forgive us: nothing is held against you."
        ),
        faq=N_(
            "Where a comment reads as if its author might harm themselves (from %(hold)s of 100), "
            "a person reads it before all others, and the author sees at once where help is to be "
            "had. No program declines it."
        ),
    ),
)

# Named where a newspaper names no places of its own.
HELP: Final = N_("https://findahelpline.com names people to talk to in many countries, free.")

RULES = (DESPAIR,)
