"""A kind of abuse is likelier than the policy allows: one rule for each kind."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from rejoinder.engine import Judgement
from rejoinder.errors import N_
from rejoinder.moderation.model import Case, Finding, Severity
from rejoinder.moderation.rule import Rule, RuleWords
from rejoinder.moderation.setting import NEVER, Policy, Table
from rejoinder.moderation.thresholds import (
    Thresholds,
    faq_thresholds,
    finding_from,
    threshold_contradictions,
)

# They say only that a text is hostile; told to nobody for whom a plainer reason is as strict.
GENERAL: Final = ("severe_toxicity", "toxicity")

# Not measured before languages were told apart: older judgements may leave them out.
LATER: Final = ("severe_toxicity", "sexually_explicit", "spam")


# Chosen by docs/policy-figures.md: together as low as civil news comments allow. What costs the
# fewest civil comments for each toxic one is the hostile tone of the whole, so that one is low, and
# kinds that fair sentences are mistaken for are high: a faith that is only named, "bloody hell".
# The gravest stands first: it is the one that the author is told first.
_DEFAULTS: Final = {
    "threat": Thresholds(hold=0.33, decline=0.92),
    "identity_attack": Thresholds(hold=0.8, decline=0.92),
    "insult": Thresholds(hold=0.56, decline=0.8),
    # An article can be about sex: only a person can tell what is out of place under it.
    "sexually_explicit": Thresholds(hold=0.5, decline=NEVER),
    "profanity": Thresholds(hold=0.7, decline=0.95),
    "spam": Thresholds(hold=0.45, decline=0.9),
    "severe_toxicity": Thresholds(hold=0.4, decline=0.8),
    "toxicity": Thresholds(hold=0.6, decline=0.94),
}

# For the editor who writes the policy.
_COMMENTS: Final = {
    "threat": N_(
        N_("""\
