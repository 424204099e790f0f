"""Only subscribers may comment, where the policy says so; and what else being one is worth."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from rejoinder.errors import N_
from rejoinder.moderation.model import Case, Discussed, Finding, Paragraph, Severity
from rejoinder.moderation.rule import Rule, RuleWords
from rejoinder.moderation.setting import Choice, ListOf, Policy, Table, Text
from rejoinder.readers.model import Standing


class Only(StrEnum):
    """Where nobody but subscribers may comment, whatever is listed beside."""

    NOWHERE = "nowhere"
    EVERYWHERE = "everywhere"


class Badge(StrEnum):
    """Whether the thread says of somebody that they subscribe."""

    HIDDEN = "hidden"
    SHOWN = "shown"


class Regard(StrEnum):
    """As what a subscriber counts at least, of what others earn."""

    NEW = "new"
    KNOWN = "known"
    TRUSTED = "trusted"


@dataclass(frozen=True, slots=True)
class SubscribersSettings:
    """Where only subscribers comment, and what is said of them."""

    only: Annotated[Only, Choice(Only), N_('"everywhere": nobody else comments')] = Only.NOWHERE
    sections: Annotated[
        tuple[str, ...], ListOf(Text()), N_("in these sections nobody else comments")
    ] = ()
    articles: Annotated[
        tuple[str, ...], ListOf(Text()), N_("nor under these, by slug or by your own id")
    ] = ()
    text: Annotated[str, Text(), N_("your own words, such as how to subscribe")] = ""
    standing: Annotated[
        Regard, Choice(Regard), N_('"known" or "trusted": from the first comment')
    ] = Regard.NEW
    badge: Annotated[Badge, Choice(Badge), N_('"shown": beside their names')] = Badge.HIDDEN


SUBSCRIBERS = Table(
    ("subscribers",),
    SubscribersSettings(),
    comment=N_("""\
Readers of whom your own accounts say that they subscribe: by which claim, that is for
`rejoinder sign-on subscribers` to say. With "nowhere" and empty lists everybody may comment."""),
)


def only_subscribers(policy: Policy, discussed: Discussed) -> bool:
    """Whether nobody else may comment there."""
    told = policy[SUBSCRIBERS]
    sections = {each.casefold() for each in told.sections if each}
    return (
        told.only is Only.EVERYWHERE
        or discussed.section.casefold() in sections
        or not discussed.names.isdisjoint(told.articles)
    )


def at_least(policy: Policy, standing: Standing) -> Standing:
    """The standing of a subscriber who has earned this one; what staff gave stays."""
    least = Standing(policy[SUBSCRIBERS].standing)
    earned = (Standing.NEW, Standing.KNOWN, Standing.TRUSTED)
    if standing not in earned:
        return standing
    return max(standing, least, key=earned.index)


def subscribers(policy: Policy, case: Case) -> Iterator[Finding]:
    """Somebody else writes where only subscribers do. What they wrote before they may change."""
    excused = case.is_subscriber or case.is_staff or case.is_edit
    if not excused and only_subscribers(policy, case.discussed):
        yield SUBSCRIBERS_ONLY.finding()


def _in_force(policy: Policy) -> bool:
    told = policy[SUBSCRIBERS]
    return told.only is Only.EVERYWHERE or any(told.sections) or any(told.articles)


def _details(policy: Policy) -> Iterator[Paragraph]:
    told = policy[SUBSCRIBERS]
    if told.only is Only.EVERYWHERE:
        yield (N_("At present that is so on all articles."), {})
    elif any(told.sections):
        sections = ", ".join(filter(None, told.sections))
        yield (N_("At present that is so in these sections: %(sections)s."), {"sections": sections})
    if told.text:
        yield ("%(words)s", {"words": told.text})


SUBSCRIBERS_ONLY = Rule(
    id="subscribers-only",
    severity=Severity.REFUSE,
    status=403,
    check=subscribers,
    settings=(SUBSCRIBERS,),
    in_force=_in_force,
    excuses_staff=True,
    faq_details=_details,
    words=RuleWords(
        title=N_("For subscribers"),
        message=N_("Everybody may read the comments on this article; subscribers write them."),
        advice=N_(
            "Nothing is lost: your text is still here. If you subscribe, sign in with the account "
            "by which you do, and send it again."
        ),
        faq=N_(
            "On some articles only subscribers comment, who sign in with the account by which they "
            "subscribe. In place of the form it says so. Everybody can read the comments and "
            "report them, and change or withdraw what they wrote before."
        ),
    ),
)

RULES = (SUBSCRIBERS_ONLY,)
