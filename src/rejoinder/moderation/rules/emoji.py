"""Most of the comment is emoji. Off unless the policy says from which share."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Final

from rejoinder.errors import N_
from rejoinder.moderation.model import Case, Finding, Severity
from rejoinder.moderation.rule import Rule, RuleWords
from rejoinder.moderation.rules.length import LONGEST_COMMENT
from rejoinder.moderation.setting import NEVER, Integer, Policy, Table, Threshold
from rejoinder.readers.model import Standing

_PICTURE: Final = "[\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]"
# What changes how a picture is drawn: as text or in colour, skin, and the frame of a keycap.
_MODIFIER: Final = "[\ufe0e\ufe0f\u20e3\U0001f3fb-\U0001f3ff]"
_FLAG: Final = "[\U0001f1e6-\U0001f1ff]{2}"
_ONE: Final = f"{_PICTURE}{_MODIFIER}*"
# A family, or any other picture that several are joined to, is one emoji.
_EMOJI: Final = re.compile(f"{_FLAG}|{_ONE}(?:\u200d{_ONE})*")


@dataclass(frozen=True, slots=True)
class EmojiSettings:
    """From which share of emoji a comment is mostly pictures, if it has at least so many."""

    share: Annotated[float, Threshold(), N_('of all that is to be seen; or "never"')] = NEVER
    least: Annotated[
        int, Integer(1, LONGEST_COMMENT), N_("comments with fewer may consist of nothing else")
    ] = 5


EMOJI_SETTINGS = Table(
    ("emoji",),
    EmojiSettings(),
    comment=N_("A person looks first at comments that are mostly emoji."),
)


def emoji(policy: Policy, case: Case) -> Iterator[Finding]:
    """Most of what is to be seen is emoji; the trusted may.

    Numbers, punctuation and letters count one each, space nothing.
    """
    limits = policy[EMOJI_SETTINGS]
    if limits.share == NEVER or case.standing is Standing.TRUSTED:
        return
    rest, count = _EMOJI.subn("", case.as_read.visible.text)
    visible = count + sum(not character.isspace() for character in rest)
    if count < limits.least or count < limits.share * visible:
        return
    yield EMOJI.finding(facts={"percent": 100 * count // visible})


def _faq_fields(policy: Policy) -> Mapping[str, object]:
    limits = policy[EMOJI_SETTINGS]
    share = 100 if limits.share == NEVER else round(100 * limits.share)
    return {"emoji_share": share, "emoji_least": limits.least}


EMOJI = Rule(
    id="emoji",
    severity=Severity.HOLD,
    check=emoji,
    settings=(EMOJI_SETTINGS,),
    in_force=lambda policy: policy[EMOJI_SETTINGS].share < NEVER,
    faq_fields=_faq_fields,
    words=RuleWords(
        title=N_("Mostly emoji"),
        found=N_("Emoji make up %(percent)s characters in 100."),
        message=N_("Most of it is emoji, which not every reader can make out."),
        advice=N_("Put into words, the same thought will reach more people."),
        faq=N_(
            "Where emoji make up about %(emoji_share)s characters in a hundred or more, a person "
            "looks first. Short comments, with fewer than %(emoji_least)s of them, may consist of "
            "nothing else."
        ),
    ),
)

RULES = (EMOJI,)