What the judge measures, as a probability from 0 to 1: from "hold" a person looks first, from
"decline" the comment is declined. Either may be "never". With "decline" the same as "hold",
nothing waits for a person.""")
    ),
    "sexually_explicit": N_(N_("An article can be about it: a person decides.")),
    "spam": N_(N_("Advertising and the like.")),
    "severe_toxicity": N_(N_("Hateful or cruel.")),
    "toxicity": N_(N_("Hostile in general.")),
}

# Of each kind of abuse that the judge measures.
THRESHOLDS: Final[Mapping[str, Table[Thresholds]]] = MappingProxyType(
    {
        attribute: Table(
            ("abuse", attribute),
            limits,
            threshold_contradictions,
            comment=_COMMENTS.get(attribute, ""),
        )
        for attribute, limits in _DEFAULTS.items()
    }
)


def abuse(policy: Policy, case: Case) -> Iterator[Finding]:
    """A kind of abuse is likelier than the policy allows.

    Raises:
        LookupError, ValueError: the judgement leaves one out, or gives no probability for it.
    """
    judgement = case.judgement
    if judgement is None or not (judgement.in_known_language or judgement.abuse):
        return
    findings: list[Finding] = []
    for attribute, rule in RULE_OF.items():
        finding = _abused(policy, case, judgement, attribute, rule)
        plain = attribute not in GENERAL
        if finding and (plain or all(each.severity < finding.severity for each in findings)):
            findings.append(finding)
    yield from findings


def _abused(
    policy: Policy, case: Case, judgement: Judgement, attribute: str, rule: Rule
) -> Finding | None:
    limits = policy[THRESHOLDS[attribute]]
    if limits.hold == NEVER or _is_older(judgement, attribute):
        return None
    return finding_from(rule, limits, case.text, judgement.abuse[attribute])


def _is_older(judgement: Judgement, attribute: str) -> bool:
    """Whether the judgement was made before this was measured."""
    missing = attribute in LATER and attribute not in judgement.abuse
    return missing and judgement.language is None


def _rule(attribute: str, words: RuleWords) -> Rule:
    table = THRESHOLDS[attribute]
    return Rule(
        id=f"abuse-{attribute.replace('_', '-')}",
        severity=Severity.DECLINE,
        check=abuse,
        settings=(table,),
        in_force=lambda policy: policy[table].hold < NEVER,
        severity_under=lambda policy: policy[table].strictest,
        faq_details=lambda policy: faq_thresholds(policy[table]),
        words=words,
    )


_WORDS: Final = {
    "threat": RuleWords(
        title=N_("Reads as a threat"),
        message=N_("It reads as if harm were being threatened or wished on somebody."),
        advice=N_(
            "Say what you are against, and why, and leave out what ought to happen to anybody."
        ),
        faq=N_(
            "We do not post threats, or wishes that somebody should come to harm; not in jest "
            "either, since the person who is meant cannot tell."
        ),
    ),
    "identity_attack": RuleWords(
        title=N_("Reads as an attack on a group"),
        message=N_("It reads as an attack on people for who they are."),
        advice=N_(
            "Argue with what was said or done, and leave aside where people come from, what they "
            "believe or whom they love."
        ),
        faq=N_(
            "You can argue with what anybody says or does. We do not post attacks on people for "
            "who they are: for their origin, colour, faith, sex, age, disability or love."
        ),
    ),
    "insult": RuleWords(
        title=N_("Reads as an insult"),
        message=N_("It reads as an insult to somebody."),
        advice=N_(
            "Say what is wrong with the view rather than with the person who holds it: your "
            "argument will be the stronger for it."
        ),
        faq=N_(
            "You can be as hard as you like on an argument, and on what people in office have "
            "done. We do not post insults, whether to other readers, to our writers or to the "
            "people that they write about."
        ),
    ),
    "sexually_explicit": RuleWords(
        title=N_("More explicit than we print"),
        message=N_("It is more explicit about sex than we print."),
        advice=N_("The same point, put as the paper itself would put it, is welcome."),
        faq=N_(
            "Where an article is about sex, its comments may be so too. What we do not post is "
            "more explicit than the paper itself would be."
        ),
    ),
    "profanity": RuleWords(
        title=N_("Coarse language"),
        message=N_("It is put more coarsely than we print."),
        advice=N_("The same thought in plainer words is welcome."),
        faq=N_(
            "We keep coarse language out of the comments, as we do out of the paper. Masking a "
            "letter or two does not make it finer."
        ),
    ),
    "spam": RuleWords(
        title=N_("Reads as advertising"),
        message=N_("It reads as if it were there to sell or to promote something."),
        advice=N_(
            "If you are not selling anything, tell us how it bears on the article, and leave out "
            "prices, offers and how to get in touch."
        ),
        faq=N_(
            "Comments are for talking with one another. We do not post advertising, offers of "
            "easy money, or text that is there for the sake of a link."
        ),
    ),
    "severe_toxicity": RuleWords(
        title=N_("Reads as hateful"),
        message=N_("It reads as hateful or cruel to somebody."),
        advice=N_(
            "Leave it for an hour, if you can. What you are against can be said without hatred, "
            "and we should like to read that."
        ),
        faq=N_(
            "You can be against anything, and say so strongly. We do not post what is hateful or "
            "cruel, whoever it is meant for."
        ),
    ),
    "toxicity": RuleWords(
        title=N_("A hostile tone"),
        message=N_("Its tone is likely to drive others out of the conversation."),
        advice=N_("Try it as you would say it across a table to somebody whom you will see again."),
        faq=N_(
            "Anger has its place in a comment. What we do not post is hostility that would drive "
            "other readers away, even where no single word of it is an insult."
        ),
    ),
}

# Of what else the judge measures there are rules in other files; a test asks for each.
RULE_OF: Final[Mapping[str, Rule]] = MappingProxyType(
    {name: _rule(name, _WORDS[name]) for name in _DEFAULTS}
)

RULES = tuple(RULE_OF.values())
