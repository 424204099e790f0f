"""The text is shorter or longer than comments are."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Final

import regex

from rejoinder.errors import N_
from rejoinder.moderation.model import Case, Finding, Severity
from rejoinder.moderation.rule import Rule, RuleWords
from rejoinder.moderation.setting import Contradiction, Integer, InvalidSetting, Policy, Table
from rejoinder.text import LONGEST_TEXT, characters

# In code points as typed. Nothing longer is even looked at, so no policy can allow more.
LONGEST_COMMENT: Final = LONGEST_TEXT
# What says enough by itself: one picture with its colours and joints, or a flag. In answer to
# another comment so does a letter ("A" of two that were offered; in some scripts it is a word), a
# digit or a question mark.
_PICTURE = regex.compile(
    r"[#*0-9]\ufe0f?\u20e3|\p{Regional_Indicator}{2}"
    r"|\p{Extended_Pictographic}[\ufe0e\ufe0f\p{Emoji_Modifier}]*"
    r"(?:\u200d\p{Extended_Pictographic}[\ufe0e\ufe0f\p{Emoji_Modifier}]*)*"
)
_ANSWER = regex.compile(r"[\p{Letter}\p{Number}?!？！؟]\p{Mark}*")


@dataclass(frozen=True, slots=True)
class LengthSettings:
    """How many characters a comment has, as a person sees and counts them."""

    minimum: Annotated[int, Integer(1, LONGEST_COMMENT)] = 2
    maximum: Annotated[int, Integer(1, LONGEST_COMMENT)] = 5000


def _contradictions(length: LengthSettings) -> Iterator[Contradiction]:
    if length.minimum > length.maximum:
        yield Contradiction(
            ("minimum",),
            ("maximum",),
            InvalidSetting(
                N_("The longest comment (%(most)s) is shorter than the shortest (%(least)s)."),
                most=length.maximum,
                least=length.minimum,
            ),
        )


LENGTH = Table(
    ("length",),
    LengthSettings(),
    _contradictions,
    comment=N_("In characters. Shorter and longer comments stay in the form, with the reason."),
)


def length(policy: Policy, case: Case) -> Iterator[Finding]:
    """The text is shorter or longer than comments are."""
    limits, seen = policy[LENGTH], case.as_read.visible.text
    count = characters(seen)
    says_enough = _PICTURE.fullmatch(seen) or (case.has_parent and _ANSWER.fullmatch(seen))
    if count < limits.minimum and not says_enough:
        facts = {"length": count, "minimum": limits.minimum}
        yield LENGTH_SHORT.finding(facts=facts)
    # The gaps around quotations are ours: whoever goes by the counter is never surprised.
    count = min(count, characters(case.text)) if count > limits.maximum else count
    if count > limits.maximum:
        facts = {"length": count, "maximum": limits.maximum}
        yield LENGTH_LONG.finding(facts=facts)


LENGTH_SHORT = Rule(
    id="length-short",
    severity=Severity.REFUSE,
    status=422,
    check=length,
    settings=(LENGTH,),
    in_force=lambda policy: policy[LENGTH].minimum > 1,  # an empty text never comes so far
    faq_fields=lambda policy: {"minimum": policy[LENGTH].minimum},
    words=RuleWords(
        title=N_("Too short"),
        message=N_(
            "A comment has at least %(minimum)s characters. One emoji is enough, and in answer to "
            "another comment a letter, a digit or a question mark is too."
        ),
        advice=N_("A few more words are enough: what do you think, and why?"),
        faq=N_(
            "A comment has at least %(minimum)s characters. A shorter one stays in the form, "
            "where you can add to it. One emoji is enough, and in answer to another comment a "
            "letter, a digit or a question mark is too."
        ),
    ),
)

LENGTH_LONG = Rule(
    id="length-long",
    severity=Severity.REFUSE,
    status=422,
    check=length,
    settings=(LENGTH,),
    faq_fields=lambda policy: {"maximum": policy[LENGTH].maximum},
    words=RuleWords(
        title=N_("Too long"),
        message=N_("Your comment has %(length)s characters, and there is room for %(maximum)s."),
        advice=N_(
            "Your text is still in the form. Keep the strongest point: a second comment can "
            "carry the next one."
        ),
        faq=N_(
            "A comment has at most %(maximum)s characters. Nothing is lost when yours has more: "
            "it stays in the form, where you can shorten it."
        ),
    ),
)

RULES = (LENGTH_SHORT, LENGTH_LONG)
