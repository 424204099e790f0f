"""How the site regards the author."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from rejoinder.errors import N_
from rejoinder.moderation.model import Case, Finding, Severity
from rejoinder.moderation.rule import Rule, RuleWords
from rejoinder.moderation.rules.mode import MODE, Mode
from rejoinder.moderation.setting import Contradiction, Integer, InvalidSetting, Policy, Table
from rejoinder.readers.model import Standing


@dataclass(frozen=True, slots=True)
class StandingSettings:
    """How many published comments make an author known, and trusted if none was declined."""

    known_after: Annotated[int, Integer(1, 1000), N_("published: no longer new")] = 1
    trusted_after: Annotated[
        int,
        Integer(1, 1000),
        N_("published, address proved, none declined: links and capitals pass"),
    ] = 5


def _contradictions(standing: StandingSettings) -> Iterator[Contradiction]:
    if standing.known_after > standing.trusted_after:
        yield Contradiction(
            ("trusted_after",),
            ("known_after",),
            InvalidSetting(
                N_("Authors are trusted (after %(trusted)s) before they are known (%(known)s)."),
                trusted=standing.trusted_after,
                known=standing.known_after,
            ),
        )


STANDING = Table(
    ("standing",),
    StandingSettings(),
    _contradictions,
    comment=N_("""\
Earned by published comments of the last 90 days. Staff can give and take standing at the desk,
on the card of any comment by the author."""),
)


def standing(policy: Policy, case: Case) -> Iterator[Finding]:
    """Staff said that this author may not write, or only under their eyes; or nobody knows them."""
    if case.standing is Standing.BANNED:
        yield STANDING_BANNED.finding()
    if case.standing is Standing.WATCHED:
        yield STANDING_WATCHED.finding()
    if case.standing is Standing.NEW and policy[MODE].mode is Mode.ASSISTED:
        yield STANDING_NEW.finding()


STANDING_BANNED = Rule(
    id="standing-banned",
    severity=Severity.DECLINE,
    mendable=False,
    check=standing,
    excuses_staff=True,
    words=RuleWords(
        title=N_("No more comments from this address"),
        at_desk=N_("The author is banned"),
        message=N_("We have decided to take no more comments from this address at present."),
        advice=N_("If you think that this is a mistake, appeal: a person will look into it."),
        faq=N_(
            "Now and then we decide to take no more comments from somebody, for a time or for "
            "good. That is a person's decision, whose reason is kept with it, and an editor can "
            "take it back."
        ),
    ),
)

# Among a person's findings: their decision banned the author.
BANNED_BY_IT = STANDING_BANNED.finding(facts={"by": "this decision"})

STANDING_WATCHED = Rule(
    id="standing-watched",
    severity=Severity.HOLD,
    check=standing,
    excuses_staff=True,
    words=RuleWords(
        title=N_("We read this author first"),
        at_desk=N_("The author is watched"),
        message=N_("At present one of us reads your comments before they appear."),
        advice=N_("There is nothing that you need to do: somebody will read it."),
        faq=N_(
            "Where somebody's earlier comments gave us cause, one of us may wish to read the "
            "next ones before they appear. That is a person's decision, and never the program's."
        ),
    ),
)

STANDING_NEW = Rule(
    id="standing-new",
    severity=Severity.HOLD,
    check=standing,
    settings=(STANDING, MODE),
    in_force=lambda policy: policy[MODE].mode is Mode.ASSISTED,
    excuses_staff=True,
    faq_fields=lambda policy: {"known_after": policy[STANDING].known_after},
    words=RuleWords(
        title=N_("New here"),
        message=N_("Welcome. A person reads what newcomers write here before it appears."),
        advice=N_("There is nothing that you need to do: somebody will read it."),
        faq=N_(
            "A person reads what newcomers write before it appears. You are no longer one when "
            "enough of your comments have been published (here: %(known_after)s)."
        ),
    ),
)

RULES = (STANDING_BANNED, STANDING_WATCHED, STANDING_NEW)
